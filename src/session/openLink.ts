/**
 * Opens what a link says. What cannot be read or is not there is reported, and the nearest state that
 * works is shown: the nearest scenario, the last step there is, the lines of a script that could be read.
 */
import { replayBranch } from '../history/branches.ts';
import {
  createTree,
  forksToCurrent,
  scriptBranch,
  switchBranch,
  treeWithForks,
  type BranchTree,
} from '../history/tree.ts';
import {
  compareCursors,
  isSameCursor,
  printCursor,
  startCursor,
  type Cursor,
} from '../history/cursor.ts';
import { printForks } from '../history/forkText.ts';
import { createHistory, type History } from '../history/history.ts';
import { clampCursor } from '../history/points.ts';
import type { LinkProblem, LinkSource, LinkState } from '../history/linkFormat.ts';
import { endCursor } from '../history/move.ts';
import { decodeLinkWith } from '../history/readLink.ts';
import { findPlatform, platforms } from '../model/platforms/platforms.ts';
import type { Scenario } from '../script/ast.ts';
import { nearest } from '../script/nearest.ts';
import { stepInputOf } from '../script/setupOf.ts';
import {
  firstSource,
  sourceOfBuiltIn,
  sourceOfScript,
  type Change,
  type Source,
} from './actions.ts';
import { parseBreakpoints, type Breakpoint } from './breakpoint.ts';
import type { BuiltIn } from './builtIn.ts';
import { plantComparison, type PlantedComparison } from './compareLink.ts';
import { parseComparison, type Compared } from './comparison.ts';
import { builtIns } from './builtIns.atBuild.ts';
import { setupFor } from './runs.ts';
import { parseSelection } from '../scene/selectionText.ts';
import {
  isPanelId,
  panelIds,
  type CursorRange,
  type PanelId,
  type SessionState,
} from './sessionState.ts';
import type { TextTools } from './textTools.ts';

export interface OpenedLink {
  readonly change: Change;
  /** Whether it asks to be played. */
  readonly play: boolean;
}

/** Characters of a value that a problem shows. */
const problemValue = 40;

interface OpenedSource extends Source {
  readonly draft: string | null;
}

/** What a fragment leads to, coming from `state`. Never throws. */
export function openLink(
  state: SessionState,
  fragment: string,
  tools: TextTools | null,
): OpenedLink {
  const { link, problems: unread } = decodeLinkWith(tools?.packer ?? null, fragment);
  const problems = [...unread];
  const source = sourceOf(link.source, problems, tools);
  const platform = platformOf(link.platform, source.scenario, problems);
  const isSame = source.script === state.script && source.scenarioId === state.scenarioId;
  const tree = isSame ? treeLikeNow(state, link.fork) : null;
  const planted = tree ?? plantTree(source.scenario, link.fork, problems, tools);
  const beside = plantComparison(planted, link.compare ?? '', source.scenario, tools);
  const grown = beside.tree;
  const { dmaDebug } = link;
  const fresh = createHistory(setupFor(source.scenario, platform, dmaDebug));
  const history = replayBranch(grown, grown.current, fresh);
  const run = { platform, dmaDebug, tree: grown, history };
  const wanted = link.at ?? startCursor;
  const cursor = clampCursor(history, wanted);
  if (!isSameCursor(cursor, wanted) && !isItsEnd(history, wanted)) {
    const message = `is not in this run: ${printCursor(cursor)} is the nearest step`;
    problems.push({ key: 'at', value: printCursor(wanted), message });
  }
  const selection = link.select === null ? null : parseSelection(link.select);
  if (link.select !== null && !selection) {
    problems.push({
      key: 'select',
      value: link.select,
      message: 'is nothing that can be selected',
    });
  }
  return {
    change: {
      ...source,
      caches: link.caches ?? 'lines',
      range: rangeOf(link, history),
      loop: link.loop,
      breakpoints: breakpointsOf(link.break, problems),
      compare: compareOf(beside, { ...source, ...run }, problems),
      lecture: link.lecture,
      beat: null,
      tour: null,
      undo: null,
      platform,
      dmaDebug,
      tree: grown,
      history,
      cursor,
      selection,
      panels: panelsOf(link.view, problems),
      // Where panels share a place, mistakes are worth nothing behind another one.
      ...(source.draft === null ? {} : { front: 'script' }),
      theme: link.theme ?? state.theme,
      speed: link.speed ?? state.speed,
      problems,
      sheet: null,
    },
    play: link.play,
  };
}

/** The run beside this one, where there is such a one. */
function compareOf(
  { text, wrong }: PlantedComparison,
  state: Compared,
  problems: LinkProblem[],
): string | null {
  if (text === '') return null;
  const message = wrong ?? parseComparison(state, text);
  if (typeof message !== 'string') return text;
  problems.push({ key: 'compare', value: text.slice(0, problemValue), message });
  return null;
}

/** Whether `12.3` is the end of the twelfth because that has three micro-events. */
function isItsEnd({ entries }: History, { operation, micro }: Cursor): boolean {
  return micro !== null && micro === entries[operation - 1]?.events.length;
}

