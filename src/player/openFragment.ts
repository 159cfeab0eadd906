/**
 * What a fragment shows in a player. A built-in scenario on its own platform is shown from its prepared run alone;
 * anything else takes the simulator. Never rejects: what is wrong is in the state's problems, or is all there is.
 */
import type { LinkState } from '../history/linkFormat.ts';
import { decodeLinkWith, plainProblem } from '../history/readLink.ts';
import { carriesText } from '../session/carriesText.ts';
import { nearestId } from '../session/catalogue.ts';
import { viewOfLink } from '../session/linkView.ts';
import { readingLoader } from '../session/loaders.ts';
import { stateOfPrepared, type Kept, type OpenedFragment } from './openedFragment.ts';
import type { RunSource } from './runSource.ts';

const couldNotLoad = 'A part of this figure could not be loaded.';

export async function openFragment(
  fragment: string,
  kept: Kept,
  runs: RunSource,
): Promise<OpenedFragment> {
  try {
    const tools = carriesText(fragment) ? await readingLoader.load() : null;
    const { link, problems } = decodeLinkWith(tools?.packer ?? null, fragment);
    if (link.source?.kind === 'script' || !isAsPrepared(link)) {
      const { openWithEngine } = await import('./openWithEngine.ts');
      return await openWithEngine(fragment, link, kept, runs);
    }
    const near = nearestId(link.source?.id ?? runs.ids[0], runs.ids);
    const run = await runs.load(near.id ?? runs.ids[0]);
    if (link.platform !== null && link.platform !== run.builtIn.scenario.platform.id) {
      const { openWithEngine } = await import('./openWithEngine.ts');
      return await openWithEngine(fragment, link, kept, runs);
    }
    const all = near.problem ? [...problems, near.problem] : [...problems];
    const base = stateOfPrepared(run);
    const { change, play, readonly } = viewOfLink(link, base.history, kept, all);
    return {
      kind: 'run',
      state: { ...base, ...change, problems: all.map(plainProblem) },
      play,
      readonly,
    };
  } catch {
    return { kind: 'failed', message: couldNotLoad };
  }
}

/** Whether the script's own run is shown, so far as the link tells by itself. */
function isAsPrepared({ dmaDebug, fork }: LinkState): boolean {
  return dmaDebug === null && fork === null;
}
