/**
 * What of a change of the cursor is seen to happen, and how long it takes: a step to the next or the last
 * micro-event or operation is played, forward or backward; a seek is not. Nothing here draws or waits.
 */
import { isSameCursor, type Cursor } from '../history/cursor.ts';
import { nextMicro, nextOperation, previousMicro, previousOperation } from '../history/move.ts';
import type { History } from '../history/history.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import { eventGroups } from '../scene/eventGroups.ts';
import type { Point } from '../session/derive.ts';

/** Milliseconds of one movement at speed 1, alone or among few. */
const stepMs = 320;
/** Of one among many, and of all of an operation. */
const leastMs = 150;
const operationMs = 960;
/** Movements of one operation. */
const mostMovements = 8;

/** One movement of a step, in the order of playing. */
export interface PlannedMovement {
  readonly operation: number;
  /** Micro-events of the operation done before it and after it. */
  readonly before: number;
  readonly after: number;
  /** What happens between them, as one. */
  readonly event: MicroEvent;
  readonly isBackward: boolean;
  readonly durationMs: number;
}

export interface Pace {
  /** Of playing; 1 where the reader steps. */
  readonly speed: number;
  /** The last step had not come to its end: then what is shown of this one is short. */
  readonly isHurried: boolean;
}

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

/** The movements between two points, in the order in which they are played; none for a seek. */
export function planMovements(
  from: Point | null,
  to: Point,
  pace: Pace,
): readonly PlannedMovement[] {
  const way = stepWay(from, to);
  if (!from || way === null) return [];
  const [early, late] = way === 'forward' ? [from.cursor, to.cursor] : [to.cursor, from.cursor];
  const history = way === 'forward' ? to.history : from.history;
  const events = history.entries[late.operation - 1]?.events ?? [];
  const begin = early.operation === late.operation ? (early.micro ?? 0) : 0;
  const end = late.micro ?? events.length;
  const all = eventGroups(events, begin, end, mostMovements);
  const groups = pace.isHurried ? all.slice(-1) : all;
  const durationMs = movementMs(groups.length, pace);
  const movements = groups.map(({ first, end: after, event }) => ({
    operation: late.operation,
    before: first,
    after,
    event,
    isBackward: way === 'backward',
    durationMs,
  }));
  return way === 'backward' ? movements.toReversed() : movements;
}

/** Milliseconds of each of `count` movements. */
function movementMs(count: number, { speed, isHurried }: Pace): number {
  if (isHurried) return leastMs / speed;
  return Math.min(stepMs, Math.max(leastMs, operationMs / Math.max(1, count))) / speed;
}

/** Milliseconds for one step's movement at a speed of playing. */
export function stepDuration(speed: number): number {
  return prefersStillness() ? 0 : stepMs / speed;
}

export function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
