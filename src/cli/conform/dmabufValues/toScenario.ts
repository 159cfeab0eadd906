/**
 * A recorded dma-buf sequence as a scenario: a process exports and maps the buffer, then every recorded
 * operation follows in order, on a platform like the machine that was recorded (x86: its devices snoop).
 */
import type { Action, Agent, Operation } from '../../../model/operation.ts';
import type { KernelVersion } from '../../../model/platform.ts';
import type { Expect, Scenario, ScenarioDevice, ScenarioStep } from '../../../script/ast.ts';
import { defaultBuffer } from '../../../script/bufferSettings.ts';
import { defaultDevice } from '../../../script/deviceSettings.ts';
import type { Run } from '../compareRuns.ts';
import { narrowDevice, poolSlots, slotBytes, swiotlbOf } from '../recordedMachine.ts';
import { pageBytes, type DmabufRecord, type RecordedOp } from './record.ts';

/** Name of the buffer in these scenarios. */
export const bufferName = 'buf';

/** A step, and what of the record it stands for; null: it is needed before. */
export interface ReplayStep {
  readonly step: ScenarioStep;
  readonly of: number | 'final.cpu' | `final.dev.${number}` | null;
}

/** One device an attachment, so that a name says which of two attachments of one device is meant. */
export function deviceOfAttachment(record: DmabufRecord, att: number): string {
  const made = record.ops.filter((op) => op.op === 'attach');
  const dev = made.find((op) => op.att === att)?.dev ?? 0;
  const first = made.find((op) => op.dev === dev)?.att;
  return first === att ? `dev${dev}` : `dev${dev}-att${att}`;
}

/** The scenario of a record, on the kernel that was recorded. */
export function scenarioOfDmabuf(record: DmabufRecord, kernel: KernelVersion): Scenario {
  return {
    title: `Recorded sequence ${record.id}`,
    summary: `Replay of what Linux ${kernel} did with a dma-buf of ${record.exporter}, environment ${record.env}; every read is expected to get what that kernel read.`,
    sources: [],
    platform: {
      id: 'x86',
      overrides: {
        pageSize: pageBytes,
        swiotlb: swiotlbOf[record.env],
        swiotlbSlots: slotsFor(record),
        kernel,
      },
    },
    buffers: [
      {
        ...defaultBuffer(bufferName),
        pages: record.pages,
        exporter: record.exporter,
        content: record.init,
        high: record.env === 'mixed',
      },
    ],
    devices: devicesOf(record),
    steps: stepsOfDmabuf(record).map(({ step }) => step),
  };
}

/** As many slots as the mappings take if none is ever used again: the real pool is far larger. */
function slotsFor({ ops, pages }: DmabufRecord): number {
  const own = 1;
  const maps = ops.filter((op) => op.op === 'map_attachment').length + own;
  const slots = maps * pages * (pageBytes / slotBytes);
  return poolSlots(slots);
}

function devicesOf(record: DmabufRecord): ScenarioDevice[] {
  return record.ops.flatMap((op) =>
    op.op === 'attach'
      ? [
          {
            ...defaultDevice(deviceOfAttachment(record, op.att)),
            dmaBits: record.env === 'mixed' && op.dev === narrowDevice ? 32 : 64,
          },
        ]
      : [],
  );
}

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };

/**
 * The steps of a record. What the lab refused by itself, because it had nothing mapped, never reached the
 * kernel and is left out.
 */
export function stepsOfDmabuf(record: DmabufRecord): readonly ReplayStep[] {
  const mmap = { do: 'mmap', name: 'p', fd: 'fd', pages: null, pageOffset: 0 } as const;
  const { pages, ops, finalCpu, finalDevices } = record;
  return [
    before({ do: 'export', name: 'fd', buffer: bufferName, readOnly: false }),
    before({ ...mmap, writable: true, shared: true }),
    ...ops.flatMap((op, index) => (isLabRefusal(op) ? [] : stepsOfOp(record, op, index))),
    readStep('final.cpu', readByCpu(0, pages * pageBytes), finalCpu),
    ...finalDevices
      .filter(({ runs }) => runs.length > 0)
      .map(({ att, runs }) =>
        readStep(`final.dev.${att}`, readByDevice(record, att, 0, pages * pageBytes), runs),
      ),
  ];
}

