/** Opens in a player what has to be run first: own scripts, forks, other platforms. A chunk of its own, with the engine. */
import { createHistory } from '../history/history.ts';
import type { LinkState } from '../history/linkFormat.ts';
import { createTree } from '../history/tree.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { sourceOfScript, stateOfRun } from '../session/actions.ts';
import type { Catalogue } from '../session/catalogue.ts';
import { nearestId } from '../session/catalogue.ts';
import { engineLoader, readingLoader } from '../session/loaders.ts';
import { openLink } from '../session/openLink.ts';
import type { ReadingTools } from '../session/readingTools.ts';
import type { SessionState } from '../session/sessionState.ts';
import { stateOfPrepared, type Kept, type OpenedFragment } from './openedFragment.ts';
import type { RunSource } from './runSource.ts';

/** Where the fragment is opened from: a state that it changes, and the scenarios that it may name. */
interface Ground {
  readonly state: SessionState;
  readonly catalogue: Catalogue;
}

export async function openWithEngine(
  fragment: string,
  link: LinkState,
  kept: Kept,
  runs: RunSource,
): Promise<OpenedFragment> {
  const [tools] = await Promise.all([readingLoader.load(), engineLoader.load()]);
  const { source } = link;
  const ground =
    source?.kind === 'script'
      ? groundOfScript(source.text, tools)
      : await groundOfBuiltIn(source?.id ?? runs.ids[0], runs);
  if ('kind' in ground) return ground;
  const { state, catalogue } = ground;
  const opened = openLink({ ...state, ...kept }, fragment, tools, catalogue);
  const { change, play, readonly } = opened;
  // A player shows one run, and no lecture.
  const shown = { ...state, ...change, compare: null, lecture: false };
  return { kind: 'run', state: shown, play, readonly };
}

function groundOfScript(script: string, { parseScenario }: ReadingTools): Ground | OpenedFragment {
  const { scenario, diagnostics } = parseScenario(script);
  if (!scenario) return { kind: 'mistakes', script, diagnostics };
  const unrun = stateOfRun(sourceOfScript(script, scenario), createHistory(setupOf(scenario)));
  const state = { ...unrun, tree: createTree(inputsOf(scenario)) };
  const first = { id: '', group: '', declarations: [], scenario };
  return { state, catalogue: { find: () => undefined, ids: [], first } };
}

async function groundOfBuiltIn(wanted: string, runs: RunSource): Promise<Ground> {
  const run = await runs.load(nearestId(wanted, runs.ids).id ?? runs.ids[0]);
  const { builtIn } = run;
  const find = (id: string) => (id === builtIn.id ? builtIn : undefined);
  return { state: stateOfPrepared(run), catalogue: { find, ids: runs.ids, first: builtIn } };
}
