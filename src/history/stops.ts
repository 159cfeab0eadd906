/**
 * Where a run is to be stopped at: the first point after a cursor at which one of several things happens.
 * What a breakpoint is as text is the session's matter.
 */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import { writeIdOf } from '../model/hardware/cell.ts';
import type { State } from '../model/state.ts';
import type { ViolationClass } from '../model/violations/rule.ts';
import { afterOperation, compareCursors, type Cursor } from './cursor.ts';
import type { History } from './history.ts';
import { nextEvent, nextOwnerChange } from './move.ts';
import { clampCursor, stateAt } from './points.ts';

/** Where a run stops. */
export type Stop =
  /** The operation with this number, from 1, is done. */
  | { readonly kind: 'operation'; readonly operation: number }
  /** Bytes change hands, or a buffer becomes or stops being contested. */
  | { readonly kind: 'owner' }
  /** A rule of the class is broken. */
  | { readonly kind: 'class'; readonly class: ViolationClass }
  /** The newest write to a byte is another: its buffer by name, and its offset. */
  | { readonly kind: 'byte'; readonly buffer: string; readonly offset: number };

/** A point at which a run stops, and for what. */
export interface Hit<S extends Stop = Stop> {
  readonly stop: S;
  readonly cursor: Cursor;
}

/** The first hit after `cursor`; of several at one point the first of `stops`; null where none follows. */
export function nextHit<S extends Stop>(
  history: History,
  stops: readonly S[],
  cursor: Cursor,
): Hit<S> | null {
  let first: Hit<S> | null = null;
  for (const stop of stops) {
    const found = nextHitOf(history, stop, cursor);
    if (found && (first === null || compareCursors(found, first.cursor) < 0)) {
      first = { stop, cursor: found };
    }
  }
  return first;
}

function nextHitOf(history: History, stop: Stop, cursor: Cursor): Cursor | null {
  switch (stop.kind) {
    case 'operation': {
      const goal = afterOperation(stop.operation);
      const isInRun = stop.operation <= history.entries.length;
      return isInRun && compareCursors(goal, cursor) > 0 ? goal : null;
    }
    case 'owner':
      return nextOwnerChange(history, cursor);
    case 'class':
      return nextEvent(history, cursor, ({ violations }) =>
        violations.some((violation) => violation.class === stop.class),
      );
    case 'byte':
      return nextWrite(history, stop, cursor);
    default:
      return assertUnreachable(stop);
  }
}

/** The point after the next micro-event that writes a byte; write ids only grow, so it is found by halving. */
function nextWrite(
  history: History,
  { buffer, offset }: Extract<Stop, { kind: 'byte' }>,
  cursor: Cursor,
): Cursor | null {
  const index = history.setup.buffers.findIndex(({ name }) => name === buffer);
  const writeAt = (at: Cursor): number => newestWrite(stateAt(history, at), index, offset);
  const at = clampCursor(history, cursor);
  const now = writeAt(at);
  const first = at.micro === null ? at.operation + 1 : at.operation;
  for (let operation = first; operation <= history.entries.length; operation++) {
    if (writeAt(afterOperation(operation)) === now) continue;
    let low = operation === at.operation ? (at.micro ?? 0) + 1 : 1;
    let high = history.entries[operation - 1]?.events.length ?? 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (writeAt(clampCursor(history, { operation, micro: middle })) === now) low = middle + 1;
      else high = middle;
    }
    return clampCursor(history, { operation, micro: low });
  }
  return null;
}

/** Id of the newest write to a byte; -1 where there is no such byte. */
function newestWrite(state: State, buffer: number, offset: number): number {
  const { pageSize, lineSize } = state.setup.platform;
  const frame = state.frames[state.buffers[buffer]?.frames[Math.floor(offset / pageSize)] ?? -1];
  const cell = frame?.newest[Math.floor((offset % pageSize) / lineSize)]?.[offset % lineSize];
  return cell === undefined ? -1 : writeIdOf(cell);
}
