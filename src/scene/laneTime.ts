/**
 * Time in the lanes. Each operation has a slot; a slot is a column wide, or several where one agent has
 * more than one mark in it. Micro-events are spread evenly over the column that they fall in.
 */
import type { LanePoint } from './laneInput.ts';

/** The room of one operation, from its beginning to its end. */
export interface Slot {
  /** Left edge, in columns from the beginning of the run. */
  readonly start: number;
  /** Columns. */
  readonly width: number;
  /** Number of micro-events done at the left edge of each column, and at the right edge of the last. */
  readonly bounds: readonly number[];
}

/** A mark that needs room in an operation's slot: in which lane, at which micro-event. */
export interface Placed {
  readonly lane: string;
  readonly micro: number;
}

/** Columns of the marks of one operation (in order of `micro`) and its slot. */
export function placeInSlot(
  start: number,
  marks: readonly Placed[],
  events: number,
): { readonly slot: Slot; readonly columns: readonly number[] } {
  const bounds = [0];
  const columns: number[] = [];
  let taken = new Set<string>();
  for (const { lane, micro } of marks) {
    if (taken.has(lane)) {
      taken = new Set();
      bounds.push(micro);
    }
    taken.add(lane);
    columns.push(bounds.length - 1);
  }
  return { slot: { start, width: bounds.length, bounds: [...bounds, events] }, columns };
}

/** Where `micro` micro-events of the slot's operation are done. */
export function microX(slot: Slot, micro: number): number {
  for (let column = 0; column < slot.width; column += 1) {
    const from = slot.bounds[column] ?? 0;
    const to = slot.bounds[column + 1] ?? from;
    const last = column === slot.width - 1;
    if (micro > to || (micro === to && !last)) continue;
    const part = to > from ? (micro - from) / (to - from) : 1;
    return slot.start + column + Math.max(0, part);
  }
  return slot.start + slot.width;
}

/** Where a point of the run stands. */
export function pointX(slots: readonly Slot[], point: LanePoint): number {
  if (point.operation < 1) return 0;
  const slot = slots[point.operation - 1] ?? slots.at(-1);
  if (!slot) return 0;
  return point.micro === null ? slot.start + slot.width : microX(slot, point.micro);
}

/** The operation (from 1) whose slot holds `x`; the nearest where none does. */
export function operationAt(slots: readonly Slot[], x: number): number {
  let low = 0;
  let high = slots.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((slots[middle]?.start ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** Micro-events of a slot's operation. */
export function eventsIn(slot: Slot | undefined): number {
  return slot?.bounds.at(-1) ?? 0;
}

/** The point nearest to `x`: between operations, or, where it is `fine`, between micro-events too. */
export function nearestPoint(slots: readonly Slot[], x: number, fine: boolean): LanePoint {
  const operation = operationAt(slots, x);
  const slot = slots[operation - 1];
  if (!slot || x <= 0) return { operation: 0, micro: null };
  const events = eventsIn(slot);
  const within = Math.min(slot.width, x - slot.start);
  const done = fine ? microIn(slot, within) : within < slot.width / 2 ? 0 : events;
  if (done >= events && within > 0) return { operation, micro: null };
  return done <= 0 ? { operation: operation - 1, micro: null } : { operation, micro: done };
}

/** Micro-events done at a place of a slot. */
function microIn({ bounds, width }: Slot, within: number): number {
  const column = Math.min(width - 1, Math.floor(within));
  const from = bounds[column] ?? 0;
  const to = bounds[column + 1] ?? from;
  return Math.round(from + (to - from) * (within - column));
}

/** The point after or before another, by an operation or by a micro-event; never beyond the run. */
export function pointBeside(
  slots: readonly Slot[],
  { operation, micro }: LanePoint,
  on: 1 | -1,
  fine: boolean,
): LanePoint {
  const end = (at: number): LanePoint => ({
    operation: Math.min(slots.length, Math.max(0, at)),
    micro: null,
  });
  if (!fine) return on === 1 && micro !== null ? end(operation) : end(operation + on);
  const events = eventsIn(slots[operation - 1]);
  const done = micro ?? events;
  if (on === -1) return done > 1 ? { operation, micro: done - 1 } : end(operation - 1);
  if (micro !== null) return done + 1 < events ? { operation, micro: done + 1 } : end(operation);
  return eventsIn(slots[operation]) > 1
    ? { operation: operation + 1, micro: 1 }
    : end(operation + 1);
}
