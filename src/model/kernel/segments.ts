/**
 * Where a mapping lies: the runs of pages that become the CPU list, whether a device reaches them, the DMA
 * list, and the physical memory behind it [kernel/dma/direct.h, drivers/iommu/dma-iommu.c].
 */
import type { Draft } from '../draft.ts';
import { iommuMap } from '../hardware/iommu.ts';
import { bufferAddress, isReachable } from '../hardware/layout.ts';
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
function needsBounce(draft: Draft, device: number, run: SgEntry): boolean {
  const { iommu, swiotlb } = draft.state.setup.platform;
  if (iommu !== 'none' || swiotlb === 'off') return false;
  return swiotlb === 'force' || !isReachedDirectly(draft, device, run);
}

/** Whether a device can work on a physical range at all on this platform. */
export function canReach(draft: Draft, device: number, run: SgEntry): boolean {
  return draft.state.setup.platform.swiotlb !== 'off' || isReachedDirectly(draft, device, run);
}

/** Whether a device reaches a physical range by itself: without bouncing, or through its IOMMU. */
export function isReachedDirectly(draft: Draft, device: number, run: SgEntry): boolean {
  if (draft.state.setup.platform.iommu !== 'none') return true;
  return isReachable(run.address, run.length, draft.state.setup.devices[device]?.dmaBits ?? 64);
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
  const { iommu, pageSize } = draft.state.setup.platform;
  const { id, device, buffer, start, length, direction } = mapping;
  if (iommu !== 'none') {
    const first = Math.floor(start / pageSize);
    const end = Math.ceil((start + length) / pageSize);
    const frames = draft.state.buffers[buffer]?.frames.slice(first, end) ?? [];
    const base = iommuMap(draft, device, frames, direction);
    return [{ start, length, dmaAddress: base + (start % pageSize), slot: null }];
  }
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
    draft.state.setup.platform.iommu === 'none' && mapping.segments.every((s) => s.slot === null)
  );
}