/** Whether the lab driver said no before it called the kernel: there is no mapping to work through. */
export function isLabRefusal(op: RecordedOp): boolean {
  return op.ret !== 0 && op.op !== 'map_attachment' && op.op !== 'attach' && 'att' in op;
}

function before(action: Action): ReplayStep {
  return { of: null, step: stepOf({ agent: app, action }, []) };
}

function stepOf(operation: Operation, expects: readonly Expect[]): ScenarioStep {
  return { operation, expects, notes: [], meanwhile: [], line: 0 };
}

function readStep(of: ReplayStep['of'], operation: Operation, runs: readonly Run[]): ReplayStep {
  return { of, step: stepOf(operation, [{ what: { kind: 'runs', runs }, platforms: [] }]) };
}

function stepsOfOp(record: DmabufRecord, op: RecordedOp, index: number): readonly ReplayStep[] {
  if (op.op === 'cpu_read') return [readStep(index, readByCpu(op.off, op.len), op.got)];
  if (op.op === 'dev_read')
    return [readStep(index, readByDevice(record, op.att, op.off, op.len), op.got)];
  const step: ReplayStep = { of: index, step: stepOf(operationOf(record, op), []) };
  if (op.op !== 'attach') return [step];
  const agent = agentOf(record, op.att);
  return [{ of: null, step: stepOf({ agent, action: { do: 'get', fd: 'fd' } }, []) }, step];
}

const agentOf = (record: DmabufRecord, att: number): Agent => ({
  kind: 'device',
  device: deviceOfAttachment(record, att),
  cpu: 0,
});

function readByCpu(offset: number, length: number): Operation {
  return { agent: app, action: { do: 'read', at: { base: 'p', offset }, length } };
}

function readByDevice(
  record: DmabufRecord,
  att: number,
  offset: number,
  length: number,
): Operation {
  const at = { base: bufferName, offset };
  return { agent: agentOf(record, att), action: { do: 'dmaRead', at, length, snoop: null } };
}

type ActedOp = Exclude<RecordedOp, { op: 'cpu_read' | 'dev_read' }>;

const endFlag = 4;

function operationOf(record: DmabufRecord, op: ActedOp): Operation {
  const buffer = bufferName;
  switch (op.op) {
    case 'attach':
      return { agent: agentOf(record, op.att), action: { do: 'attach', buffer } };
    case 'map_attachment':
      return { agent: agentOf(record, op.att), action: { do: 'map', buffer, direction: op.dir } };
    case 'unmap_attachment':
      return { agent: agentOf(record, op.att), action: { do: 'unmap', buffer, direction: null } };
    case 'importer_sync_for_cpu':
    case 'importer_sync_for_device': {
      const to = op.op === 'importer_sync_for_cpu' ? 'cpu' : 'device';
      const action = { do: 'syncSgtable', buffer, to, direction: op.dir } as const;
      return { agent: agentOf(record, op.att), action };
    }
    case 'sync_start':
      return { agent: app, action: { do: 'sync', fd: 'fd', flags: op.flags } };
    case 'sync_end':
      return { agent: app, action: { do: 'sync', fd: 'fd', flags: endFlag + op.flags } };
    case 'cpu_write': {
      const at = { base: 'p', offset: op.off };
      return { agent: app, action: { do: 'write', at, length: op.len, value: op.val } };
    }
    case 'dev_write': {
      const at = { base: buffer, offset: op.off };
      const action = { do: 'dmaWrite', at, length: op.len, value: op.val, snoop: null } as const;
      return { agent: agentOf(record, op.att), action };
    }
  }
}
