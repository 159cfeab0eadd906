/**
 * Runs that were done before the page was made: what the page knows of them, so that it shows and steps through
 * them without the simulator. One that brings the states inside its operations needs no simulator at all.
 */
import type { History } from '../history/history.ts';
import type { Verdict } from '../history/verdicts.ts';
import type { Operation } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import type { RuleId } from '../model/violation.ts';
import type { BuiltIn } from './builtIn.ts';
import { engineLoader } from './loaders.ts';
import type { OperationWords } from './operationWords.ts';

/** A run of a built-in scenario on its own platform, as plain data. */
export interface PreparedRun {
  readonly builtIn: BuiltIn;
  /** All of the run but how to look inside of an operation. */
  readonly history: Omit<History, 'inside'>;
  /** The words of its operations, in order. */
  readonly words: readonly (readonly [Operation, OperationWords])[];
  readonly verdicts: readonly (readonly [number, Verdict])[];
  /** Titles of the rules that it breaks. */
  readonly titles: readonly (readonly [RuleId, string])[];
  /** The states after all micro-events of every operation but its last one; null: the engine computes them. */
  readonly inside: readonly (readonly State[])[] | null;
}

const wordsOf = new WeakMap<Operation, OperationWords>();
const titles = new Map<RuleId, string>();
const verdictsOf = new WeakMap<History, ReadonlyMap<number, Verdict>>();
const histories = new WeakMap<PreparedRun, History>();
const withoutInside = new WeakSet<History>();

/**
 * The run as a history like any other, whose words, titles and verdicts are known from now on. `inside`: what looks
 * inside its operations; null: the engine, once it is here.
 */
export function takeRun(run: PreparedRun, inside: History['inside'] | null): History {
  const known = histories.get(run);
  if (known) return known;
  for (const [operation, words] of run.words) wordsOf.set(operation, words);
  for (const [rule, title] of run.titles) titles.set(rule, title);
  const history: History = { ...run.history, inside: inside ?? engineInside };
  verdictsOf.set(history, new Map(run.verdicts));
  if (!inside) withoutInside.add(history);
  histories.set(run, history);
  return history;
}

/** The state inside an operation, where the engine is here; else the one before it. */
export const engineInside: History['inside'] = (before, input, micro) =>
  engineLoader.ifLoaded()?.stepTo(before, input, micro) ?? before;

/** Whether states inside operations of a run can be had without loading anything. */
export function knowsInside(history: History): boolean {
  return !withoutInside.has(history) || engineLoader.ifLoaded() !== null;
}

export function preparedWords(operation: Operation): OperationWords | undefined {
  return wordsOf.get(operation);
}

export function preparedTitle(rule: RuleId): string | undefined {
  return titles.get(rule);
}

export function preparedVerdicts(history: History): ReadonlyMap<number, Verdict> | undefined {
  return verdictsOf.get(history);
}
