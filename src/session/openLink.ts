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
import { printForks } from '../history/forkText.ts';
import { createHistory } from '../history/history.ts';
import type { LinkProblem, LinkSource } from '../history/linkFormat.ts';
import { decodeLinkWith, plainProblem } from '../history/readLink.ts';
import { findPlatform, platforms } from '../model/platforms/platforms.ts';
import type { Scenario } from '../script/ast.ts';
import { nearest } from '../script/nearest.ts';
import { stepInputOf } from '../script/setupOf.ts';
import { sourceOfBuiltIn, sourceOfScript, type Source } from './actions.ts';
import { nearestId, type Catalogue } from './catalogue.ts';
import { plantComparison, type PlantedComparison } from './compareLink.ts';
import { parseComparison, type Compared } from './comparison.ts';
import { viewOfLink, type OpenedLink } from './linkView.ts';
import type { ReadingTools } from './readingTools.ts';
import { setupFor } from './runs.ts';
import type { SessionState } from './sessionState.ts';

/** Characters of a value that a problem shows. */
const problemValue = 40;

interface OpenedSource extends Source {
  readonly draft: string | null;
}

/** What a fragment leads to, coming from `state`. Never throws. */
export function openLink(
  state: SessionState,
  fragment: string,
  tools: ReadingTools | null,
  catalogue: Catalogue,
): OpenedLink {
  const { link, problems: unread } = decodeLinkWith(tools?.packer ?? null, fragment);
  const problems = [...unread];
  const source = sourceOf(link.source, problems, tools, catalogue);
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
  const { change, play, readonly } = viewOfLink(link, history, state, problems);
  return {
    change: {
      ...source,
      ...run,
      ...change,
      compare: compareOf(beside, { ...source, ...run }, problems),
      lecture: link.lecture,
      beat: null,
      tour: null,
      undo: null,
      // Where panels share a place, mistakes are worth nothing behind another one.
      ...(source.draft === null ? {} : { front: 'script' }),
      problems: problems.map(plainProblem),
      sheet: null,
    },
    play,
    readonly,
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

function sourceOf(
  source: LinkSource | null,
  problems: LinkProblem[],
  tools: ReadingTools | null,
  catalogue: Catalogue,
): OpenedSource {
  if (source?.kind === 'script') return ownSource(source.text, problems, tools, catalogue);
  return { ...builtInSource(source?.id ?? null, problems, catalogue), draft: null };
}

function builtInSource(
  id: string | null,
  problems: LinkProblem[],
  { find, ids, first }: Catalogue,
): Source {
  if (id === null) return sourceOfBuiltIn(first);
  const near = nearestId(id, ids);
  if (near.problem) problems.push(near.problem);
  return sourceOfBuiltIn(find(near.id ?? '') ?? first);
}

/** An own script: with mistakes, what could be read of it runs, and the editor shows them. */
function ownSource(
  script: string,
  problems: LinkProblem[],
  tools: ReadingTools | null,
  { first }: Catalogue,
): OpenedSource {
  if (!tools) {
    problems.push({ key: 'script', value: '', message: couldNotLoad });
    return { ...sourceOfBuiltIn(first), draft: null };
  }
  const { scenario, diagnostics } = tools.parseScenario(script);
  if (scenario) return { ...sourceOfScript(script, scenario), draft: null };
  const mistakes = diagnostics.length === 1 ? 'a mistake' : `${diagnostics.length} mistakes`;
  const readable = parseReadable(script, tools);
  const meanwhile = readable ? 'the other lines are run' : 'the first scenario is run meanwhile';
  const message = `has ${mistakes}, shown in the editor; ${meanwhile}`;
  problems.push({ key: 'script', value: '', message });
  return { ...(readable ?? sourceOfBuiltIn(first)), draft: script };
}

const couldNotLoad = 'cannot be read now: the part of bufscope that reads text could not be loaded';
const readingLimit = 8;
/** What has more mistakes than this is no script that somebody mistyped. */
const mistakeLimit = 100;

/** The text without its wrong lines; null where nothing sensible is left. */
function parseReadable(text: string, { parseScenario }: ReadingTools): Source | null {
  let lines: readonly string[] = text.split('\n');
  for (let i = 0; i < readingLimit; i++) {
    const script = lines.join('\n');
    const { scenario, diagnostics } = parseScenario(script);
    if (scenario) return scenario.steps.length === 0 ? null : sourceOfScript(script, scenario);
    if (diagnostics.length > mistakeLimit) return null;
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
  tools: ReadingTools | null,
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
