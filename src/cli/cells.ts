/** What a replayed scenario comes to, in a word: `history/stepVerdict.ts` for the command line. */
import {
  refusalOf,
  rulesOfRun,
  verdictOfStep,
  worstOfRun,
  type StepVerdict,
} from '../history/stepVerdict.ts';
import type { RuleId } from '../model/violation.ts';
import type { Replay, ReplayedStep } from '../history/replay.ts';

export type Cell = StepVerdict;

/** Wrong: it did harm. Luck: it broke a rule and nothing came of it. */
export function cellOf(replay: Replay, { entry }: ReplayedStep): Cell {
  return verdictOfStep(entry, replay.verdict);
}

/** The same of all operations together. */
export function worstOf(replay: Replay): Cell {
  return worstOfRun(replay.history, replay.verdict);
}

/** Every rule that was broken and every effect, in the order in which they first came. */
export function rulesOf(replay: Replay): readonly RuleId[] {
  return rulesOfRun(replay.history);
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