/** The part of the run that is marked: an end that is not said is the run's. */
function rangeOf({ from, to }: LinkState, history: History): CursorRange | null {
  if (from === null && to === null) return null;
  const first = clampCursor(history, from ?? startCursor);
  const last = to === null ? endCursor(history) : clampCursor(history, to);
  return compareCursors(first, last) < 0 ? { from: first, to: last } : null;
}

function breakpointsOf(text: string | null, problems: LinkProblem[]): readonly Breakpoint[] {
  if (text === null) return [];
  const { breakpoints, wrong } = parseBreakpoints(text);
  if (wrong !== null) problems.push({ key: 'break', value: text, message: wrong });
  return breakpoints;
}

function sourceOf(
  source: LinkSource | null,
  problems: LinkProblem[],
  tools: TextTools | null,
): OpenedSource {
  if (source?.kind === 'script') return ownSource(source.text, problems, tools);
  return { ...builtInSource(source?.id ?? null, problems), draft: null };
}

export function findBuiltIn(id: string): BuiltIn | undefined {
  return builtIns.find((builtIn) => builtIn.id === id);
}

function builtInSource(id: string | null, problems: LinkProblem[]): Source {
  if (id === null) return firstSource();
  const found = findBuiltIn(id);
  if (found) return sourceOfBuiltIn(found);
  const like = findBuiltIn(
    nearest(
      id,
      builtIns.map((entry) => entry.id),
    ) ?? '',
  );
  const instead = like ? `the nearest, ${like.id}` : 'the first one';
  problems.push({
    key: 'scenario',
    value: id,
    message: `is no built-in scenario; this is ${instead}`,
  });
  return like ? sourceOfBuiltIn(like) : firstSource();
}

/** An own script: with mistakes, what could be read of it runs, and the editor shows them. */
function ownSource(script: string, problems: LinkProblem[], tools: TextTools | null): OpenedSource {
  if (!tools) {
    problems.push({ key: 'script', value: '', message: couldNotLoad });
    return { ...firstSource(), draft: null };
  }
  const { scenario, diagnostics } = tools.parseScenario(script);
  if (scenario) return { ...sourceOfScript(script, scenario), draft: null };
  const mistakes = diagnostics.length === 1 ? 'a mistake' : `${diagnostics.length} mistakes`;
  const readable = parseReadable(script, tools);
  const meanwhile = readable ? 'the other lines are run' : 'the first scenario is run meanwhile';
  const message = `has ${mistakes}, shown in the editor; ${meanwhile}`;
  problems.push({ key: 'script', value: '', message });
  return { ...(readable ?? firstSource()), draft: script };
}

const couldNotLoad = 'cannot be read now: the part of bufscope that reads text could not be loaded';
const readingLimit = 8;

/** The text without its wrong lines; null where nothing sensible is left. */
function parseReadable(text: string, { parseScenario }: TextTools): Source | null {
  let lines: readonly string[] = text.split('\n');
  for (let i = 0; i < readingLimit; i++) {
    const script = lines.join('\n');
    const { scenario, diagnostics } = parseScenario(script);
    if (scenario) return scenario.steps.length === 0 ? null : sourceOfScript(script, scenario);
    const wrong = new Set(diagnostics.map(({ line }) => line));
    lines = lines.map((line, k) => (wrong.has(k + 1) ? '' : line));
  }
  return null;
}

function platformOf(id: string | null, scenario: Scenario, problems: LinkProblem[]): string {
  if (id === null) return scenario.platform.id;
  if (findPlatform(id)) return id;
  const known = platforms.map((platform) => platform.id).join(', ');
  const message = `is no platform; there are ${known}`;
  problems.push({ key: 'platform', value: id, message });
  return (
    nearest(
      id,
      platforms.map((platform) => platform.id),
    ) ?? scenario.platform.id
  );
}

function plantTree(
  scenario: Scenario,
  fork: string | null,
  problems: LinkProblem[],
  tools: TextTools | null,
): BranchTree {
  const inputs = scenario.steps.map(stepInputOf);
  if (fork === null) return createTree(inputs);
  if (!tools) {
    problems.push({ key: 'fork', value: '', message: couldNotLoad });
    return createTree(inputs);
  }
  const { forks, wrong } = tools.parseForks(fork, scenario);
  if (wrong !== null) problems.push({ key: 'fork', value: '', message: wrong });
  return treeWithForks(inputs, forks);
}

/** The tree as it stands, showing the branch that the fork leads to; null where it has none such. */
function treeLikeNow({ tree }: SessionState, fork: string | null): BranchTree | null {
  if (fork === null) return switchBranch(tree, scriptBranch);
  const script = tree.branches[0]?.inputs ?? [];
  const like = tree.branches
    .map(({ id }) => switchBranch(tree, id))
    .find((shown) => printForks(forksToCurrent(shown), script) === fork);
  return like ?? null;
}

function panelsOf(view: readonly string[] | null, problems: LinkProblem[]): readonly PanelId[] {
  if (view === null) return panelIds;
  const unknown = view.filter((id) => !isPanelId(id));
  if (unknown.length > 0) {
    const message = `is not one of ${panelIds.join(', ')}`;
    problems.push({ key: 'view', value: unknown.join(','), message });
  }
  const panels = panelIds.filter((id) => view.includes(id));
  return panels.length === 0 ? panelIds : panels;
}
