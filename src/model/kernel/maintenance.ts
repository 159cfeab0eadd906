/**
 * Cache maintenance by physical range, and the tables of what the streaming DMA API does for a non-coherent
 * device [arch/arm64/mm/dma-mapping.c, arch/riscv/mm/dma-noncoherent.c, arch/arc/mm/dma.c].
 */
import { addCost, call, type Draft } from '../draft.ts';
import { cleanLine, dropLine, lineRange } from '../hardware/cache.ts';
import { blameMissed } from '../hardware/cacheFlush.ts';
import { cachedLine, dirtyHolderOf, holdersOf, isDirty } from '../hardware/cacheLookup.ts';
import { bufferByteAt, isPoolAddress } from '../hardware/layout.ts';
import { dramLine, newestCells } from '../hardware/memory.ts';
import type { Direction } from '../operation.ts';
import type { MaintenanceProfile } from '../platform.ts';
import { badRuns, blameDefect, raise, raiseEffect } from '../violations/raise.ts';
import { lineParts, type LinePart } from './cpuAccess.ts';

export type Maintenance = 'clean' | 'invalidate' | 'flush';

interface Profile {
  readonly toDevice: Readonly<Record<Direction, Maintenance>>;
  readonly toCpu: 'invalidate' | 'nothing';
}

const cleanAlways: Profile['toDevice'] = {
  TO_DEVICE: 'clean',
  FROM_DEVICE: 'clean',
  BIDIRECTIONAL: 'clean',
};
const byDirection: Profile['toDevice'] = {
  TO_DEVICE: 'clean',
  FROM_DEVICE: 'invalidate',
  BIDIRECTIONAL: 'flush',
};

/** What each profile does on the way to the device, and on the way back (for FROM_DEVICE and BIDIRECTIONAL). */
export const profiles: Readonly<Record<MaintenanceProfile, Profile>> = {
  arm64: { toDevice: cleanAlways, toCpu: 'invalidate' },
  riscv: { toDevice: cleanAlways, toCpu: 'invalidate' },
  'arm64-old': { toDevice: { ...cleanAlways, FROM_DEVICE: 'invalidate' }, toCpu: 'invalidate' },
  arc: { toDevice: byDirection, toCpu: 'invalidate' },
  'no-speculation': { toDevice: byDirection, toCpu: 'nothing' },
};

type Instructions = Readonly<Record<Maintenance, string>>;

const arm64: Instructions = {
  clean: 'dcache_clean_poc',
  invalidate: 'dcache_inval_poc',
  flush: 'dcache_clean_inval_poc',
};
const x86: Instructions = {
  clean: 'arch_wb_cache_pmem',
  invalidate: 'clflush_cache_range',
  flush: 'clflush_cache_range',
};

/** What does it: the kernel function of each architecture. */
const instructions: Readonly<Record<MaintenanceProfile, Instructions>> = {
  arm64,
  'arm64-old': arm64,
  riscv: {
    clean: 'arch_dma_cache_wback',
    invalidate: 'arch_dma_cache_inv',
    flush: 'arch_dma_cache_wback_inv',
  },
  arc: { clean: 'dma_cache_wback', invalidate: 'dma_cache_inv', flush: 'dma_cache_wback_inv' },
  'no-speculation': {
    clean: 'dma_clean_range',
    invalidate: 'dma_inv_range',
    flush: 'dma_flush_range',
  },
};

/** Maintains the lines of a physical range in every cache. */
export function maintain(
  draft: Draft,
  address: number,
  length: number,
  how: Maintenance,
  reason: string,
): void {
  const { maintenance, snooping } = draft.state.setup.platform;
  const name = (snooping ? x86 : instructions[maintenance])[how];
  call(draft, `${name}(${length} bytes)`, () => {
    for (const part of lineParts(draft, address, length)) maintainLine(draft, part, how, reason);
  });
}

