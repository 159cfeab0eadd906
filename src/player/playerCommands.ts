/**
 * The commands of a player: those of the allow-list. What moves through time and changes looks is here; what
 * changes the run takes the engine anyway, and comes with it.
 */
import { breakpointCommands } from '../session/breakpointCommands.ts';
import { createRunner } from '../session/commandRunner.ts';
import { refuse, type CommandArguments, type CommandResult } from '../session/commandTypes.ts';
import { demoKey } from '../session/demoCommands.ts';
import { lookCommands } from '../session/lookCommands.ts';
import { moveCommands } from '../session/moveCommands.ts';
import { rangeCommands } from '../session/rangeCommands.ts';
import { roomCommands } from '../session/roomCommands.ts';
import type { Session } from '../session/session.ts';
import type { SessionState } from '../session/sessionState.ts';
import { commandRefusal } from './allowedCommands.ts';
import { demoCommands } from './demoCommands.ts';
import { selectCommands } from './selectCommands.ts';

const here = [
  ...moveCommands,
  ...demoCommands,
  ...rangeCommands,
  ...breakpointCommands,
  ...selectCommands,
  ...roomCommands,
  ...lookCommands,
];
const ids = new Set(here.map(({ id }) => id));
const runner = createRunner(here);

/** The command of a key that a player takes, in a demo that of a presenter remote; undefined where it has none. */
export function commandOfKey(state: SessionState, key: string): string | undefined {
  return [demoKey(state, key), runner.commandOfKey(key)?.id].find(
    (id) => id !== undefined && commandRefusal(id, false) === null,
  );
}

/** Runs a command of the allow-list. Never throws; says what is wrong. */
export function runAllowed(
  session: Session,
  id: string,
  args: CommandArguments,
  isReadonly: boolean,
): CommandResult {
  const refusal = commandRefusal(id, isReadonly);
  if (refusal !== null) return refuse(refusal);
  if (ids.has(id)) return runner.run(session, id, args);
  return session.wait(import('./runCommands.ts')).then(
    ({ runCommands }) => runCommands.run(session, id, args),
    () => refuse('a part of bufscope could not be loaded'),
  );
}
