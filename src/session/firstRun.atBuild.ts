/**
 * The run of the bare address, done by the build: what the first picture needs of a scenario, its run, and
 * what the script language and the rules say of it. So the page shows it, and steps through it by operation,
 * before the simulator is there.
 */
import { findScenario } from '../scenarios/catalogue.ts';
import type { PreparedRun } from './prepared.ts';
import { prepareRun } from './prepareRun.ts';
import { readBuiltIn } from './readBuiltIn.ts';

const id = 'missed-clean';

function runFirst(): PreparedRun {
  const entry = findScenario(id);
  const builtIn = entry && readBuiltIn(entry);
  if (!builtIn) throw new Error(`the scenario ${id} cannot be read`);
  // The engine comes right after the first picture: states inside operations need not wait with it.
  return prepareRun(builtIn, false);
}

export const firstRun: PreparedRun = runFirst();
