/**
 * Replays a recorded dma-buf sequence in the model and compares every result, every read and the final
 * contents with what the kernel gave.
 */
import { runAll, type Entry } from '../../../history/history.ts';
import type { KernelVersion } from '../../../model/platform.ts';
import type { OperationResult } from '../../../model/result.ts';
import type { State } from '../../../model/state.ts';
import { inputsOf, setupOf } from '../../../script/setupOf.ts';
import { compareRuns, describeResult } from '../compareRuns.ts';
import type { Difference } from '../format.ts';
import type { DmabufRecord, RecordedOp } from './record.ts';
import { deviceOfAttachment, isLabRefusal, scenarioOfDmabuf, stepsOfDmabuf } from './toScenario.ts';

/** Micro-events of a sequence: far more than any that was recorded, and no more than fit in memory. */
const mostEvents = 2_000_000;

/** The numbers of the errors that were recorded [include/uapi/asm-generic/errno-base.h]. */
const errnoNumbers: Readonly<Record<string, number>> = {
  EIO: 5,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EBUSY: 16,
  ENODEV: 19,
  EINVAL: 22,
};

/** Everything in which the model differs from the recording; empty where it agrees. */
export function replayDmabuf(record: DmabufRecord, kernel: KernelVersion): readonly Difference[] {
  const scenario = scenarioOfDmabuf(record, kernel);
  const { entries } = runAll(setupOf(scenario), inputsOf(scenario), mostEvents);
  const steps = stepsOfDmabuf(record);
  const entryOf = (of: number | string): Entry | undefined =>
    entries[steps.findIndex((step) => step.of === of)];
  return [
    ...steps.flatMap(({ of }, index) => (of === null ? mustWork(entries[index], index) : [])),
    ...record.ops.flatMap((op, index) =>
      isLabRefusal(op)
        ? mustBeUnmapped(record, op, index, stateBefore(steps, entries, index))
        : differencesOfOp(op, `ops[${index}]`, entryOf(index)),
    ),
    ...compareRuns('final.cpu', record.finalCpu, entryOf('final.cpu')),
    ...record.finalDevices.flatMap(({ att, runs }) =>
      runs.length > 0
        ? compareRuns(`final.dev.${att}`, runs, entryOf(`final.dev.${att}`))
        : mappedDifference(record, att, `final.dev.${att}`, entries.at(-1)?.state),
    ),
  ];
}

/** What is done before the recorded operations must work, or the replay is none. */
function mustWork(entry: Entry | undefined, index: number): Difference[] {
  const got = entry ? describeResult(entry.result) : 'nothing';
  if (entry?.result.kind === 'ok') return [];
  return [{ where: `step ${index} before`, expected: 'done', got }];
}

/** State before an operation that was left out: after the last that came before it. */
function stateBefore(
  steps: ReturnType<typeof stepsOfDmabuf>,
  entries: readonly Entry[],
  op: number,
): State | undefined {
  const last = steps.findLastIndex(({ of }) => typeof of === 'number' && of < op);
  return entries[last]?.state;
}

function mustBeUnmapped(
  record: DmabufRecord,
  op: RecordedOp,
  index: number,
  state: State | undefined,
): Difference[] {
  return 'att' in op ? mappedDifference(record, op.att, `ops[${index}]`, state) : [];
}

function mappedDifference(
  record: DmabufRecord,
  att: number,
  where: string,
  state: State | undefined,
): Difference[] {
  const name = deviceOfAttachment(record, att);
  const device = state?.setup.devices.findIndex((candidate) => candidate.name === name);
  const attachment = state?.attachments.find((candidate) => candidate.device === device);
  if (attachment && attachment.state !== 'mapped') return [];
  return [{ where, expected: 'found nothing mapped', got: attachment ? 'mapped' : 'detached' }];
}

function differencesOfOp(op: RecordedOp, where: string, entry: Entry | undefined): Difference[] {
  if ('got' in op) return compareRuns(`${where}.got`, op.got, entry);
  const got = entry ? describeReturn(entry.result) : 'nothing';
  const expected = String(op.ret);
  return got === expected ? [] : [{ where: `${where}.ret`, expected, got }];
}

/** What the call returned, as a number where it is one. */
function describeReturn(result: OperationResult): string {
  if (result.kind === 'ok') return '0';
  const number = result.kind === 'errno' ? errnoNumbers[result.errno] : undefined;
  return number === undefined ? describeResult(result) : String(-number);
}
