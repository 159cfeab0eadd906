/**
 * The CPUs' data caches: private, write-back, write-allocate, set-associative, LRU, coherent with each
 * other by MESI. What a write-back does to newer data in memory is judged here.
 *
 * A line is named by its physical address, or by its key where it stands under the virtual address of a mapping:
 * see `cacheAlias.ts`.
 */
import { replaceAt } from '../../base/arrays.ts';
import { emit, setCpu, type Draft } from '../draft.ts';
import type { ByteRange } from '../microEvent.ts';
import type { CacheLine, Cell, Line, State } from '../state.ts';
import { judgeOverwrite } from '../violations/raise.ts';
import { aliasName, noteAlias, tagFact } from './cacheAlias.ts';
import { keyOf, lineAt, physicalOf } from './cacheKey.ts';
import { cachedLine, dirtyHolderOf, hasAliases, holdersOf, setIndexOf } from './cacheLookup.ts';
import { cpuWriter, storeInLine, writerOf } from './cell.ts';
import { bufferByteAt, isPoolAddress, memoryPlace } from './layout.ts';
import { dramLine, newestCells, setDramLine } from './memory.ts';

/** No cell: differs from every stored byte. */
const nothing = -1;

/** The bytes of a buffer that a line holds or stands for; null for other memory. */
export function lineRange(state: State, lineAddress: number): ByteRange | null {
  const bytes = bufferByteAt(state, physicalOf(lineAddress));
  return (
    bytes && { buffer: bytes.buffer, start: bytes.start, length: state.setup.platform.lineSize }
  );
}

function replaceSet(
  draft: Draft,
  cpu: number,
  lineAddress: number,
  set: readonly CacheLine[],
): void {
  const sets = draft.state.cpus[cpu]?.sets ?? [];
  setCpu(draft, cpu, { sets: replaceAt(sets, setIndexOf(draft.state, lineAddress), set) });
}

function otherLines(draft: Draft, cpu: number, lineAddress: number): readonly CacheLine[] {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, lineAddress)] ?? [];
  return set.filter((line) => keyOf(line) !== lineAddress);
}

/** Puts a line first in its set, as the most recently used. The set must have room for it. */
function putLine(draft: Draft, cpu: number, line: CacheLine): void {
  const key = keyOf(line);
  replaceSet(draft, cpu, key, [line, ...otherLines(draft, cpu, key)]);
}

/** Changes state or data of a line without touching its place in the LRU order. */
function changeLine(
  draft: Draft,
  cpu: number,
  lineAddress: number,
  change: Partial<CacheLine>,
): void {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, lineAddress)] ?? [];
  const changed = set.map((line) => (keyOf(line) === lineAddress ? { ...line, ...change } : line));
  replaceSet(draft, cpu, lineAddress, changed);
}

function removeLine(draft: Draft, cpu: number, lineAddress: number): void {
  replaceSet(draft, cpu, lineAddress, otherLines(draft, cpu, lineAddress));
}

/** A line by its number in the buffer that it belongs to; a slot's line by that of the original. */
function lineName(state: State, lineAddress: number): string {
  const address = physicalOf(lineAddress);
  const bytes = bufferByteAt(state, address);
  const name = isPoolAddress(state, address) ? 'slot line' : 'line';
  const where = aliasName(state, lineAddress);
  return bytes
    ? `${name} ${Math.floor(bytes.start / state.setup.platform.lineSize)}${where}`
    : name;
}

function detailOf(draft: Draft, lineAddress: number): { range: ByteRange } | Record<never, never> {
  const range = lineRange(draft.state, lineAddress);
  return range ? { range } : {};
}

/**
 * For a line of a bounce slot, which slot: its range names the bytes of the original. Where caches tag by virtual
 * address, under which tag it stands.
 */
function lineFacts(
  draft: Draft,
  lineAddress: number,
): { slot?: number; under?: number } | Record<never, never> {
  const place = memoryPlace(draft.state, physicalOf(lineAddress));
  const tag = tagFact(draft.state, lineAddress);
  return place.kind === 'slot' ? { slot: place.slot, ...tag } : tag;
}

/** Writes a dirty line back to memory and keeps it clean; nothing where it is clean or absent. */
export function writeBack(draft: Draft, cpu: number, lineAddress: number, reason: string): boolean {
  const line = cachedLine(draft.state, cpu, lineAddress);
  if (line?.state !== 'M') return false;
  const address = physicalOf(lineAddress);
  const range = lineRange(draft.state, lineAddress);
  if (range) {
    const all = newestCells(draft.state, range.buffer, range.start, range.length);
    // A slot is a copy: only what a device wrote there can be lost.
    const newest = isPoolAddress(draft.state, address)
      ? all.map((cell) => (writerOf(cell) > cpuWriter ? cell : nothing))
      : all;
    const what = `writing back ${lineName(draft.state, lineAddress)} of CPU ${cpu}`;
    judgeOverwrite(draft, range, dramLine(draft.state, address), line.data, newest, what);
  }
  setDramLine(draft, address, line.data);
  changeLine(draft, cpu, lineAddress, { state: 'E' });
  emit(draft, 'cache.writeback', {
    label: `write back ${lineName(draft.state, lineAddress)} of CPU ${cpu}`,
    from: { kind: 'cache', cpu },
    to: memoryPlace(draft.state, address),
    ...detailOf(draft, lineAddress),
    facts: { reason, cpu, ...lineFacts(draft, lineAddress) },
  });
  return true;
}

/** Writes a line back until it is clean: every write-back may let others in, who dirty it again. */
export function cleanLine(draft: Draft, cpu: number, lineAddress: number, reason: string): boolean {
  let isWritten = false;
  while (writeBack(draft, cpu, lineAddress, reason)) isWritten = true;
  return isWritten;
}

