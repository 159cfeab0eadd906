/** Where the newest copy of a byte is, in words: what a stale read missed. */
import { aliasesOf, cachedLine, coherentCells, holdersOf } from './hardware/cacheLookup.ts';
import { describeValue, valueOf } from './hardware/cell.ts';
import { bufferAddress } from './hardware/layout.ts';
import { dramLine, lineAddressOf, newestCells } from './hardware/memory.ts';
import type { State } from './state.ts';

/** Where the newest copy of a byte of a buffer is; empty where no copy is left. */
export function placeOfNewest(state: State, buffer: number, byte: number): string {
  const [newest] = newestCells(state, buffer, byte, 1);
  const address = bufferAddress(state, buffer, byte);
  const lineAddress = lineAddressOf(state, address);
  const offset = address - lineAddress;
  const value = newest === undefined ? '' : describeValue(valueOf(newest));
  const [cached] = aliasesOf(state, lineAddress).flatMap((key) =>
    holdersOf(state, key).filter((cpu) => cachedLine(state, cpu, key)?.data[offset] === newest),
  );
  if (cached !== undefined) return `${value}, in the cache of CPU ${cached}`;
  const combining = state.cpus.findIndex((cpu) =>
    cpu.wc.some((entry) => entry.address === lineAddress && entry.cells[offset] === newest),
  );
  if (combining >= 0) return `${value}, in the write-combining buffer of CPU ${combining}`;
  if (dramLine(state, lineAddress)[offset] === newest) return `${value}, in memory`;
  for (const mapping of state.mappings) {
    const segment = mapping.segments.find(
      ({ slot, start, length }) => slot !== null && byte >= start && byte < start + length,
    );
    if (!segment || mapping.buffer !== buffer) continue;
    const [copy] = coherentCells(state, segment.dmaAddress + (byte - segment.start), 1);
    if (copy === newest)
      return `${value}, in the bounce slot of ${state.setup.devices[mapping.device]?.name ?? 'a device'}`;
  }
  return '';
}
