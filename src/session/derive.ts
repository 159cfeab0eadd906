/** What the screen needs to know of a session's state, computed from it and never stored. */
import { forksToCurrent, pathTo, scriptBranch, sharedWithParent } from '../history/tree.ts';
import type { Entry } from '../history/history.ts';
import { entryAt, eventAt, stateAt, violationsUpTo } from '../history/points.ts';
import { endCursor } from '../history/move.ts';
import type { Verdict } from '../history/verdicts.ts';
import { isSameCursor, type Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import type { LinkState } from '../history/linkFormat.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import { agentName } from '../model/names.ts';
import type { Operation, StepInput } from '../model/operation.ts';
import type { State } from '../model/state.ts';
import type { RuleId, Violation } from '../model/violation.ts';
import type { ScenarioStep } from '../script/ast.ts';
import { selectionKey } from '../scene/selection.ts';
import { printBreakpoint } from './breakpoint.ts';
import type { OperationWords } from './operationWords.ts';
import { engineLoader } from './loaders.ts';
import { preparedTitle, preparedVerdicts, preparedWords } from './prepared.ts';
import { panelIds, type SessionState } from './sessionState.ts';

/** A point of a run. */
export type Point = Pick<SessionState, 'history' | 'cursor'>;

/** The simulated machine at the cursor. */
export function currentState({ history, cursor }: Point): State {
  return stateAt(history, cursor);
}

/** The micro-event just done. */
export function currentEvent({ history, cursor }: Point): MicroEvent | null {
  return eventAt(history, cursor) ?? null;
}

/** The operation that ends or stands at the cursor. */
export function currentEntry({ history, cursor }: Point): Entry | null {
  return entryAt(history, cursor) ?? null;
}

/** The operation under way; null between two. */
export function operationUnderWay(state: Point): Operation | null {
  if (state.cursor.micro === null) return null;
  return currentEntry(state)?.input.operation ?? null;
}

/** Micro-events of the current operation that are done. */
export function eventsDone(state: Point): number {
  return state.cursor.micro ?? currentEntry(state)?.events.length ?? 0;
}

/** What is run, without where it stands. */
export type RunState = Pick<SessionState, 'history' | 'tree' | 'scenario'>;

/** Operations that the current branch shares with the script. */
export function sharedWithScript({ tree, history }: RunState): number {
  const forks = pathTo(tree, tree.current).slice(1);
  return Math.min(history.entries.length, ...forks.map(sharedWithParent));
}

/** The script's step behind an operation of the run, from 1; null where a fork did it. */
export function stepOf(state: RunState, operation: number): ScenarioStep | null {
  if (operation > sharedWithScript(state)) return null;
  return state.scenario.steps[operation - 1] ?? null;
}

/** The notes to read at the cursor. */
export function currentNotes(state: SessionState): readonly string[] {
  return stepOf(state, state.cursor.operation)?.notes ?? [];
}

/** A question that the script asks before the next operation, to be thought about before it is done; empty: none. */
export function questionAhead(state: SessionState): string {
  if (state.cursor.micro !== null) return '';
  const notes = stepOf(state, state.cursor.operation + 1)?.notes ?? [];
  return notes.find((note) => note.endsWith('?')) ?? '';
}

export function isAtStart({ cursor }: SessionState): boolean {
  return cursor.operation === 0;
}

export function isAtEnd({ history, cursor }: Point): boolean {
  return isSameCursor(cursor, endCursor(history));
}

export function isFork({ tree }: SessionState): boolean {
  return tree.current !== scriptBranch;
}

/** Violations up to the cursor. */
export function violationsSoFar({ history, cursor }: Point): readonly Violation[] {
  return violationsUpTo(history, cursor);
}

const verdictsByHistory = new WeakMap<History, ReadonlyMap<number, Verdict>>();

/** Luck or harm of every violation of a run, by its id. */
export function verdicts(history: History): ReadonlyMap<number, Verdict> {
  const known = preparedVerdicts(history) ?? verdictsByHistory.get(history);
  if (known) return known;
  // Any other run was done by the engine.
  const made = engineLoader.ifLoaded()?.verdictsOf(history.violations) ?? new Map();
  verdictsByHistory.set(history, made);
  return made;
}

/** Where a violation happened. */
export interface PlacedViolation {
  readonly violation: Violation;
  readonly cursor: Cursor;
}

const placedByHistory = new WeakMap<History, readonly PlacedViolation[]>();

/** All violations of a run with the points after which they are known. */
export function placedViolations(history: History): readonly PlacedViolation[] {
  const known = placedByHistory.get(history);
  if (known) return known;
  const made = history.entries.flatMap((entry, i) =>
    entry.events.flatMap((event, k) => {
      const micro = k + 1 === entry.events.length ? null : k + 1;
      const cursor = { operation: i + 1, micro };
      return event.violations.map((violation) => ({ violation, cursor }));
    }),
  );
  placedByHistory.set(history, made);
  return made;
}

/** Whether the kernel of this run checks uses of the DMA API. */
export function checksDmaApi({ history }: SessionState): boolean {
  return history.setup.platform.dmaDebug;
}

/** The operations of the script itself. */
function scriptInputs({ tree }: RunState): readonly StepInput[] {
  return tree.branches[0]?.inputs ?? [];
}

/** What a link says that leads here. */
export function linkOf(state: SessionState): LinkState {
  const { scenarioId, script, platform, dmaDebug, cursor, panels, selection, theme, speed } = state;
  const { caches, range, loop, pauses, breakpoints, compare, controls, lecture } = state;
  const hasAllPanels = panelIds.every((id) => panels.includes(id));
  return {
    source:
      scenarioId === null ? { kind: 'script', text: script } : { kind: 'scenario', id: scenarioId },
    platform,
    dmaDebug,
    at: cursor,
    fork: isFork(state)
      ? (engineLoader.ifLoaded()?.printForks(forksToCurrent(state.tree), scriptInputs(state)) ??
        null)
      : null,
    view: hasAllPanels ? null : panels,
    select: selection && selectionKey(selection),
    theme: theme === 'auto' ? null : theme,
    speed: speed === 1 ? null : speed,
    caches: caches === 'lines' ? null : caches,
    from: range && range.from,
    to: range && range.to,
    loop,
    pause: pauses.length === 0 ? null : pauses,
    break: breakpoints.length === 0 ? null : breakpoints.map(printBreakpoint).join(';'),
    compare: compare && (engineLoader.ifLoaded()?.linkedComparison(state, compare) ?? compare),
    controls: controls === 'bar' ? null : controls,
    readonly: false,
    lang: null,
    lecture,
    play: false,
  };
}

const noWords: OperationWords = { code: '', told: '' };

/** An operation of a run in words. */
export function operationWords(operation: Operation): OperationWords {
  return preparedWords(operation) ?? engineLoader.ifLoaded()?.wordsOf(operation) ?? noWords;
}

/** An operation of a run as a script line: `app@cpu0: p = mmap fd`. */
export function operationLine(operation: Operation): string {
  return `${agentName(operation.agent)}: ${operationWords(operation).code}`;
}

/** What a rule is called that a run breaks. */
export function ruleTitle(rule: RuleId): string {
  return preparedTitle(rule) ?? engineLoader.ifLoaded()?.titleOf(rule) ?? rule;
}
