/**
 * The value recordings of a real kernel: one streaming-DMA sequence a line, as test/recordings/README.md
 * describes it. What is read here is exactly what the kernel was asked and answered; every field is
 * checked, and a field that is not known is an error, because leaving it out could fake agreement.
 */
import type { Direction } from '../../../model/operation.ts';
import type { InitialContent } from '../../../model/setup.ts';
import type { Run } from '../compareRuns.ts';
import { envs, type Env } from '../recordedMachine.ts';
import { Reader, type ReadResult } from '../reader.ts';

/** Offsets and lengths are bytes; `m` is the number that names a mapping. */
export type RecordedOp =
  | {
      readonly op: 'map';
      readonly m: number;
      readonly dev: number;
      readonly off: number;
      readonly len: number;
      readonly dir: Direction;
      readonly skipCpuSync: boolean;
      /** Whether the DMA address was not the buffer; null where it was not recorded. */
      readonly bounced: boolean | null;
    }
  | {
      readonly op: 'unmap';
      readonly m: number;
      /** Given on purpose; null: the mapping's own. */
      readonly len: number | null;
      readonly dir: Direction | null;
      readonly skipCpuSync: boolean;
    }
  | {
      readonly op: 'sync_for_cpu' | 'sync_for_device';
      readonly m: number;
      readonly off: number;
      readonly len: number;
      readonly dir: Direction;
    }
  | { readonly op: 'cpu_write'; readonly off: number; readonly len: number; readonly val: number }
  | {
      readonly op: 'cpu_read';
      readonly off: number;
      readonly len: number;
      readonly got: readonly Run[];
    }
  | {
      readonly op: 'dev_write';
      readonly m: number;
      readonly off: number;
      readonly len: number;
      readonly val: number;
    }
  | {
      readonly op: 'dev_read';
      readonly m: number;
      readonly off: number;
      readonly len: number;
      readonly got: readonly Run[];
    };

/** What is behind a mapping's DMA address at the end. */
export interface FinalDevice {
  readonly m: number;
  readonly runs: readonly Run[];
}

export interface ValueRecord {
  readonly id: string;
  readonly env: Env;
  readonly pages: number;
  readonly init: InitialContent;
  readonly ops: readonly RecordedOp[];
  /** The whole buffer at the end. */
  readonly finalCpu: readonly Run[];
  /** Empty where it was not recorded. */
  readonly finalDevices: readonly FinalDevice[];
}

type OpName = RecordedOp['op'];
const opNames: readonly [OpName, ...OpName[]] = [
  'map',
  'unmap',
  'sync_for_cpu',
  'sync_for_device',
  'cpu_write',
  'cpu_read',
  'dev_write',
  'dev_read',
];
const directions: readonly [Direction, ...Direction[]] = [
  'BIDIRECTIONAL',
  'TO_DEVICE',
  'FROM_DEVICE',
];

export const pageBytes = 4096;
const limits = { pages: 1024, mapping: 63, device: 15, bytes: 1 << 24, value: 255 };

/** Reads a record of a recording. Never throws; the message says which field is wrong. */
export function readRecord(json: unknown): ReadResult<ValueRecord> {
  const reader = new Reader(json);
  return reader.resultOf(readFields(reader));
}

function readFields(reader: Reader): ValueRecord {
  reader.only(['id', 'style', 'pages', 'init', 'ops', 'env', 'final', 'note']);
  const id = reader.at('id').text();
  reader.optional('style')?.text();
  reader.optional('note')?.text();
  const init = reader.at('init');
  init.only(['base', 'cell', 'period']);
  const final = reader.at('final');
  final.only(['cpu', 'dev']);
  const pages = reader.at('pages').integer(1, limits.pages);
  const record = {
    id,
    env: reader.at('env').word(envs),
    pages,
    init: {
      base: init.at('base').integer(0, limits.value),
      cell: init.at('cell').integer(1, limits.bytes),
      period: init.at('period').integer(1, limits.bytes),
    },
    ops: reader.at('ops').items().map(readOp),
    finalCpu: readRuns(final.at('cpu'), pages * pageBytes),
    finalDevices: readFinalDevices(final.optional('dev')),
  };
  checkMappings(reader, record);
  return record;
}

