/** Puts the smallest fix of a violation into the script: the run with the change, as a script of one's own. */
import type { Fix } from '../model/violation.ts';
import type { Operation, StepInput } from '../model/operation.ts';
import type { ScenarioStep } from '../script/ast.ts';
import { printSetting } from '../script/printOperation.ts';
import { afterOperation } from '../history/cursor.ts';
import { clampCursor } from '../history/history.ts';
import { showSource, sourceOfScript, type Change } from './actions.ts';
import { stepOf } from './derive.ts';
import type { SessionState } from './sessionState.ts';
import type { TextTools } from './textTools.ts';

/**
 * The run with `fix` around its operation number `operation` (from 1), standing at the same operation; null
 * where the changed text could not be read.
 */
export function applyFix(
  state: SessionState,
  operation: number,
  fix: Fix,
  { parseScenario, printScenario }: TextTools,
): Change | null {
  const steps = state.history.entries.flatMap(({ input }, i) => {
    const step = stepOfInput(input, stepOf(state, i + 1)?.notes ?? []);
    if (i + 1 !== operation) return [step];
    return [...fix.before.map(stepOfOperation), step, ...fix.after.map(stepOfOperation)];
  });
  const platform = { id: state.platform, overrides: state.scenario.platform.overrides };
  const printed = printScenario({ ...state.scenario, platform, steps });
  const script = fix.settings.reduce(withSetting, printed);
  const { scenario } = parseScenario(script);
  if (!scenario) return null;
  const shown = showSource(sourceOfScript(script, scenario));
  const at = afterOperation(operation + fix.before.length + fix.after.length);
  return { ...shown, cursor: clampCursor(shown.history, at) };
}

function stepOfOperation(operation: Operation): ScenarioStep {
  return stepOfInput({ operation, meanwhile: [] }, []);
}

function stepOfInput({ operation, meanwhile }: StepInput, notes: readonly string[]): ScenarioStep {
  const inner = meanwhile.map(({ at, operation: other }) => ({ at, step: stepOfOperation(other) }));
  return { operation, notes, expects: [], meanwhile: inner, line: 0 };
}

/** The text with one setting of a declaration changed or added. */
function withSetting(
  text: string,
  { declaration, name, key, value }: Fix['settings'][number],
): string {
  const setting = printSetting(key, value);
  return text
    .split('\n')
    .map((line) => {
      const words = line.split(/\s+/);
      if (words[0] !== declaration || words[1] !== name) return line;
      const others = words.slice(2).filter((word) => !word.startsWith(`${key}=`));
      return [declaration, name, ...others, setting].join(' ');
    })
    .join('\n');
}
