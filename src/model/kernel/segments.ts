/**
 * Where a mapping lies: the runs of pages that become the CPU list, whether a device reaches them, the DMA
 * list, and the physical memory behind it [kernel/dma/direct.h, drivers/iommu/dma-iommu.c].
 */
import type { Draft } from '../draft.ts';
import { iommuMap, isBehindIommu } from '../hardware/iommu.ts';
import { bufferAddress, isReachable } from '../hardware/layout.ts';
import type { DeviceDemands } from '../setup.ts';
import type { DmaMapping, DmaSegment, SgEntry } from '../state.ts';
import { findMapping } from './extents.ts';
import { allocateSlots } from './swiotlb.ts';

/** The runs of physically adjacent pages of a range of a buffer: what becomes the CPU list. */
export function contiguousRuns(
  draft: Draft,
  buffer: number,
  start: number,
  length: number,
): readonly SgEntry[] {
  const { pageSize } = draft.state.setup.platform;
  const runs: SgEntry[] = [];
  for (let at = start; at < start + length;) {
    const address = bufferAddress(draft.state, buffer, at);
    const take = Math.min(pageSize - (at % pageSize), start + length - at);
    const last = runs.at(-1);
    if (last && last.address + last.length === address) {
      runs[runs.length - 1] = { ...last, length: last.length + take };
    } else runs.push({ start: at, length: take, address });
    at += take;
  }
  return runs;
}

/** Whether a device needs a bounce slot for a physical range. */
export function needsBounce(draft: Draft, device: number, run: SgEntry): boolean {
  const { swiotlb } = draft.state.setup.platform;
  if (isBehindIommu(draft.state, device) || swiotlb === 'off') return false;
  return swiotlb === 'force' || !isReachedDirectly(draft, device, run);
}

/** Whether a device can work on a physical range at all on this platform. */
export function canReach(draft: Draft, device: number, run: SgEntry): boolean {
  return draft.state.setup.platform.swiotlb !== 'off' || isReachedDirectly(draft, device, run);
}

/** Whether a device reaches a physical range by itself: without bouncing, or through its IOMMU. */
export function isReachedDirectly(draft: Draft, device: number, run: SgEntry): boolean {
  if (isBehindIommu(draft.state, device)) return true;
  return isReachable(run.address, run.length, dmaBitsOf(draft, device));
}

/** Bits of a device's DMA mask: what its driver set, else what was declared. */
export function dmaBitsOf(draft: Draft, device: number): number {
  const declared = draft.state.setup.devices[device]?.dmaBits ?? 64;
  return draft.state.devices[device]?.dmaBits ?? declared;
}

/** Whether a device's transactions snoop the caches. */
export function isCoherentDevice(draft: Draft, device: number): boolean {
  return draft.state.setup.devices[device]?.coherent ?? true;
}

/** The DMA list: bounce slots, I/O virtual addresses, or the physical addresses themselves. */
export function placeSegments(
  draft: Draft,
  mapping: DmaMapping,
  runs: readonly SgEntry[],
): readonly DmaSegment[] | null {
  const { id, device, buffer } = mapping;
  if (isBehindIommu(draft.state, device)) return placeInDomain(draft, mapping, runs);
  if (mapping.bounced) return placeInPool(draft, mapping, runs);
  const segments: DmaSegment[] = [];
  for (const run of runs) {
    if (!needsBounce(draft, device, run)) {
      segments.push({ start: run.start, length: run.length, dmaAddress: run.address, slot: null });
      continue;
    }
    const place = allocateSlots(draft, id, buffer, run.start, run.length);
    if (!place) return null;
    segments.push({
      start: run.start,
      length: run.length,
      dmaAddress: place.address,
      slot: place.slot,
    });
  }
  return segments;
}

/**
 * Behind an IOMMU the pages lie in one run of I/O virtual addresses; entries of a list become one segment as far
 * as the device takes it [drivers/iommu/dma-iommu.c, __finalise_sg].
 */
