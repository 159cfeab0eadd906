/**
 * What every agent could do next, legal or not: the menu of free play. Legality is asked of the model
 * itself: each candidate is tried on the state, and a rule that it would break at once makes it illegal.
 */
import type { Operation } from './operation.ts';
import { possibleOperations } from './possibleOperations.ts';
import { rareOperations } from './rareOperations.ts';
import type { StepResult } from './result.ts';
import { rules } from './violations/rules.ts';
import { step } from './step.ts';
import type { State } from './state.ts';

/** Something that can be done next. */
export interface NextOperation {
  readonly operation: Operation;
  /** Whether it breaks no rule and is not refused. */
  readonly legal: boolean;
  /** For an illegal one: the rule or the refusal, in words. */
  readonly why: string;
}

/**
 * Every agent's likely next operations in a state, grouped by agent in the order of the picture's columns. Each was
 * tried on the state, so `legal` and `why` are what the model says.
 */
export function nextOperations(state: State): readonly NextOperation[] {
  return possibleOperations(state).flatMap((operation) => judge(state, operation));
}

/** The unlikely ones, of which there are many: other CPUs, other parts of buffers, calls out of turn. */
export function moreOperations(state: State): readonly NextOperation[] {
  const likely = new Set(possibleOperations(state).map((operation) => JSON.stringify(operation)));
  return rareOperations(state)
    .filter((operation) => !likely.has(JSON.stringify(operation)))
    .flatMap((operation) => judge(state, operation));
}

function judge(state: State, operation: Operation): readonly NextOperation[] {
  const judged = judgeOperation(state, operation);
  return 'impossible' in judged ? [] : [judged];
}

/** Whether an operation is legal in a state; `impossible` says why it means nothing there. */
export function judgeOperation(
  state: State,
  operation: Operation,
): NextOperation | { readonly impossible: string } {
  return judgeStep(operation, step(state, { operation, meanwhile: [] }));
}

/** The same of an operation that was tried. */
export function judgeStep(
  operation: Operation,
  { result, events }: StepResult,
): NextOperation | { readonly impossible: string } {
  if (result.kind === 'scriptError') return { impossible: result.message };
  const violations = events.flatMap((event) => event.violations);
  // The rule that it breaks itself says more than what comes of what others broke before.
  const told = violations.find(({ class: kind }) => kind !== 'effect') ?? violations[0];
  if (told) return { operation, legal: false, why: rules[told.rule].title };
  if (result.kind === 'errno')
    return { operation, legal: false, why: `${result.errno}: ${result.reason}` };
  return { operation, legal: true, why: '' };
}
