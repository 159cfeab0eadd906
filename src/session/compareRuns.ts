/** What commands do with the run beside this one, as pure functions from a state to what of it changes. */
import { alignRuns, cursorBeside, inputWord, matchWords } from '../history/align.ts';
import { clampCursor } from '../history/points.ts';
import type { Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { changedSettings } from '../script/changeSetting.ts';
import { sourceOfScript, type Change } from './actions.ts';
import { stepOfInput } from './applyFix.ts';
import {
  comparisonOf,
  printComparison,
  wayBack,
  type Compared,
  type OtherRun,
} from './comparison.ts';
import { changedScenario } from './otherRuns.ts';
import { openBranch, setPlatform, showSource } from './runs.ts';
import type { SessionState } from './sessionState.ts';
import type { TextTools } from './textTools.ts';

/** What a change came to, or why there is none. */
export type Tried = { readonly change: Change } | { readonly wrong: string };

/** Shows another run beside this one. */
export function compareWith(state: SessionState, text: string): Tried {
  const comparison = comparisonOf(state, text);
  return comparison.ok ? { change: { compare: text } } : { wrong: comparison.wrong };
}

/** The point of another run that stands beside the one shown. */
function besideCursor({ history, cursor }: SessionState, there: History): Cursor {
  return cursorBeside(history, there, alignRuns(history, there), cursor);
}

/** Whether opening a run rewrites the script, for which the text tools are needed. */
function rewritesScript({ change }: OtherRun): boolean {
  return change.settings.length > 0 || change.without.length > 0;
}

/**
 * Shows the run of a comparison in place of this one, at the point beside the cursor or at `at`. `tools`
 * is needed only where the script changes.
 */
export function openRun(
  state: SessionState,
  text: string,
  at: Cursor | null,
  tools: TextTools | null,
): Tried {
  const comparison = comparisonOf(state, text);
  if (!comparison.ok) return { wrong: comparison.wrong };
  const { run } = comparison;
  const beside = at ?? besideCursor(state, run.history);
  const shown = rewritesScript(run) ? rewrite(state, run, tools) : switchTo(state, run);
  if (!shown?.history) return { wrong: 'cannot be written as a script' };
  return { change: { ...shown, cursor: clampCursor(shown.history, beside) } };
}

/** The other run in place of this one, and this one beside it. */
export function swapRuns(state: SessionState, tools: TextTools | null): Tried {
  if (state.compare === null) return { wrong: 'no run is beside this one' };
  const comparison = comparisonOf(state, state.compare);
  if (!comparison.ok) return { wrong: comparison.wrong };
  const back = wayBack(state, comparison.run.change);
  if (!back) return { wrong: 'what is left out cannot be put beside' };
  const opened = openRun(state, state.compare, null, tools);
  if ('wrong' in opened) return opened;
  return { change: { ...opened.change, compare: printComparison(state.tree, back) } };
}

function switchTo(state: SessionState, { change, platform }: OtherRun): Change | null {
  const moved = setPlatform(state, platform);
  if (!moved || change.branch === null) return moved;
  return { ...moved, ...openBranch({ ...state, ...moved }, change.branch) };
}

/** The other run as a script of one's own, as a fix becomes one. */
function rewrite(state: SessionState, run: OtherRun, tools: TextTools | null): Change | null {
  if (!tools) return null;
  const { platform: id, dmaDebug } = run.spec;
  const changed = changedScenario(run.spec);
  const debug = dmaDebug === null ? {} : { dmaDebug };
  const platform = { id, overrides: { ...changed.platform.overrides, ...debug } };
  const notes = new Map(
    state.tree.branches[0]?.inputs.map((input, i) => [input, state.scenario.steps[i]?.notes]),
  );
  const steps = run.spec.inputs.map((input) => stepOfInput(input, notes.get(input) ?? []));
  const script = tools.printScenario({ ...changed, platform, steps });
  const { scenario } = tools.parseScenario(script);
  return scenario ? showSource(sourceOfScript(script, scenario)) : null;
}

/**
 * The text of a comparison with a run from which this one came by adding operations and changing settings, as
 * a fix does; null where it came otherwise, or is the same.
 */
export function textOfOrigin(state: Compared, origin: Compared): string | null {
  const word = ({ input }: History['entries'][number]) => inputWord(input);
  const here = state.history.entries.map(word);
  const matched = matchWords(here, origin.history.entries.map(word));
  const common = matched.filter((index) => index >= 0).length;
  if (common !== origin.history.entries.length) return null;
  const without = matched.flatMap((index, i) => (index < 0 ? [i + 1] : []));
  const settings = changedSettings(state.scenario, origin.scenario);
  const platform = origin.platform === state.platform ? null : origin.platform;
  return printComparison(state.tree, { platform, branch: null, settings, without }) || null;
}

/** The text of the run before the last fix, where that rewrote the script; null: it did not. */
export function textBeforeFix(state: Compared, undo: SessionState['undo']): string | null {
  const before = undo && { ...state, ...undo.before };
  return before && before.scenario !== state.scenario ? textOfOrigin(state, before) : null;
}
