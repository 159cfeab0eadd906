/**
 * Does the smallest fix of a violation. Where it is operations alone it is a fork: what was done up to the
 * broken operation, then the fix and the rest of what was done; so the run with the mistake and the one
 * without stand beside each other. Where it changes a declaration it is a script of one's own. Either way
 * what it replaced is kept, to be brought back by one click.
 */
import type { Fix } from '../model/violation.ts';
import type { Operation, StepInput } from '../model/operation.ts';
import type { ScenarioStep } from '../script/ast.ts';
import { printAction } from '../script/printOperation.ts';
import { replayBranch } from '../history/branches.ts';
import { afterOperation } from '../history/cursor.ts';
import { clampCursor } from '../history/points.ts';
import { addBranch, inputsOfBranch } from '../history/tree.ts';
import { sourceOfScript, type Change } from './actions.ts';
import { stepOf } from './derive.ts';
import { isApplicable, isForkable } from './fixAtCursor.ts';
import { showSource } from './runs.ts';
import type { SessionState, Undo } from './sessionState.ts';
import type { TextTools } from './textTools.ts';

/** Characters of a fix's name: a fork's name has a bound, and a button has one before that. */
const mostWords = 54;

/** What a fix adds, in a few words: `unmap frame, map frame TO_DEVICE`. */
function fixWords({ before, after, settings }: Fix): string {
  const added = settings.map(({ name, key, value }) => `${name} ${key}=${value}`);
  const words = [...added, ...[...before, ...after].map(printAction)].join(', ');
  if (words.length <= mostWords) return words;
  const cut = words.slice(0, mostWords);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/,$/u, '')} …`;
}

/**
 * The run with `fix` around its operation number `operation` (from 1), standing at the same operation; null
 * where there is nothing to do, or the changed text could not be read.
 */
export function applyFix(
  state: SessionState,
  operation: number,
  fix: Fix,
  tools: TextTools,
): Change | null {
  if (!isApplicable(fix)) return null;
  const change = isForkable(fix)
    ? fixAsFork(state, operation, fix)
    : fixAsScript(state, operation, fix, tools);
  return change && { ...change, undo: undoOf(state, fix) };
}

/** What a fix replaces; it brings back the platform too, on which the kept run was done. */
function undoOf(state: SessionState, fix: Fix): Undo {
  const { scenarioId, script, declarations, scenario, platform, dmaDebug } = state;
  const { tree, history, cursor, selection, range, compare, problems, draft } = state;
  return {
    what: `Fix: ${fixWords(fix)}`,
    before: {
      ...{ scenarioId, script, declarations, scenario, platform, dmaDebug },
      ...{ tree, history, cursor, selection, range, compare, problems, draft },
    },
  };
}

function fixAsFork(state: SessionState, operation: number, fix: Fix): Change | null {
  const { tree, history } = state;
  const done = inputsOfBranch(tree, tree.current);
  const broken = done[operation - 1];
  if (!broken) return null;
  const inputs = [
    ...fix.before.map(inputOf),
    broken,
    ...fix.after.map(inputOf),
    ...done.slice(operation),
  ];
  const at = afterOperation(operation - 1);
  const name = `fix: ${fixWords(fix)}`;
  const grown = addBranch(tree, tree.current, at, inputs, name);
  const fixed = replayBranch(grown, grown.current, history);
  const cursor = clampCursor(fixed, afterOperation(operation + fix.before.length));
  return { tree: grown, history: fixed, cursor, range: null };
}

function inputOf(operation: Operation): StepInput {
  return { operation, meanwhile: [] };
}

function fixAsScript(
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
  const at = afterOperation(operation + fix.before.length);
  return { ...shown, cursor: clampCursor(shown.history, at) };
}

/** An operation of a run as a step of a script. */
export function stepOfInput(
  { operation, meanwhile }: StepInput,
  notes: readonly string[],
): ScenarioStep {
  const inner = meanwhile.map(({ at, operation: other }) => ({
    at,
    step: stepOfInput({ operation: other, meanwhile: [] }, []),
  }));
  return { operation, notes, expects: [], meanwhile: inner, line: 0 };
}
