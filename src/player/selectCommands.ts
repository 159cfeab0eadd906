/** Commands for what is selected in a player. It reads selections of links anyway, so to select takes no engine. */
import { parseSelection } from '../scene/selectionText.ts';
import type { Command } from '../session/commandTypes.ts';
import { selectCommands as ofSession, selectParsed } from '../session/selectCommands.ts';

export const selectCommands: readonly Command[] = ofSession.map((command) =>
  command.id === 'select'
    ? {
        ...command,
        run: (session, { what = '' }) => selectParsed(session, what, parseSelection(what)),
      }
    : command,
);
