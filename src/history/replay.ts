/** A run with what is expected of each operation held against what came out. */
import { runAll, type Entry, type History } from './history.ts';
import { verdictsOf, type Verdict } from './verdicts.ts';
import type { Costs } from '../model/state.ts';
import type { Violation } from '../model/violation.ts';
import type { Scenario, ScenarioStep } from '../script/ast.ts';
import {
  appliesTo,
  checkExpectations,
  outcomesOf,
  type Failure,
  type Outcome,
} from '../script/evaluate.ts';
import { printPoint } from '../script/printOperation.ts';
import { setupOf, stepInputOf } from '../script/setupOf.ts';

/** One operation: a line of the script, or one that happened inside it. */
export interface Deed {
  readonly step: ScenarioStep;
  readonly outcome: Outcome;
  /** Where in the operation above it happened; null for the operation itself. */
  readonly during: string | null;
  /** Expectations that apply on this platform. */
  readonly judged: number;
  readonly failures: readonly Failure[];
}

export interface ReplayedStep {
  /** From 1. */
  readonly number: number;
  readonly entry: Entry;
  /** The operation, then those inside it. */
  readonly deeds: readonly Deed[];
}

export interface Replay {
  readonly platform: string;
  readonly history: History;
  readonly steps: readonly ReplayedStep[];
  /** Whether the scenario's expectations were worked out for this platform. */
  readonly isJudged: boolean;
  readonly verdict: (violation: Violation) => Verdict;
}

/** Runs all of a scenario on the platform with this id. */
export function replayScenario(scenario: Scenario, platform: string): Replay {
  return judgeRun(scenario, runAll(setupOf(scenario, platform), scenario.steps.map(stepInputOf)));
}

/** A run of a scenario's steps, held against what they expect. */
export function judgeRun(scenario: Pick<Scenario, 'steps' | 'platform'>, history: History): Replay {
  const platform = history.setup.platform.id;
  const verdicts = verdictsOf(history.violations);
  const verdict = (violation: Violation): Verdict => verdicts.get(violation.id) ?? 'luck';
  const isJudged = scenario.platform.expectsPlatforms?.includes(platform) ?? true;
  const steps = scenario.steps.flatMap((step, index) => {
    const entry = history.entries[index];
    if (!entry) return [];
    const deeds = outcomesOf(step, entry, verdict, platform).map((each, i) => ({
      ...each,
      during: i === 0 ? null : pointOf(step, each.step),
      ...judge(each.step, each.outcome, isJudged),
    }));
    return [{ number: index + 1, entry, deeds }];
  });
  return { platform, history, steps, isJudged, verdict };
}

function pointOf(outer: ScenarioStep, inner: ScenarioStep): string | null {
  const found = outer.meanwhile.find(({ step }) => step === inner);
  return found ? printPoint(found.at) : null;
}

/** Where expectations are not judged, only an operation that could not be done fails. */
function judge(
  step: ScenarioStep,
  outcome: Outcome,
  isJudged: boolean,
): Pick<Deed, 'judged' | 'failures'> {
  const checked = isJudged ? step : { ...step, expects: [] };
  const judged = checked.expects.filter((expect) => appliesTo(expect, outcome.platform)).length;
  const failures = checkExpectations(checked, outcome);
  return { judged: Math.max(judged, failures.length), failures };
}

/** All operations of a run, also those inside others. */
export function deedsOf(replay: Replay): readonly Deed[] {
  return replay.steps.flatMap((step) => step.deeds);
}

/** What the whole run has cost. */
export function costsOf({ history }: Replay): Costs {
  return (history.entries.at(-1)?.state ?? history.initial).costs;
}

/** Counts of a run. */
export interface Score {
  /** Expectations that apply. */
  readonly judged: number;
  readonly failed: number;
  readonly luck: number;
  readonly harm: number;
  readonly microEvents: number;
}

export function scoreOf(replay: Replay): Score {
  const deeds = deedsOf(replay);
  const { violations, entries } = replay.history;
  const harm = violations.filter((violation) => replay.verdict(violation) === 'harm').length;
  return {
    judged: deeds.reduce((sum, deed) => sum + deed.judged, 0),
    failed: deeds.reduce((sum, deed) => sum + deed.failures.length, 0),
    luck: violations.length - harm,
    harm,
    microEvents: entries.reduce((sum, entry) => sum + entry.events.length, 0),
  };
}
