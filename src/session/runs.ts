/**
 * What can happen to a session's state by running something, as pure functions from a state to what of it
 * changes. None of them throws; an impossible wish returns a message or null.
 */
import { doOperation, replayBranch } from '../history/branches.ts';
import { afterOperation, startCursor, type Cursor } from '../history/cursor.ts';
import { createHistory, runAll, type History } from '../history/history.ts';
import { clampCursor } from '../history/points.ts';
import {
  createTree,
  deleteBranch,
  findBranch,
  sharedWithParent,
  switchBranch,
} from '../history/tree.ts';
import type { Operation } from '../model/operation.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import type { Setup } from '../model/setup.ts';
import type { Scenario } from '../script/ast.ts';
import type { Diagnostic } from '../script/diagnostic.ts';
import { setupOf, stepInputOf } from '../script/setupOf.ts';
import { sourceOfBuiltIn, sourceOfScript, type Change, type Source } from './actions.ts';
import type { SessionState } from './sessionState.ts';
import type { TextTools } from './textTools.ts';

/** A source on its own platform, before its first operation. */
export function showSource(source: Source) {
  const inputs = source.scenario.steps.map(stepInputOf);
  const platform = source.scenario.platform.id;
  return {
    ...source,
    platform,
    dmaDebug: null,
    tree: createTree(inputs),
    history: runAll(setupOf(source.scenario, platform), inputs),
    cursor: startCursor,
    selection: null,
    range: null,
    compare: null,
    undo: null,
    problems: [],
    draft: null,
  };
}

export type Applied =
  | { readonly ok: true; readonly change: Change }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Runs a text instead, on the platform that it names; the cursor stays where it can. */
export function applyScript(
  state: SessionState,
  text: string,
  tools: Pick<TextTools, 'parseScenario' | 'builtInOf'>,
): Applied {
  const { scenario, diagnostics } = tools.parseScenario(text);
  if (!scenario) return { ok: false, diagnostics };
  const builtIn = tools.builtInOf(text);
  const shown = showSource(builtIn ? sourceOfBuiltIn(builtIn) : sourceOfScript(text, scenario));
  return { ok: true, change: { ...shown, cursor: clampCursor(shown.history, state.cursor) } };
}

/** What a scenario starts from on a platform, with the checks of the DMA API switched as wished. */
export function setupFor(scenario: Scenario, platform: string, dmaDebug: boolean | null): Setup {
  if (dmaDebug === null) return setupOf(scenario, platform);
  const overrides = { ...scenario.platform.overrides, dmaDebug };
  return setupOf({ ...scenario, platform: { ...scenario.platform, overrides } }, platform);
}

/** Runs the same on another platform, at the same place where there is one; null: no such platform. */
export function setPlatform(state: SessionState, platform: string): Change | null {
  if (!findPlatform(platform)) return null;
  // A platform that was shown beside this one changes places with it.
  const beside = state.compare === platform ? { compare: state.platform } : {};
  return { platform, ...beside, ...rerun({ ...state, platform }) };
}

/** Runs the same on a kernel that checks uses of the DMA API, or on one that does not. */
export function setDmaDebug(state: SessionState, on: boolean): Change {
  const asWritten = setupOf(state.scenario, state.platform).platform.dmaDebug;
  const dmaDebug = on === asWritten ? null : on;
  return { dmaDebug, ...rerun({ ...state, dmaDebug }) };
}

function rerun(state: SessionState) {
  const fresh = createHistory(setupFor(state.scenario, state.platform, state.dmaDebug));
  const history = replayBranch(state.tree, state.tree.current, fresh);
  return { history, cursor: samePlace(state, history) };
}

/** The point of another run of the same operations that is nearest in meaning. */
function samePlace({ cursor, history: from }: SessionState, history: History): Cursor {
  if (cursor.micro === null) return clampCursor(history, cursor);
  const event = from.entries[cursor.operation - 1]?.events[cursor.micro - 1];
  const events = history.entries[cursor.operation - 1]?.events ?? [];
  const index = events.findIndex(
    ({ kind, label }) => kind === event?.kind && label === event.label,
  );
  const micro = index < 0 ? null : index + 1;
  return clampCursor(history, { operation: cursor.operation, micro });
}

/** Does an operation at the cursor instead of what comes next. */
export function doInstead(state: SessionState, operation: Operation): Change {
  const deed = doOperation(state.tree, state.history, state.cursor, operation);
  // What an earlier fix replaced does not know of this deed.
  const { tree, history, cursor } = deed;
  return { tree, history, cursor, sought: false, undo: null };
}

/**
 * Shows another branch: at a given point, else at the operation that is shown now where that belongs to the
 * branch itself, as in a fix and what it fixes; else the script where it stands, and a fork at its end.
 */
export function openBranch(state: SessionState, id: string, cursor?: Cursor): Change {
  const tree = switchBranch(state.tree, id);
  const history = replayBranch(tree, tree.current, state.history);
  const branch = findBranch(tree, tree.current);
  const same = sameOperation(state, history);
  const isOwn = same && branch && same.operation > sharedWithParent(branch);
  const end = branch?.parent === null ? state.cursor : afterOperation(Infinity);
  return { tree, history, cursor: clampCursor(history, cursor ?? (isOwn ? same : end)) };
}

/** The point of another run at the operation that is shown; null where it does not do that one. */
function sameOperation({ cursor, history: from }: SessionState, history: History): Cursor | null {
  const operation = from.entries[cursor.operation - 1]?.input.operation;
  const index = history.entries.findIndex(({ input }) => input.operation === operation);
  return index < 0 ? null : { operation: index + 1, micro: cursor.micro };
}

/** Goes back to the branch that this one left, at the point where it left; null in the script. */
export function leaveBranch(state: SessionState): Change | null {
  const branch = state.tree.branches.find(({ id }) => id === state.tree.current);
  if (!branch || branch.parent === null) return null;
  return openBranch(state, branch.parent, branch.at);
}

/** Removes a branch and what forks from it. */
export function removeBranch(state: SessionState, id: string): Change {
  const tree = deleteBranch(state.tree, id);
  return tree.current === state.tree.current
    ? { tree, undo: null }
    : { ...openBranch({ ...state, tree }, tree.current, state.cursor), undo: null };
}