/** Drops a line without writing it back. Data that only it held is lost; the caller judges that. */
export function dropLine(draft: Draft, cpu: number, lineAddress: number, reason: string): void {
  const line = cachedLine(draft.state, cpu, lineAddress);
  if (!line) return;
  removeLine(draft, cpu, lineAddress);
  emit(draft, 'cache.drop', {
    label: `drop ${lineName(draft.state, lineAddress)} of CPU ${cpu}`,
    from: { kind: 'cache', cpu },
    ...detailOf(draft, lineAddress),
    facts: { reason, cpu, dirty: line.state === 'M', ...lineFacts(draft, lineAddress) },
  });
}

/** Throws a line out of a cache, as hardware does: written back whole when dirty, then gone. */
export function evict(draft: Draft, cpu: number, lineAddress: number, reason: string): void {
  cleanLine(draft, cpu, lineAddress, reason);
  dropLine(draft, cpu, lineAddress, reason);
}

function isSetFull(draft: Draft, cpu: number, lineAddress: number): boolean {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, lineAddress)] ?? [];
  return set.length >= draft.state.setup.platform.cacheWays;
}

/** Evicts the least recently used line of a set. */
function evictOldest(draft: Draft, cpu: number, lineAddress: number): void {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, lineAddress)] ?? [];
  const victim = set.at(-1);
  if (victim) evict(draft, cpu, keyOf(victim), 'set full');
}

/** Fills a line for reading: from another CPU's cache where one has it, else from memory. */
export function fill(draft: Draft, cpu: number, lineAddress: number, reason: string): void {
  // Every event may let others in, so each condition is looked at again until all hold at once.
  for (;;) {
    if (cachedLine(draft.state, cpu, lineAddress)) return;
    const dirty = dirtyHolderOf(draft.state, lineAddress);
    if (dirty !== undefined) writeBack(draft, dirty, lineAddress, 'snooped');
    else if (isSetFull(draft, cpu, lineAddress)) evictOldest(draft, cpu, lineAddress);
    else break;
  }
  const holders = holdersOf(draft.state, lineAddress);
  const [source] = holders;
  for (const other of holders) changeLine(draft, other, lineAddress, { state: 'S' });
  const copy = source === undefined ? undefined : cachedLine(draft.state, source, lineAddress);
  const data = copy?.data ?? dramLine(draft.state, physicalOf(lineAddress));
  putLine(draft, cpu, lineAt(lineAddress, copy ? 'S' : 'E', data));
  emit(draft, 'cache.fill', {
    label: `fill ${lineName(draft.state, lineAddress)} of CPU ${cpu}`,
    from:
      source === undefined
        ? memoryPlace(draft.state, physicalOf(lineAddress))
        : { kind: 'cache', cpu: source },
    to: { kind: 'cache', cpu },
    ...detailOf(draft, lineAddress),
    facts: { reason, cpu, ...lineFacts(draft, lineAddress) },
  });
  noteAlias(draft, cpu, lineAddress, lineRange(draft.state, lineAddress));
}

/** The cells of part of a line as the CPU loads them, through its cache. */
export function loadCached(
  draft: Draft,
  cpu: number,
  lineAddress: number,
  offset: number,
  length: number,
): readonly Cell[] {
  let line = cachedLine(draft.state, cpu, lineAddress);
  if (line) touch(draft, cpu, line);
  // A fill lets others in, who may take the line away before it is read.
  while (!line) {
    fill(draft, cpu, lineAddress, 'load');
    line = cachedLine(draft.state, cpu, lineAddress);
  }
  const { data } = line;
  return length === data.length ? data : data.slice(offset, offset + length);
}

function touch(draft: Draft, cpu: number, line: CacheLine): void {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, keyOf(line))];
  if (set?.[0] !== line) putLine(draft, cpu, line);
}

/** Stores cells into part of a line through the cache: takes the line for itself, then dirties it. */
export function storeCached(
  draft: Draft,
  cpu: number,
  lineAddress: number,
  offset: number,
  cells: readonly Cell[],
): void {
  // Where lines have aliases, each comes in by a fill, which looks for them.
  const isWhole = cells.length === draft.state.setup.platform.lineSize && !hasAliases(draft.state);
  // Every event may let others in, so each condition is looked at again until all hold at once.
  for (;;) {
    const isThere = cachedLine(draft.state, cpu, lineAddress) !== undefined;
    if (!isThere && !isWhole) fill(draft, cpu, lineAddress, 'store');
    else if (!isThere && isSetFull(draft, cpu, lineAddress)) evictOldest(draft, cpu, lineAddress);
    else if (!claim(draft, cpu, lineAddress)) break;
  }
  const line = cachedLine(draft.state, cpu, lineAddress);
  const data: Line = isWhole ? cells : storeInLine(line?.data ?? [], offset, cells);
  putLine(draft, cpu, lineAt(lineAddress, 'M', data));
}

/** Invalidates the copies of other CPUs, so that this one may write. Returns whether there were any. */
function claim(draft: Draft, cpu: number, lineAddress: number): boolean {
  const others = holdersOf(draft.state, lineAddress).filter((other) => other !== cpu);
  if (others.length === 0) return false;
  // A dirty copy of another CPU is overwritten as a whole here: for a part of it, the fill wrote it back.
  for (const other of others) removeLine(draft, other, lineAddress);
  emit(draft, 'cache.upgrade', {
    label: `CPU ${cpu} takes ${lineName(draft.state, lineAddress)} for itself`,
    from: { kind: 'cache', cpu: others[0] ?? cpu },
    to: { kind: 'cache', cpu },
    ...detailOf(draft, lineAddress),
    facts: { cpu, copies: others.length, ...lineFacts(draft, lineAddress) },
  });
  return true;
}