function maintainLine(draft: Draft, part: LinePart, how: Maintenance, reason: string): void {
  const { lineSize, invalidateCleansEdges } = draft.state.setup.platform;
  const { lineAddress } = part;
  const isEdge = part.length < lineSize;
  addCost(draft, 'maintainedLines', 1);
  blameMissed(draft, lineAddress);
  for (const cpu of holdersOf(draft.state, lineAddress)) {
    if (isEdge && isDirty(draft.state, cpu, lineAddress)) noteSharedLine(draft, part);
    if (how !== 'invalidate' || (isEdge && invalidateCleansEdges)) {
      if (cleanLine(draft, cpu, lineAddress, reason)) addCost(draft, 'cleanedLines', 1);
    }
    if (how === 'clean') continue;
    judgeDrop(draft, cpu, lineAddress);
    dropLine(draft, cpu, lineAddress, reason);
    addCost(draft, 'invalidatedLines', 1);
  }
}

/** A dirty line at the edge of the range also holds bytes that lie outside. */
function noteSharedLine(draft: Draft, part: LinePart): void {
  const line = lineRange(draft.state, part.lineAddress);
  if (!line || isPoolAddress(draft.state, part.lineAddress)) return;
  raise(draft, {
    rule: 'shared-cache-line',
    bytes: line,
    outcome: 'maintenance of a mapped range hits a dirty line that also holds other bytes',
  });
}

function judgeDrop(draft: Draft, cpu: number, lineAddress: number): void {
  const line = cachedLine(draft.state, cpu, lineAddress);
  const range = lineRange(draft.state, lineAddress);
  if (line?.state !== 'M' || !range || isPoolAddress(draft.state, lineAddress)) return;
  const newest = newestCells(draft.state, range.buffer, range.start, range.length);
  const memory = dramLine(draft.state, lineAddress);
  const isLost = (i: number): boolean => line.data[i] === newest[i] && memory[i] !== newest[i];
  for (const [first, length] of badRuns(range.length, isLost)) {
    const bytes = { buffer: range.buffer, start: range.start + first, length };
    raiseEffect(draft, 'lost-write', bytes, `CPU ${cpu} dropped the only copy`);
  }
}

/** arch_sync_dma_for_device: what hands a physical range to a non-coherent device. */
export function archSyncForDevice(
  draft: Draft,
  address: number,
  length: number,
  direction: Direction,
): void {
  const how = profiles[draft.state.setup.platform.maintenance].toDevice[direction];
  if (how === 'invalidate') noteDiscard(draft, address, length);
  call(draft, `arch_sync_dma_for_device(${length} bytes, ${direction})`, () => {
    maintain(draft, address, length, how, 'handed to the device');
  });
}

/** Dirty lines that a map FROM_DEVICE is about to drop: the profile's doing, no rule is broken. */
function noteDiscard(draft: Draft, address: number, length: number): void {
  for (const part of lineParts(draft, address, length)) {
    const isHeldDirty = dirtyHolderOf(draft.state, part.lineAddress) !== undefined;
    const bytes = isHeldDirty ? bufferByteAt(draft.state, part.lineAddress + part.offset) : null;
    if (bytes) blameDefect(draft, { ...bytes, length: part.length }, 'from-device-discards');
  }
}

/** arch_sync_dma_for_cpu: what gives a physical range back to the CPU. */
export function archSyncForCpu(
  draft: Draft,
  address: number,
  length: number,
  direction: Direction,
): void {
  if (direction === 'TO_DEVICE') return;
  if (profiles[draft.state.setup.platform.maintenance].toCpu === 'nothing') {
    for (const { lineAddress } of lineParts(draft, address, length)) {
      const line =
        holdersOf(draft.state, lineAddress).length > 0 ? lineRange(draft.state, lineAddress) : null;
      if (line) blameDefect(draft, line, 'no-invalidate-after');
    }
    return;
  }
  call(draft, `arch_sync_dma_for_cpu(${length} bytes, ${direction})`, () => {
    maintain(draft, address, length, 'invalidate', 'given back to the CPU');
  });
}
