/** What a run comes to, in a word: of one operation, and of a whole scenario on a platform. */
import type { OperationResult } from '../model/result.ts';
import type { RuleId } from '../model/violation.ts';
import { scoreOf, type Replay, type ReplayedStep } from './replayScenario.ts';

export type Cell = 'right' | 'luck' | 'wrong';

/** Wrong: it did harm. Luck: it broke a rule and nothing came of it. */
export function cellOf(replay: Replay, { entry }: ReplayedStep): Cell {
  if (entry.violations.length === 0) return 'right';
  return entry.violations.some((v) => replay.verdict(v) === 'harm') ? 'wrong' : 'luck';
}

/** The same of all operations together. */
export function worstOf(replay: Replay): Cell {
  const { luck, harm } = scoreOf(replay);
  if (harm > 0) return 'wrong';
  return luck > 0 ? 'luck' : 'right';
}

/** Every rule that was broken and every effect, in the order in which they first came. */
export function rulesOf(replay: Replay): readonly RuleId[] {
  return [...new Set(replay.history.violations.map(({ rule }) => rule))];
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

/** An operation that a platform refused. */
export interface Refusal {
  /** Number of the operation, from 1. */
  readonly at: number;
  /** As `refusalOf` says it. */
  readonly what: string;
}

/** The operations that were refused, in their order; also those inside others. */
export function refusalsOf(replay: Replay): readonly Refusal[] {
  return replay.steps.flatMap(({ number, deeds }) =>
    deeds.flatMap(({ outcome }) => {
      const what = refusalOf(outcome.result);
      return what === null ? [] : [{ at: number, what }];
    }),
  );
}
