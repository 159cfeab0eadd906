/** A recorded sequence of calls and touches as a scenario, on a platform like the machine that was recorded. */
import type { Action, Agent, Operation } from '../../../model/operation.ts';
import type { KernelVersion } from '../../../model/platform.ts';
import { isWord, errnos } from '../../../script/words.ts';
import type { Expect, Scenario, ScenarioStep } from '../../../script/ast.ts';
import { defaultBuffer } from '../../../script/bufferSettings.ts';
import type { By, FaultRecord, RecordedCall, RecordedOp } from './record.ts';

export const pageBytes = 4096;
const bufferName = 'buf';

const process = (by: By): Agent => ({ kind: 'thread', process: by, cpu: 0 });
const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
const mapName = (map: number): string => `m${map}`;

/** Operations that a scenario begins with, before those that were recorded. */
export const preparations: readonly Operation[] = [
  {
    agent: process('parent'),
    action: { do: 'export', name: 'fd', buffer: bufferName, readOnly: false },
  },
];

/** The scenario of a record, on the kernel that was recorded. */
export function scenarioOfFaults(record: FaultRecord, version: KernelVersion): Scenario {
  return {
    title: `Recorded sequence ${record.id}`,
    summary: `Replay of the page faults that Linux ${version} took on a dma-buf of ${record.exporter}.`,
    sources: [],
    platform: { id: 'x86', overrides: { pageSize: pageBytes, kernel: version } },
    buffers: [
      {
        ...defaultBuffer(bufferName),
        pages: record.pages,
        exporter: record.exporter,
        // Page p begins filled with 1 + p.
        content: { base: 1, cell: pageBytes, period: record.pages },
      },
    ],
    devices: [],
    steps: [
      ...preparations.map((operation) => stepOf(operation, [])),
      ...record.ops.map((op) => stepOf(operationOf(record, op), expectsOf(op))),
    ],
  };
}

function stepOf(operation: Operation, expects: readonly Expect[]): ScenarioStep {
  return { operation, expects, notes: [], meanwhile: [], line: 0 };
}

function operationOf(record: FaultRecord, op: RecordedOp): Operation {
  if (op.op === 'touch') return { agent: process(op.by), action: touchOf(op) };
  if (op.op === 'zap') return { agent: kernel, action: zapOf(record, op) };
  if (op.op === 'child_exit') return { agent: process('child'), action: { do: 'exit' } };
  return { agent: process('parent'), action: callOf(op) };
}

function touchOf({ map, page, val }: Extract<RecordedCall, { op: 'touch' }>): Action {
  const at = { base: mapName(map), offset: page * pageBytes };
  return val === null ? { do: 'read', at, length: 1 } : { do: 'write', at, length: 1, value: val };
}

/** What lies past the end of the buffer nobody has mapped. */
function zapOf(
  record: FaultRecord,
  { pgoff, pages, evenCows }: Extract<RecordedCall, { op: 'zap' }>,
): Action {
  const first = Math.min(pgoff, record.pages - 1);
  const at = { base: bufferName, offset: first * pageBytes };
  const length = Math.max(1, Math.min(pgoff + pages, record.pages) - first) * pageBytes;
  return { do: evenCows ? 'zap' : 'zapShared', at, length };
}

function callOf(
  op:
    | Exclude<RecordedCall, { op: 'touch' | 'zap' } | { op: 'fork' | 'child_exit' }>
    | { op: 'fork' | 'child_exit' },
): Action {
  switch (op.op) {
    case 'mmap':
      return {
        ...{ do: 'mmapBytes', name: mapName(op.map), fd: 'fd', where: null },
        ...{ length: op.pages * pageBytes, offset: op.pgoff * pageBytes },
        ...{ prot: op.prot, flags: op.isPrivate ? 2 : 1 },
      };
    case 'munmap':
      return { do: 'munmapBytes', ...rangeOf(op) };
    case 'mprotect':
      return { do: 'mprotect', ...rangeOf(op), prot: op.prot };
    case 'madvise_dontneed':
      return { do: 'madvise', ...rangeOf(op), advice: 4 };
    case 'fork':
      return { do: 'fork', name: 'child' };
    case 'child_exit':
      return { do: 'exit' };
  }
}

function rangeOf({ map, page, pages }: { map: number; page: number; pages: number }) {
  return {
    at: { base: mapName(map), offset: page * pageBytes },
    length: pages * pageBytes,
  };
}

function expectsOf(op: RecordedOp): readonly Expect[] {
  const expect = (what: Expect['what']): Expect => ({ what, platforms: [] });
  if (op.op !== 'touch')
    return op.ret !== null && isWord(errnos, op.ret)
      ? [expect({ kind: 'errno', errno: op.ret })]
      : [];
  if (op.got === 'SIGBUS' || op.got === 'SIGSEGV')
    return [expect({ kind: 'signal', signal: op.got })];
  const fault = expect({ kind: 'fault', took: op.minflt !== 0 });
  return op.got === 'ok' ? [fault] : [expect({ kind: 'value', value: op.got }), fault];
}
