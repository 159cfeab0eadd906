/**
 * A recorded sequence as a scenario: the operations that a script would have, on a platform like the
 * machine that was recorded (x86: its devices snoop), with what the kernel read as expectations.
 */
import type { Agent, Direction, Location, Operation } from '../../../model/operation.ts';
import type { Expect, Scenario, ScenarioDevice, ScenarioStep } from '../../../script/ast.ts';
import { defaultBuffer } from '../../../script/bufferSettings.ts';
import { defaultDevice } from '../../../script/deviceSettings.ts';
import type { Run } from '../compareRuns.ts';
import { narrowDevice, poolSlots, slotBytes, swiotlbOf } from '../recordedMachine.ts';
import { pageBytes, type RecordedOp, type ValueRecord } from './record.ts';

/** Name of the buffer in these scenarios. */
export const bufferName = 'buf';

/** Name of a recorded mapping in these scenarios. */
export function mappingName(m: number): string {
  return `m${m}`;
}

function deviceName(dev: number): string {
  return `dev${dev}`;
}

/**
 * The scenario of a record. Its first steps are the recorded operations, one each and in order; then
 * comes the CPU's reading of the whole buffer, then a reading through each mapping of `finalDevices`.
 */
export function scenarioOfRecord(record: ValueRecord): Scenario {
  const owners = devicesOfMappings(record.ops);
  return {
    title: `Recorded sequence ${record.id}`,
    summary: `Replay of what a Linux kernel did, environment ${record.env}; every read is expected to get what that kernel read.`,
    sources: [],
    platform: {
      id: 'x86',
      overrides: {
        pageSize: pageBytes,
        swiotlb: swiotlbOf[record.env],
        swiotlbSlots: slotsFor(record.ops),
      },
    },
    buffers: [
      {
        ...defaultBuffer(bufferName),
        pages: record.pages,
        mmap: 'none',
        content: record.init,
        high: record.env === 'mixed',
      },
    ],
    devices: devicesOf(record),
    steps: [...record.ops.map((op, index) => stepOf(op, owners[index] ?? 0)), ...finals(record)],
  };
}

/** As many slots as the mappings take if none is ever used again: the real pool is far larger. */
function slotsFor(ops: readonly RecordedOp[]): number {
  const slots = ops.reduce(
    (sum, op) => (op.op === 'map' ? sum + Math.ceil(op.len / slotBytes) + 1 : sum),
    0,
  );
  return poolSlots(slots);
}

function devicesOf({ ops, env }: ValueRecord): ScenarioDevice[] {
  const used = ops.flatMap((op) => (op.op === 'map' ? [op.dev] : []));
  return Array.from({ length: Math.max(0, ...used) + 1 }, (_, dev) => ({
    ...defaultDevice(deviceName(dev)),
    dmaBits: env === 'mixed' && dev === narrowDevice ? 32 : 64,
  }));
}

/** For each operation, the device of the mapping that it is about. */
function devicesOfMappings(ops: readonly RecordedOp[]): number[] {
  const devices = new Map<number, number>();
  return ops.map((op) => {
    if (op.op === 'map') devices.set(op.m, op.dev);
    return 'm' in op ? (devices.get(op.m) ?? 0) : 0;
  });
}

const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };

function stepOf(recorded: RecordedOp, dev: number): ScenarioStep {
  const got = 'got' in recorded ? expectRuns(recorded.got) : [];
  return step(operationOf(recorded, { kind: 'device', device: deviceName(dev), cpu: 0 }), got);
}

function step(operation: Operation, expects: readonly Expect[]): ScenarioStep {
  return { operation, expects, notes: [], meanwhile: [], line: 0 };
}

function expectRuns(runs: readonly Run[]): Expect[] {
  return [{ what: { kind: 'runs', runs }, platforms: [] }];
}

function operationOf(recorded: RecordedOp, device: Agent): Operation {
  switch (recorded.op) {
    case 'map': {
      const { m, off, len, dir, skipCpuSync } = recorded;
      const at: Location = { base: bufferName, offset: off };
      const name = mappingName(m);
      const action = {
        do: 'mapSingle',
        name,
        at,
        length: len,
        direction: dir,
        skipCpuSync,
      } as const;
      return { agent: device, action };
    }
    case 'unmap': {
      const { m, len, dir, skipCpuSync } = recorded;
      const mapping = mappingName(m);
      const action = {
        do: 'unmapSingle',
        mapping,
        length: len,
        direction: dir,
        skipCpuSync,
      } as const;
      return { agent: device, action };
    }
    case 'sync_for_cpu':
      return { agent: device, action: syncSingle('cpu', recorded) };
    case 'sync_for_device':
      return { agent: device, action: syncSingle('device', recorded) };
    case 'cpu_read':
      return kernelRead(recorded.off, recorded.len);
    case 'cpu_write': {
      const at: Location = { base: bufferName, offset: recorded.off };
      const action = { do: 'write', at, length: recorded.len, value: recorded.val } as const;
      return { agent: kernel, action };
    }
    case 'dev_read':
      return deviceRead(device, recorded.m, recorded.off, recorded.len);
    case 'dev_write': {
      const at: Location = { base: mappingName(recorded.m), offset: recorded.off };
      const { len: length, val: value } = recorded;
      return { agent: device, action: { do: 'dmaWrite', at, length, value, snoop: null } };
    }
  }
}

interface SyncedRange {
  readonly m: number;
  readonly off: number;
  readonly len: number;
  readonly dir: Direction;
}

function syncSingle(to: 'cpu' | 'device', { m, off, len, dir }: SyncedRange) {
  const at: Location = { base: mappingName(m), offset: off };
  return { do: 'syncSingle', to, at, length: len, direction: dir } as const;
}

function kernelRead(offset: number, length: number): Operation {
  return { agent: kernel, action: { do: 'read', at: { base: bufferName, offset }, length } };
}

function deviceRead(agent: Agent, m: number, offset: number, length: number): Operation {
  const at: Location = { base: mappingName(m), offset };
  return { agent, action: { do: 'dmaRead', at, length, snoop: null } };
}

/** Readings that show the final contents. */
function finals({ ops, pages, finalCpu, finalDevices }: ValueRecord): ScenarioStep[] {
  const devices = new Map(ops.flatMap((op) => (op.op === 'map' ? [[op.m, op.dev] as const] : [])));
  return [
    step(kernelRead(0, pages * pageBytes), expectRuns(finalCpu)),
    ...finalDevices.map(({ m, runs }) => {
      const length = runs.reduce((sum, run) => sum + run.count, 0);
      const device = deviceName(devices.get(m) ?? 0);
      const agent: Agent = { kind: 'device', device, cpu: 0 };
      return step(deviceRead(agent, m, 0, length), expectRuns(runs));
    }),
  ];
}
