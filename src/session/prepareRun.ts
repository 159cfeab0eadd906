/** Does a run of a built-in scenario beforehand, with all that is said of it. It takes the simulator and the language. */
import { runAll, type History } from '../history/history.ts';
import { stateAt } from '../history/points.ts';
import { verdictsOf } from '../history/verdicts.ts';
import type { State } from '../model/state.ts';
import { rules } from '../model/violations/rules.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import type { BuiltIn } from './builtIn.ts';
import { wordsOf } from './operationWords.ts';
import type { PreparedRun } from './prepared.ts';

/** The run on the scenario's own platform. `withInside`: with the states inside its operations. */
export function prepareRun(builtIn: BuiltIn, withInside: boolean): PreparedRun {
  const { scenario } = builtIn;
  const run = runAll(setupOf(scenario), inputsOf(scenario));
  const { inside: _inside, ...history } = run;
  const operations = history.entries.flatMap(({ input }) => [
    input.operation,
    ...input.meanwhile.map(({ operation }) => operation),
  ]);
  const broken = [...new Set(history.violations.map(({ rule }) => rule))];
  return {
    builtIn,
    history,
    words: operations.map((operation) => [operation, wordsOf(operation)]),
    verdicts: [...verdictsOf(history.violations)],
    titles: broken.map((rule) => [rule, rules[rule].title]),
    inside: withInside ? statesInside(run) : null,
  };
}

function statesInside(run: History): readonly (readonly State[])[] {
  return run.entries.map(({ events }, i) =>
    events.slice(1).map((_, k) => stateAt(run, { operation: i + 1, micro: k + 1 })),
  );
}
