/** Puts the smallest fix of a violation into the script: the run with the change, as a script of one's own. */
import type { Fix } from '../model/violation.ts';
import type { StepInput } from '../model/operation.ts';
import type { ScenarioStep } from '../script/ast.ts';
import { afterOperation } from '../history/cursor.ts';
import { clampCursor } from '../history/points.ts';
import { sourceOfScript, type Change } from './actions.ts';
import { stepOf } from './derive.ts';
import { showSource } from './runs.ts';
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
  { fixScenario, parseScenario, printScenario }: TextTools,
): Change | null {
  const steps = state.history.entries.map(({ input }, i) =>
    stepOfInput(input, stepOf(state, i + 1)?.notes ?? []),
  );
  const { platform: id, dmaDebug, scenario: written } = state;
  const debug = dmaDebug === null ? {} : { dmaDebug };
  const platform = { id, overrides: { ...written.platform.overrides, ...debug } };
  const script = printScenario(
    fixScenario({ ...state.scenario, platform, steps }, operation - 1, fix),
  );
  const { scenario } = parseScenario(script);
  if (!scenario) return null;
  const shown = showSource(sourceOfScript(script, scenario));
  const at = afterOperation(operation + fix.before.length + fix.after.length);
  return { ...shown, cursor: clampCursor(shown.history, at) };
}

function stepOfInput({ operation, meanwhile }: StepInput, notes: readonly string[]): ScenarioStep {
  const inner = meanwhile.map(({ at, operation: other }) => ({
    at,
    step: stepOfInput({ operation: other, meanwhile: [] }, []),
  }));
  return { operation, notes, expects: [], meanwhile: inner, line: 0 };
}
