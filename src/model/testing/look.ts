/** Looks into a state for the model's tests: contents as runs (`A*64,0*64`), caches as short words. */
import { formatValue } from '../../script/values.ts';
import { cachedLine } from '../hardware/cacheLookup.ts';
import { valueOf } from '../hardware/cell.ts';
import { bufferAddress, bufferByteAt, isPoolAddress, slotAddress } from '../hardware/layout.ts';
import { dramLine, lineAddressOf } from '../hardware/memory.ts';
import type { Cell, Costs, State } from '../state.ts';

/** Cells as runs of values: `A*64,0*64`. */
export function runsOf(cells: readonly Cell[]): string {
  const runs: { value: number; count: number }[] = [];
  for (const value of cells.map(valueOf)) {
    const last = runs.at(-1);
    if (last?.value === value) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  return runs.map(({ value, count }) => `${formatValue(value)}*${count}`).join(',');
}

function indexOf(state: State, buffer: string): number {
  const index = state.setup.buffers.findIndex(({ name }) => name === buffer);
  if (index < 0) throw new Error(`no buffer named ${buffer}`);
  return index;
}

/** What DRAM holds of a buffer, all of it unless a range is given. */
export function memory(state: State, buffer: string, start = 0, length?: number): string {
  const index = indexOf(state, buffer);
  const size = (state.buffers[index]?.frames.length ?? 0) * state.setup.platform.pageSize;
  return bytesAt(
    state,
    (byte) => bufferAddress(state, index, start + byte),
    length ?? size - start,
  );
}

/** What DRAM holds at the physical address of each of some bytes. */
function bytesAt(state: State, addressOf: (byte: number) => number, length: number): string {
  const cells = Array.from({ length }, (_, byte) => {
    const address = addressOf(byte);
    const lineAddress = lineAddressOf(state, address);
    return dramLine(state, lineAddress)[address - lineAddress] ?? 0;
  });
  return runsOf(cells);
}

/** What DRAM holds in a bounce slot, from a byte of it on. */
export function slotMemory(state: State, slot: number, start: number, length: number): string {
  return bytesAt(state, (byte) => slotAddress(state, slot) + start + byte, length);
}

/** What a CPU's cache holds of a line of a buffer: its MESI state and content (`M A*64`), or `I`. */
export function cached(state: State, cpu: number, buffer: string, line: number): string {
  const { lineSize } = state.setup.platform;
  const address = bufferAddress(state, indexOf(state, buffer), line * lineSize);
  const copy = cachedLine(state, cpu, address);
  return copy ? `${copy.state} ${runsOf(copy.data)}` : 'I';
}

/** MESI states of a line of a buffer in every CPU's cache: `MI`, `SS`. */
export function mesi(state: State, buffer: string, line: number): string {
  return state.cpus.map((_, cpu) => cached(state, cpu, buffer, line).charAt(0)).join('');
}

/** Lines that a CPU's cache holds, most recently used first in each set: `b:0`, `slot b:0`. */
export function cachedLines(state: State, cpu: number): string[] {
  const { lineSize } = state.setup.platform;
  return (state.cpus[cpu]?.sets ?? []).flat().map(({ address }) => {
    const bytes = bufferByteAt(state, address);
    if (!bytes) return 'free slot';
    const name = state.setup.buffers[bytes.buffer]?.name ?? '';
    const where = isPoolAddress(state, address) ? 'slot ' : '';
    return `${where}${name}:${bytes.start / lineSize}`;
  });
}

/** Stores that wait in a CPU's write-combining buffer, by line of their buffer: `b:0`. */
export function waiting(state: State, cpu: number): string[] {
  const { lineSize } = state.setup.platform;
  return (state.cpus[cpu]?.wc ?? []).map(({ address }) => {
    const bytes = bufferByteAt(state, address);
    return bytes
      ? `${state.setup.buffers[bytes.buffer]?.name ?? ''}:${bytes.start / lineSize}`
      : 'nowhere';
  });
}

/** Translations that a CPU's TLB holds, newest first: `app p 0`. */
export function tlb(state: State, cpu: number): string[] {
  return (state.cpus[cpu]?.tlb ?? []).map((entry) => {
    const name = state.vmas.find(({ id }) => id === entry.vma)?.name ?? 'gone';
    return `${entry.process} ${name} ${entry.page}`;
  });
}

/** States of the PTEs of a process's mapping. */
export function ptes(state: State, name: string): string[] {
  return state.vmas.find((vma) => vma.name === name)?.ptes.map((pte) => pte.state) ?? [];
}

/** References to a buffer's dma_buf; 0 where there is none. */
export function references(state: State, buffer: string): number {
  return state.buffers[indexOf(state, buffer)]?.dmaBuf?.references ?? 0;
}

/** Times that a buffer was released. */
export function released(state: State, buffer: string): number {
  return state.buffers[indexOf(state, buffer)]?.released ?? 0;
}

/** Ownership of the live mappings of a device: `0-256 device.same`. */
export function owners(state: State, device: string): string[] {
  const index = state.setup.devices.findIndex(({ name }) => name === device);
  return state.mappings
    .filter((mapping) => mapping.live && mapping.device === index)
    .flatMap((mapping) => mapping.extents)
    .map(
      (extent) =>
        `${extent.start}-${extent.end} ${extent.state}${extent.contested ? ' contested' : ''}`,
    );
}

/** What a part of a run cost: the difference between two states, what cost nothing left out. */
export function costsBetween(before: State, after: State): Partial<Costs> {
  const costs: { -readonly [K in keyof Costs]?: number } = {};
  const keys: readonly (keyof Costs)[] = [
    'maintainedLines',
    'cleanedLines',
    'invalidatedLines',
    'bouncedBytes',
    'faults',
    'ipis',
    'syscalls',
  ];
  for (const key of keys) {
    const spent = after.costs[key] - before.costs[key];
    if (spent !== 0) costs[key] = spent;
  }
  return costs;
}
