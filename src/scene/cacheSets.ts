/** Which set of a cache a line goes to, and which sets hold something: `(address / lineSize) mod sets`. */
import type { State } from '../model/state.ts';
import type { RoomContext } from './roomContext.ts';
import { vmaPages } from './vmaPages.ts';

/** Set of a physical address. */
export function setOfAddress({ setup }: State, address: number): number {
  const { lineSize, cacheSets } = setup.platform;
  return Math.floor(address / lineSize) % cacheSets;
}

/** Set that a line of a buffer competes for, counted from the start of the buffer. */
export function cacheSetOf(state: State, buffer: number, line: number): number {
  const { pageSize, lineSize } = state.setup.platform;
  const perPage = pageSize / lineSize;
  const page = Math.floor(line / perPage);
  const frame = state.frames[state.buffers[buffer]?.frames[page] ?? -1];
  return setOfAddress(state, (frame?.pfn ?? 0) * pageSize + (line % perPage) * lineSize);
}

/** Set of the selected line, also of its copy in a bounce slot or in a page of a process; null: none is selected. */
export function selectedSet({ state, selection }: RoomContext): number | null {
  if (selection?.kind !== 'line') return null;
  const { buffer, line, place } = selection;
  const { pageSize, lineSize, swiotlbSlotSize } = state.setup.platform;
  const start = line * lineSize;
  if (place?.kind === 'slot' && place.slot >= 0) {
    const offset = start - (state.slots[place.slot]?.start ?? start);
    const pool = (state.frames[state.poolFrame]?.pfn ?? 0) * pageSize;
    return setOfAddress(state, pool + place.slot * swiotlbSlotSize + offset);
  }
  if (place?.kind === 'pte') {
    const own = vmaPages(state, buffer, Math.floor(start / pageSize)).find(
      ({ vma, apart }) => apart !== null && vma.id === place.vma,
    );
    const pfn = state.frames[own?.apart?.frame ?? -1]?.pfn;
    if (pfn !== undefined) return setOfAddress(state, pfn * pageSize + (start % pageSize));
  }
  return cacheSetOf(state, buffer, line);
}

/** Sets that hold a line in some cache, in order. */
export function usedSets({ cpus }: State): readonly number[] {
  const used = new Set(
    cpus.flatMap(({ sets }) => sets.flatMap((lines, set) => (lines.length > 0 ? [set] : []))),
  );
  return [...used].toSorted((a, b) => a - b);
}

/** Key under which a set is kept in the picture: see `usedParts`. */
export function setKey(set: number): string {
  return `set:${set}`;
}
