/** Which runs can stand beside the one that is shown, for the sheet and the palette. */
import { scriptBranch } from '../history/tree.ts';
import { platforms } from '../model/platforms/platforms.ts';
import { textBeforeFix } from './compareRuns.ts';
import { printComparison, type RunChange } from './comparison.ts';
import { matrixKinds, matrixKindTitle, matrixRows } from './matrixRun.ts';
import type { SessionState } from './sessionState.ts';

export interface ComparisonChoice {
  /** As in links: see `comparison.ts`. */
  readonly text: string;
  readonly title: string;
  /** A sentence on it; may be empty. */
  readonly about: string;
}

export interface ComparisonGroup {
  readonly title: string;
  readonly choices: readonly ComparisonChoice[];
}

const sameRun: RunChange = { platform: null, branch: null, settings: [], without: [] };

/** All of them, those that teach most first; groups without a choice are left out. */
export function comparisonChoices(state: SessionState): readonly ComparisonGroup[] {
  const groups = [
    { title: 'Before the fix', choices: originChoices(state) },
    { title: 'Script and forks', choices: branchChoices(state) },
    { title: 'Another platform', choices: platformChoices(state) },
    { title: 'Without a step', choices: stepChoices(state) },
    ...policyGroups(state),
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}

/** Where the last fix rewrote the script: the run before it. */
function originChoices(state: SessionState): readonly ComparisonChoice[] {
  const text = textBeforeFix(state, state.undo);
  const about = `${state.undo?.what ?? 'The fix'}.`;
  return text === null ? [] : [{ text, title: 'The run before it', about }];
}

function branchChoices({ tree }: SessionState): readonly ComparisonChoice[] {
  return tree.branches
    .filter(({ id }) => id !== tree.current)
    .map(({ id, name }) => ({
      text: printComparison(tree, { ...sameRun, branch: id }),
      title: id === scriptBranch ? 'The script' : name,
      about: id === scriptBranch ? 'What was written, before any fork.' : '',
    }));
}

function platformChoices({ platform }: SessionState): readonly ComparisonChoice[] {
  return platforms
    .filter(({ id }) => id !== platform)
    .map(({ id, title, summary }) => ({ text: id, title, about: summary }));
}

/** The step that is shown left out: what is it good for? */
function stepChoices({ cursor, tree, history }: SessionState): readonly ComparisonChoice[] {
  const { operation } = cursor;
  if (operation < 1 || operation > history.entries.length) return [];
  const text = printComparison(tree, { ...sameRun, without: [operation] });
  const about = 'The same run with the step that is shown left out.';
  return [{ text, title: `Without step ${operation}`, about }];
}

function policyGroups(state: SessionState): readonly ComparisonGroup[] {
  return matrixKinds(state)
    .filter(({ by }) => by === 'setting')
    .map((kind) => ({
      title: matrixKindTitle(kind),
      choices: matrixRows(state, kind)
        .filter(({ isShown }) => !isShown)
        .map(({ text, title, about }) => ({ text, title, about })),
    }));
}