function readOp(reader: Reader): RecordedOp {
  const op = reader.at('op').word(opNames);
  switch (op) {
    case 'map':
      return readMap(reader);
    case 'unmap':
      return readUnmap(reader);
    case 'sync_for_cpu':
    case 'sync_for_device':
      reader.only(['op', 'm', 'off', 'len', 'dir']);
      return { op, m: mapping(reader), ...range(reader), dir: reader.at('dir').word(directions) };
    case 'cpu_write':
      reader.only(['op', 'off', 'len', 'val']);
      return { op, ...range(reader), val: reader.at('val').integer(0, limits.value) };
    case 'cpu_read':
      reader.only(['op', 'off', 'len', 'got']);
      return { op, ...range(reader), got: got(reader) };
    case 'dev_write':
      reader.only(['op', 'm', 'off', 'len', 'val']);
      return {
        op,
        m: mapping(reader),
        ...range(reader),
        val: reader.at('val').integer(0, limits.value),
      };
    case 'dev_read':
      reader.only(['op', 'm', 'off', 'len', 'got']);
      return { op, m: mapping(reader), ...range(reader), got: got(reader) };
  }
}

function readMap(reader: Reader): RecordedOp {
  reader.only(['op', 'm', 'dev', 'off', 'len', 'dir', 'attrs', 'bounced']);
  return {
    op: 'map',
    m: mapping(reader),
    dev: reader.at('dev').integer(0, limits.device),
    ...range(reader),
    dir: reader.at('dir').word(directions),
    skipCpuSync: readAttrs(reader),
    bounced: reader.optional('bounced')?.flag() ?? null,
  };
}

function readUnmap(reader: Reader): RecordedOp {
  reader.only(['op', 'm', 'len', 'dir', 'attrs']);
  return {
    op: 'unmap',
    m: mapping(reader),
    len: reader.optional('len')?.integer(0, limits.bytes) ?? null,
    dir: reader.optional('dir')?.word(directions) ?? null,
    skipCpuSync: readAttrs(reader),
  };
}

function mapping(reader: Reader): number {
  return reader.at('m').integer(0, limits.mapping);
}

function range(reader: Reader): { off: number; len: number } {
  return {
    off: reader.at('off').integer(0, limits.bytes),
    len: reader.at('len').integer(1, limits.bytes),
  };
}

function got(reader: Reader): Run[] {
  return readRuns(reader.at('got'), reader.at('len').integer(1, limits.bytes));
}

/** Whether SKIP_CPU_SYNC is among the attributes, of which no other is known. */
function readAttrs(reader: Reader): boolean {
  const attrs = reader.optional('attrs');
  if (attrs === null) return false;
  const words = attrs.items().map((item) => item.text());
  const unknown = words.find((word) => word !== 'SKIP_CPU_SYNC');
  if (unknown !== undefined) attrs.fail(`has ${unknown}; only SKIP_CPU_SYNC is known`);
  return words.length > 0;
}

/** Run lengths that together are `bytes` long; null: of any length. */
function readRuns(reader: Reader, bytes: number | null): Run[] {
  const runs = reader.items().map((item) => {
    const pair = item.items();
    const [value, count] = pair;
    if (!value || !count || pair.length !== 2) {
      item.fail('is not [value, count]');
      return { value: 0, count: 0 };
    }
    return { value: value.integer(0, limits.value), count: count.integer(1, limits.bytes) };
  });
  const total = runs.reduce((sum, run) => sum + run.count, 0);
  if (bytes !== null && total !== bytes) reader.fail(`holds ${total} bytes, not ${bytes}`);
  return runs;
}

function readFinalDevices(reader: Reader | null): FinalDevice[] {
  if (reader === null) return [];
  return reader.names().map((name) => {
    const runs = readRuns(reader.at(name), null);
    if (!/^\d{1,2}$/.test(name)) reader.fail(`has ${name}, which is no mapping`);
    return { m: Number(name), runs };
  });
}

/** A mapping must have been made before it is used, and its final contents must be as long as it was. */
function checkMappings(reader: Reader, record: ValueRecord): void {
  const lengths = new Map<number, number>();
  record.ops.forEach((op, index) => {
    if (op.op === 'map') lengths.set(op.m, op.len);
    else if ('m' in op && !lengths.has(op.m)) {
      reader.fail(`ops[${index}] uses mapping ${op.m}, which was never made`);
    }
  });
  for (const { m, runs } of record.finalDevices) {
    const total = runs.reduce((sum, run) => sum + run.count, 0);
    if (lengths.get(m) !== total) {
      reader.fail(`final.dev.${m} holds ${total} bytes, not the ${lengths.get(m) ?? 'none'} of it`);
    }
  }
}
