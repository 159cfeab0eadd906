/** Commands for lectures and the tour of the first minute. */
import { done, refuse, withPart, type Command, type CommandResult } from './commandTypes.ts';
import { firstRun } from './firstRun.atBuild.ts';
import { lectureLoader } from './lectureLoader.ts';
import { openingLoader } from './loaders.ts';
import type { Session } from './session.ts';
import { tourLength } from './tourLength.ts';

/** What keys do in a lecture, as a presenter remote sends them. */
export const lectureKeys: Readonly<Record<string, string>> = {
  ArrowRight: 'lecture.next',
  PageDown: 'lecture.next',
  ArrowLeft: 'lecture.back',
  PageUp: 'lecture.back',
  Escape: 'lecture.toggle',
};

/** To another idea, which the lecture's part finds. */
function turn(session: Session, to: 'nextIdea' | 'lastIdea'): CommandResult {
  return withPart(session, lectureLoader, (parts) => {
    session.player.pause();
    const change = parts[to](session.store.getState());
    if (typeof change === 'string') return refuse(change);
    session.store.setState(change);
    return done;
  });
}

function tourStep(session: Session, by: 1 | -1): CommandResult {
  const { tour } = session.store.getState();
  if (tour === null) return refuse('the tour has not begun');
  const step = tour + by;
  session.store.setState({ tour: step < 0 ? 0 : step >= tourLength ? null : step });
  return done;
}

const tourBegins = { tour: 0, sheet: null, lecture: false, compare: null } as const;

const plain = { keys: [], parameters: [], repeats: false } as const;

export const lectureCommands: readonly Command[] = [
  {
    ...plain,
    id: 'lecture.toggle',
    name: 'Lecture: full screen, large type, one idea at a time',
    keys: ['f'],
    run({ store }) {
      const { lecture } = store.getState();
      store.setState({ lecture: !lecture, beat: null, sheet: null, tour: null });
      return done;
    },
  },
  { ...plain, id: 'lecture.next', name: 'Lecture: the next idea', run: (s) => turn(s, 'nextIdea') },
  {
    ...plain,
    id: 'lecture.back',
    name: 'Lecture: the last idea again',
    run: (s) => turn(s, 'lastIdea'),
  },
  {
    ...plain,
    id: 'tour.start',
    name: 'Take the tour: five steps, one minute',
    run: (session) =>
      withPart(session, openingLoader, ({ openScenario }) => {
        session.player.pause();
        const { id } = firstRun.builtIn;
        const { store } = session;
        const isThere = store.getState().scenarioId === id;
        store.setState({ ...(isThere ? {} : openScenario(id)), ...tourBegins });
        return done;
      }),
  },
  {
    ...plain,
    id: 'tour.next',
    name: 'Tour: on',
    run: (session) => tourStep(session, 1),
  },
  {
    ...plain,
    id: 'tour.back',
    name: 'Tour: back',
    run: (session) => tourStep(session, -1),
  },
  {
    ...plain,
    id: 'tour.skip',
    name: 'Tour: leave it',
    run({ store }) {
      store.setState({ tour: null });
      return done;
    },
  },
];
