/**
 * Replays a recorded sequence in the model and compares every read, every `bounced`, and the final
 * contents with what the kernel gave.
 */
import { runAll, type Entry } from '../../../history/history.ts';
import { valueOf } from '../../../model/hardware/cell.ts';
import type { StepInput } from '../../../model/operation.ts';
import type { OperationResult } from '../../../model/result.ts';
import { setupOf } from '../../../script/setupOf.ts';
import type { Difference } from '../format.ts';
import type { Run, ValueRecord } from './record.ts';
import { mappingName, scenarioOfRecord } from './toScenario.ts';

/** Micro-events of a sequence: far more than any that was recorded, and no more than fit in memory. */
const mostEvents = 2_000_000;

/** Everything in which the model differs from the recording; empty where it agrees. */
export function replayRecord(record: ValueRecord): readonly Difference[] {
  const scenario = scenarioOfRecord(record);
  const inputs: StepInput[] = scenario.steps.map(({ operation }) => ({ operation, meanwhile: [] }));
  const { entries } = runAll(setupOf(scenario), inputs, mostEvents);
  const count = record.ops.length;
  return [
    ...record.ops.flatMap((_, index) => differencesOfOp(record, entries, index)),
    ...compareRuns('final.cpu', record.finalCpu, entries[count]),
    ...record.finalDevices.flatMap(({ m, runs }, i) =>
      compareRuns(`final.dev.${m}`, runs, entries[count + 1 + i]),
    ),
  ];
}

function differencesOfOp(
  record: ValueRecord,
  entries: readonly Entry[],
  index: number,
): readonly Difference[] {
  const op = record.ops[index];
  const entry = entries[index];
  if (!op || !entry) return [];
  const where = `ops[${index}]`;
  if ('got' in op) return compareRuns(`${where}.got`, op.got, entry);
  const { result } = entry;
  if (result.kind !== 'ok') {
    return [{ where, expected: `${op.op} done`, got: describeResult(result) }];
  }
  if (op.op !== 'map' || op.bounced === null) return [];
  const bounced = isBounced(entry, mappingName(op.m));
  return bounced === op.bounced
    ? []
    : [{ where: `${where}.bounced`, expected: String(op.bounced), got: String(bounced) }];
}

function isBounced({ state }: Entry, name: string): boolean {
  const mapping = state.mappings.findLast((candidate) => candidate.name === name && candidate.live);
  return mapping?.segments.some((segment) => segment.slot !== null) ?? false;
}

function compareRuns(where: string, runs: readonly Run[], entry: Entry | undefined): Difference[] {
  const expected = printRuns(runs);
  const got = entry ? describeResult(entry.result) : 'nothing';
  return got === expected ? [] : [{ where, expected, got }];
}

/** Bytes as run lengths `value*count,…`, anything else in words. */
function describeResult(result: OperationResult): string {
  switch (result.kind) {
    case 'bytes':
      return printRuns(result.cells.map((cell) => ({ value: valueOf(cell), count: 1 })));
    case 'ok':
      return 'done';
    case 'errno':
      return `${result.errno} (${result.reason})`;
    case 'signal':
      return `${result.signal} (${result.reason})`;
    case 'blocked':
      return `blocked (${result.reason})`;
    case 'oops':
      return `oops (${result.reason})`;
    case 'scriptError':
      return `refused (${result.message})`;
  }
}

/** Runs as text; neighbours of one value count as one, so that equal bytes have equal texts. */
function printRuns(runs: readonly Run[]): string {
  const merged: { value: number; count: number }[] = [];
  for (const { value, count } of runs) {
    const last = merged.at(-1);
    if (last?.value === value) last.count += count;
    else merged.push({ value, count });
  }
  return merged.map(({ value, count }) => `${value}*${count}`).join(',');
}
