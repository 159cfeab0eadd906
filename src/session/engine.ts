/**
 * The engine: the simulator, the script language that prints what it does, and the rules. A chunk of its own,
 * loaded right after the first picture, whose run the build did.
 */
import { printForks } from '../history/forkText.ts';
import { verdictsOf } from '../history/verdicts.ts';
import { stepTo } from '../model/step.ts';
import { rules } from '../model/violations/rules.ts';
import type { RuleId } from '../model/violation.ts';
import { printPoint } from '../script/printOperation.ts';
import { wordsOf } from './operationWords.ts';
import { applyFix } from './applyFix.ts';
import { linkedComparison } from './compareLink.ts';
import { compareWith, openRun, swapRuns } from './compareRuns.ts';
import { demo } from './demo.ts';
import {
  applyScript,
  doInstead,
  leaveBranch,
  openBranch,
  removeBranch,
  setDmaDebug,
  setPlatform,
} from './runs.ts';
import { fixAtCursor } from './fixAtCursor.ts';
import { nextChangeOf } from './selectionChange.ts';
import { parseSelection } from '../scene/selectionText.ts';

export const engine = {
  applyFix,
  applyScript,
  compareWith,
  demo,
  doInstead,
  fixAtCursor,
  leaveBranch,
  linkedComparison,
  nextChangeOf,
  openBranch,
  openRun,
  parseSelection,
  printForks,
  printPoint,
  removeBranch,
  setDmaDebug,
  setPlatform,
  stepTo,
  swapRuns,
  verdictsOf,
  wordsOf,
  titleOf: (rule: RuleId): string => rules[rule].title,
};

export type Engine = typeof engine;
