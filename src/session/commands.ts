/**
 * Every command: a stable id, a name, keys. Buttons, keys, `window.bufscope` and the test driver all come
 * through `runCommand`, which checks what it is given and never throws.
 */
import { isSameCursor, parseCursor, startCursor, type Cursor } from '../history/cursor.ts';
import { clampCursor } from '../history/points.ts';
import {
  endCursor,
  nextMicro,
  nextOperation,
  nextOwnerChange,
  nextViolation,
  previousMicro,
  previousOperation,
  previousViolation,
} from '../history/move.ts';
import type { Command, CommandArguments, CommandResult, Outcome } from './commandTypes.ts';
import { done, refuse, withPart } from './commandTypes.ts';
import { breakpointCommands } from './breakpointCommands.ts';
import { compareCommands } from './compareCommands.ts';
import { documentCommands } from './documentCommands.ts';
import { exportCommands } from './exportCommands.ts';
import { fixCommands } from './fixCommands.ts';
import { forkCommands } from './forkCommands.ts';
import { lectureCommands } from './lectureCommands.ts';
import { engineLoader } from './loaders.ts';
import { machineCommands } from './machineCommands.ts';
import { pageCommands } from './pageCommands.ts';
import { playStart } from './range.ts';
import { rangeCommands } from './rangeCommands.ts';
import { roomCommands } from './roomCommands.ts';
import { scriptCommands } from './scriptCommands.ts';
import type { Session } from './session.ts';
import type { SessionState } from './sessionState.ts';

type Move = (state: SessionState) => Cursor | null;

function moveTo(session: Session, to: Move, nowhere: string, sought: boolean): Outcome {
  session.player.pause();
  const state = session.store.getState();
  const cursor = to(state);
  if (cursor === null || isSameCursor(cursor, state.cursor)) return refuse(nowhere);
  session.store.setState({ cursor, sought });
  return done;
}

/** A command that moves the cursor and stops playing; refused where there is nowhere to go. */
function move(
  id: string,
  name: string,
  keys: readonly string[],
  to: Move,
  nowhere: string,
  sought = false,
): Command {
  const run = (session: Session) => moveTo(session, to, nowhere, sought);
  return { id, name, keys, parameters: [], repeats: true, run };
}

/** The same for points inside operations, whose states the engine computes. */
function moveInside(...of: Parameters<typeof move>): Command {
  const command = move(...of);
  return {
    ...command,
    run: (session, args) => withPart(session, engineLoader, () => command.run(session, args)),
  };
}

const atEnd = 'this is the end of the run';
const atStart = 'this is the beginning of the run';

const moveCommands: readonly Command[] = [
  move(
    'step.forward',
    'Next operation',
    ['ArrowRight', 'PageDown'],
    ({ history, cursor }) => nextOperation(history, cursor),
    atEnd,
  ),
  move(
    'step.back',
    'Back by an operation',
    ['ArrowLeft', 'PageUp'],
    ({ history, cursor }) => previousOperation(history, cursor),
    atStart,
  ),
  moveInside(
    'micro.forward',
    'Next micro-event',
    ['Shift+ArrowRight'],
    ({ history, cursor }) => nextMicro(history, cursor),
    atEnd,
  ),
  moveInside(
    'micro.back',
    'Back by a micro-event',
    ['Shift+ArrowLeft'],
    ({ history, cursor }) => previousMicro(history, cursor),
    atStart,
  ),
  move('seek.start', 'To the beginning', ['Home'], () => startCursor, atStart, true),
  move('seek.end', 'To the end', ['End'], ({ history }) => endCursor(history), atEnd, true),
  moveInside(
    'violation.next',
    'Next violation',
    ['n'],
    ({ history, cursor }) => nextViolation(history, cursor),
    'no violation follows',
  ),
  moveInside(
    'violation.previous',
    'Previous violation',
    ['p'],
    ({ history, cursor }) => previousViolation(history, cursor),
    'no violation comes before',
  ),
  moveInside(
    'owner.next',
    'Next change of owner',
    ['o'],
    ({ history, cursor }) => nextOwnerChange(history, cursor),
    'the owner does not change any more',
  ),
];

const seek: Command = {
  id: 'seek',
  name: 'To a step',
  keys: [],
  parameters: [{ name: 'at', what: 'a step such as 12 or 12.3' }],
  repeats: false,
  run(session, { at = '' }) {
    const wanted = parseCursor(at);
    if (!wanted) return refuse(`“${at}” is not a step such as 12 or 12.3`);
    const seekIt = (): Outcome => {
      session.player.pause();
      const cursor = clampCursor(session.store.getState().history, wanted);
      session.store.setState({ cursor, sought: true });
      return isSameCursor(cursor, wanted) ? done : refuse(`the run has no step ${at}`);
    };
    return wanted.micro === null ? seekIt() : withPart(session, engineLoader, seekIt);
  },
};

const playToggle: Command = {
  id: 'play.toggle',
  name: 'Play or pause',
  keys: ['Space'],
  parameters: [],
  repeats: false,
  run: (session) =>
    withPart(session, engineLoader, () => {
      if (session.player.isPlaying()) session.player.pause();
      else {
        const state = session.store.getState();
        const cursor = playStart(state);
        if (!isSameCursor(cursor, state.cursor)) session.store.setState({ cursor });
        session.player.play();
      }
      return done;
    }),
};

const repeat: Command = {
  id: 'repeat',
  name: 'Repeat the last command',
  keys: ['.'],
  parameters: [],
  repeats: false,
  run(session) {
    const last = lastRepeatable.get(session);
    return last ? last() : refuse('there is nothing to repeat');
  },
};

/** What `.` does again, for each session. */
const lastRepeatable = new WeakMap<Session, () => CommandResult>();

/** In the order of the help sheet. */
export const commands: readonly Command[] = [
  ...moveCommands,
  seek,
  playToggle,
  repeat,
  ...rangeCommands,
  ...breakpointCommands,
  ...forkCommands,
  ...fixCommands,
  ...documentCommands,
  ...scriptCommands,
  ...compareCommands,
  ...exportCommands,
  ...roomCommands,
  ...machineCommands,
  ...lectureCommands,
  ...pageCommands,
];

const commandsById = new Map(commands.map((command) => [command.id, command]));
const commandsByKey = new Map(
  commands.flatMap((command) => command.keys.map((key) => [key, command] as const)),
);

/** The command of a key; undefined where it has none. */
export function commandOfKey(key: string): Command | undefined {
  return commandsByKey.get(key);
}

/** Runs a command with arguments from anywhere. Never throws; says what is wrong. */
export function runCommand(
  session: Session,
  id: string,
  args: CommandArguments = {},
): CommandResult {
  const command = commandsById.get(id);
  if (!command) return refuse(`there is no command “${id}”`);
  const checked: Record<string, string> = {};
  for (const { name, what, optional } of command.parameters) {
    const value = args[name];
    if (typeof value === 'string' || typeof value === 'number') checked[name] = String(value);
    else if (value !== undefined) return refuse(`${id}: ${name} must be ${what}`);
    else if (!optional) return refuse(`${id} needs ${name}: ${what}`);
  }
  const unknown = Object.keys(args).find(
    (key) => !command.parameters.some(({ name }) => name === key),
  );
  if (unknown !== undefined) return refuse(`${id} takes no “${unknown}”`);
  if (command.repeats) lastRepeatable.set(session, () => command.run(session, checked));
  return command.run(session, checked);
}
