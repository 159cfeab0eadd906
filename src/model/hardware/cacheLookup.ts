/** Looking into the caches without touching them. */
import type { CacheLine, Cell, State } from '../state.ts';
import { keyOf } from './cacheKey.ts';
import { dramLine, lineAddressOf } from './memory.ts';

/** Set of a line. */
export function setIndexOf(state: State, lineAddress: number): number {
  const { lineSize, cacheSets } = state.setup.platform;
  return (lineAddress / lineSize) % cacheSets;
}

/** The copy of a line in a CPU's cache. */
export function cachedLine(state: State, cpu: number, lineAddress: number): CacheLine | undefined {
  const set = state.cpus[cpu]?.sets[setIndexOf(state, lineAddress)];
  return set?.find((line) => keyOf(line) === lineAddress);
}

/** Whether a machine's caches tag by virtual address. */
export function hasAliases(state: State): boolean {
  return state.setup.platform.cacheTags === 'vivt';
}

/** Keys under which some cache holds a physical line; the line itself on machines without aliases. */
export function aliasesOf(state: State, lineAddress: number): readonly number[] {
  if (!hasAliases(state)) return [lineAddress];
  const keys = new Set<number>();
  for (const cpu of state.cpus)
    for (const line of cpu.sets.flat()) if (line.address === lineAddress) keys.add(keyOf(line));
  return [...keys];
}

/** Whether a CPU's cache holds a line dirty. */
export function isDirty(state: State, cpu: number, lineAddress: number): boolean {
  return cachedLine(state, cpu, lineAddress)?.state === 'M';
}

/** The CPU whose cache holds a line dirty; undefined where none does. */
export function dirtyHolderOf(state: State, lineAddress: number): number | undefined {
  return holdersOf(state, lineAddress).find((cpu) => isDirty(state, cpu, lineAddress));
}

/** CPUs that hold a copy of a line. */
export function holdersOf(state: State, lineAddress: number): readonly number[] {
  const holders: number[] = [];
  for (let cpu = 0; cpu < state.cpus.length; cpu++) {
    if (cachedLine(state, cpu, lineAddress)) holders.push(cpu);
  }
  return holders;
}

/** What a coherent reader would get of a part of one line: a cached copy, else memory. No event. */
export function coherentCells(state: State, address: number, length: number): readonly Cell[] {
  const lineAddress = lineAddressOf(state, address);
  const [holder] = holdersOf(state, lineAddress);
  const copy = holder === undefined ? undefined : cachedLine(state, holder, lineAddress);
  const data = copy?.data ?? dramLine(state, lineAddress);
  return data.slice(address - lineAddress, address - lineAddress + length);
}
