/** Commands for fixing what went wrong, and for taking that back. */
import { done, refuse, withPart, type Command, type CommandResult } from './commandTypes.ts';
import type { PlacedFix } from './fixAtCursor.ts';
import { engineLoader, textToolsLoader } from './loaders.ts';
import type { Session } from './session.ts';

/** Does a fix: as a fork where it is operations alone, else as a script of one's own. */
export function doFix(session: Session, { fix, operation }: PlacedFix): CommandResult {
  return withPart(session, textToolsLoader, (tools) =>
    withPart(session, engineLoader, ({ applyFix }) => {
      const change = applyFix(session.store.getState(), operation, fix, tools);
      if (!change) return refuse('this fix cannot be put into the script');
      session.player.pause();
      session.store.setState(change);
      return done;
    }),
  );
}

export const fixCommands: readonly Command[] = [
  {
    id: 'fix.apply',
    name: 'Fix what goes wrong here',
    keys: [],
    parameters: [],
    repeats: false,
    run: (session) =>
      withPart(session, engineLoader, ({ fixAtCursor }) => {
        const placed = fixAtCursor(session.store.getState());
        return placed ? doFix(session, placed) : refuse('nothing here has a fix that can be done');
      }),
  },
  {
    id: 'fix.undo',
    name: 'Take the fix back',
    keys: ['u'],
    parameters: [],
    repeats: false,
    run(session) {
      const { undo } = session.store.getState();
      if (!undo) return refuse('there is no fix to take back');
      session.player.pause();
      session.store.setState({ ...undo.before, undo: null });
      return done;
    },
  },
];
