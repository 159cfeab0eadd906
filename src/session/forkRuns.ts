/**
 * The runs of all branches, for what each does: to be shown beside each other, not to be stepped through. A
 * branch that did not change is not run again.
 */
import { appendAll, type History } from '../history/history.ts';
import { truncate } from '../history/points.ts';
import { sharedWithParent, type Branch, type BranchTree } from '../history/tree.ts';
import type { Setup } from '../model/setup.ts';
import type { ForkBranch, ForkFlag } from '../scene/forkTree.ts';
import { printCursor } from '../history/cursor.ts';
import { verdicts } from './derive.ts';
import type { SessionState } from './sessionState.ts';

/** Operations of all branches beyond which none but the shown one is run. */
const mostOperations = 5000;

interface KnownRun {
  readonly setup: Setup;
  /** The run that it leaves; null for the script. */
  readonly base: History | null;
  readonly run: History;
}

const runs = new WeakMap<Branch, KnownRun>();

/** The branches of a session for the picture of the tree. */
export function forkBranches({
  tree,
  history,
}: Pick<SessionState, 'tree' | 'history'>): readonly ForkBranch[] {
  const isSmall =
    tree.branches.reduce((sum, { inputs }) => sum + inputs.length, 0) <= mostOperations;
  return tree.branches.map((branch): ForkBranch => {
    const run =
      branch.id === tree.current ? history : isSmall ? runOf(tree, branch, history) : null;
    const shared = sharedWithParent(branch);
    return {
      id: branch.id,
      name: branch.name,
      parent: branch.parent,
      at: printCursor(branch.at),
      leaves: branch.at.micro === null ? branch.at.operation : branch.at.operation - 0.5,
      length: run?.entries.length ?? shared + branch.inputs.length,
      flags: run && flagsOf(run, branch.parent === null ? 0 : shared),
    };
  });
}

function runOf(tree: BranchTree, branch: Branch, shown: History): History {
  const { setup } = shown;
  const parent = tree.branches.find(({ id }) => id === branch.parent);
  const base = parent ? runOf(tree, parent, shown) : null;
  const known = runs.get(branch);
  if (known && known.setup === setup && known.base === base) return known.run;
  const start = base
    ? truncate(base, sharedWithParent(branch))
    : { ...shown, entries: [], violations: [] };
  const run = branch.id === tree.current ? shown : appendAll(start, branch.inputs);
  runs.set(branch, { setup, base, run });
  return run;
}

/** The broken rules of a branch's own operations, the worst of each operation. */
function flagsOf(run: History, shared: number): readonly ForkFlag[] {
  const judged = verdicts(run);
  return run.entries.slice(shared).flatMap(({ violations }, i): readonly ForkFlag[] => {
    if (violations.length === 0) return [];
    const isHarm = violations.some(({ id }) => judged.get(id) === 'harm');
    return [{ operation: shared + i + 1, isHarm }];
  });
}
