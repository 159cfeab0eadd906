/** The marked part of the run in the lanes: where it lies, and how it is drawn out and moved. */
import type { LanePoint } from './laneInput.ts';
import { eventsIn, nearestPoint, operationAt, pointBeside, pointX, type Slot } from './laneTime.ts';

/** A part of the run, both ends included. */
export interface LanePart {
  readonly from: LanePoint;
  readonly to: LanePoint;
}

export interface LaneRange extends LanePart {
  /** Columns. */
  readonly fromX: number;
  readonly toX: number;
  /** `step 4 to 6.3`. */
  readonly text: string;
}

export type RangeEnd = 'from' | 'to';

/** `12.3`, as in links. */
export function pointText({ operation, micro }: LanePoint): string {
  return micro === null ? `${operation}` : `${operation}.${micro}`;
}

export function laneRange(slots: readonly Slot[], { from, to }: LanePart): LaneRange {
  const text = `step ${pointText(from)} to ${pointText(to)}`;
  return { from, to, fromX: pointX(slots, from), toX: pointX(slots, to), text };
}

/**
 * What is marked by drawing from one time to another: the whole operations that are touched, or, where it is `fine`,
 * what lies between the nearest micro-events; null: nothing.
 */
export function partBetween(
  slots: readonly Slot[],
  begin: number,
  end: number,
  fine: boolean,
): LanePart | null {
  if (slots.length === 0) return null;
  const [left, right] = begin < end ? [begin, end] : [end, begin];
  const part = fine
    ? { from: nearestPoint(slots, left, true), to: nearestPoint(slots, right, true) }
    : {
        from: { operation: operationAt(slots, left) - 1, micro: null },
        to: { operation: operationAt(slots, right), micro: null },
      };
  return isBefore(slots, part.from, part.to) ? part : null;
}

/** The part with one end taken to another time; unchanged where nothing would be left. */
export function withEnd(
  slots: readonly Slot[],
  part: LanePart,
  end: RangeEnd,
  to: LanePoint,
): LanePart {
  const next = { from: part.from, to: part.to, [end]: to };
  return isBefore(slots, next.from, next.to) ? next : part;
}

/** The part with one end moved by an operation or, where it is `fine`, by a micro-event. */
export function nudgeEnd(
  slots: readonly Slot[],
  part: LanePart,
  end: RangeEnd,
  on: 1 | -1,
  fine: boolean,
): LanePart {
  return withEnd(slots, part, end, pointBeside(slots, part[end], on, fine));
}

function isBefore(slots: readonly Slot[], a: LanePoint, b: LanePoint): boolean {
  if (a.operation !== b.operation) return a.operation < b.operation;
  const done = ({ operation, micro }: LanePoint): number => micro ?? eventsIn(slots[operation - 1]);
  return done(a) < done(b);
}
