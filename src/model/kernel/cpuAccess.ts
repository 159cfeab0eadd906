/**
 * Loads and stores of a CPU to a physical range of one memory type: through the cache (WB), past it (UC), or
 * through the write-combining buffer (WC). Judged against the newest write of every byte.
 */
import { emit, type Draft } from '../draft.ts';
import { cpuWriter, describeCells, makeCell, sameCells, uniformLine } from '../hardware/cell.ts';
import { loadCached, storeCached } from '../hardware/cache.ts';
import { keyThrough, tagFact } from '../hardware/cacheAlias.ts';
import { dirtyHolderOf } from '../hardware/cacheLookup.ts';
import { bufferByteAt } from '../hardware/layout.ts';
import {
  dramLine,
  lineAddressOf,
  newestCells,
  recordNewest,
  recordNewestAt,
  storeInDram,
} from '../hardware/memory.ts';
import { drain, storeCombining, undrainedBy } from '../hardware/writeCombining.ts';
import type { ByteRange } from '../microEvent.ts';
import type { MemoryType } from '../setup.ts';
import type { Cell } from '../state.ts';
import { judgeRead, raise } from '../violations/raise.ts';

/** A part of one line. */
export interface LinePart {
  readonly lineAddress: number;
  readonly offset: number;
  readonly length: number;
}

/** Splits a physical range into parts of lines. */
export function lineParts(draft: Draft, address: number, length: number): readonly LinePart[] {
  const { lineSize } = draft.state.setup.platform;
  const parts: LinePart[] = [];
  for (let at = address; at < address + length;) {
    const lineAddress = lineAddressOf(draft.state, at);
    const take = Math.min(lineAddress + lineSize, address + length) - at;
    parts.push({ lineAddress, offset: at - lineAddress, length: take });
    at += take;
  }
  return parts;
}

/** Loads cells without an event or a judgement of its own; fills and drains are events. */
export function loadCells(
  draft: Draft,
  cpu: number,
  address: number,
  length: number,
  type: MemoryType,
  vma = 0,
): readonly Cell[] {
  if (type !== 'WB') drain(draft, cpu, 'uncached load');
  const cells: Cell[] = [];
  for (const part of lineParts(draft, address, length)) {
    const data =
      type === 'WB'
        ? loadCached(
            draft,
            cpu,
            keyThrough(draft.state, part.lineAddress, vma),
            part.offset,
            part.length,
          )
        : dramLine(draft.state, part.lineAddress).slice(part.offset, part.offset + part.length);
    for (const cell of data) cells.push(cell);
  }
  return cells;
}

/** What an access got, and what the newest was at that moment, byte by byte. */
export interface Loaded {
  readonly cells: readonly Cell[];
  readonly newest: readonly Cell[];
}

/**
 * A load of the CPU from bytes of a buffer that lie together in memory, judged against the newest. `vma` is the
 * mapping that it goes through; 0 is the kernel's own.
 */
export function load(
  draft: Draft,
  cpu: number,
  range: ByteRange,
  address: number,
  type: MemoryType,
  vma = 0,
): Loaded {
  checkUndrained(draft, cpu, address, range.length);
  if (type !== 'WB') checkCachedCopies(draft, address, range.length);
  const cells: Cell[] = [];
  const newest: Cell[] = [];
  for (const part of lineParts(draft, address, range.length)) {
    const at = part.lineAddress + part.offset;
    const got = loadCells(draft, cpu, at, part.length, type, vma);
    for (const cell of got) cells.push(cell);
    // Taken at once, since others may write before the next line is loaded.
    for (const cell of newestCells(
      draft.state,
      range.buffer,
      range.start + at - address,
      part.length,
    )) {
      newest.push(cell);
    }
  }
  judgeRead(draft, range, cells, newest, `by CPU ${cpu}`);
  emit(draft, 'cpu.load', {
    label: `load ${range.length} ${range.length === 1 ? 'byte' : 'bytes'}`,
    from: type === 'WB' ? { kind: 'cache', cpu } : { kind: 'memory' },
    to: { kind: 'cpu', cpu },
    range,
    facts: {
      type,
      cpu,
      got: describeCells(cells),
      ...tagFact(draft.state, keyThrough(draft.state, address, vma)),
    },
  });
  return { cells, newest: sameCells(cells, newest) ? cells : newest };
}

