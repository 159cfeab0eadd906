/**
 * The runs of built-in scenarios, done when they are asked for: with the simulator inside, texts are shorter than
 * runs. The build does them with this, too (scripts/lib/preparedRuns.mjs).
 */
import { scenarios } from '../scenarios/catalogue.ts';
import { prepareRun } from '../session/prepareRun.ts';
import type { PreparedRun } from '../session/prepared.ts';
import { readBuiltIn } from '../session/readBuiltIn.ts';
import type { RunSource } from './runSource.ts';

const done = new Map<string, PreparedRun>();

function runOf(id: string): PreparedRun {
  const known = done.get(id);
  if (known) return known;
  const entry = scenarios.find((scenario) => scenario.id === id);
  const builtIn = entry && readBuiltIn(entry);
  if (!builtIn) throw new Error(`there is no scenario ${id}`);
  const run = prepareRun(builtIn, true);
  done.set(id, run);
  return run;
}

const [first, ...others] = scenarios.map(({ id }) => id);

export const simulatedRuns: RunSource = {
  ids: [first ?? '', ...others],
  load: async (id) => runOf(id),
};
