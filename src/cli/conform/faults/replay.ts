/** Replays a recorded sequence of faults and compares every result, every fault and what the exporter was told. */
import { runAll, type Entry } from '../../../history/history.ts';
import { valueOf } from '../../../model/hardware/cell.ts';
import type { MicroEvent } from '../../../model/microEvent.ts';
import type { KernelVersion } from '../../../model/platform.ts';
import type { OperationResult } from '../../../model/result.ts';
import { inputsOf, setupOf } from '../../../script/setupOf.ts';
import type { Difference } from '../format.ts';
import type { By, FaultRecord, HandlerCall, RecordedOp, VmaEvent } from './record.ts';
import { preparations, scenarioOfFaults } from './toScenario.ts';

/** Micro-events of a sequence: far more than any that was recorded, and no more than fit in memory. */
const mostEvents = 2_000_000;

/** Exporters whose fault handler keeps a log. */
const logging: readonly string[] = ['pfn', 'page'];

/** Everything in which the model differs from the recording; empty where it agrees. */
export function replayFaults(record: FaultRecord, kernel: KernelVersion): readonly Difference[] {
  const scenario = scenarioOfFaults(record, kernel);
  const { entries } = runAll(setupOf(scenario), inputsOf(scenario), mostEvents);
  const before = preparations.length;
  return [
    ...preparations.flatMap((_, index) =>
      compare(`step ${index} before`, 'done', describe(entries[index]?.result)),
    ),
    ...record.ops.flatMap((op, index) => compareOp(record, op, index, entries[before + index])),
  ];
}

function compare(where: string, expected: string, got: string): readonly Difference[] {
  return expected === got ? [] : [{ where, expected, got }];
}

function compareOp(
  record: FaultRecord,
  op: RecordedOp,
  index: number,
  entry: Entry | undefined,
): readonly Difference[] {
  const where = `ops[${index}]`;
  const events = entry?.events ?? [];
  const by: By =
    op.op === 'child_exit' || (op.op === 'touch' && op.by === 'child') ? 'child' : 'parent';
  const log = logging.includes(record.exporter)
    ? events.flatMap((event) => handlerCall(event, by))
    : [];
  return [
    ...compareResult(op, where, entry?.result),
    ...compare(`${where}.faults`, printCalls(op.faults), printCalls(log)),
    ...compare(`${where}.vma_events`, printVmas(op.vmaEvents), printVmas(events.flatMap(vmaEvent))),
  ];
}

function compareResult(
  op: RecordedOp,
  where: string,
  result: OperationResult | undefined,
): readonly Difference[] {
  if (op.op !== 'touch') return compare(`${where}.ret`, op.ret ?? 'done', describe(result));
  const got = describe(result);
  const code = result?.kind === 'signal' ? result.code : null;
  const faults = result && 'faults' in result ? result.faults : null;
  const expected = op.got === 'ok' ? 'done' : String(op.got);
  return [
    ...compare(`${where}.got`, expected, got),
    ...compare(`${where}.si_code`, String(op.siCode), String(code)),
    ...compare(`${where}.minflt`, String(op.minflt), String(faults)),
  ];
}

function describe(result: OperationResult | undefined): string {
  if (result === undefined) return 'nothing';
  switch (result.kind) {
    case 'ok':
      return 'done';
    case 'bytes':
      return result.cells.map(valueOf).join(',');
    case 'errno':
      return result.errno;
    case 'signal':
      return result.signal;
    case 'scriptError':
      return `refused (${result.message})`;
    default:
      return result.kind;
  }
}

function handlerCall({ kind, facts }: MicroEvent, by: By): readonly HandlerCall[] {
  if (kind !== 'pte.fault' || facts['handled'] !== true) return [];
  return [
    {
      pgoff: Number(facts['pgoff']),
      access: facts['write'] === true ? 'write' : 'read',
      vma: facts['vma'] === 'private' ? 'private' : 'shared',
      by,
    },
  ];
}

function vmaEvent({ kind, facts }: MicroEvent): readonly VmaEvent[] {
  if (kind !== 'vma.open' && kind !== 'vma.close') return [];
  return [
    {
      event: kind === 'vma.open' ? 'open' : 'close',
      pgoff: Number(facts['pgoff']),
      pages: Number(facts['pages']),
      vma: facts['vma'] === 'private' ? 'private' : 'shared',
      by: facts['by'] === 'child' ? 'child' : 'parent',
    },
  ];
}

function printCalls(calls: readonly HandlerCall[]): string {
  const text = calls.map(
    ({ pgoff, access, vma, by }) => `${access} of page ${pgoff}, ${vma}, ${by}`,
  );
  return text.join('; ') || 'none';
}

function printVmas(events: readonly VmaEvent[]): string {
  const text = events.map(
    ({ event, pgoff, pages, vma, by }) => `${event} ${pgoff}+${pages}, ${vma}, ${by}`,
  );
  return text.join('; ') || 'none';
}
