/** Commands that move through the run: by steps, to a point, by playing. */
import { isSameCursor, parseCursor, startCursor, type Cursor } from '../history/cursor.ts';
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
import { clampCursor } from '../history/points.ts';
import { done, refuse, type Command, type Outcome } from './commandTypes.ts';
import { startPlaying } from './playing.ts';
import type { Session } from './session.ts';
import type { SessionState } from './sessionState.ts';
import { withInside } from './withInside.ts';

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

/** The same for points inside operations. */
function moveInside(...of: Parameters<typeof move>): Command {
  const [, , , to, nowhere, sought = false] = of;
  return {
    ...move(...of),
    run: (session) => withInside(session, () => moveTo(session, to, nowhere, sought)),
  };
}

const atEnd = 'this is the end of the run';
const atStart = 'this is the beginning of the run';

const steps: readonly Command[] = [
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
    return wanted.micro === null ? seekIt() : withInside(session, seekIt);
  },
};

function play(session: Session): Outcome {
  startPlaying(session);
  return done;
}

function pause(session: Session): Outcome {
  session.player.pause();
  return done;
}

/** `play.start` and `play.pause` may be told twice: other programs do not know what was told before. */
const playCommands: readonly Command[] = [
  {
    id: 'play.toggle',
    name: 'Play or pause',
    keys: ['Space'],
    parameters: [],
    repeats: false,
    run: (session) =>
      withInside(session, () => (session.player.isPlaying() ? pause(session) : play(session))),
  },
  {
    id: 'play.start',
    name: 'Play',
    keys: [],
    parameters: [],
    repeats: false,
    run: (session) =>
      withInside(session, () => (session.player.isPlaying() ? done : play(session))),
  },
  { id: 'play.pause', name: 'Pause', keys: [], parameters: [], repeats: false, run: pause },
];

export const moveCommands: readonly Command[] = [...steps, seek, ...playCommands];
