/** Commands for the matrix of platforms and the run beside this one. */
import { parseCursor } from '../history/cursor.ts';
import type { CommandResult } from './commandTypes.ts';
import { done, refuse, withPart, type Command } from './commandTypes.ts';
import type { Tried } from './compareRuns.ts';
import { engineLoader, textToolsLoader } from './loaders.ts';
import type { Session } from './session.ts';
import { openSheet } from './sheetCommand.ts';
import type { TextTools } from './textTools.ts';

const runParameter = {
  name: 'run',
  what: 'a run beside this one: x86, script, frame.mmap=none, without:7, fork:NAME',
};

/** Does what was tried, or says why it cannot be. */
function settle(session: Session, tried: Tried): CommandResult {
  if ('wrong' in tried) return refuse(tried.wrong);
  session.player.pause();
  session.store.setState(tried.change);
  return done;
}

/** Runs what may have to write a script: the tools for it are loaded where a setting or a step changes. */
function withTools(
  session: Session,
  text: string,
  work: (tools: TextTools | null) => CommandResult,
): CommandResult {
  return /[=:]/.test(text) ? withPart(session, textToolsLoader, work) : work(null);
}

export const compareCommands: readonly Command[] = [
  openSheet('matrix.open', 'The same on every platform', ['m'], 'matrix'),
  openSheet('compare.menu', 'Compare with another run', [], 'compare'),
  {
    id: 'compare.with',
    name: 'Show another run beside this one',
    keys: [],
    parameters: [runParameter],
    repeats: false,
    run: (session, { run = '' }) =>
      withPart(session, engineLoader, ({ compareWith }) =>
        settle(session, compareWith(session.store.getState(), run)),
      ),
  },
  {
    id: 'compare.swap',
    name: 'Swap the two runs',
    keys: [],
    parameters: [],
    repeats: false,
    run: (session) =>
      withTools(session, session.store.getState().compare ?? '', (tools) =>
        withPart(session, engineLoader, ({ swapRuns }) =>
          settle(session, swapRuns(session.store.getState(), tools)),
        ),
      ),
  },
  {
    id: 'compare.close',
    name: 'Close the run beside this one',
    keys: [],
    parameters: [],
    repeats: false,
    run(session) {
      if (session.store.getState().compare === null) return refuse('no run is beside this one');
      session.store.setState({ compare: null });
      return done;
    },
  },
  {
    id: 'run.open',
    name: 'Show another run in place of this one',
    keys: [],
    parameters: [runParameter, { name: 'at', what: 'a step such as 12 or 12.3', optional: true }],
    repeats: false,
    run(session, { run = '', at }) {
      const cursor = at === undefined ? null : parseCursor(at);
      if (at !== undefined && !cursor) return refuse(`“${at}” is not a step such as 12 or 12.3`);
      return withTools(session, run, (tools) =>
        withPart(session, engineLoader, ({ openRun }) =>
          settle(session, openRun(session.store.getState(), run, cursor, tools)),
        ),
      );
    },
  },
];
