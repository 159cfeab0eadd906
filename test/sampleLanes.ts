/** A run for tests of the lanes: a PTE shootdown with an interrupted write, written down by hand. */
import type { MicroEvent, MicroEventKind } from '../src/model/microEvent.ts';
import type { Action, Agent, Operation } from '../src/model/operation.ts';
import type { OperationResult } from '../src/model/result.ts';
import type { DmaMapping, State } from '../src/model/state.ts';
import type { Violation } from '../src/model/violation.ts';
import type { LaneEntry, LaneInput } from '../src/scene/laneInput.ts';
import { stateWith } from './sampleState.ts';

const app0: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const app1: Agent = { kind: 'thread', process: 'app', cpu: 1 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };
const done: OperationResult = { kind: 'ok', value: null, faults: 0 };

function event(kind: MicroEventKind, agent: string, part: Partial<MicroEvent> = {}): MicroEvent {
  return {
    kind,
    depth: 0,
    agent,
    label: kind,
    from: null,
    to: null,
    range: null,
    violations: [],
    facts: {},
    transitions: [],
    ...part,
  };
}

const staleTlb: Violation = {
  id: 1,
  class: 'translation',
  rule: 'stale-tlb',
  agent: 'app@cpu1',
  bytes: null,
  causes: [],
  defect: null,
  outcome: '',
  fix: null,
};

const staleRead: Violation = {
  ...staleTlb,
  id: 2,
  class: 'effect',
  rule: 'stale-read',
  agent: 'gpu',
  causes: [1],
};
const lucky: Violation = {
  ...staleTlb,
  id: 3,
  class: 'ownership',
  rule: 'sync-direction',
  agent: 'app@cpu0',
};

const mapping: DmaMapping = {
  id: 7,
  name: null,
  kind: 'sg',
  device: 0,
  buffer: 0,
  start: 0,
  length: 1024,
  direction: 'TO_DEVICE',
  segments: [],
  live: true,
  changing: false,
  extents: [{ start: 0, end: 1024, state: 'device.same', contested: false }],
};

const before = stateWith({});
const windowed = stateWith({
  accessWindows: [
    { who: 'app', buffer: 0, isLock: false, isWrite: false, cpu: 0, state: 'open.readWrite' },
  ],
});
const mapped = stateWith({ mappings: [mapping] });

function entry(
  agent: Agent,
  action: Action,
  label: string,
  state: State,
  events: readonly MicroEvent[],
  part: Partial<LaneEntry> = {},
): LaneEntry {
  const operation: Operation = { agent, action };
  return { operation, label, result: done, events, nested: [], state, ...part };
}

const store = event('cpu.store', 'app@cpu0');
const shootdown: readonly MicroEvent[] = [
  event('call', 'gpu'),
  event('pte.clear', 'gpu', {
    label: 'PTE of page 0 cleared',
    range: { buffer: 0, start: 0, length: 512 },
  }),
  event('ipi.send', 'gpu', { label: 'IPI to CPU 1: flush TLB', to: { kind: 'cpu', cpu: 1 } }),
  event('cpu.store', 'app@cpu1', { violations: [staleTlb] }),
  event('ipi.ack', 'cpu1'),
  event('owner.change', 'gpu', { range: { buffer: 0, start: 0, length: 1024 } }),
  event('sgt.build', 'gpu'),
  event('sgt.build', 'gpu'),
];

export const sampleLanes: LaneInput = {
  initial: before,
  verdicts: new Map([
    [1, 'harm'],
    [2, 'harm'],
    [3, 'luck'],
  ]),
  entries: [
    entry(
      app0,
      { do: 'export', name: 'fd', buffer: 'frame', readOnly: false },
      'app@cpu0: fd = export frame',
      before,
      [event('fd.open', 'app@cpu0')],
    ),
    entry(
      app0,
      { do: 'mmap', name: 'p', fd: 'fd', pages: null, pageOffset: 0, writable: true, shared: true },
      'app@cpu0: p = mmap fd',
      before,
      [event('vma.map', 'app@cpu0')],
    ),
    entry(gpu, { do: 'import', fd: 'fd' }, 'gpu: import fd', before, [event('attach', 'gpu')]),
    entry(app0, { do: 'sync', fd: 'fd', flags: 2 }, 'app@cpu0: sync fd START WRITE', windowed, [
      event('call', 'app@cpu0', { violations: [lucky] }),
    ]),
    entry(
      app0,
      { do: 'write', at: { base: 'p', offset: 0 }, length: 64, value: 65 },
      'app@cpu0: write p+0 64 A',
      windowed,
      [event('pte.fault', 'app@cpu0'), store],
    ),
    entry(app0, { do: 'sync', fd: 'fd', flags: 6 }, 'app@cpu0: sync fd END WRITE', before, [
      event('call', 'app@cpu0'),
    ]),
    entry(
      app0,
      { do: 'munmap', map: 'q' },
      'app@cpu0: munmap q',
      before,
      [event('refused', 'app@cpu0')],
      {
        result: { kind: 'errno', errno: 'EINVAL', reason: '' },
      },
    ),
    entry(
      gpu,
      { do: 'map', buffer: 'frame', direction: 'TO_DEVICE' },
      'gpu: map frame TO_DEVICE',
      mapped,
      shootdown,
      {
        nested: [
          {
            operation: {
              agent: app1,
              action: { do: 'write', at: { base: 'p', offset: 64 }, length: 64, value: 68 },
            },
            label: 'app@cpu1: write p+64 64 D',
            result: done,
            firstEvent: 3,
            endEvent: 4,
          },
        ],
      },
    ),
    entry(app0, { do: 'doorbell', device: 'gpu' }, 'app@cpu0: doorbell gpu', mapped, [
      event('doorbell', 'app@cpu0'),
    ]),
    entry(
      gpu,
      { do: 'dmaRead', at: { base: 'frame', offset: 0 }, length: 64, snoop: null },
      'gpu: dma read frame+0 64',
      mapped,
      [event('dma.start', 'gpu'), event('dma.read', 'gpu', { violations: [staleRead] })],
      { result: { kind: 'bytes', cells: [65], newest: [68], faults: 0 } },
    ),
    entry(gpu, { do: 'unmap', buffer: 'frame', direction: null }, 'gpu: unmap frame', before, [
      event('sgt.free', 'gpu'),
    ]),
  ],
};
