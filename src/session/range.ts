/** The part of the run that is played: the marked range, or all of it. Pure; nothing here plays. */
import { compareCursors, isSameCursor, startCursor, type Cursor } from '../history/cursor.ts';
import { endCursor, nextMicro } from '../history/move.ts';
import { clampCursor } from '../history/points.ts';
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
