/**
 * The operations that could be done in a state, and what comes of each: every one is tried on the model at
 * most once a state. What to try is a list, so that a page can try a few at a time.
 */
import { judgeStep } from '../model/nextOperations.ts';
import type { Transition } from '../model/microEvent.ts';
import type { Operation } from '../model/operation.ts';
import { possibleOperations } from '../model/possibleOperations.ts';
import { rareOperations } from '../model/rareOperations.ts';
import type { State } from '../model/state.ts';
import { step } from '../model/step.ts';
import type { Violation } from '../model/violation.ts';

/** What came of trying an operation. */
export interface Trial {
  readonly operation: Operation;
  readonly legal: boolean;
  /** The rule that it breaks, or why it is refused, in words. */
  readonly why: string;
  readonly transitions: readonly Transition[];
  readonly violations: readonly Violation[];
}

/** What is worth trying in a state. */
export interface Offers {
  readonly likely: readonly Operation[];
  /** Without what is among the likely ones. */
  readonly rare: readonly Operation[];
}

/** A longer access takes longer than a frame: what it does to a page, a short one does as well. */
const longestAccess = 256;

const offersByState = new WeakMap<State, Offers>();

/** The operations to try in a state; the same objects whenever it is asked. */
export function offersOf(state: State): Offers {
  const known = offersByState.get(state);
  if (known) return known;
  const most = longestAccess * state.setup.platform.lineSize;
  const isShort = ({ action }: Operation): boolean =>
    !(action.do === 'read' || action.do === 'write') || action.length <= most;
  const likely = possibleOperations(state).filter(isShort);
  const seen = new Set(likely.map((operation) => JSON.stringify(operation)));
  const rare = rareOperations(state).filter(
    (operation) => isShort(operation) && !seen.has(JSON.stringify(operation)),
  );
  const made = { likely, rare };
  offersByState.set(state, made);
  return made;
}

const trialsByState = new WeakMap<State, Map<Operation, Trial | null>>();

/** Tries an operation; null where it means nothing in that state. */
export function tryOperation(state: State, operation: Operation): Trial | null {
  const trials = trialsByState.get(state) ?? new Map<Operation, Trial | null>();
  trialsByState.set(state, trials);
  const known = trials.get(operation);
  if (known !== undefined) return known;
  const done = step(state, { operation, meanwhile: [] });
  const judged = judgeStep(operation, done);
  const made =
    'impossible' in judged
      ? null
      : {
          ...judged,
          transitions: done.events.flatMap(({ transitions }) => transitions),
          violations: done.events.flatMap(({ violations }) => violations),
        };
  trials.set(operation, made);
  return made;
}
