/**
 * Points of a run: the state, the operation and the micro-event at a cursor, and the run up to one. Nothing
 * here simulates, so that a page can show a run that was done elsewhere.
 */
import type { MicroEvent } from '../model/microEvent.ts';
import type { State } from '../model/state.ts';
import type { Violation } from '../model/violation.ts';
import type { Cursor } from './cursor.ts';
import type { Entry, History } from './history.ts';

/** The history with its first `operations` operations alone. */
export function truncate(history: History, operations: number): History {
  if (operations >= history.entries.length) return history;
  const entries = history.entries.slice(0, Math.max(0, operations));
  const violations = entries.flatMap((entry) => entry.violations);
  return { ...history, entries, violations };
}

/** The state at the end. */
export function finalState(history: History): State {
  return history.entries.at(-1)?.state ?? history.initial;
}

/** The state before operation number `operation`, counted from 1. */
export function stateBefore(history: History, operation: number): State {
  return history.entries[operation - 2]?.state ?? history.initial;
}

/** States inside operations, by entry and number of micro-events; only to be quick, never the truth. */
const midStates = new WeakMap<Entry, Map<number, State>>();
const midStatesOfEntry = 256;

function stateInside(history: History, entry: Entry, { operation }: Cursor, micro: number): State {
  const known = midStates.get(entry) ?? new Map<number, State>();
  midStates.set(entry, known);
  const cached = known.get(micro);
  if (cached) return cached;
  const state = history.inside(stateBefore(history, operation), entry.input, micro);
  if (known.size >= midStatesOfEntry) known.clear();
  known.set(micro, state);
  return state;
}

/** The cursor itself where the run has such a point, else the nearest one that it has. */
export function clampCursor(history: History, cursor: Cursor): Cursor {
  const operation = Math.min(Math.max(0, cursor.operation), history.entries.length);
  if (operation !== cursor.operation) return { operation, micro: null };
  const events = history.entries[operation - 1]?.events.length ?? 0;
  if (cursor.micro === null || cursor.micro >= events) return { operation, micro: null };
  return cursor.micro < 1 ? { operation: operation - 1, micro: null } : cursor;
}

/** The state at a point of the run; a point beyond the run is taken as the nearest in it. */
export function stateAt(history: History, cursor: Cursor): State {
  const at = clampCursor(history, cursor);
  const entry = history.entries[at.operation - 1];
  if (!entry) return history.initial;
  return at.micro === null ? entry.state : stateInside(history, entry, at, at.micro);
}

/** The operation that ends or stands at the cursor; undefined before the first. */
export function entryAt(history: History, cursor: Cursor): Entry | undefined {
  return history.entries[clampCursor(history, cursor).operation - 1];
}

/** The micro-event just done; undefined before the first and where the operation has none. */
export function eventAt(history: History, cursor: Cursor): MicroEvent | undefined {
  const at = clampCursor(history, cursor);
  const events = history.entries[at.operation - 1]?.events ?? [];
  return events[(at.micro ?? events.length) - 1];
}

/** Violations up to the cursor, in the order in which they happened. */
export function violationsUpTo(history: History, cursor: Cursor): readonly Violation[] {
  const at = clampCursor(history, cursor);
  const entry = history.entries[at.operation - 1];
  if (!entry) return [];
  const through = entry.state.violations;
  if (at.micro === null) return history.violations.slice(0, through);
  const later = entry.events.slice(at.micro).reduce((sum, e) => sum + e.violations.length, 0);
  return history.violations.slice(0, through - later);
}
