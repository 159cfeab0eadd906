/**
 * The CPUs' data caches: private, write-back, write-allocate, set-associative, LRU, coherent with each
 * other by MESI, physically tagged. What a write-back does to newer data in memory is judged here.
 */
import { replaceAt } from '../../base/arrays.ts';
import { emit, setCpu, type Draft } from '../draft.ts';
import type { ByteRange } from '../microEvent.ts';
import type { CacheLine, Cell, Line, State } from '../state.ts';
import { judgeOverwrite } from '../violations/raise.ts';
import { cachedLine, holdersOf, setIndexOf } from './cacheLookup.ts';
import { storeInLine } from './cell.ts';
import { bufferByteAt } from './layout.ts';
import { dramLine, newestCells, setDramLine } from './memory.ts';

/** The bytes of a buffer that a line holds or stands for; null for other memory. */
export function lineRange(state: State, lineAddress: number): ByteRange | null {
  const bytes = bufferByteAt(state, lineAddress);
  return bytes && { ...bytes, length: state.setup.platform.lineSize };
}

function replaceSet(draft: Draft, cpu: number, lineAddress: number, set: readonly CacheLine[]): void {
  const sets = draft.state.cpus[cpu]?.sets ?? [];
  setCpu(draft, cpu, { sets: replaceAt(sets, setIndexOf(draft.state, lineAddress), set) });
}

function otherLines(draft: Draft, cpu: number, lineAddress: number): readonly CacheLine[] {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, lineAddress)] ?? [];
  return set.filter((line) => line.address !== lineAddress);
}

/** Puts a line first in its set, as the most recently used. The set must have room for it. */
function putLine(draft: Draft, cpu: number, line: CacheLine): void {
  replaceSet(draft, cpu, line.address, [line, ...otherLines(draft, cpu, line.address)]);
}

/** Changes state or data of a line without touching its place in the LRU order. */
function changeLine(draft: Draft, cpu: number, lineAddress: number, change: Partial<CacheLine>): void {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, lineAddress)] ?? [];
  const changed = set.map((line) => (line.address === lineAddress ? { ...line, ...change } : line));
  replaceSet(draft, cpu, lineAddress, changed);
}

function removeLine(draft: Draft, cpu: number, lineAddress: number): void {
  replaceSet(draft, cpu, lineAddress, otherLines(draft, cpu, lineAddress));
}

const lineName = (state: State, lineAddress: number): string => {
  const bytes = bufferByteAt(state, lineAddress);
  return bytes ? `line ${Math.floor(bytes.start / state.setup.platform.lineSize)}` : 'line';
};

function detailOf(draft: Draft, lineAddress: number): { range: ByteRange } | Record<never, never> {
  const range = lineRange(draft.state, lineAddress);
  return range ? { range } : {};
}

/** Writes a dirty line back to memory and keeps it clean; nothing where it is clean or absent. */
export function writeBack(draft: Draft, cpu: number, lineAddress: number, reason: string): boolean {
  const line = cachedLine(draft.state, cpu, lineAddress);
  if (line?.state !== 'M') return false;
  const range = lineRange(draft.state, lineAddress);
  if (range) {
    const newest = newestCells(draft.state, range.buffer, range.start, range.length);
    const what = `writing back ${lineName(draft.state, lineAddress)} of CPU ${cpu}`;
    judgeOverwrite(draft, range, dramLine(draft.state, lineAddress), line.data, newest, what);
  }
  setDramLine(draft, lineAddress, line.data);
  changeLine(draft, cpu, lineAddress, { state: 'E' });
  emit(draft, 'cache.writeback', {
    label: `write back ${lineName(draft.state, lineAddress)} of CPU ${cpu}`,
    from: { kind: 'cache', cpu },
    to: { kind: 'memory' },
    ...detailOf(draft, lineAddress),
    facts: { reason, cpu },
  });
  return true;
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
    facts: { reason, cpu, dirty: line.state === 'M' },
  });
}

/** Throws a line out of a cache, as hardware does: written back whole when dirty, then gone. */
export function evict(draft: Draft, cpu: number, lineAddress: number, reason: string): void {
  writeBack(draft, cpu, lineAddress, reason);
  dropLine(draft, cpu, lineAddress, reason);
}

function makeRoom(draft: Draft, cpu: number, lineAddress: number): void {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, lineAddress)] ?? [];
  if (set.length < draft.state.setup.platform.cacheWays) return;
  const victim = set.at(-1);
  if (victim) evict(draft, cpu, victim.address, 'set full');
}

/** Fills a line for reading: from another CPU's cache where one has it, else from memory. */
export function fill(draft: Draft, cpu: number, lineAddress: number, reason: string): void {
  if (cachedLine(draft.state, cpu, lineAddress)) return;
  makeRoom(draft, cpu, lineAddress);
  const holders = holdersOf(draft.state, lineAddress);
  const source = holders[0];
  for (const other of holders) {
    writeBack(draft, other, lineAddress, 'snooped');
    changeLine(draft, other, lineAddress, { state: 'S' });
  }
  const copy = source === undefined ? undefined : cachedLine(draft.state, source, lineAddress);
  const data = copy?.data ?? dramLine(draft.state, lineAddress);
  putLine(draft, cpu, { address: lineAddress, state: copy ? 'S' : 'E', data });
  emit(draft, 'cache.fill', {
    label: `fill ${lineName(draft.state, lineAddress)} of CPU ${cpu}`,
    from: source === undefined ? { kind: 'memory' } : { kind: 'cache', cpu: source },
    to: { kind: 'cache', cpu },
    ...detailOf(draft, lineAddress),
    facts: { reason, cpu },
  });
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
  else fill(draft, cpu, lineAddress, 'load');
  line = cachedLine(draft.state, cpu, lineAddress);
  const data = line?.data ?? dramLine(draft.state, lineAddress);
  return length === data.length ? data : data.slice(offset, offset + length);
}

function touch(draft: Draft, cpu: number, line: CacheLine): void {
  const set = draft.state.cpus[cpu]?.sets[setIndexOf(draft.state, line.address)];
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
  const isWhole = cells.length === draft.state.setup.platform.lineSize;
  if (!cachedLine(draft.state, cpu, lineAddress)) {
    if (isWhole) makeRoom(draft, cpu, lineAddress);
    else fill(draft, cpu, lineAddress, 'store');
  }
  claim(draft, cpu, lineAddress, isWhole);
  const line = cachedLine(draft.state, cpu, lineAddress);
  const data: Line = isWhole ? cells : storeInLine(line?.data ?? dramLine(draft.state, lineAddress), offset, cells);
  putLine(draft, cpu, { address: lineAddress, state: 'M', data });
}

/** Invalidates the copies of other CPUs, so that this one may write. */
function claim(draft: Draft, cpu: number, lineAddress: number, isWhole: boolean): void {
  const others = holdersOf(draft.state, lineAddress).filter((other) => other !== cpu);
  if (others.length === 0) return;
  for (const other of others) {
    if (!isWhole) writeBack(draft, other, lineAddress, 'snooped');
    removeLine(draft, other, lineAddress);
  }
  emit(draft, 'cache.upgrade', {
    label: `CPU ${cpu} takes ${lineName(draft.state, lineAddress)} for itself`,
    from: { kind: 'cache', cpu: others[0] ?? cpu },
    to: { kind: 'cache', cpu },
    ...detailOf(draft, lineAddress),
    facts: { cpu, copies: others.length },
  });
}
