/**
 * The dma-debug recordings by case: steps with what each returned and logged, as test/recordings/README.md
 * describes them. Every field is checked, and one that is not known is an error.
 */
import type { Direction } from '../../../model/operation.ts';
import { Reader, type ReadResult } from '../reader.ts';

/** What a call was about: a mapping of one range, a list, a coherent allocation, or a bare address. */
export type Target =
  | { readonly kind: 'm' | 'g' | 'c'; readonly index: number }
  | { readonly kind: 'address'; readonly address: number };

/** `null` is what the mapping was made with. `attrs` are DMA_ATTR_* bits. */
export type CaseCall =
  | { readonly call: 'alloc'; readonly pages: number }
  | {
      readonly call: 'map';
      readonly verb: 'single' | 'page';
      readonly m: number;
      readonly off: number;
      readonly len: number;
      readonly dir: Direction;
      readonly attrs: number;
      readonly isChecked: boolean;
    }
  | {
      readonly call: 'unmap';
      readonly verb: 'single' | 'page' | 'sg';
      readonly target: Target;
      readonly len: number | null;
      readonly dir: Direction | null;
      readonly attrs: number;
      readonly nents: number | null;
    }
  | {
      readonly call: 'sync';
      readonly to: 'cpu' | 'device';
      readonly target: Target;
      readonly off: number;
      readonly len: number | null;
      readonly dir: Direction | null;
    }
  | {
      readonly call: 'syncSg';
      readonly to: 'cpu' | 'device';
      readonly target: Target;
      readonly nents: number | null;
      readonly dir: Direction | null;
    }
  | { readonly call: 'mapSg'; readonly g: number; readonly dir: Direction; readonly attrs: number }
  | { readonly call: 'check'; readonly target: Target }
  | { readonly call: 'allocCoherent'; readonly c: number; readonly size: number }
  | { readonly call: 'freeCoherent'; readonly c: number; readonly size: number | null }
  | { readonly call: 'maxSegSize'; readonly size: number }
  | { readonly call: 'stray'; readonly from: 'stack' | 'vmalloc' | 'text'; readonly len: number }
  | { readonly call: 'resource'; readonly len: number }
  | { readonly call: 'release' | 'bind' }
  | { readonly call: 'export'; readonly exporter: 'ours' | 'system_heap' | 'udmabuf' }
  /** Makes something that the replay makes together with something else. */
  | { readonly call: 'nothing'; readonly bytes: number | null }
  | { readonly call: 'attach'; readonly att: number; readonly dev: number }
  | { readonly call: 'mapAttachment'; readonly att: number; readonly dir: Direction }
  | { readonly call: 'unmapAttachment'; readonly att: number; readonly dir: Direction | null }
  | {
      readonly call: 'importerSync';
      readonly to: 'cpu' | 'device';
      readonly att: number;
      readonly dir: Direction;
    }
  | { readonly call: 'detach'; readonly att: number }
  | { readonly call: 'ioctl'; readonly flags: number };

export interface CaseStep {
  readonly op: string;
  readonly does: CaseCall;
  /** `-ENAME`, a number as text, or null where it is not recorded: the call worked. */
  readonly ret: string | null;
  readonly info: string | null;
  readonly complaints: readonly string[];
  readonly otherMessages: readonly string[];
}

export type Bus = 'platform' | 'pci edu';

export interface CaseRecord {
  readonly id: string;
  readonly env: string;
  readonly device: Bus;
  readonly complains: boolean;
  readonly steps: readonly CaseStep[];
}

const directions: readonly [Direction, ...Direction[]] = [
  'BIDIRECTIONAL',
  'TO_DEVICE',
  'FROM_DEVICE',
];
const devices: readonly [Bus, Bus] = ['platform', 'pci edu'];
const limits = { bytes: 1 << 24, index: 15, pages: 1024 };

/** Fields that any step can have. */
const common = ['op', 'ret', 'info', 'complaints', 'other_kmsg'] as const;

/** Flags of DMA_BUF_IOCTL_SYNC [include/uapi/linux/dma-buf.h]. */
const syncBits = new Map([
  ['START', 0],
  ['READ', 1],
  ['WRITE', 2],
  ['END', 4],
]);

