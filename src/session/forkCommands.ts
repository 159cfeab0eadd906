/** Commands for doing something other than the script, and for finding it again. */
import { findBranch, scriptBranch } from '../history/tree.ts';
import type { Operation } from '../model/operation.ts';
import { renameFork } from './actions.ts';
import { done, refuse, withPart, type Command, type CommandResult } from './commandTypes.ts';
import { engineLoader, textToolsLoader } from './loaders.ts';
import type { Session } from './session.ts';

const forkParameter = { name: 'fork', what: 'the id of a fork, or “script”' };

/** Does an operation at the cursor, which forks the run. */
export function doHere(session: Session, operation: Operation): CommandResult {
  return withPart(session, engineLoader, ({ doInstead }) => {
    session.player.pause();
    session.store.setState({ ...doInstead(session.store.getState(), operation), sheet: null });
    return done;
  });
}

export const forkCommands: readonly Command[] = [
  {
    id: 'fork.do',
    name: 'Do an operation here instead of the script',
    keys: [],
    parameters: [{ name: 'line', what: 'an operation as a script line' }],
    repeats: true,
    run: (session, { line = '' }) =>
      withPart(session, textToolsLoader, ({ parseSteps, formatDiagnostic }) => {
        const { steps, diagnostics } = parseSteps(line, session.store.getState().scenario);
        const [wrong] = diagnostics;
        if (wrong) return refuse(formatDiagnostic(wrong));
        const [step, ...others] = steps;
        if (!step || others.length > 0) return refuse('one operation is expected');
        return doHere(session, step.operation);
      }),
  },
  {
    id: 'fork.leave',
    name: 'Leave the fork',
    keys: ['l'],
    parameters: [],
    repeats: false,
    run: (session) =>
      withPart(session, engineLoader, ({ leaveBranch }) => {
        const change = leaveBranch(session.store.getState());
        if (!change) return refuse('this is the script, no fork');
        session.player.pause();
        session.store.setState(change);
        return done;
      }),
  },
  {
    id: 'fork.open',
    name: 'Open a fork',
    keys: [],
    parameters: [forkParameter],
    repeats: false,
    run: (session, { fork = '' }) =>
      withPart(session, engineLoader, ({ openBranch }) => {
        const state = session.store.getState();
        if (!findBranch(state.tree, fork)) return refuse(`there is no fork “${fork}”`);
        session.player.pause();
        session.store.setState(openBranch(state, fork));
        return done;
      }),
  },
  {
    id: 'fork.rename',
    name: 'Rename a fork',
    keys: [],
    parameters: [forkParameter, { name: 'name', what: 'its new name' }],
    repeats: false,
    run(session, { fork = '', name = '' }) {
      const { tree } = session.store.getState();
      if (!findBranch(tree, fork)) return refuse(`there is no fork “${fork}”`);
      if (fork === scriptBranch) return refuse('the script keeps its name');
      session.store.setState(renameFork(tree, fork, name));
      return done;
    },
  },
  {
    id: 'fork.delete',
    name: 'Delete a fork',
    keys: [],
    parameters: [forkParameter],
    repeats: false,
    run: (session, { fork = '' }) =>
      withPart(session, engineLoader, ({ removeBranch }) => {
        const state = session.store.getState();
        if (!findBranch(state.tree, fork)) return refuse(`there is no fork “${fork}”`);
        if (fork === scriptBranch) return refuse('the script cannot be deleted');
        session.player.pause();
        session.store.setState(removeBranch(state, fork));
        return done;
      }),
  },
];
