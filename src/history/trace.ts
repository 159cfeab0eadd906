/**
 * A run as JSON lines, schema bufscope.run/1 of docs/cli.md: what `bufscope run --json` prints, and what the page
 * saves as a trace.
 */
import { valueOf, writeIdOf, writerOf } from '../model/hardware/cell.ts';
import { agentName } from '../model/names.ts';
import type { OperationResult } from '../model/result.ts';
import type { Violation } from '../model/violation.ts';
import { printOperation } from '../script/printOperation.ts';
import { costsOf, scoreOf, type Deed, type Replay, type ReplayedStep } from './replay.ts';

const schema = 'bufscope.run/1';

export interface TraceOptions {
  /** File or id of the scenario. */
  readonly name: string;
  readonly title: string;
  /** Whether the micro-events are among the lines. */
  readonly micro: boolean;
}

/** The lines: a `start`, for each operation its `micro` (where wanted) and a `step`, and an `end`. */
export function traceLines(replay: Replay, options: TraceOptions): readonly string[] {
  return traceRecords(replay, options).map((record) => JSON.stringify({ schema, ...record }));
}

function traceRecords(
  replay: Replay,
  { name, title, micro }: TraceOptions,
): readonly Readonly<Record<string, unknown>>[] {
  const { platform, history } = replay;
  const operations = history.entries.length;
  const { judged, failed, luck, harm, microEvents } = scoreOf(replay);
  const expectations = { judged, failed };
  const violations = { luck, harm };
  const costs = costsOf(replay);
  return [
    { type: 'start', scenario: name, title, platform, operations },
    ...replay.steps.flatMap((step) => [
      ...(micro ? microRecords(step) : []),
      ...step.deeds.map((deed) => stepRecord(replay, step, deed)),
    ]),
    { type: 'end', operations, microEvents, violations, expectations, costs },
  ];
}

function stepRecord(replay: Replay, { number }: ReplayedStep, deed: Deed) {
  const { step, outcome, during, failures } = deed;
  return {
    type: 'step',
    at: String(number),
    line: step.line,
    agent: agentName(step.operation.agent),
    operation: printOperation(step.operation),
    during,
    result: resultRecord(outcome.result),
    violations: outcome.violations.map((violation) => violationRecord(replay, violation)),
    expectations: {
      judged: deed.judged,
      failures: failures.map(({ expected, got }) => ({ expected, got })),
    },
  };
}

/** A result; bytes as runs, `stale` where a newer write exists. */
function resultRecord(result: OperationResult) {
  if (result.kind !== 'bytes') return result;
  const { kind, cells, newest, faults } = result;
  const stale = cells.some((cell, i) => cell !== newest[i]);
  return { kind, runs: runsOf(cells), newest: runsOf(newest), stale, faults };
}

/** Neighbouring bytes of one write as `{value, count, write, writer}`. */
function runsOf(cells: readonly number[]) {
  const runs: { cell: number; count: number }[] = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last?.cell === cell) last.count += 1;
    else runs.push({ cell, count: 1 });
  }
  return runs.map(({ cell, count }) => ({
    value: valueOf(cell),
    count,
    write: writeIdOf(cell),
    writer: writerOf(cell),
  }));
}

function violationRecord(replay: Replay, violation: Violation) {
  const { id, rule, agent, bytes, causes, defect, outcome, fix } = violation;
  return {
    id,
    class: violation.class,
    rule,
    verdict: replay.verdict(violation),
    agent,
    bytes,
    causes,
    defect,
    outcome,
    fix: fix?.text ?? null,
  };
}

function microRecords({ number, entry }: ReplayedStep) {
  return entry.events.map((event, index) => {
    const { kind, depth, agent, label, from, to, range, facts, transitions } = event;
    return {
      type: 'micro',
      at: `${number}.${index + 1}`,
      kind,
      depth,
      agent,
      label,
      from,
      to,
      range,
      facts,
      transitions,
      violations: event.violations.map(({ id }) => id),
    };
  });
}
