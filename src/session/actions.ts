/**
 * What can happen to a session's state without simulating anything, as pure functions from a state to what
 * of it changes. None of them throws. What runs something is in `runs.ts`.
 */
import { startCursor, type Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { createTree, renameBranch, type BranchTree } from '../history/tree.ts';
import type { Scenario } from '../script/ast.ts';
import { readDeclarations, type BuiltIn, type Declaration } from './builtIn.ts';
import { currentEntry, currentNotes, questionAhead } from './derive.ts';
import { isTurn, pauseHere, playOn } from './range.ts';
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

/** What a session begins as: a run of a source on its own platform, before its first operation. */
export function stateOfRun(source: Source, history: History): SessionState {
  return {
    ...source,
    platform: source.scenario.platform.id,
    dmaDebug: null,
    tree: createTree(history.entries.map(({ input }) => input)),
    history,
    cursor: startCursor,
    sought: false,
    selection: null,
    caches: 'lines',
    zoom: 1,
    opened: new Set(),
    range: null,
    loop: false,
    pauses: [],
    breakpoints: [],
    compare: null,
    controls: 'bar',
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
/** Twenty characters a second: who reads slower has the rests inside the operation besides. */
const readingMsPerCharacter = 50;
const readingMsLimit = 15_000;
/** At the end of what is played again: so that the end is seen. */
const turnRestMs = 1400;

/** Milliseconds to rest at the cursor: what a pause there says, else what it takes at the current speed. */
export function restMs(state: SessionState): number {
  const seconds = pauseHere(state)?.seconds ?? null;
  return seconds === null ? restFor(state) / state.speed : seconds * 1000;
}

/** Milliseconds at speed 1 to rest at the cursor: longer where there is something to read. */
export function restFor(state: SessionState): number {
  return Math.max(restAt(state), isTurn(state) ? turnRestMs : 0);
}

function restAt(state: SessionState): number {
  const { cursor } = state;
  const entry = currentEntry(state);
  const done = cursor.micro ?? entry?.events.length ?? 0;
  const event = entry?.events[done - 1];
  const isBroken = event !== undefined && event.violations.length > 0;
  const rest = cursor.micro === null ? operationRestMs : microRestMs;
  return Math.max(rest + readingMs(state, done), isBroken ? violationRestMs : 0);
}

/** What it takes to read what the script says from here on: its note, and the question about what comes next. */
function readingMs(state: SessionState, done: number): number {
  // A note that asks was read before its operation began.
  const notes = done === 1 ? currentNotes(state).filter((note) => !note.endsWith('?')) : [];
  const characters = [...notes, questionAhead(state)].join(' ').length;
  return Math.min(characters * readingMsPerCharacter, readingMsLimit);
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
