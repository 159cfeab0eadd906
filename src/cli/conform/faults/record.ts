/**
 * The recordings of page faults: one sequence of calls and touches a line, as test/recordings/README.md describes
 * it. Every field is checked, and a field that is not known is an error, because leaving it out could fake
 * agreement.
 */
import { Reader, type ReadResult } from '../reader.ts';

export type By = 'parent' | 'child';
export type Sharing = 'shared' | 'private';

/** A line of the exporter's own log of its fault handler. */
export interface HandlerCall {
  readonly pgoff: number;
  readonly access: 'read' | 'write';
  readonly vma: Sharing;
  readonly by: By;
}

/** A call of vm_ops->open or close. */
export interface VmaEvent {
  readonly event: 'open' | 'close';
  readonly pgoff: number;
  readonly pages: number;
  readonly vma: Sharing;
  readonly by: By;
}

/** What a touch gave: a byte, `ok` for a write, or a signal. */
export type Got = number | 'ok' | 'SIGSEGV' | 'SIGBUS';

export type RecordedCall =
  | {
      readonly op: 'mmap';
      readonly map: number;
      readonly pgoff: number;
      readonly pages: number;
      readonly prot: number;
      readonly isPrivate: boolean;
    }
  | {
      readonly op: 'munmap' | 'madvise_dontneed';
      readonly map: number;
      readonly page: number;
      readonly pages: number;
    }
  | {
      readonly op: 'mprotect';
      readonly map: number;
      readonly page: number;
      readonly pages: number;
      readonly prot: number;
    }
  | {
      readonly op: 'zap';
      readonly pgoff: number;
      readonly pages: number;
      readonly evenCows: boolean;
    }
  | { readonly op: 'fork' | 'child_exit' }
  | {
      readonly op: 'touch';
      readonly by: By;
      readonly map: number;
      readonly page: number;
      /** Value that is written; null: it is a read. */
      readonly val: number | null;
      readonly got: Got;
      /** Null with a signal. */
      readonly minflt: number | null;
      /** Null without a signal. */
      readonly siCode: number | null;
    };

/** `ret`: error name, or null where the call succeeded. */
export type RecordedOp = RecordedCall & {
  readonly ret: string | null;
  readonly faults: readonly HandlerCall[];
  readonly vmaEvents: readonly VmaEvent[];
};

export interface FaultRecord {
  readonly id: string;
  readonly exporter: 'pfn' | 'page' | 'udmabuf' | 'system_heap';
  readonly pages: number;
  readonly ops: readonly RecordedOp[];
}

type Words<T extends string> = readonly [T, ...T[]];
const exporters: Words<FaultRecord['exporter']> = ['pfn', 'page', 'udmabuf', 'system_heap'];
const bys: Words<By> = ['parent', 'child'];
const sharings: Words<Sharing> = ['shared', 'private'];
const opNames: Words<RecordedCall['op']> = [
  'mmap',
  'munmap',
  'mprotect',
  'madvise_dontneed',
  'zap',
  'fork',
  'child_exit',
  'touch',
];
const signals: Words<'SIGSEGV' | 'SIGBUS' | 'ok'> = ['SIGSEGV', 'SIGBUS', 'ok'];
const accesses: Words<'read' | 'write'> = ['read', 'write'];

/** More than any recording holds, and no more than can be replayed. */
const most = { pages: 64, ops: 500, map: 99, byte: 255, minflt: 1000 };

const results = ['ret', 'faults', 'vma_events'] as const;
const fieldsOf: Readonly<Record<RecordedCall['op'], readonly string[]>> = {
  mmap: ['map', 'pgoff', 'pages', 'prot', 'flags'],
  munmap: ['map', 'page', 'pages'],
  mprotect: ['map', 'page', 'pages', 'prot'],
  madvise_dontneed: ['map', 'page', 'pages'],
  zap: ['pgoff', 'pages', 'even_cows'],
  fork: [],
  child_exit: [],
  touch: ['by', 'map', 'page', 'access', 'val', 'got', 'minflt', 'si_code'],
};

