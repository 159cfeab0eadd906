/** The same run on the other platforms: where a violation goes well by luck, and where it does harm. */
import { inputsOfBranch } from '../history/tree.ts';
import type { History } from '../history/history.ts';
import { platforms } from '../model/platforms/platforms.ts';
import type { Violation } from '../model/violation.ts';
import { verdicts } from './derive.ts';
import { runOtherwise } from './otherRuns.ts';
import type { SessionState } from './sessionState.ts';

export interface Elsewhere {
  /** Titles of the platforms, without the current one. */
  readonly harm: readonly string[];
  readonly luck: readonly string[];
  /** Where the rule is not broken there at all. */
  readonly fine: readonly string[];
  /** Where a call that succeeds here was refused before it came to that. */
  readonly refused: readonly Refusal[];
}

export interface Refusal {
  /** Title of the platform. */
  readonly title: string;
  readonly errno: string;
  /** Number of the operation that was refused. */
  readonly operation: number;
}

function runOn(state: SessionState, platform: string): History {
  if (platform === state.platform) return state.history;
  const { scenario, dmaDebug, tree } = state;
  const inputs = inputsOfBranch(tree, tree.current);
  return runOtherwise({ scenario, settings: [], platform, dmaDebug, inputs });
}

/** How a violation of operation number `operation` ends on the other platforms. */
export function elsewhere(state: SessionState, operation: number, { rule }: Violation): Elsewhere {
  const harm: string[] = [];
  const luck: string[] = [];
  const fine: string[] = [];
  const refused: Refusal[] = [];
  for (const { id, title } of platforms) {
    if (id === state.platform) continue;
    const run = runOn(state, id);
    const same =
      run.entries[operation - 1]?.violations.filter((other) => other.rule === rule) ?? [];
    const judged = verdicts(run);
    const refusal = same.length === 0 ? refusalIn(run, state.history, operation) : null;
    if (refusal) refused.push({ title, ...refusal });
    else if (same.length === 0) fine.push(title);
    else if (same.some((other) => judged.get(other.id) === 'harm')) harm.push(title);
    else luck.push(title);
  }
  return { harm, luck, fine, refused };
}

/** The first call up to an operation that one run refuses and the other does not; null: none. */
function refusalIn(run: History, other: History, operation: number): Omit<Refusal, 'title'> | null {
  for (const [i, { result }] of run.entries.slice(0, operation).entries()) {
    if (result.kind === 'errno' && other.entries[i]?.result.kind !== 'errno')
      return { errno: result.errno, operation: i + 1 };
  }
  return null;
}
