/**
 * The part of a transfer that runs past the end of its mapping: the next device addresses mean whatever
 * memory lies there, a neighbour's bounce slot, or, behind an IOMMU, nothing past the last page.
 */
import { emit, type Draft } from '../draft.ts';
import { noteOtherWrite } from '../kernel/ownership.ts';
import type { OperationResult } from '../result.ts';
import type { Cell, DmaMapping } from '../state.ts';
import { raise, raiseEffect } from '../violations/raise.ts';
import { isBehindIommu, translateIova } from './iommu.ts';
import { bufferByteAt, frameAt, isPoolAddress, memoryPlace } from './layout.ts';
import { dramLine, lineAddressOf, recordNewest, storeInDram } from './memory.ts';
import { snoop } from './snoop.ts';

export interface Overrun {
  /** Bytes past the end of the mapping at which it begins, and how many there are. */
  readonly beyond: number;
  readonly length: number;
  /** A whole line of what is written; empty for a read. */
  readonly line: readonly Cell[];
  readonly snoop: boolean;
}

/** Runs the overrun. Returns what was read, or that the IOMMU blocked it. */
export function overrun(
  draft: Draft,
  mapping: DmaMapping,
  { beyond, length, line, snoop: snoops }: Overrun,
): readonly Cell[] | Extract<OperationResult, { kind: 'blocked' }> {
  const { lineSize } = draft.state.setup.platform;
  const last = mapping.segments.at(-1);
  const first = (last?.dmaAddress ?? 0) + (last?.length ?? 0) + beyond;
  const cells: Cell[] = [];
  for (let done = 0; done < length;) {
    const dmaAddress = first + done;
    const take = Math.min(lineSize - (dmaAddress % lineSize), length - done);
    const address = physical(draft, mapping, dmaAddress, line.length > 0);
    if (typeof address !== 'number') return address;
    const part = take === line.length ? line : line.slice(0, take);
    for (const cell of touch(draft, mapping, address, take, part, snoops)) cells.push(cell);
    done += take;
  }
  return cells;
}

function physical(
  draft: Draft,
  { device }: DmaMapping,
  dmaAddress: number,
  isWrite: boolean,
): number | Extract<OperationResult, { kind: 'blocked' }> {
  if (!isBehindIommu(draft.state, device)) return dmaAddress;
  const place = translateIova(draft, device, dmaAddress, isWrite);
  if (place.kind === 'ok') return place.address;
  const { reason } = place;
  raise(draft, { rule: 'iommu-fault', bytes: null, outcome: `${reason}; the access was blocked` });
  emit(draft, 'dma.fault', {
    label: `IOMMU fault: ${reason}`,
    from: { kind: 'device', device },
    to: { kind: 'iommu', device },
    facts: { reason },
  });
  return { kind: 'blocked', reason };
}

/** One line of it. Returns what was read; nothing for a write. */
function touch(
  draft: Draft,
  { id, device }: DmaMapping,
  address: number,
  length: number,
  written: readonly Cell[],
  snoops: boolean,
): readonly Cell[] {
  const isWrite = written.length > 0;
  const target = bufferByteAt(draft.state, address);
  const range = target && { ...target, length };
  raise(draft, {
    rule: 'dma-unmapped',
    bytes: range,
    outcome: `${isWrite ? 'written' : 'read'} past the end of the mapping`,
  });
  if (snoops && range) snoop(draft, device, range, address, isWrite);
  if (isWrite) storeInDram(draft, address, written);
  if (isWrite && range) {
    if (isPoolAddress(draft.state, address))
      raiseEffect(draft, 'clobber', range, 'a device wrote past its slot into another mapping’s');
    else {
      recordNewest(draft, range.buffer, range.start, written);
      noteOtherWrite(draft, range.buffer, range.start, length, id);
    }
  }
  const memory = memoryPlace(draft.state, address);
  const there = { kind: 'device' as const, device };
  emit(draft, isWrite ? 'dma.write' : 'dma.read', {
    label: `${isWrite ? 'write' : 'read'} ${length} bytes past the end`,
    from: isWrite ? there : memory,
    to: isWrite ? memory : there,
    ...(range ? { range } : {}),
    facts: { snoop: snoops, known: frameAt(draft.state, address) !== undefined },
  });
  if (isWrite) return [];
  const lineAddress = lineAddressOf(draft.state, address);
  const offset = address - lineAddress;
  return dramLine(draft.state, lineAddress).slice(offset, offset + length);
}
