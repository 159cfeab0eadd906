/** What the last fix changed: rules broken before and after, and on which platforms none is broken now. */
import { scriptBranch, inputsOfBranch } from '../history/tree.ts';
import { platforms } from '../model/platforms/platforms.ts';
import { runOtherwise } from './otherRuns.ts';
import type { SessionState } from './sessionState.ts';

export interface FixOutcome {
  /** Rules broken in the run that was fixed, and in the one that is shown. */
  readonly before: number;
  readonly after: number;
  /** What was fixed, as `compare.with` takes it: `script`, `fork:name`; null: it is another script. */
  readonly beside: string | null;
}

/** What the fix did here; null where none can be taken back, or what it fixed is shown. */
export function fixOutcome({ undo, tree, history, scenario }: SessionState): FixOutcome | null {
  const fixed = undo?.before;
  if (!fixed?.history || !fixed.tree) return null;
  const isFork = fixed.scenario === scenario;
  if (isFork && fixed.tree.current === tree.current) return null;
  const { current } = fixed.tree;
  const name = fixed.tree.branches.find(({ id }) => id === current)?.name ?? '';
  return {
    before: fixed.history.violations.length,
    after: history.violations.length,
    beside: isFork ? (current === scriptBranch ? 'script' : `fork:${name}`) : null,
  };
}

/** Titles of the platforms on which the shown run breaks no rule, and of the others. */
export function rightOn(state: SessionState): {
  readonly right: readonly string[];
  readonly wrong: readonly string[];
} {
  const { scenario, dmaDebug, tree } = state;
  const inputs = inputsOfBranch(tree, tree.current);
  const right: string[] = [];
  const wrong: string[] = [];
  for (const { id, title } of platforms) {
    const run =
      id === state.platform
        ? state.history
        : runOtherwise({ scenario, settings: [], platform: id, dmaDebug, inputs });
    (run.violations.length === 0 ? right : wrong).push(title);
  }
  return { right, wrong };
}
