/** Commands for the page itself: sheets, sharing. */
import { done, type Command } from './commandTypes.ts';
import { paletteKey } from './keyNames.ts';
import { openSheet } from './sheetCommand.ts';

export const pageCommands: readonly Command[] = [
  openSheet('do.menu', 'Do something else', ['d'], 'do'),
  openSheet('scenario.menu', 'Choose a scenario', ['s'], 'scenarios'),
  openSheet('panel.menu', 'Show and hide panels', [], 'panels'),
  openSheet('help', 'All keys', ['?'], 'help'),
  openSheet('more', 'More', [], 'more'),
  openSheet('palette', 'Find a command', [paletteKey], 'palette'),
  {
    id: 'share.copy',
    name: 'Copy the link',
    keys: ['c'],
    parameters: [],
    repeats: false,
    run(session) {
      session.share();
      return done;
    },
  },
];
