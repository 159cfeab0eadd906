/**
 * What every agent could do next, legal or not: the menu of free play. Legality is asked of the model
 * itself: each candidate is tried on the state, and a rule that it would break at once makes it illegal.
 */
import type { Operation } from './operation.ts';
import { possibleOperations } from './possibleOperations.ts';
import { rules } from './violations/rules.ts';
import { step } from './step.ts';
import type { State } from './state.ts';

export interface NextOperation {
  readonly operation: Operation;
  /** Whether it breaks no rule and is not refused. */
  readonly legal: boolean;
  /** For an illegal one: the rule or the refusal, in words. */
  readonly why: string;
}

/** Every agent's next operations in a state, grouped by agent in the order of the picture's columns. */
export function nextOperations(state: State): readonly NextOperation[] {
  return possibleOperations(state).flatMap((operation) => judge(state, operation));
}

function judge(state: State, operation: Operation): readonly NextOperation[] {
  const { result, events } = step(state, { operation, meanwhile: [] });
  if (result.kind === 'scriptError') return [];
  const violations = events.flatMap((event) => event.violations);
  // The rule that it breaks itself says more than what comes of what others broke before.
  const told = violations.find(({ class: kind }) => kind !== 'effect') ?? violations[0];
  if (told) return [{ operation, legal: false, why: rules[told.rule].title }];
  if (result.kind === 'errno')
    return [{ operation, legal: false, why: `${result.errno}: ${result.reason}` }];
  return [{ operation, legal: true, why: '' }];
}
