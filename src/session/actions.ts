/**
 * What can happen to a session's state without simulating anything, as pure functions from a state to what
 * of it changes. None of them throws. What runs something is in `runs.ts`.
 */
import { startCursor, type Cursor } from '../history/cursor.ts';
import { createTree, renameBranch, type BranchTree } from '../history/tree.ts';
import type { Scenario } from '../script/ast.ts';
import { readDeclarations, type BuiltIn, type Declaration } from './builtIn.ts';
import { currentEntry, currentNotes } from './derive.ts';
import { firstRun } from './firstRun.atBuild.ts';
import { firstHistory } from './firstRun.ts';
import { isTurn, playOn } from './range.ts';
import { panelIds, type PanelId, type SessionState } from './sessionState.ts';

export type Change = Partial<SessionState>;

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
  return sourceOfBuiltIn(firstRun.builtIn);
}

/** The state of the bare address: the first scenario, run by the build, before its first operation. */
export function initialState(): SessionState {
  return {
    ...firstSource(),
    platform: firstRun.builtIn.scenario.platform.id,
    dmaDebug: null,
    tree: createTree(firstHistory.entries.map(({ input }) => input)),
    history: firstHistory,
    cursor: startCursor,
    sought: false,
    selection: null,
    caches: 'lines',
    zoom: 1,
    opened: new Set(),
    range: null,
    loop: false,
    breakpoints: [],
    compare: null,
    lecture: false,
    beat: null,
    tour: null,
    undo: null,
    problems: [],
    draft: null,
    draftOf: '',
    drafts: new Map(),
    panels: panelIds,
    front: null,
    theme: 'auto',
    speed: 1,
    playing: false,
    sheet: null,
    toast: '',
  };
}

/** Where playing goes next; null at the end. */
export function advance(state: SessionState): Cursor | null {
  return playOn(state);
}

const microRestMs = 420;
const operationRestMs = 800;
const violationRestMs = 2600;
const noteRestMsPerCharacter = 45;
const noteRestMsLimit = 7000;
/** At the end of what is played again: so that the end is seen. */
const turnRestMs = 1400;

/** Milliseconds at speed 1 to rest at the cursor: longer where there is something to read. */
export function restFor(state: SessionState): number {
  return Math.max(restAt(state), isTurn(state) ? turnRestMs : 0);
}

function restAt(state: SessionState): number {
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

/** Shows a panel or hides it; one stays. */
export function togglePanel({ panels }: SessionState, panel: PanelId): Change {
  if (!panels.includes(panel))
    return { panels: panelIds.filter((id) => id === panel || panels.includes(id)) };
  return panels.length === 1 ? {} : { panels: panels.filter((id) => id !== panel) };
}

export function renameFork(tree: BranchTree, id: string, name: string): Change {
  return { tree: renameBranch(tree, id, name), undo: null };
}
