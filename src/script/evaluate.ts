/** Holds what a step expects against what came out. Used by the command line, the matrix and the page. */
import { assertUnreachable } from '../base/assertUnreachable.ts';
import { valueOf } from '../model/hardware/cell.ts';
import type { OperationResult, StepResult } from '../model/result.ts';
import type { Costs } from '../model/state.ts';
import type { Violation } from '../model/violation.ts';
import type { Expect, ExpectedRun, ExpectWhat, ScenarioStep } from './ast.ts';
import { costWords } from './costWords.ts';
import { printExpect } from './print.ts';
import { formatValue } from './values.ts';

/** Whether a violation did harm; judged over the whole run. */
export type Verdict = (violation: Violation) => 'luck' | 'harm';

/** What came out of one operation. */
export interface Outcome {
  readonly result: OperationResult;
  /** Violations at its own micro-events. */
  readonly violations: readonly Violation[];
  readonly verdict: Verdict;
  /** What the run has cost so far, counted at the end of the line. */
  readonly costs: Costs;
  /** Id of the platform that it ran on. */
  readonly platform: string;
}

/** An expectation that does not hold. */
export interface Failure {
  /** Line of the operation; 0 where it was not written. */
  readonly line: number;
  /** As written: `expect A on arm64`. */
  readonly expected: string;
  /** What came instead, in words: `64 bytes of B`. */
  readonly got: string;
  /** Both in a sentence. */
  readonly message: string;
}

/** Bytes as runs: `A*64,B*2`. */
function describeBytes(values: readonly number[]): string {
  const runs: { value: number; count: number }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.value === value) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  const shown = runs.slice(0, 8).map((run) => `${formatValue(run.value)}*${run.count}`);
  return shown.join(',') + (runs.length > shown.length ? ',…' : '');
}

/** What an operation returned, in a few words. */
export function describeResult(result: OperationResult): string {
  switch (result.kind) {
    case 'ok':
      return result.value === null ? 'ok' : `ok (${result.value})`;
    case 'bytes':
      return describeBytes(result.cells.map(valueOf));
    case 'errno':
      return `${result.errno} (${result.reason})`;
    case 'signal':
      return `${result.signal} (${result.reason})`;
    case 'blocked':
      return `blocked (${result.reason})`;
    case 'oops':
      return `oops (${result.reason})`;
    case 'scriptError':
      return `a script error (${result.message})`;
    default:
      return assertUnreachable(result);
  }
}

function describeFaults(result: OperationResult): string {
  if (result.kind !== 'ok' && result.kind !== 'bytes') return describeResult(result);
  if (result.faults === 0) return 'no page fault';
  return result.faults === 1 ? 'one page fault' : `${result.faults} page faults`;
}

function describeViolations({ violations, verdict }: Outcome): string {
  if (violations.length === 0) return 'no violation';
  return violations.map((violation) => `${violation.rule} (${verdict(violation)})`).join(', ');
}

function hasRuns(values: readonly number[], runs: readonly ExpectedRun[]): boolean {
  let next = 0;
  for (const { value, count } of runs) {
    const end = next + count;
    if (end > values.length) return false;
    for (; next < end; next++) if (values[next] !== value) return false;
  }
  return next === values.length;
}

function hasFaults(result: OperationResult, took: boolean): boolean {
  return (result.kind === 'ok' || result.kind === 'bytes') && result.faults > 0 === took;
}

/** Luck: it broke rules and none of that did harm. Harm: some of it did, or it is harm itself. */
function hasVerdict({ violations, verdict }: Outcome, wanted: 'luck' | 'harm'): boolean {
  if (wanted === 'harm') return violations.some((violation) => verdict(violation) === 'harm');
  const rules = violations.filter((violation) => violation.class !== 'effect');
  return rules.length > 0 && rules.every((violation) => verdict(violation) === 'luck');
}

