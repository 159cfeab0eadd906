/**
 * Which changes of the cursor are steps, and how long one takes to be seen: a step to the next or the last
 * micro-event or operation is played, forward or backward; a seek is not. Nothing here draws or waits.
 */
import { isSameCursor, type Cursor } from '../history/cursor.ts';
import { nextMicro, nextOperation, previousMicro, previousOperation } from '../history/move.ts';
import type { History } from '../history/history.ts';
import type { Point } from '../session/derive.ts';

/** Milliseconds of one movement at speed 1. */
export const stepMs = 320;

/** Which way a step goes; null: it is no step to a neighbouring point. */
export type StepWay = 'forward' | 'backward';

/** Whether `to` is one micro-event or one operation after `from` in the same run, or before it. */
export function stepWay(from: Point | null, to: Point): StepWay | null {
  if (!from || isSameCursor(from.cursor, to.cursor) || !isSameRun(from, to)) return null;
  const isNear = (...moves: readonly ((history: History, cursor: Cursor) => Cursor)[]): boolean =>
    moves.some((move) => isSameCursor(move(to.history, from.cursor), to.cursor));
  if (isNear(nextMicro, nextOperation)) return 'forward';
  return isNear(previousMicro, previousOperation) ? 'backward' : null;
}

/** Whether the runs are the same up to where the first stands: one may go on where the other ends. */
function isSameRun({ history: a, cursor }: Point, { history: b }: Point): boolean {
  if (a === b) return true;
  const index = cursor.operation - 1;
  return index < 0 ? a.initial === b.initial : a.entries[index] === b.entries[index];
}

export function isStepForward(from: Point | null, to: Point): boolean {
  return stepWay(from, to) === 'forward';
}

/** Milliseconds for one step's movement at a speed of playing. */
export function stepDuration(speed: number): number {
  return prefersStillness() ? 0 : stepMs / speed;
}

export function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
