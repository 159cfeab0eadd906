/**
 * What attached devices demand of a buffer's storage, alone and together, and whether an sg list meets it
 * [struct device_dma_parameters; the constraints of "[RFCv3 2/2] dma-buf: add helpers for sharing attacher
 * constraints with dma-parms"].
 */
import type { Draft } from '../../draft.ts';
import { isBehindIommu } from '../../hardware/iommu.ts';
import type { SgEntry } from '../../state.ts';
import { deviceName } from '../named.ts';
import { canReach, crosses, mergeSegments, segmentLimits } from '../segments.ts';

/** What an sg list must keep to. */
export interface ListLimits {
  readonly maxSegSize: number;
  readonly segBoundary: number;
}

/** Limits that suit every one of some devices. */
export function unionOfLimits(draft: Draft, devices: readonly number[]): ListLimits {
  const all = devices.map((device) => segmentLimits(draft, device));
  return {
    maxSegSize: Math.min(2 ** 32, ...all.map((limits) => limits.maxSegSize)),
    segBoundary: Math.min(2 ** 32, ...all.map((limits) => limits.segBoundary)),
  };
}

/** The runs of adjacent frames of a buffer that would lie in these frames. */
export function runsOfFrames(draft: Draft, frames: readonly number[]): readonly SgEntry[] {
  const { pageSize } = draft.state.setup.platform;
  const runs: SgEntry[] = [];
  frames.forEach((frame, page) => {
    const address = (draft.state.frames[frame]?.pfn ?? 0) * pageSize;
    const last = runs.at(-1);
    if (last && last.address + last.length === address)
      runs[runs.length - 1] = { ...last, length: last.length + pageSize };
    else runs.push({ start: page * pageSize, length: pageSize, address });
  });
  return runs;
}

/** Cuts entries so that each keeps to limits, in whole pages [sg_alloc_table_from_pages_segment]. */
export function cutEntries(
  draft: Draft,
  entries: readonly SgEntry[],
  { maxSegSize, segBoundary }: ListLimits,
): readonly SgEntry[] {
  const { pageSize } = draft.state.setup.platform;
  const most = Math.max(pageSize, maxSegSize - (maxSegSize % pageSize));
  return entries.flatMap((entry) => {
    const parts: SgEntry[] = [];
    for (let done = 0; done < entry.length;) {
      const address = entry.address + done;
      const toBoundary = segBoundary < pageSize ? most : segBoundary - (address % segBoundary);
      const length = Math.min(most, toBoundary, entry.length - done);
      parts.push({ ...entry, start: entry.start + done, address, length });
      done += length;
    }
    return parts;
  });
}

/** Whether no number of segments that a device takes holds the buffer: max_segment_count * max_segment_size. */
export function isImpossible(draft: Draft, device: number, size: number): boolean {
  const { maxSegs } = draft.state.setup.devices[device] ?? {};
  if (maxSegs === undefined) return false;
  return maxSegs * segmentLimits(draft, device).maxSegSize < size;
}

/** Why a device cannot work with a list of a buffer, in words; null where it can. */
export function whyUnfit(draft: Draft, device: number, entries: readonly SgEntry[]): string | null {
  const { maxSegs, contiguous } = draft.state.setup.devices[device] ?? {};
  const name = deviceName(draft, device);
  const { maxSegSize, segBoundary } = segmentLimits(draft, device);
  const isTranslated = isBehindIommu(draft.state, device);
  if (entries.some((entry) => !canReach(draft, device, entry)))
    return `${name} does not reach the storage`;
  if (contiguous && !isTranslated && !isAdjacent(entries))
    return `${name} needs one run of addresses, and the storage has ${entries.length}`;
  const placed = entries.map(({ start, length, address }) => ({
    ...{ start, length, dmaAddress: isTranslated ? start : address, slot: null },
  }));
  const list = isTranslated ? mergeSegments(placed, maxSegSize, segBoundary) : placed;
  if (list.some(({ length }) => length > maxSegSize))
    return `a segment is longer than the ${maxSegSize} bytes that ${name} takes`;
  if (list.some(({ dmaAddress, length }) => crosses(dmaAddress, length, segBoundary)))
    return `a segment crosses a boundary of ${segBoundary} bytes of ${name}`;
  if (maxSegs !== undefined && list.length > maxSegs)
    return `${name} takes ${maxSegs} ${maxSegs === 1 ? 'segment' : 'segments'}, and there are ${list.length}`;
  return null;
}

function isAdjacent(entries: readonly SgEntry[]): boolean {
  return entries.every((entry, index) => {
    const before = entries[index - 1];
    return !before || before.address + before.length === entry.address;
  });
}
