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
import { finalState } from './points.ts';

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

/** A run that can be walked through and continued. */
export interface History {
  readonly setup: Setup;
  /** State before the first operation. */
  readonly initial: State;
  readonly entries: readonly Entry[];
  /** All of the run, in the order in which they happened. */
  readonly violations: readonly Violation[];
  /** Micro-events after which no further operation is done. */
  readonly mostEvents: number;
  /** The state inside an operation: `stepTo` of the model. */
  readonly inside: (before: State, input: StepInput, micro: number) => State;
}

/** Micro-events of the longest run, the last operation's aside, unless more are asked for. */
export const mostMicroEvents = 250_000;

/** A run in which nothing has been done. It ends with the operation that passes `mostEvents` micro-events. */
export function createHistory(setup: Setup, mostEvents = mostMicroEvents): History {
  const initial = createState(setup);
  return { setup, initial, entries: [], violations: [], mostEvents, inside: stepTo };
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
