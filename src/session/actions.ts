/**
 * What can happen to a session's state, as pure functions from a state to what of it changes. None of
 * them throws; an impossible wish returns a message.
 */
import {
  createTree,
  deleteBranch,
  doOperation,
  renameBranch,
  replayBranch,
  switchBranch,
  type BranchTree,
} from '../history/branches.ts';
import { afterOperation, isSameCursor, startCursor, type Cursor } from '../history/cursor.ts';
import { clampCursor, runAll, type History } from '../history/history.ts';
import { nextMicro } from '../history/move.ts';
import type { Operation } from '../model/operation.ts';
import { findPlatform } from '../model/platforms/platforms.ts';
import type { Scenario } from '../script/ast.ts';
import type { Diagnostic } from '../script/diagnostic.ts';
import { setupOf, stepInputOf } from '../script/setupOf.ts';
import { readDeclarations, type BuiltIn, type Declaration } from './builtIn.ts';
import { currentEntry, currentNotes } from './derive.ts';
import { firstBuiltIn } from './firstBuiltIn.atBuild.ts';
import { panelIds, type PanelId, type SessionState } from './sessionState.ts';
import type { TextTools } from './textTools.ts';

export type Change = Partial<SessionState>;

const emptyScenario: Scenario = {
  title: '',
  summary: '',
  sources: [],
  platform: { id: 'arm64', overrides: {} },
  buffers: [],
  devices: [],
  steps: [],
};

/** What is run: a built-in scenario, or a script of one's own. */
export interface Source {
  readonly scenarioId: string | null;
  readonly script: string;
  readonly declarations: readonly Declaration[];
  readonly scenario: Scenario;
}

export function sourceOfBuiltIn({ id, declarations, scenario }: BuiltIn): Source {
  return { scenarioId: id, script: '', declarations, scenario };
}

export function sourceOfScript(script: string, scenario: Scenario): Source {
  return { scenarioId: null, script, declarations: readDeclarations(script), scenario };
}

/** The source of the bare address. */
export function firstSource(): Source {
  return firstBuiltIn ? sourceOfBuiltIn(firstBuiltIn) : sourceOfScript('', emptyScenario);
}

/** The state of the bare address: the first scenario, before its first operation. */
export function initialState(): SessionState {
  return {
    ...showSource(firstSource()),
    panels: panelIds,
    front: null,
    theme: 'auto',
    speed: 1,
    playing: false,
    sheet: null,
    toast: '',
  };
}

/** A source on its own platform, before its first operation. */
export function showSource(source: Source) {
  const inputs = source.scenario.steps.map(stepInputOf);
  const platform = source.scenario.platform.id;
  return {
    ...source,
    platform,
    tree: createTree(inputs),
    history: runAll(setupOf(source.scenario, platform), inputs),
    cursor: startCursor,
    selection: null,
    problems: [],
    draft: null,
  };
}

export type Applied =
  | { readonly ok: true; readonly change: Change }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Runs a text instead, on the platform that it names; the cursor stays where it can. */
export function applyScript(state: SessionState, text: string, tools: TextTools): Applied {
  const { scenario, diagnostics } = tools.parseScenario(text);
  if (!scenario) return { ok: false, diagnostics };
  const builtIn = tools.builtInOf(text);
  const shown = showSource(builtIn ? sourceOfBuiltIn(builtIn) : sourceOfScript(text, scenario));
  return { ok: true, change: { ...shown, cursor: clampCursor(shown.history, state.cursor) } };
}

/** Runs the same on another platform, at the same place where there is one; null: no such platform. */
export function setPlatform(state: SessionState, platform: string): Change | null {
  if (!findPlatform(platform)) return null;
  const fresh = runAll(setupOf(state.scenario, platform), []);
  const history = replayBranch(state.tree, state.tree.current, fresh);
  return { platform, history, cursor: samePlace(state, history) };
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

/** Where playing goes next; null at the end. */
export function advance({ history, cursor }: SessionState): Cursor | null {
  const next = nextMicro(history, cursor);
  return isSameCursor(next, cursor) ? null : next;
}

const microRestMs = 420;
const operationRestMs = 800;
const violationRestMs = 2600;
const noteRestMsPerCharacter = 45;
const noteRestMsLimit = 7000;

/** Milliseconds at speed 1 to rest at the cursor: longer where there is something to read. */
export function restFor(state: SessionState): number {
  const { cursor } = state;
  const entry = currentEntry(state);
  const done = cursor.micro ?? entry?.events.length ?? 0;
  const event = entry?.events[done - 1];
  if (event && event.violations.length > 0) return violationRestMs;
  if (done === 1) {
    const characters = currentNotes(state).join(' ').length;
    const rest = microRestMs + characters * noteRestMsPerCharacter;
    return Math.min(rest, noteRestMsLimit);
  }
  return cursor.micro === null ? operationRestMs : microRestMs;
}

/** Does an operation at the cursor instead of what comes next. */
export function doInstead(state: SessionState, operation: Operation): Change {
  const deed = doOperation(state.tree, state.history, state.cursor, operation);
  return { tree: deed.tree, history: deed.history, cursor: deed.cursor };
}

/** Shows another branch: at its own first operation, or where it leaves it. */
export function openBranch(state: SessionState, id: string, cursor?: Cursor): Change {
  const tree = switchBranch(state.tree, id);
  const history = replayBranch(tree, tree.current, state.history);
  return { tree, history, cursor: clampCursor(history, cursor ?? afterOperation(Infinity)) };
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
    ? { tree }
    : { ...openBranch({ ...state, tree }, tree.current, state.cursor) };
}

export function renameFork(tree: BranchTree, id: string, name: string): Change {
  return { tree: renameBranch(tree, id, name) };
}

/** Shows a panel or hides it; one stays. */
export function togglePanel({ panels }: SessionState, panel: PanelId): Change {
  if (!panels.includes(panel))
    return { panels: panelIds.filter((id) => id === panel || panels.includes(id)) };
  return panels.length === 1 ? {} : { panels: panels.filter((id) => id !== panel) };
}
