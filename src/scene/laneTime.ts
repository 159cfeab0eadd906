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
