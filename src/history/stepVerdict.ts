/**
 * What a run comes to, in a word: of one operation, and of all of it. The matrix of the command line and
 * the one of the page say the same because both ask here.
 */
import type { OperationResult } from '../model/result.ts';
import type { RuleId, Violation } from '../model/violation.ts';
import type { Entry, History } from './history.ts';
import type { Verdict } from './verdicts.ts';

/** Wrong: it did harm. Luck: it broke a rule and nothing came of it. */
export type StepVerdict = 'right' | 'luck' | 'wrong';

type Judge = (violation: Violation) => Verdict;

/** One operation; `judge` knows the verdicts of its run. */
export function verdictOfStep(
  { violations }: Pick<Entry, 'violations'>,
  judge: Judge,
): StepVerdict {
  if (violations.length === 0) return 'right';
  return violations.some((violation) => judge(violation) === 'harm') ? 'wrong' : 'luck';
}

/** All operations of a run together. */
export function worstOfRun({ violations }: Pick<History, 'violations'>, judge: Judge): StepVerdict {
  return verdictOfStep({ violations }, judge);
}

/** Every rule that a run broke and every effect, in the order in which they first came. */
export function rulesOfRun({ violations }: Pick<History, 'violations'>): readonly RuleId[] {
  return [...new Set(violations.map(({ rule }) => rule))];
}

/** How an operation was refused: `EBUSY`, `SIGBUS`, `blocked`; null where it was done. */
export function refusalOf(result: OperationResult): string | null {
  switch (result.kind) {
    case 'ok':
    case 'bytes':
      return null;
    case 'errno':
      return result.errno;
    case 'signal':
      return result.signal;
    case 'blocked':
    case 'oops':
      return result.kind;
    case 'scriptError':
      return 'not possible';
  }
}