/** A load from memory that no device reaches: there is nothing to judge it against. */
export function loadPlain(
  draft: Draft,
  cpu: number,
  address: number,
  length: number,
): readonly Cell[] {
  const cells = loadCells(draft, cpu, address, length, 'WB');
  emit(draft, 'cpu.load', {
    label: `load ${length} ${length === 1 ? 'byte' : 'bytes'}`,
    from: { kind: 'cache', cpu },
    to: { kind: 'cpu', cpu },
    facts: { type: 'WB', cpu, got: describeCells(cells) },
  });
  return cells;
}

/** A store of one value to bytes of a buffer that lie together in memory. */
export function store(
  draft: Draft,
  cpu: number,
  address: number,
  length: number,
  value: number,
  writeId: number,
  type: MemoryType,
  vma = 0,
): void {
  // One array for all whole lines of this store: lines are never changed in place.
  const line = uniformLine(
    makeCell(writeId, cpuWriter, value),
    draft.state.setup.platform.lineSize,
  );
  checkUndrained(draft, cpu, address, length);
  if (type !== 'WB') checkCachedCopies(draft, address, length);
  for (const part of lineParts(draft, address, length)) {
    const cells = part.length === line.length ? line : line.slice(0, part.length);
    const at = part.lineAddress + part.offset;
    if (type === 'WB')
      storeCached(draft, cpu, keyThrough(draft.state, part.lineAddress, vma), part.offset, cells);
    else if (type === 'WC') storeCombining(draft, cpu, part.lineAddress, part.offset, cells);
    else {
      drain(draft, cpu, 'uncached store');
      storeInDram(draft, at, cells);
    }
    const bytes = bufferByteAt(draft.state, at);
    if (bytes) recordNewest(draft, bytes.buffer, bytes.start, cells);
    else recordNewestAt(draft, at, cells);
    emit(draft, type === 'WC' ? 'wc.store' : 'cpu.store', {
      label: `store ${part.length} ${part.length === 1 ? 'byte' : 'bytes'}`,
      from: { kind: 'cpu', cpu },
      to:
        type === 'WB'
          ? { kind: 'cache', cpu }
          : type === 'WC'
            ? { kind: 'wc', cpu }
            : { kind: 'memory' },
      ...(bytes
        ? { range: { buffer: bytes.buffer, start: bytes.start, length: part.length } }
        : {}),
      facts: {
        type,
        cpu,
        value,
        write: writeId,
        ...tagFact(draft.state, keyThrough(draft.state, at, vma)),
      },
    });
  }
}

/** Notes stores of other CPUs to the same bytes that have not left their write-combining buffers. */
export function checkUndrained(
  draft: Draft,
  cpu: number | null,
  address: number,
  length: number,
): void {
  for (const { lineAddress, offset, length: size } of lineParts(draft, address, length)) {
    const [holder] = undrainedBy(draft.state, lineAddress, offset, size, cpu);
    if (holder === undefined) continue;
    const bytes = bufferByteAt(draft.state, lineAddress + offset);
    raise(draft, {
      rule: 'wc-not-drained',
      bytes: bytes && { ...bytes, length: size },
      outcome: `stores to these bytes are still in CPU ${holder}'s write-combining buffer`,
      fix: {
        text: `A barrier on CPU ${holder} drains them.`,
        before: [
          { agent: { kind: 'thread', process: 'kernel', cpu: holder }, action: { do: 'barrier' } },
        ],
        after: [],
        settings: [],
      },
    });
  }
}

/** Notes dirty cached copies that an uncached access passes by. */
function checkCachedCopies(draft: Draft, address: number, length: number): void {
  for (const { lineAddress, offset, length: size } of lineParts(draft, address, length)) {
    if (dirtyHolderOf(draft.state, lineAddress) === undefined) continue;
    const bytes = bufferByteAt(draft.state, lineAddress + offset);
    raise(draft, {
      rule: 'mixed-memory-types',
      bytes: bytes && { ...bytes, length: size },
      outcome: 'an uncached access passes by a dirty cached copy',
    });
  }
}
