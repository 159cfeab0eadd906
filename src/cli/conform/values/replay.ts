/**
 * Replays a recorded sequence in the model and compares every read, every `bounced`, and the final
 * contents with what the kernel gave.
 */
import { runAll, type Entry } from '../../../history/history.ts';
import type { StepInput } from '../../../model/operation.ts';
import { setupOf } from '../../../script/setupOf.ts';
import { compareRuns, describeResult } from '../compareRuns.ts';
import type { Difference } from '../format.ts';
import type { ValueRecord } from './record.ts';
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
