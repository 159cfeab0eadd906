/**
 * The value recordings through dma-buf calls: one sequence a line, as test/recordings/README.md describes it.
 * Every field is checked, and a field that is not known is an error, because leaving it out could fake
 * agreement.
 */
import type { Direction } from '../../../model/operation.ts';
import type { InitialContent } from '../../../model/setup.ts';
import type { Run } from '../compareRuns.ts';
import { envs, type Env } from '../recordedMachine.ts';
import { Reader, type ReadResult } from '../reader.ts';

/** Offsets and lengths are bytes; `att` is the number that names an attachment; `ret` a negative errno, or 0. */
export type RecordedOp = { readonly ret: number } & (
  | { readonly op: 'attach'; readonly att: number; readonly dev: number }
  | { readonly op: 'map_attachment'; readonly att: number; readonly dir: Direction }
  | { readonly op: 'unmap_attachment'; readonly att: number }
  | { readonly op: 'sync_start' | 'sync_end'; readonly flags: number }
  | { readonly op: 'cpu_write'; readonly off: number; readonly len: number; readonly val: number }
  | {
      readonly op: 'cpu_read';
      readonly off: number;
      readonly len: number;
      readonly got: readonly Run[];
    }
  | {
      readonly op: 'dev_write';
      readonly att: number;
      readonly off: number;
      readonly len: number;
      readonly val: number;
    }
  | {
      readonly op: 'dev_read';
      readonly att: number;
      readonly off: number;
      readonly len: number;
      readonly got: readonly Run[];
    }
  | {
      readonly op: 'importer_sync_for_cpu' | 'importer_sync_for_device';
      readonly att: number;
      readonly dir: Direction;
    }
);

/** What is behind an attachment's DMA addresses at the end; empty where the attachment was not mapped. */
export interface FinalDevice {
  readonly att: number;
  readonly runs: readonly Run[];
}

export type Exporter = 'ours' | 'system_heap' | 'udmabuf';

export interface DmabufRecord {
  readonly id: string;
  readonly env: Env;
  readonly exporter: Exporter;
  readonly pages: number;
  readonly init: InitialContent;
  readonly ops: readonly RecordedOp[];
  /** The whole buffer at the end, through the mapping of user space. */
  readonly finalCpu: readonly Run[];
  readonly finalDevices: readonly FinalDevice[];
}

type Words<T extends string> = readonly [T, ...T[]];
const exporters: Words<Exporter> = ['ours', 'system_heap', 'udmabuf'];
const opNames: Words<RecordedOp['op']> = [
  'attach',
  'map_attachment',
  'unmap_attachment',
  'sync_start',
  'sync_end',
  'cpu_write',
  'cpu_read',
  'dev_write',
  'dev_read',
  'importer_sync_for_cpu',
  'importer_sync_for_device',
];
const directions: Words<Direction> = ['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE'];

/** Words of `flags` and their bits [include/uapi/linux/dma-buf.h]. */
const flagWords: Words<'READ' | 'WRITE' | 'READ|WRITE'> = ['READ', 'WRITE', 'READ|WRITE'];
const flagBits = { READ: 1, WRITE: 2, 'READ|WRITE': 3 } as const;

export const pageBytes = 4096;
const limits = { pages: 1024, attachment: 15, device: 15, bytes: 1 << 24, value: 255 };
const lowestErrno = -4095;

/** Reads a record of a recording. Never throws; the message says which field is wrong. */
export function readDmabufRecord(json: unknown): ReadResult<DmabufRecord> {
  const reader = new Reader(json);
  return reader.resultOf(readFields(reader));
}

function readFields(reader: Reader): DmabufRecord {
  reader.only(['id', 'exporter', 'style', 'pages', 'init', 'ops', 'env', 'final', 'note']);
  reader.optional('style')?.text();
  reader.optional('note')?.text();
  const init = reader.at('init');
  init.only(['base', 'cell', 'period']);
  const final = reader.at('final');
  final.only(['cpu', 'dev']);
  const pages = reader.at('pages').integer(1, limits.pages);
  const record: DmabufRecord = {
    id: reader.at('id').text(),
    env: reader.at('env').word(envs),
    exporter: reader.at('exporter').word(exporters),
    pages,
    init: {
      base: init.at('base').integer(0, limits.value),
      cell: init.at('cell').integer(1, limits.bytes),
      period: init.at('period').integer(1, limits.value + 1),
    },
    ops: reader.at('ops').items().map(readOp),
    finalCpu: readRuns(final.at('cpu'), pages * pageBytes),
    finalDevices: readFinalDevices(final.optional('dev'), pages * pageBytes),
  };
  checkAttachments(reader, record);
  return record;
}

