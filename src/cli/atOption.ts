/** The step that a command is to show: `--at 12.3`. */
import { isSameCursor, parseCursor, type Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { clampCursor } from '../history/points.ts';
import type { Args } from './args.ts';
import type { Io } from './io.ts';
import { counted, plain } from './style.ts';

/** The step given by `--at`; null where none is given, undefined after a complaint. */
export function chooseCursor(
  { options }: Args,
  history: History,
  io: Io,
): Cursor | null | undefined {
  const given = options.get('at');
  if (given === undefined) return null;
  const at = parseCursor(given);
  if (!at) {
    io.err(`error: ${plain(given)} is not a step such as 12 or 12.3`);
    return undefined;
  }
  const place = clampCursor(history, at);
  if (place.operation !== at.operation) {
    const run = counted(history.entries.length, 'operation');
    io.err(`error: the run has ${run}, so there is no step ${at.operation}`);
    return undefined;
  }
  const events = history.entries[at.operation - 1]?.events.length ?? 0;
  if (!isSameCursor(place, at) && at.micro !== null && at.micro > events) {
    io.err(`error: operation ${at.operation} has ${counted(events, 'micro-event')}`);
    return undefined;
  }
  return place;
}
