/**
 * The short way from a script to its run, for programs that use bufscope as a library: mistakes are thrown, because
 * a caller who wants to show them one by one has `parseScenario`. What comes out is flat and is data alone.
 */
import type { History } from '../history/history.ts';
import {
  costsOf,
  deedsOf,
  replayScenario,
  scoreOf,
  type ReplayedStep,
  type Score,
} from '../history/replay.ts';
import type { Verdict } from '../history/verdicts.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import type { StepInput } from '../model/operation.ts';
import { findPlatform, platforms } from '../model/platforms/platforms.ts';
import type { NestedResult, OperationResult } from '../model/result.ts';
import type { Costs, State } from '../model/state.ts';
import type { Violation } from '../model/violation.ts';
import type { Scenario } from '../script/ast.ts';
import { formatDiagnostic, type Diagnostic } from '../script/diagnostic.ts';
import type { Failure } from '../script/evaluate.ts';
import { parseScenario } from '../script/parse.ts';
import { printOperation } from '../script/printOperation.ts';

/** What `readScenario` throws: the text has mistakes. */
export class ScenarioError extends Error {
  /** All mistakes, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];

  /** The message has a line a mistake, each beginning with `line:column`. */
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'));
    this.name = 'ScenarioError';
    this.diagnostics = diagnostics;
  }
}

/** A violation, and what it did to the data in this run. */
export interface JudgedViolation extends Violation {
  /** `harm`: an effect, a rule that never goes well, or a rule that an effect is traced to; else `luck`. */
  readonly verdict: Verdict;
}

/** One operation of a run. */
export interface RunStep {
  /** From 1. */
  readonly number: number;
  /** Line of the operation in the text, from 1. */
  readonly line: number;
  /** The operation as it is written: `gpu: map frame TO_DEVICE`. */
  readonly text: string;
  /** What the script says to its reader here. */
  readonly notes: readonly string[];
  /** The operation as data, with what others do meanwhile. */
  readonly input: StepInput;
  /** What it returned. */
  readonly result: OperationResult;
  /** What happened, call by call and copy by copy. */
  readonly events: readonly MicroEvent[];
  /** What the operations inside it returned, in the order of `input.meanwhile`. */
  readonly nested: readonly NestedResult[];
  /** The rules that it broke, and the effects that it had. */
  readonly violations: readonly JudgedViolation[];
  /** Expectations of this line that do not hold. */
  readonly failures: readonly Failure[];
  /** The machine after it. */
  readonly state: State;
}

/** A scenario that was run to its end. */
export interface ScenarioRun {
  /** Id of the platform. */
  readonly platform: string;
  /** Operation by operation. */
  readonly steps: readonly RunStep[];
  /** All of the run, in the order in which they happened. */
  readonly violations: readonly JudgedViolation[];
  /** Expectations that do not hold; empty where `isJudged` is false, but for operations that could not be done. */
  readonly failures: readonly Failure[];
  /** Whether the expectations of the scenario were worked out for this platform. */
  readonly isJudged: boolean;
  /** Counts of expectations, violations and micro-events. */
  readonly score: Score;
  /** What the whole run has cost. */
  readonly costs: Costs;
  /** The run to walk through: `stateAt`, `eventAt`, `append`. */
  readonly history: History;
}

/**
 * Reads a whole scenario.
 * @param text in the scenario language, at most 256 Ki characters
 * @throws {@link ScenarioError} where the text has a mistake
 */
export function readScenario(text: string): Scenario {
  const { scenario, diagnostics } = parseScenario(text);
  if (!scenario) throw new ScenarioError(diagnostics);
  return scenario;
}

/**
 * Runs a scenario to its end, and holds it against what it expects.
 * @param platform id of a platform, such as `arm64`; the scenario's own where none is given
 * @throws RangeError where there is no platform with this id
 */
export function runScenario(
  scenario: Scenario,
  platform: string = scenario.platform.id,
): ScenarioRun {
  if (!findPlatform(platform)) {
    const ids = platforms.map(({ id }) => id).join(', ');
    throw new RangeError(`there is no platform ${JSON.stringify(platform)}: there are ${ids}`);
  }
  const replay = replayScenario(scenario, platform);
  const { history, isJudged } = replay;
  const judge = (violation: Violation): JudgedViolation => ({
    ...violation,
    verdict: replay.verdict(violation),
  });
  return {
    platform,
    steps: replay.steps.map((step, i) => runStep(step, scenario.steps[i]?.line ?? 0, judge)),
    violations: history.violations.map(judge),
    failures: deedsOf(replay).flatMap(({ failures }) => failures),
    isJudged,
    score: scoreOf(replay),
    costs: costsOf(replay),
    history,
  };
}

function runStep(
  { number, entry, deeds }: ReplayedStep,
  line: number,
  judge: (violation: Violation) => JudgedViolation,
): RunStep {
  const { input, result, events, nested, state } = entry;
  return {
    number,
    line,
    text: printOperation(input.operation),
    notes: deeds[0]?.step.notes ?? [],
    input,
    result,
    events,
    nested,
    violations: entry.violations.map(judge),
    failures: deeds.flatMap(({ failures }) => failures),
    state,
  };
}