/** Reads a record; the first problem is told. */
export function readFaultRecord(json: unknown): ReadResult<FaultRecord> {
  const reader = new Reader(json);
  reader.only(['id', 'exporter', 'pages', 'ops']);
  const items = reader.at('ops').items();
  if (items.length > most.ops) reader.fail(`has more than ${most.ops} operations`);
  const record: FaultRecord = {
    id: reader.at('id').text(),
    exporter: reader.at('exporter').word(exporters),
    pages: reader.at('pages').integer(1, most.pages),
    ops: items.map(readOp),
  };
  return reader.resultOf(record);
}

function readOp(reader: Reader): RecordedOp {
  const op = reader.at('op').word(opNames);
  reader.only(['op', ...fieldsOf[op], ...results]);
  return {
    ...readCall(reader, op),
    ret: reader.optional('ret')?.text().replace(/^-/, '') ?? null,
    faults: (reader.optional('faults')?.items() ?? []).map(readHandlerCall),
    vmaEvents: (reader.optional('vma_events')?.items() ?? []).map(readVmaEvent),
  };
}

function readCall(reader: Reader, op: RecordedCall['op']): RecordedCall {
  const page = (name: string): number => reader.at(name).integer(0, most.pages);
  const pages = (): number => reader.at('pages').integer(1, most.pages);
  const map = (): number => reader.at('map').integer(0, most.map);
  switch (op) {
    case 'mmap': {
      const flags = reader.at('flags').word(['SHARED', 'PRIVATE']);
      const where = { map: map(), pgoff: page('pgoff'), pages: pages() };
      return { op, ...where, prot: readProt(reader.at('prot')), isPrivate: flags === 'PRIVATE' };
    }
    case 'munmap':
    case 'madvise_dontneed':
      return { op, map: map(), page: page('page'), pages: pages() };
    case 'mprotect':
      return {
        ...{ op, map: map(), page: page('page'), pages: pages() },
        prot: readProt(reader.at('prot')),
      };
    case 'zap': {
      const evenCows = reader.at('even_cows').integer(0, 1) === 1;
      return { op, pgoff: page('pgoff'), pages: pages(), evenCows };
    }
    case 'fork':
    case 'child_exit':
      return { op };
    case 'touch':
      return readTouch(reader);
  }
}

function readTouch(reader: Reader): RecordedCall {
  const isWrite = reader.at('access').word(accesses) === 'write';
  const got = readGot(reader.at('got'));
  const isSignal = got === 'SIGSEGV' || got === 'SIGBUS';
  return {
    op: 'touch',
    by: reader.at('by').word(bys),
    map: reader.at('map').integer(0, most.map),
    page: reader.at('page').integer(0, most.pages),
    val: isWrite ? reader.at('val').integer(0, most.byte) : null,
    got,
    minflt: isSignal ? null : reader.at('minflt').integer(0, most.minflt),
    siCode: isSignal ? reader.at('si_code').integer(0, most.byte) : null,
  };
}

function readGot(reader: Reader): Got {
  return reader.isText() ? reader.word(signals) : reader.integer(0, most.byte);
}

function readProt(reader: Reader): number {
  const bits: Readonly<Record<string, number>> = { NONE: 0, READ: 1, WRITE: 2, EXEC: 4 };
  return reader
    .text()
    .split('|')
    .reduce((sum, word) => {
      const bit = Object.hasOwn(bits, word) ? bits[word] : undefined;
      if (bit === undefined) reader.fail(`has "${word}", which is no right`);
      return sum | (bit ?? 0);
    }, 0);
}

function readHandlerCall(reader: Reader): HandlerCall {
  reader.only(['pgoff', 'access', 'vma', 'by']);
  return {
    pgoff: reader.at('pgoff').integer(0, most.pages),
    access: reader.at('access').word(accesses),
    vma: reader.at('vma').word(sharings),
    by: reader.at('by').word(bys),
  };
}

function readVmaEvent(reader: Reader): VmaEvent {
  reader.only(['vma_event', 'vm_pgoff', 'pages', 'vma', 'by']);
  return {
    event: reader.at('vma_event').word(['open', 'close']),
    pgoff: reader.at('vm_pgoff').integer(0, most.pages),
    pages: reader.at('pages').integer(1, most.pages),
    vma: reader.at('vma').word(sharings),
    by: reader.at('by').word(bys),
  };
}
