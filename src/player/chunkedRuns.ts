/** The runs of built-in scenarios as the build did them: a chunk each (scripts/lib/preparedRuns.mjs). */
import { ids, runs } from 'virtual:prepared-runs';
import type { RunSource } from './runSource.ts';

export const chunkedRuns: RunSource = {
  ids,
  async load(id) {
    const run = runs[id];
    if (!run) throw new Error(`there is no scenario ${id}`);
    return (await run()).run;
  },
};
