/**
 * Doing something else than the script, and running the branches of the tree. After a fork the rest of the
 * script is not continued.
 */
import type { Operation, StepInput } from '../model/operation.ts';
import { isSameCursor, type Cursor } from './cursor.ts';
import { append, appendAll, type Entry, type History } from './history.ts';
import { doInside, lastInside } from './interleave.ts';
import { endCursor } from './move.ts';
import { clampCursor, truncate } from './points.ts';
import { addBranch, findBranch, inputsOfBranch, type Branch, type BranchTree } from './tree.ts';

/** Where doing something leads: the tree, the run of its current branch, and the point after the deed. */
export interface Deed {
  readonly tree: BranchTree;
  readonly history: History;
  readonly cursor: Cursor;
}

/**
 * Does `operation` at a point of the current branch, whose run is `history`. At the end of a fork it
 * goes on there; anywhere else it makes a new fork. Inside an operation it happens there, and what that
 * operation still has to do follows it.
 */
export function doOperation(
  tree: BranchTree,
  history: History,
  cursor: Cursor,
  operation: Operation,
): Deed {
  const at = clampCursor(history, cursor);
  const entry = history.entries[at.operation - 1];
  return at.micro === null || !entry
    ? doAfter(tree, history, at, operation)
    : doWithin(tree, history, at, entry, at.micro, operation);
}

function doAfter(tree: BranchTree, history: History, at: Cursor, operation: Operation): Deed {
  const input: StepInput = { operation, meanwhile: [] };
  const branch = findBranch(tree, tree.current);
  const isEndOfFork =
    branch !== undefined && branch.parent !== null && isSameCursor(at, endCursor(history));
  const grown = isEndOfFork
    ? withInputs(tree, branch, [...branch.inputs, input])
    : addBranch(tree, tree.current, at, [input]);
  const next = append(truncate(history, at.operation), input);
  return { tree: grown, history: next, cursor: endCursor(next) };
}

function doWithin(
  tree: BranchTree,
  history: History,
  at: Cursor,
  entry: Entry,
  micro: number,
  operation: Operation,
): Deed {
  const input = doInside(entry, micro, operation);
  const branch = findBranch(tree, tree.current);
  const isLast = at.operation === history.entries.length;
  const goesOn =
    branch !== undefined &&
    branch.parent !== null &&
    branch.inputs.length > 0 &&
    isLast &&
    lastInside(entry) === micro;
  const grown = goesOn
    ? withInputs(tree, branch, [...branch.inputs.slice(0, -1), input])
    : addBranch(tree, tree.current, at, [input]);
  const next = append(truncate(history, at.operation - 1), input);
  const done = next.entries.at(-1);
  const micros = done ? lastInside(done) : null;
  return { tree: grown, history: next, cursor: clampCursor(next, { ...at, micro: micros }) };
}

function withInputs(tree: BranchTree, branch: Branch, inputs: readonly StepInput[]): BranchTree {
  const grown = { ...branch, inputs };
  return { ...tree, branches: tree.branches.map((b) => (b === branch ? grown : b)) };
}

/** The run of a branch, replayed from the beginning on the setup of `history`, sharing what is equal. */
export function replayBranch(tree: BranchTree, id: string, history: History): History {
  const inputs = inputsOfBranch(tree, id);
  let shared = 0;
  while (shared < inputs.length && history.entries[shared]?.input === inputs[shared]) shared += 1;
  return appendAll(truncate(history, shared), inputs.slice(shared));
}