function holds(what: ExpectWhat, outcome: Outcome): boolean {
  const { result, violations } = outcome;
  switch (what.kind) {
    case 'value':
      return result.kind === 'bytes' && result.cells.every((cell) => valueOf(cell) === what.value);
    case 'runs':
      return result.kind === 'bytes' && hasRuns(result.cells.map(valueOf), what.runs);
    case 'ok':
      return result.kind === 'ok' || result.kind === 'bytes';
    case 'errno':
      return result.kind === 'errno' && result.errno === what.errno;
    case 'signal':
      return result.kind === 'signal' && result.signal === what.signal;
    case 'fault':
      return hasFaults(result, what.took);
    case 'blocked':
      return result.kind === 'blocked';
    case 'oops':
      return result.kind === 'oops';
    case 'rule':
      return violations.some((violation) => violation.rule === what.rule);
    case 'class':
      return violations.some((violation) => violation.class === what.class);
    case 'verdict':
      return hasVerdict(outcome, what.verdict);
    case 'none':
      return violations.length === 0;
    case 'returns':
      return result.kind === 'ok' && result.value === what.number;
    case 'cost':
      return outcome.costs[costWords[what.cost].key] === what.count;
    default:
      return assertUnreachable(what);
  }
}

function describeOutcome(what: ExpectWhat, outcome: Outcome): string {
  switch (what.kind) {
    case 'rule':
    case 'class':
    case 'verdict':
    case 'none':
      return describeViolations(outcome);
    case 'fault':
      return describeFaults(outcome.result);
    case 'cost': {
      const { key, unit } = costWords[what.cost];
      return `${outcome.costs[key]} ${unit}`;
    }
    case 'value':
    case 'runs':
    case 'ok':
    case 'returns':
    case 'errno':
    case 'signal':
    case 'blocked':
    case 'oops':
      return describeResult(outcome.result);
    default:
      return assertUnreachable(what);
  }
}

/** Whether an expectation is about this platform. */
export function appliesTo(expect: Expect, platform: string): boolean {
  return expect.platforms.length === 0 || expect.platforms.includes(platform);
}

/** One expectation held against an outcome. */
export interface Judgement {
  readonly expect: Expect;
  /** Line of the operation; 0 where it was not written. */
  readonly line: number;
  /** As written: `expect A on arm64`. */
  readonly expected: string;
  /** Whether it is about the platform; where it is not, it holds. */
  readonly applies: boolean;
  readonly holds: boolean;
  /** What came, in words. */
  readonly got: string;
}

/** Every expectation of a step, in its order. */
export function judgeExpectations(step: ScenarioStep, outcome: Outcome): Judgement[] {
  return step.expects.map((expect) => {
    const applies = appliesTo(expect, outcome.platform);
    return {
      expect,
      line: step.line,
      expected: printExpect(expect),
      applies,
      holds: !applies || holds(expect.what, outcome),
      got: describeOutcome(expect.what, outcome),
    };
  });
}

/** What of a step's expectations does not hold. An operation that could not be done always fails. */
export function checkExpectations(step: ScenarioStep, outcome: Outcome): Failure[] {
  const { line } = step;
  if (outcome.result.kind === 'scriptError') {
    const got = describeResult(outcome.result);
    return [{ line, expected: 'an operation', got, message: outcome.result.message }];
  }
  return judgeExpectations(step, outcome)
    .filter((judgement) => !judgement.holds)
    .map(({ expected, got }) => ({ line, expected, got, message: `${expected}: got ${got}` }));
}

/** The outcome of a step and of each operation inside it, in the order of `meanwhile`. */
export function outcomesOf(
  step: ScenarioStep,
  done: StepResult,
  verdict: Verdict,
  platform: string,
): { readonly step: ScenarioStep; readonly outcome: Outcome }[] {
  const isInner = (index: number): boolean =>
    done.nested.some((nested) => index >= nested.firstEvent && index < nested.endEvent);
  const own = done.events.filter((_, index) => !isInner(index));
  const { costs } = done.state;
  const inner = done.nested.flatMap((nested, index) => {
    const innerStep = step.meanwhile[index]?.step;
    if (!innerStep) return [];
    const events = done.events.slice(nested.firstEvent, nested.endEvent);
    const violations = events.flatMap((event) => event.violations);
    const outcome = { result: nested.result, violations, verdict, costs, platform };
    return [{ step: innerStep, outcome }];
  });
  const violations = own.flatMap((event) => event.violations);
  return [
    { step, outcome: { result: done.result, violations, verdict, costs, platform } },
    ...inner,
  ];
}

/** What does not hold of a step and of the operations inside it. */
export function checkStep(
  step: ScenarioStep,
  done: StepResult,
  verdict: Verdict,
  platform: string,
): Failure[] {
  return outcomesOf(step, done, verdict, platform).flatMap((each) =>
    checkExpectations(each.step, each.outcome),
  );
}
