/** What a link says about playing, against the run that it leads to: the part that is marked, and the pauses. */
import { compareCursors, printCursor, startCursor, type Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import type { LinkPause, LinkProblem, LinkState } from '../history/linkFormat.ts';
import { endCursor } from '../history/move.ts';
import { clampCursor } from '../history/points.ts';
import { playedRange, stopsHere } from './range.ts';
import type { CursorRange } from './sessionState.ts';

/** A demo as a link opens it. */
export interface OpenedDemo {
  readonly range: CursorRange | null;
  readonly loop: boolean;
  readonly pauses: readonly LinkPause[];
}

/** What of a link's demo the run has; the rest is added to `problems`. */
export function openDemo(link: LinkState, history: History, problems: LinkProblem[]): OpenedDemo {
  return {
    range: rangeOf(link, history, problems),
    loop: link.loop,
    pauses: pausesOf(link.pause ?? [], history, problems),
  };
}

/** The step that a link without `at` shows: where it plays from, or the beginning. */
export function firstShown({ play }: LinkState, history: History, { range }: OpenedDemo): Cursor {
  return play ? playedRange({ history, range }).from : startCursor;
}

/** Whether an opened link plays by itself: not where its first step is one that waits for somebody. */
export function playsFrom(
  { play }: LinkState,
  history: History,
  { pauses }: OpenedDemo,
  cursor: Cursor,
): boolean {
  return play && !stopsHere({ history, pauses, cursor });
}

/** The part of the run that is marked: an end that is not said is the run's. */
function rangeOf(
  { from, to }: LinkState,
  history: History,
  problems: LinkProblem[],
): CursorRange | null {
  if (from === null && to === null) return null;
  const first = clampCursor(history, from ?? startCursor);
  const last = to === null ? endCursor(history) : clampCursor(history, to);
  if (compareCursors(first, last) < 0) return { from: first, to: last };
  const value = printCursor(from ?? startCursor);
  problems.push({ key: 'from', value, message: `is not before ${printCursor(last)}` });
  return null;
}

/** The pauses that lie in the run. */
function pausesOf(
  pauses: readonly LinkPause[],
  history: History,
  problems: LinkProblem[],
): readonly LinkPause[] {
  const length = history.entries.length;
  const [beyond] = pauses.filter(({ at }) => at.operation > length);
  if (!beyond) return pauses;
  const message = `is beyond the end of this run, which has ${length} operations`;
  problems.push({ key: 'pause', value: printCursor(beyond.at), message });
  return pauses.filter(({ at }) => at.operation <= length);
}