function placeInDomain(
  draft: Draft,
  { device, buffer, start, length, direction, kind }: DmaMapping,
  runs: readonly SgEntry[],
): readonly DmaSegment[] {
  const { pageSize } = draft.state.setup.platform;
  const first = Math.floor(start / pageSize);
  const end = Math.ceil((start + length) / pageSize);
  const frames = draft.state.buffers[buffer]?.frames.slice(first, end) ?? [];
  const base = iommuMap(draft, device, frames, direction) + (start % pageSize);
  const entries = runs.map((run) => ({
    start: run.start,
    length: run.length,
    dmaAddress: base + run.start - start,
    slot: null,
  }));
  if (kind !== 'sg') return [{ start, length, dmaAddress: base, slot: null }];
  const { maxSegSize, segBoundary } = segmentLimits(draft, device);
  return mergeSegments(entries, maxSegSize, segBoundary);
}

/** An exporter that bounces: one run of slots for all of it, whatever its pages. */
function placeInPool(
  draft: Draft,
  { id, buffer, start, length }: DmaMapping,
  runs: readonly SgEntry[],
): readonly DmaSegment[] | null {
  const { swiotlbSlotSize } = draft.state.setup.platform;
  const place = allocateSlots(draft, id, buffer, start, length);
  if (!place) return null;
  return runs.map((run) => {
    const offset = run.start - start;
    const slot = place.slot + Math.floor(offset / swiotlbSlotSize);
    return { start: run.start, length: run.length, dmaAddress: place.address + offset, slot };
  });
}

/** What its driver has set since the start. */
function setByDriver(draft: Draft, device: number): DeviceDemands {
  const { maxSegSize, segBoundary } = draft.state.devices[device] ?? {};
  return {
    ...(maxSegSize === undefined ? {} : { maxSegSize }),
    ...(segBoundary === undefined ? {} : { segBoundary }),
  };
}

/** What a device says of segments: as the kernel assumes, where it says nothing [dma_get_max_seg_size]. */
export function segmentLimits(
  draft: Draft,
  device: number,
): { readonly maxSegSize: number; readonly segBoundary: number } {
  const { maxSegSize = 65536, segBoundary = 2 ** 32 } = {
    ...draft.state.setup.devices[device],
    ...setByDriver(draft, device),
  };
  return { maxSegSize, segBoundary };
}

/** Joins segments whose device addresses follow each other; a segment is never cut. */
export function mergeSegments(
  segments: readonly DmaSegment[],
  maxSegSize: number,
  segBoundary: number,
): readonly DmaSegment[] {
  const merged: DmaSegment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    const length = (last?.length ?? 0) + segment.length;
    const follows = last && last.dmaAddress + last.length === segment.dmaAddress;
    // The kernel subtracts without a sign: what is too long already takes any more [__finalise_sg].
    const isTooLong = (last?.length ?? 0) > maxSegSize;
    const fits =
      last && (isTooLong || length <= maxSegSize) && !crosses(last.dmaAddress, length, segBoundary);
    if (last && follows && fits) merged[merged.length - 1] = { ...last, length };
    else merged.push(segment);
  }
  return merged;
}

/** Whether a run of addresses crosses a multiple of a boundary. */
export function crosses(address: number, length: number, boundary: number): boolean {
  return Math.floor(address / boundary) !== Math.floor((address + length - 1) / boundary);
}

/** Physical runs that the device sees behind a range of a mapping: slots where it bounces, else the pages. */
export function forEachPhysical(
  draft: Draft,
  id: number,
  start: number,
  end: number,
  visit: (address: number, length: number) => void,
): void {
  const mapping = findMapping(draft, id);
  for (const segment of mapping?.segments ?? []) {
    const from = Math.max(start, segment.start);
    const to = Math.min(end, segment.start + segment.length);
    if (from >= to || !mapping) continue;
    if (segment.slot !== null) visit(segment.dmaAddress + (from - segment.start), to - from);
    else
      for (const run of contiguousRuns(draft, mapping.buffer, from, to - from))
        visit(run.address, run.length);
  }
}

/** After unmap an I/O virtual address leads nowhere, and a slot is no longer this mapping's. */
export function hasPhysical(draft: Draft, mapping: DmaMapping): boolean {
  if (mapping.live) return true;
  return (
    !isBehindIommu(draft.state, mapping.device) && mapping.segments.every((s) => s.slot === null)
  );
}