/** Reads a record. Never throws; the message says which field is wrong. */
export function readCase(json: unknown): ReadResult<CaseRecord> {
  const reader = new Reader(json);
  reader.only(['id', 'env', 'device', 'complains', 'twin', 'note', 'steps']);
  const record: CaseRecord = {
    id: reader.at('id').text(),
    env: reader.at('env').text(),
    device: reader.at('device').word(devices),
    complains: reader.at('complains').flag(),
    steps: reader.at('steps').items().map(readStep),
  };
  return reader.resultOf(record);
}

function readStep(reader: Reader): CaseStep {
  const op = reader.at('op').text();
  const texts = (name: string): readonly string[] =>
    reader
      .optional(name)
      ?.items()
      .map((item) => item.text()) ?? [];
  const ret = reader.optional('ret');
  return {
    op,
    does: readCall(op, reader),
    ret: ret === null ? null : ret.isText() ? ret.text() : String(ret.wide()),
    info: reader.optional('info')?.text() ?? null,
    complaints: texts('complaints'),
    otherMessages: texts('other_kmsg'),
  };
}

/** Names of operations whose words say more than a function's name. */
const strays: Readonly<Record<string, 'stack' | 'vmalloc' | 'text'>> = {
  'dma_map_single on a stack array (vmalloced stack)': 'stack',
  'dma_map_single on vmalloc memory': 'vmalloc',
  'dma_map_page on the page of a core kernel function': 'text',
};

function readCall(op: string, reader: Reader): CaseCall {
  const stray = Object.hasOwn(strays, op) ? strays[op] : undefined;
  if (stray) {
    const { length } = fields(reader, ['len']);
    return { call: 'stray', from: stray, len: length() };
  }
  return readRangeCall(op, reader) ?? readOtherCall(op, reader) ?? readDmaBufCall(op, reader);
}

function fields(reader: Reader, names: readonly string[]) {
  reader.only([...common, ...names]);
  const dirOrNull = (): Direction | null => reader.optional('dir')?.word(directions) ?? null;
  return {
    index: (name: string): number => reader.at(name).integer(0, limits.index),
    length: (): number => reader.at('len').integer(1, limits.bytes),
    lengthOrNull: (): number | null => reader.optional('len')?.integer(1, limits.bytes) ?? null,
    direction: (): Direction => reader.at('dir').word(directions),
    dirOrNull,
    nents: (): number | null => reader.optional('nents')?.integer(0, limits.bytes) ?? null,
    attrs: (): number => readAttrs(reader.optional('attrs')),
    offset: (): number => reader.optional('off')?.integer(-limits.bytes, limits.bytes) ?? 0,
  };
}

function readAttrs(reader: Reader | null): number {
  if (reader === null) return 0;
  const value = reader.isText() ? Number(reader.text()) : reader.wide();
  if (!Number.isInteger(value) || value < 0) reader.fail('is no attribute bits');
  return value;
}

const addresses = new Map([
  ['never mapped', 0x2000000],
  ['DMA_MAPPING_ERROR', -1],
]);

function readTarget(reader: Reader): Target {
  for (const kind of ['m', 'g', 'c'] as const)
    if (reader.has(kind)) return { kind, index: reader.at(kind).integer(0, limits.index) };
  const text = reader.at('addr');
  const address = addresses.get(text.text());
  if (address === undefined) text.fail('is an address that is not known');
  return { kind: 'address', address: address ?? 0 };
}

function readRangeCall(op: string, reader: Reader): CaseCall | null {
  if (op === 'dma_map_single' || op === 'dma_map_page') {
    const read = fields(reader, ['m', 'off', 'len', 'dir', 'attrs', 'mapping_error_checked']);
    const isChecked = reader.optional('mapping_error_checked')?.flag() ?? true;
    const range = { m: read.index('m'), off: read.offset(), len: read.length() };
    const verb = op === 'dma_map_page' ? 'page' : 'single';
    return { call: 'map', verb, ...range, dir: read.direction(), attrs: read.attrs(), isChecked };
  }
  const unmap = /^dma_unmap_(single|page|sg)$/u.exec(op);
  if (unmap) {
    const read = fields(reader, ['m', 'g', 'c', 'addr', 'len', 'dir', 'attrs', 'nents']);
    const verb = unmap[1] === 'sg' ? 'sg' : unmap[1] === 'page' ? 'page' : 'single';
    const given = { len: read.lengthOrNull(), dir: read.dirOrNull(), nents: read.nents() };
    return { call: 'unmap', verb, target: readTarget(reader), ...given, attrs: read.attrs() };
  }
  const sync = /^dma_sync_(single|sg)_for_(cpu|device)( on coherent memory)?$/u.exec(op);
  if (!sync) return null;
  const to = sync[2] === 'cpu' ? 'cpu' : 'device';
  const read = fields(reader, ['m', 'g', 'c', 'off', 'len', 'dir', 'nents']);
  const target = readTarget(reader);
  const dir = read.dirOrNull();
  if (sync[1] === 'sg') return { call: 'syncSg', to, target, nents: read.nents(), dir };
  return { call: 'sync', to, target, off: read.offset(), len: read.lengthOrNull(), dir };
}

