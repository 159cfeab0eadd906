/** The scale of a scrubber: every operation has the same length, its micro-events share it. */
import type { Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';

/** The length of an operation. */
export const unit = 1000;

/** The length of a run; an empty one has some, too. */
export function scaleLength({ entries }: History): number {
  return Math.max(1, entries.length) * unit;
}

export function valueOf(history: History, { operation, micro }: Cursor): number {
  if (micro === null) return operation * unit;
  const events = history.entries[operation - 1]?.events.length ?? 1;
  return Math.round((operation - 1 + micro / events) * unit);
}

/** The point of the run nearest to a value of the scale. */
export function pointAt(history: History, value: number): string {
  const operation = Math.ceil(value / unit);
  const events = history.entries[operation - 1]?.events.length ?? 0;
  const micro = Math.round((value / unit - (operation - 1)) * events);
  if (operation < 1 || micro < 1) return String(Math.max(0, operation - 1));
  return micro >= events ? String(operation) : `${operation}.${micro}`;
}

export function positionText(history: History, { operation, micro }: Cursor): string {
  const all = `operation ${operation} of ${history.entries.length}`;
  const events = history.entries[operation - 1]?.events.length ?? 0;
  return micro === null ? all : `${all}, micro-event ${micro} of ${events}`;
}
