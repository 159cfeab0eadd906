/** What playing goes through: the marked range or all of the run, and the pauses in it. Pure; nothing here plays. */
import { compareCursors, isSameCursor, startCursor, type Cursor } from '../history/cursor.ts';
import { endCursor, nextMicro } from '../history/move.ts';
import { clampCursor } from '../history/points.ts';
import type { LinkPause } from '../history/linkFormat.ts';
import type { CursorRange, SessionState } from './sessionState.ts';

type Played = Pick<SessionState, 'history' | 'range'>;

/** The marked range as far as it lies in the run; null where none is marked, or nothing of it is left. */
export function markedRange({ history, range }: Played): CursorRange | null {
  if (!range) return null;
  const from = clampCursor(history, range.from);
  const to = clampCursor(history, range.to);
  return compareCursors(from, to) < 0 ? { from, to } : null;
}

/** What playing goes through: the marked range, else the whole run. */
export function playedRange(state: Played): CursorRange {
  return markedRange(state) ?? { from: startCursor, to: endCursor(state.history) };
}

/** Where playing begins that is asked for now: here, or at the beginning of what is played. */
export function playStart(state: Played & Pick<SessionState, 'cursor'>): Cursor {
  const { cursor } = state;
  const { from, to } = playedRange(state);
  const isInside = compareCursors(cursor, from) >= 0 && compareCursors(cursor, to) < 0;
  return isInside ? cursor : from;
}

/** Where playing goes next; null where it ends. */
export function playOn(state: Played & Pick<SessionState, 'cursor' | 'loop'>): Cursor | null {
  const { history, cursor, loop } = state;
  const { from, to } = playedRange(state);
  if (compareCursors(cursor, from) < 0) return from;
  if (compareCursors(cursor, to) >= 0) return loop && !isSameCursor(from, to) ? from : null;
  return nextMicro(history, cursor);
}

/** Whether playing has come to the end from which it begins again. */
export function isTurn(state: Played & Pick<SessionState, 'cursor' | 'loop'>): boolean {
  return state.loop && isSameCursor(state.cursor, playedRange(state).to);
}

type Paused = Pick<SessionState, 'history' | 'pauses'>;

/** Where the run pauses; a pause behind its end is none of it. */
function pauseCursor({ history }: Paused, { at }: LinkPause): Cursor | null {
  return at.operation <= history.entries.length ? clampCursor(history, at) : null;
}

/** The pause at the cursor. */
export function pauseHere(state: Paused & Pick<SessionState, 'cursor'>): LinkPause | undefined {
  return state.pauses.find((pause) => {
    const at = pauseCursor(state, pause);
    return at !== null && isSameCursor(at, state.cursor);
  });
}

/** Whether playing stops at the cursor until somebody goes on. */
export function stopsHere(state: Paused & Pick<SessionState, 'cursor'>): boolean {
  return pauseHere(state)?.seconds === null;
}

/** Whether the demo stands at a pause and waits for somebody to go on. */
export function waitsHere(
  state: Played & Paused & Pick<SessionState, 'cursor' | 'loop' | 'playing'>,
): boolean {
  return !state.playing && stopsHere(state) && playOn(state) !== null;
}

/** The points at which playing stops until somebody goes on, in the order of the run. */
export function stopCursors(state: Played & Paused): readonly Cursor[] {
  const { from, to } = playedRange(state);
  return state.pauses
    .filter(({ seconds }) => seconds === null)
    .flatMap((pause) => pauseCursor(state, pause) ?? [])
    .filter((at) => compareCursors(at, from) >= 0 && compareCursors(at, to) <= 0)
    .toSorted(compareCursors);
}
