/** Whether a change of the cursor is a step that can be seen to happen, and how long that takes. */
import { isSameCursor } from '../history/cursor.ts';
import { nextMicro, nextOperation } from '../history/move.ts';
import type { Point } from '../session/derive.ts';

const stepMs = 320;

/** Whether `to` is one micro-event or one operation after `from`; a jump or a step back is not animated. */
export function isStepForward(from: Point | null, to: Point): boolean {
  if (!from || from.history !== to.history || isSameCursor(from.cursor, to.cursor)) return false;
  return (
    isSameCursor(nextMicro(to.history, from.cursor), to.cursor) ||
    isSameCursor(nextOperation(to.history, from.cursor), to.cursor)
  );
}

/** Milliseconds for one step's movement at a speed of playing. */
export function stepDuration(speed: number): number {
  return prefersStillness() ? 0 : stepMs / Math.max(1, speed);
}

export function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