function readOtherCall(op: string, reader: Reader): CaseCall | null {
  switch (op) {
    case 'alloc':
      fields(reader, ['pages']);
      return { call: 'alloc', pages: reader.at('pages').integer(1, limits.pages) };
    case 'dma_map_sg': {
      const read = fields(reader, ['g', 'entries', 'dir', 'attrs']);
      reader.at('entries').word(['one per page']);
      return { call: 'mapSg', g: read.index('g'), dir: read.direction(), attrs: read.attrs() };
    }
    case 'dma_mapping_error':
      fields(reader, ['m', 'g', 'c', 'addr']);
      return { call: 'check', target: readTarget(reader) };
    case 'dma_alloc_coherent': {
      const read = fields(reader, ['c', 'size']);
      const size = reader.at('size').integer(1, limits.bytes);
      return { call: 'allocCoherent', c: read.index('c'), size };
    }
    case 'dma_free_coherent': {
      const read = fields(reader, ['c', 'size']);
      const size = reader.optional('size')?.integer(1, limits.bytes) ?? null;
      return { call: 'freeCoherent', c: read.index('c'), size };
    }
    case 'dma_set_max_seg_size':
      fields(reader, ['size']);
      return { call: 'maxSegSize', size: reader.at('size').integer(1, limits.bytes) };
    case 'dma_map_resource on a RAM page':
      return { call: 'resource', len: fields(reader, ['len']).length() };
    case 'device_release_driver':
    case 'device_attach':
      fields(reader, []);
      return { call: op === 'device_attach' ? 'bind' : 'release' };
    default:
      return null;
  }
}

function readDmaBufCall(op: string, reader: Reader): CaseCall {
  const att = (): number => reader.optional('att')?.integer(0, limits.index) ?? 0;
  switch (op) {
    case 'dma_buf_export':
    case 'dma_buf_get':
    case 'memfd':
      fields(reader, []);
      return { call: 'nothing', bytes: null };
    case 'dma_buf_fd':
      fields(reader, []);
      return { call: 'export', exporter: 'ours' };
    case 'DMA_HEAP_IOCTL_ALLOC':
      fields(reader, ['len']).length();
      return { call: 'export', exporter: 'system_heap' };
    case 'UDMABUF_CREATE':
      fields(reader, []);
      return { call: 'export', exporter: 'udmabuf' };
    case 'dma_buf_attach': {
      fields(reader, ['att', 'dev']);
      const dev = reader.optional('dev')?.integer(0, limits.index) ?? 0;
      return { call: 'attach', att: att(), dev };
    }
    case 'dma_buf_map_attachment':
      return { call: 'mapAttachment', dir: fields(reader, ['att', 'dir']).direction(), att: att() };
    case 'dma_buf_unmap_attachment': {
      const dir = fields(reader, ['att', 'dir']).dirOrNull();
      return { call: 'unmapAttachment', dir, att: att() };
    }
    case 'dma_sync_sgtable_for_cpu':
    case 'dma_sync_sgtable_for_device': {
      const dir = fields(reader, ['att', 'dir']).direction();
      const to = op === 'dma_sync_sgtable_for_cpu' ? 'cpu' : 'device';
      return { call: 'importerSync', to, dir, att: att() };
    }
    case 'dma_buf_detach':
      fields(reader, ['att']);
      return { call: 'detach', att: att() };
    case 'DMA_BUF_IOCTL_SYNC':
      fields(reader, ['flags']);
      return { call: 'ioctl', flags: readFlags(reader.at('flags')) };
    default:
      reader.fail(`does "${op.slice(0, 60)}", which is not known`);
      return { call: 'nothing', bytes: null };
  }
}

function readFlags(reader: Reader): number {
  return reader
    .text()
    .split('|')
    .reduce((sum, word) => {
      const bit = syncBits.get(word);
      if (bit === undefined) reader.fail(`has the flag ${word}, which is not known`);
      return sum | (bit ?? 0);
    }, 0);
}
