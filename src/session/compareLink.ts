/**
 * A comparison in links. A link carries the forks that lead to the branch that is shown; where the run beside it
 * is on another fork, the comparison itself has the lines of that: `fork:@5 early` and its operations.
 */
import { printForks } from '../history/forkText.ts';
import {
  addBranch,
  forksToCurrent,
  pathTo,
  scriptBranch,
  switchBranch,
  type BranchTree,
} from '../history/tree.ts';
import type { Scenario } from '../script/ast.ts';
import { parseComparison, printComparison, type Compared } from './comparison.ts';
import type { ReadingTools } from './readingTools.ts';

const forkMark = 'fork:';

function linesOf(tree: BranchTree, id: string): string {
  return printForks(forksToCurrent(switchBranch(tree, id)), tree.branches[0]?.inputs ?? []);
}

/** The text of a comparison as a link carries it. */
export function linkedComparison(state: Compared, text: string): string {
  const change = parseComparison(state, text);
  if (typeof change === 'string' || change.branch === null) return text;
  const { tree } = state;
  const isCarried = pathTo(tree, tree.current).some(({ id }) => id === change.branch);
  if (isCarried) return text;
  const others = printComparison(tree, { ...change, branch: null });
  return [others, `${forkMark}${linesOf(tree, change.branch)}`]
    .filter((part) => part !== '')
    .join(';');
}

/** A comparison from a link: the tree with its fork, and the text that names it. */
export interface PlantedComparison {
  readonly tree: BranchTree;
  readonly text: string;
  /** What is wrong with the lines of the fork; null: nothing. */
  readonly wrong: string | null;
}

/** Where the lines of a fork begin in a comparison; null where it has none. */
function linesIn(text: string): { readonly before: string; readonly lines: string } | null {
  const [, before, lines] = /^((?:.*;)?\s*fork:)(@.*)$/s.exec(text) ?? [];
  return before === undefined || lines === undefined ? null : { before, lines };
}

/** Puts the fork of a comparison into the tree, without showing it; one that is there already is taken. */
export function plantComparison(
  tree: BranchTree,
  text: string,
  scenario: Scenario,
  tools: ReadingTools | null,
): PlantedComparison {
  const found = linesIn(text);
  if (!found || tree.branches.some(({ name }) => name === found.lines))
    return { tree, text, wrong: null };
  if (!tools) return { tree, text, wrong: 'cannot be read now: its fork is text' };
  const like = tree.branches.find(
    ({ id }) => id !== scriptBranch && linesOf(tree, id) === found.lines,
  );
  if (like) return { tree, text: `${found.before}${like.name}`, wrong: null };
  const { forks, wrong } = tools.parseForks(found.lines, scenario);
  if (wrong !== null) return { tree, text, wrong };
  let grown = switchBranch(tree, scriptBranch);
  for (const { at, inputs, name } of forks)
    grown = addBranch(grown, grown.current, at, inputs, name);
  const name = grown.branches.at(-1)?.name ?? '';
  return {
    tree: { ...grown, current: tree.current },
    text: `${found.before}${name}`,
    wrong: null,
  };
}
