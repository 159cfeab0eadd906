/**
 * The tree of forks: the script, and what was done instead of it. A branch is the operations done in
 * it and the point where it leaves its parent; its states are always replayed, never stored.
 */
import type { StepInput } from '../model/operation.ts';
import { afterOperation, startCursor, type Cursor } from './cursor.ts';

export interface Branch {
  /** Stays while the tree lives; links do not carry it. */
  readonly id: string;
  readonly name: string;
  /** Branch that it leaves; null for the script. */
  readonly parent: string | null;
  /** Where it leaves its parent; inside an operation, that operation is the first of `inputs`. */
  readonly at: Cursor;
  /** Its own operations, which follow what it shares with its parent. */
  readonly inputs: readonly StepInput[];
}

export interface BranchTree {
  /** The script first; a parent always comes before its children. */
  readonly branches: readonly Branch[];
  /** Id of the branch that is shown. */
  readonly current: string;
  /** Number of the next fork. */
  readonly nextFork: number;
}

/** Id of the branch that is the script itself. */
export const scriptBranch = 'script';

/** Longest name of a branch, in UTF-16 units. */
export const branchNameLimit = 60;

/** A tree without forks. */
export function createTree(script: readonly StepInput[]): BranchTree {
  const root = { id: scriptBranch, name: 'script', parent: null, at: startCursor, inputs: script };
  return { branches: [root], current: scriptBranch, nextFork: 1 };
}

export function findBranch(tree: BranchTree, id: string): Branch | undefined {
  return tree.branches.find((branch) => branch.id === id);
}

/** Operations of the parent that a branch shares with it. */
export function sharedWithParent({ at }: Pick<Branch, 'at'>): number {
  return at.micro === null ? at.operation : at.operation - 1;
}

/** All operations of a branch from the beginning; none where there is no such branch. */
export function inputsOfBranch(tree: BranchTree, id: string): readonly StepInput[] {
  const branch = findBranch(tree, id);
  if (!branch) return [];
  if (branch.parent === null) return branch.inputs;
  return inputsOfBranch(tree, branch.parent)
    .slice(0, sharedWithParent(branch))
    .concat(branch.inputs);
}

/** The branches from the script to `id`, both included. */
export function pathTo(tree: BranchTree, id: string): readonly Branch[] {
  const branch = findBranch(tree, id);
  if (!branch) return [];
  return branch.parent === null ? [branch] : [...pathTo(tree, branch.parent), branch];
}

/** Adds a branch and shows it. An empty name becomes `fork N`. */
export function addBranch(
  tree: BranchTree,
  parent: string,
  at: Cursor,
  inputs: readonly StepInput[],
  name = '',
): BranchTree {
  const id = `fork-${tree.nextFork}`;
  const branch = { id, name: cleanName(name) || `fork ${tree.nextFork}`, parent, at, inputs };
  return { branches: [...tree.branches, branch], current: id, nextFork: tree.nextFork + 1 };
}

/** Shows another branch; the tree itself where there is none with this id. */
export function switchBranch(tree: BranchTree, id: string): BranchTree {
  return findBranch(tree, id) ? { ...tree, current: id } : tree;
}

/** Gives a fork another name; the script keeps its own, and an empty name changes nothing. */
export function renameBranch(tree: BranchTree, id: string, name: string): BranchTree {
  const clean = cleanName(name);
  if (id === scriptBranch || clean === '') return tree;
  const branches = tree.branches.map((b) => (b.id === id ? { ...b, name: clean } : b));
  return { ...tree, branches };
}

/** A name on one line, without what would be cut off or not seen. */
function cleanName(name: string): string {
  const words = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  let clean = '';
  for (const character of words) {
    if (clean.length + character.length > branchNameLimit) break;
    clean += character;
  }
  return clean.trim();
}

/** Removes a fork and all that fork from it. Where the current one goes, its nearest kept ancestor is shown. */
export function deleteBranch(tree: BranchTree, id: string): BranchTree {
  if (id === scriptBranch || !findBranch(tree, id)) return tree;
  const gone = new Set(
    tree.branches.filter((b) => pathTo(tree, b.id).some((on) => on.id === id)).map((b) => b.id),
  );
  const path = pathTo(tree, tree.current);
  const current = path.findLast((branch) => !gone.has(branch.id))?.id ?? scriptBranch;
  return { ...tree, branches: tree.branches.filter((b) => !gone.has(b.id)), current };
}

/** A fork as links carry it. */
export interface ForkStep {
  readonly name: string;
  readonly at: Cursor;
  readonly inputs: readonly StepInput[];
}

/** The forks from the script to the current branch, outermost first; none where the script is shown. */
export function forksToCurrent(tree: BranchTree): readonly ForkStep[] {
  return pathTo(tree, tree.current)
    .slice(1)
    .map(({ name, at, inputs }) => ({ name, at, inputs }));
}

/** The tree with a chain of forks from the script; the last one is shown. */
export function treeWithForks(
  script: readonly StepInput[],
  forks: readonly ForkStep[],
): BranchTree {
  let tree = createTree(script);
  for (const { name, at, inputs } of forks) {
    const length = inputsOfBranch(tree, tree.current).length;
    const within = at.operation <= length ? at : afterOperation(length);
    tree = addBranch(tree, tree.current, within, inputs, name);
  }
  return tree;
}