function readOp(reader: Reader): RecordedOp {
  const op = reader.at('op').word(opNames);
  const ret = reader.optional('ret')?.integer(lowestErrno, 0) ?? 0;
  const att = () => reader.at('att').integer(0, limits.attachment);
  const dir = () => reader.at('dir').word(directions);
  switch (op) {
    case 'attach':
      reader.only(['op', 'ret', 'att', 'dev']);
      return { op, ret, att: att(), dev: reader.at('dev').integer(0, limits.device) };
    case 'map_attachment':
    case 'importer_sync_for_cpu':
    case 'importer_sync_for_device':
      reader.only(['op', 'ret', 'att', 'dir']);
      return { op, ret, att: att(), dir: dir() };
    case 'unmap_attachment':
      reader.only(['op', 'ret', 'att']);
      return { op, ret, att: att() };
    case 'sync_start':
    case 'sync_end':
      reader.only(['op', 'ret', 'flags']);
      return { op, ret, flags: flagBits[reader.at('flags').word(flagWords)] };
    case 'cpu_write':
      reader.only(['op', 'off', 'len', 'val']);
      return { op, ret, ...range(reader), val: value(reader) };
    case 'cpu_read':
      reader.only(['op', 'off', 'len', 'got']);
      return { op, ret, ...range(reader), got: got(reader, ret) };
    case 'dev_write':
      reader.only(['op', 'ret', 'att', 'off', 'len', 'val']);
      return { op, ret, att: att(), ...range(reader), val: value(reader) };
    case 'dev_read':
      reader.only(['op', 'ret', 'att', 'off', 'len', 'got']);
      return { op, ret, att: att(), ...range(reader), got: got(reader, ret) };
  }
}

const value = (reader: Reader): number => reader.at('val').integer(0, limits.value);

function range(reader: Reader): { off: number; len: number } {
  return {
    off: reader.at('off').integer(0, limits.bytes),
    len: reader.at('len').integer(1, limits.bytes),
  };
}

/** A read that was refused got nothing. */
function got(reader: Reader, ret: number): Run[] {
  return readRuns(reader.at('got'), ret === 0 ? reader.at('len').integer(1, limits.bytes) : 0);
}

/** Run lengths that together are `bytes` long. */
function readRuns(reader: Reader, bytes: number): Run[] {
  const runs = reader.items().map((item) => {
    const pair = item.items();
    const [first, second] = pair;
    if (!first || !second || pair.length !== 2) {
      item.fail('is not [value, count]');
      return { value: 0, count: 0 };
    }
    return { value: first.integer(0, limits.value), count: second.integer(1, limits.bytes) };
  });
  const total = runs.reduce((sum, run) => sum + run.count, 0);
  if (total !== bytes) reader.fail(`holds ${total} bytes, not ${bytes}`);
  return runs;
}

function readFinalDevices(reader: Reader | null, bytes: number): FinalDevice[] {
  if (reader === null) return [];
  return reader.names().map((name) => {
    const all = reader.at(name);
    if (!/^\d{1,2}$/.test(name)) reader.fail(`has ${name}, which is no attachment`);
    return { att: Number(name), runs: readRuns(all, all.items().length === 0 ? 0 : bytes) };
  });
}

/** An attachment must have been made before it is used, and only once. */
function checkAttachments(reader: Reader, record: DmabufRecord): void {
  const known = new Set<number>();
  record.ops.forEach((op, index) => {
    if (!('att' in op)) return;
    if (op.op === 'attach' && known.has(op.att))
      reader.fail(`ops[${index}] makes attachment ${op.att} again`);
    if (op.op === 'attach') known.add(op.att);
    else if (!known.has(op.att))
      reader.fail(`ops[${index}] uses attachment ${op.att}, which was never made`);
  });
  for (const { att } of record.finalDevices)
    if (!known.has(att)) reader.fail(`final.dev.${att} is of an attachment that was never made`);
}
