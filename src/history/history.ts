/**
 * A run: what it started from, the operations done, and what each did. The state after every operation
 * is kept, which is cheap because states share their structure; states inside an operation are computed
 * again when asked for. A history is never changed in place.
 */
import { createState } from '../model/createState.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import type { StepInput } from '../model/operation.ts';
import type { NestedResult, OperationResult } from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import type { State } from '../model/state.ts';
import { step, stepTo } from '../model/step.ts';
import type { Violation } from '../model/violation.ts';
import type { Cursor } from './cursor.ts';

/** One operation that was done. */
export interface Entry {
  readonly input: StepInput;
  /** State after it. */
  readonly state: State;
  readonly result: OperationResult;
  readonly events: readonly MicroEvent[];
  /** What the operations inside it returned, in the order of `input.meanwhile`. */
  readonly nested: readonly NestedResult[];
  /** Those of its micro-events, in their order. */
  readonly violations: readonly Violation[];
}

export interface History {
  readonly setup: Setup;
  /** State before the first operation. */
  readonly initial: State;
  readonly entries: readonly Entry[];
  /** All of the run, in the order in which they happened. */
  readonly violations: readonly Violation[];
  /** Micro-events after which no further operation is done. */
  readonly mostEvents: number;
}

/** Micro-events of the longest run, the last operation's aside, unless more are asked for. */
export const mostMicroEvents = 250_000;

/** A run in which nothing has been done. It ends with the operation that passes `mostEvents`. */
export function createHistory(setup: Setup, mostEvents = mostMicroEvents): History {
  return { setup, initial: createState(setup), entries: [], violations: [], mostEvents };
}

function perform(before: State, input: StepInput): Entry {
  const { state, result, events, nested } = step(before, input);
  return { input, state, result, events, nested, violations: events.flatMap((e) => e.violations) };
}

/** An operation that is not done because the run is too large: nothing happens. */
function refuse(state: State, input: StepInput, mostEvents: number): Entry {
  const message = `the run is too large: nothing is done after ${mostEvents} micro-events`;
  const result: OperationResult = { kind: 'scriptError', message };
  const nested = input.meanwhile.map(({ operation }) => ({
    operation,
    result,
    firstEvent: 0,
    endEvent: 0,
  }));
  return { input, state, result, events: [], nested, violations: [] };
}

/**
 * The history after `inputs` were done too, in order. The list of entries is copied once. An operation
 * past the bound of the history has a `scriptError` as its result and leaves the state as it is.
 */
export function appendAll(history: History, inputs: readonly StepInput[]): History {
  if (inputs.length === 0) return history;
  const entries = history.entries.slice();
  const violations = history.violations.slice();
  const { mostEvents } = history;
  let state = finalState(history);
  let events = entries.reduce((sum, entry) => sum + entry.events.length, 0);
  for (const input of inputs) {
    const isTooLarge = events >= mostEvents;
    const entry = isTooLarge ? refuse(state, input, mostEvents) : perform(state, input);
    events += entry.events.length;
    entries.push(entry);
    for (const violation of entry.violations) violations.push(violation);
    state = entry.state;
  }
  return { ...history, entries, violations };
}

/** The history after one more operation. */
export function append(history: History, input: StepInput): History {
  return appendAll(history, [input]);
}

/** Does all of `inputs` from the beginning; `mostEvents` bounds the run as in `createHistory`. */
export function runAll(
  setup: Setup,
  inputs: readonly StepInput[],
  mostEvents = mostMicroEvents,
): History {
  return appendAll(createHistory(setup, mostEvents), inputs);
}

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
  const state = stepTo(stateBefore(history, operation), entry.input, micro);
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
