/** What the workbench begins with: the run of the bare address, which the build did. */
import type { Source } from './actions.ts';
import { sourceOfBuiltIn, stateOfRun } from './actions.ts';
import { firstRun } from './firstRun.atBuild.ts';
import { takeRun } from './prepared.ts';
import type { SessionState } from './sessionState.ts';

/** The source of the bare address. */
export function firstSource(): Source {
  return sourceOfBuiltIn(firstRun.builtIn);
}

/** The state of the bare address: the first scenario, run by the build, before its first operation. */
export function initialState(): SessionState {
  return stateOfRun(firstSource(), takeRun(firstRun, null));
}
