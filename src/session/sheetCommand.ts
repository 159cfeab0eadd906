/** Commands that open a sheet over the page. */
import { done, type Command } from './commandTypes.ts';
import type { Sheet } from './sessionState.ts';

/** A command that opens a sheet, or closes it where it is open. */
export function openSheet(
  id: string,
  name: string,
  keys: readonly string[],
  sheet: Sheet,
): Command {
  return {
    id,
    name,
    keys,
    parameters: [],
    repeats: false,
    run(session) {
      const isOpen = session.store.getState().sheet === sheet;
      session.player.pause();
      session.store.setState({ sheet: isOpen ? null : sheet });
      return done;
    },
  };
}
