/**
 * The run of the bare address, done by the build: what the first picture needs of a scenario, its run, and
 * what the script language and the rules say of it. So the page shows it, and steps through it by operation,
 * before the simulator is there.
 */
import { verdictsOf, type Verdict } from '../history/verdicts.ts';
import { runAll, type History } from '../history/history.ts';
import type { Operation } from '../model/operation.ts';
import { rules } from '../model/violations/rules.ts';
import type { RuleId } from '../model/violation.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import type { BuiltIn } from './builtIn.ts';
import { wordsOf, type OperationWords } from './operationWords.ts';
import { readBuiltIn } from './readBuiltIn.ts';

/** A run that was done beforehand. */
export interface FirstRun {
  readonly builtIn: BuiltIn;
  /** All of the run but how to look inside of an operation. */
  readonly history: Omit<History, 'inside'>;
  /** The words of its operations, in order. */
  readonly words: readonly (readonly [Operation, OperationWords])[];
  readonly verdicts: readonly (readonly [number, Verdict])[];
  /** Titles of the rules that it breaks. */
  readonly titles: readonly (readonly [RuleId, string])[];
}

const id = 'missed-clean';

function runFirst(): FirstRun {
  const entry = findScenario(id);
  const builtIn = entry && readBuiltIn(entry);
  if (!builtIn) throw new Error(`the scenario ${id} cannot be read`);
  const { scenario } = builtIn;
  const { inside: _inside, ...history } = runAll(setupOf(scenario), inputsOf(scenario));
  return {
    builtIn,
    history,
    words: history.entries.map(({ input }) => [input.operation, wordsOf(input.operation)]),
    verdicts: [...verdictsOf(history.violations)],
    titles: history.violations.map(({ rule }) => [rule, rules[rule].title]),
  };
}

export const firstRun: FirstRun = runFirst();
