/** Commands for the page itself: theme, speed, panels, sheets, sharing. */
import { togglePanel } from './actions.ts';
import { done, refuse, type Command } from './commandTypes.ts';
import { paletteKey } from './keyNames.ts';
import { isPanelId, panelIds } from './sessionState.ts';
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
  {
    id: 'theme.set',
    name: 'Light, dark or high contrast',
    keys: [],
    parameters: [{ name: 'theme', what: 'auto, light, dark or contrast' }],
    repeats: false,
    run(session, { theme = '' }) {
      if (theme !== 'auto' && theme !== 'light' && theme !== 'dark' && theme !== 'contrast') {
        return refuse(`“${theme}” is not auto, light, dark or contrast`);
      }
      session.store.setState({ theme });
      return done;
    },
  },
  {
    id: 'speed.set',
    name: 'Speed of playing',
    keys: [],
    parameters: [{ name: 'speed', what: 'a number from 0.01 to 100' }],
    repeats: false,
    run(session, { speed = '' }) {
      const factor = Number(speed);
      if (!(factor >= 0.01 && factor <= 100))
        return refuse(`“${speed}” is not a number from 0.01 to 100`);
      session.store.setState({ speed: factor });
      return done;
    },
  },
  {
    id: 'panel.toggle',
    name: 'Show or hide a panel',
    keys: [],
    parameters: [{ name: 'panel', what: `one of ${panelIds.join(', ')}` }],
    repeats: false,
    run(session, { panel = '' }) {
      if (!isPanelId(panel)) return refuse(`“${panel}” is not one of ${panelIds.join(', ')}`);
      session.store.setState(togglePanel(session.store.getState(), panel));
      return done;
    },
  },
  {
    id: 'panel.front',
    name: 'Bring a panel to the front',
    keys: [],
    parameters: [{ name: 'panel', what: `one of ${panelIds.join(', ')}` }],
    repeats: false,
    run(session, { panel = '' }) {
      if (!isPanelId(panel)) return refuse(`“${panel}” is not one of ${panelIds.join(', ')}`);
      session.store.setState({ front: panel });
      return done;
    },
  },
];
