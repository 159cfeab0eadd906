/**
 * The streaming DMA API: map, sync, unmap of a range of a buffer for a device, directly, through an IOMMU or
 * through bounce slots [kernel/dma/mapping.c, kernel/dma/direct.h, drivers/iommu/dma-iommu.c].
 */
import { emit, setMapping, takeId, type Draft } from '../draft.ts';
import { iommuUnmap, isBehindIommu } from '../hardware/iommu.ts';
import { ownershipId } from '../machines/instanceIds.ts';
import type { Direction } from '../operation.ts';
import type { Errno } from '../result.ts';
import type { DmaMapping, SgEntry } from '../state.ts';
import type { DefectId, RuleId } from '../violation.ts';
import { fixStreamed } from '../violations/fixStreamed.ts';
import { forgetHealed, raise } from '../violations/raise.ts';
import { findMapping, openExtents } from './extents.ts';
import { debugMap, isDebugged } from './dmaDebug/hooks.ts';
import { attrsOf, debugSyncOf, debugUnmapOf, type CallShape } from './dmaDebug/streamingHooks.ts';
import { archSyncForCpu, archSyncForDevice } from './maintenance.ts';
import { closeExtents, handBack, handOver, noteOtherWriteTo, unmapSyncOf } from './ownership.ts';
import {
  canReach,
  contiguousRuns,
  forEachPhysical,
  hasPhysical,
  isCoherentDevice,
  placeSegments,
} from './segments.ts';
import { isPageless } from './structPage/pageless.ts';
import { bounceCopy, freeSlots, warnOverflow } from './swiotlb.ts';

export interface MapRequest {
  /** Script's name for it; null for an attachment's mapping. */
  readonly name: string | null;
  readonly kind: 'single' | 'sg';
  readonly device: number;
  readonly buffer: number;
  /** First byte and length within the buffer. */
  readonly start: number;
  readonly length: number;
  readonly direction: Direction;
  readonly skipCpuSync: boolean;
  /** Whether the DMA API's owners apply; false for memory that is coherent by itself. */
  readonly isOwned: boolean;
  /** CPU that runs the driver. */
  readonly cpu: number;
  /** The CPU list that is mapped; absent: the runs of adjacent pages. */
  readonly entries?: readonly SgEntry[];
  /** The exporter bounces it, whatever the device reaches. */
  readonly bounced?: true;
  /** Cache maintenance is left to a mapping that stands already. */
  readonly unmaintained?: true;
  /** DMA_ATTR_* bits beside SKIP_CPU_SYNC. */
  readonly attrs?: number;
  /** The driver does not look at once whether the map worked. */
  readonly unchecked?: true;
}

/** dma_map_single or dma_map_sgtable. Returns the mapping's id, or why it failed. */
export function dmaMap(
  draft: Draft,
  request: MapRequest,
): { readonly id: number } | { readonly errno: Errno; readonly reason: string } {
  const runs =
    request.entries ?? contiguousRuns(draft, request.buffer, request.start, request.length);
  if (!request.bounced && runs.some((run) => !canReach(draft, request.device, run))) {
    keepError(draft, request);
    return mappingError(request, 'the device does not reach this memory, and there is no swiotlb');
  }
  const id = takeId(draft);
  const { kind, name, device, buffer, start, length, direction } = request;
  const extents = request.isOwned ? openExtents(start, length, request.skipCpuSync) : [];
  const mapping: DmaMapping = {
    ...{ id, kind, name, device, buffer, start, length, direction },
    segments: [],
    live: true,
    changing: true,
    extents,
    ...(request.bounced ? { bounced: true as const } : {}),
    ...(request.unmaintained ? { unmaintained: true as const } : {}),
    ...(kind === 'sg' && (name !== null || isDebugged(draft)) ? { list: runs } : {}),
  };
  draft.state.mappings = [...draft.state.mappings, mapping];
  const segments = placeSegments(draft, mapping, runs);
  if (!segments) {
    dropMapping(draft, id);
    keepError(draft, request);
    return mappingError(request, 'the bounce pool is full');
  }
  draft.state.mappings = draft.state.mappings.filter((old) => !isReplacedBy(old, mapping));
  noteMapped(draft, mapping);
  checkMap(draft, mapping);
  setMapping(draft, id, { segments });
  syncAtMap(draft, id, request);
  setMapping(draft, id, { changing: false });
  forgetHealed(draft, buffer);
  const isUnchecked = request.unchecked === true;
  debugMap(draft, { ...mapping, segments }, { runs, attrs: attrsOf(request), isUnchecked });
  return { id };
}

/**
 * What the caller of a failed map gets: dma_mapping_error() says ENOMEM whatever the cause, and
 * dma_map_sgtable() EIO [kernel/dma/direct.c, dma_direct_map_sg].
 */
function mappingError({ kind }: MapRequest, reason: string): { errno: Errno; reason: string } {
  return { errno: kind === 'single' ? 'ENOMEM' : 'EIO', reason };
}

/** What a driver holds that goes on after a failed map: a name for DMA_MAPPING_ERROR, which leads nowhere. */
function keepError(
  draft: Draft,
  { kind, name, device, buffer, start, length, direction }: MapRequest,
): void {
  if (name === null) return;
  const mapping: DmaMapping = {
    ...{ id: takeId(draft), kind, name, device, buffer, start, length, direction },
    ...{ segments: [], live: false, changing: false, extents: [] },
  };
  const kept = draft.state.mappings.filter((old) => !isReplacedBy(old, mapping));
  draft.state.mappings = [...kept, mapping];
}

/** Holds a new mapping against what stands already. */
function checkMap(draft: Draft, mapping: DmaMapping): void {
  const { buffer, start, length } = mapping;
  if (draft.state.buffers[buffer]?.coherentFor !== null) {
    raise(draft, {
      rule: 'coherent-memory-streamed',
      bytes: { buffer, start, length },
      outcome: 'a coherent allocation is mapped by the streaming API',
      fix: fixStreamed,
    });
  }
  noteStandingWrites(draft, mapping.id, start, start + length);
}

/** What another device has written and not given back is not in memory, so this mapping cannot show it. */
function noteStandingWrites(draft: Draft, id: number, start: number, end: number): void {
  const mapping = findMapping(draft, id);
  for (const other of draft.state.mappings) {
    if (!other.live || other.id === id || other.buffer !== mapping?.buffer) continue;
    for (const extent of other.extents) {
      const from = Math.max(extent.start, start);
      const to = Math.min(extent.end, end);
      if (extent.state === 'device.ahead' && from < to) noteOtherWriteTo(draft, id, from, to);
    }
  }
}

function dropMapping(draft: Draft, id: number): void {
  freeSlots(draft, id);
  draft.state.mappings = draft.state.mappings.filter((mapping) => mapping.id !== id);
}

/** A torn down mapping is forgotten when its name, or its attachment's place, is used again. */
function isReplacedBy(old: DmaMapping, mapping: DmaMapping): boolean {
  if (old.live || old.device !== mapping.device) return false;
  return old.name === mapping.name && (mapping.name !== null || old.buffer === mapping.buffer);
}

function noteMapped(draft: Draft, { id, start, extents }: DmaMapping): void {
  const to = extents[0]?.state;
  if (!to) return;
  const page = Math.floor(start / draft.state.setup.platform.pageSize);
  const event = to === 'device.same' ? 'map' : 'mapUnsynced';
  const transition = {
    machine: 'ownership' as const,
    instance: ownershipId(id, page),
    event,
    from: 'unmapped',
    to,
  };
  draft.transitions = [...draft.transitions, transition];
}

function syncAtMap(draft: Draft, id: number, request: MapRequest): void {
  const mapping = findMapping(draft, id);
  for (const segment of mapping?.segments ?? []) {
    const end = segment.start + segment.length;
    // Also for FROM_DEVICE and SKIP_CPU_SYNC: swiotlb_tbl_map_single always copies.
    if (mapping) bounceCopy(draft, request.cpu, mapping, segment, segment.start, end, 'device');
  }
  if (request.skipCpuSync || request.unmaintained || isCoherentDevice(draft, request.device))
    return;
  forEachPhysical(draft, id, request.start, request.start + request.length, (address, length) =>
    archSyncForDevice(draft, address, length, request.direction),
  );
}

export interface SyncRequest extends CallShape {
  readonly to: 'cpu' | 'device';
  /** First byte and length within the buffer; may reach past the mapping, which is clipped. */
  readonly start: number;
  readonly length: number;
  readonly direction: Direction;
  readonly cpu: number;
  /** Policy at fault if this breaks a rule. */
  readonly defect: DefectId | null;
  /** Cache maintenance is left to another mapping. */
  readonly unmaintained?: true;
}

/** dma_sync_single_for_* or dma_sync_sgtable_for_*. */
export function dmaSync(draft: Draft, id: number, request: SyncRequest): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  syncRange(draft, mapping, request);
  debugSyncOf(draft, mapping, request);
}

function syncRange(draft: Draft, mapping: DmaMapping, given: SyncRequest): void {
  const { id } = mapping;
  const request = fromStart(draft, mapping, given);
  if (!request) return;
  // An exporter that wrote the entries by hand knows that there is nothing to maintain.
  if (mapping.adopted && isPageless(draft, mapping.buffer)) return;
  const end = Math.min(request.start + request.length, mapping.start + mapping.length);
  checkSync(draft, mapping, request, end);
  checkUnderWay(draft, mapping, request.to === 'cpu' ? 'hand-back-discards' : 'hand-over-twice');
  if (request.start >= end) return;
  warnOverflow(draft, mapping, request);
  if (mapping.live) {
    const change = request.to === 'cpu' ? handBack : handOver;
    change(draft, id, request.start, end, request.direction, request.defect);
    if (request.to === 'device') noteStandingWrites(draft, id, request.start, end);
  }
  setMapping(draft, id, { changing: true });
  if (request.to === 'cpu') syncForCpu(draft, id, request, end);
  else syncForDevice(draft, id, request, end);
  setMapping(draft, id, { changing: false });
  forgetHealed(draft, mapping.buffer);
}

/** A sync that begins before its mapping: the pool knows no mapping there, and does nothing at all. */
function fromStart(draft: Draft, mapping: DmaMapping, request: SyncRequest): SyncRequest | null {
  const before = mapping.start - request.start;
  if (before <= 0) return request;
  const { buffer, start, length } = mapping;
  raise(draft, {
    rule: 'sync-outside-mapping',
    bytes: { buffer, start, length },
    outcome: `it begins ${before} bytes before the mapping`,
  });
  const isBounced = mapping.segments.some(({ slot }) => slot !== null);
  if (isBounced || request.length <= before) {
    emit(draft, 'refused', { label: 'no mapping is there' });
    return null;
  }
  return { ...request, start, length: request.length - before };
}

/** A call on a mapping that another call is handing over at this moment. */
function checkUnderWay(draft: Draft, mapping: DmaMapping, rule: RuleId): void {
  if (!mapping.live || !mapping.changing || mapping.extents.length === 0) return;
  const { buffer, start, length } = mapping;
  raise(draft, {
    rule,
    bytes: { buffer, start, length },
    outcome: 'another call is handing it over',
  });
}

function checkSync(draft: Draft, mapping: DmaMapping, request: SyncRequest, end: number): void {
  const { buffer } = mapping;
  if (!mapping.live) {
    raise(draft, {
      rule: 'sync-after-unmap',
      bytes: { buffer, start: request.start, length: Math.max(1, end - request.start) },
      outcome: 'the mapping is gone',
    });
    emit(draft, 'refused', { label: 'nothing is mapped there' });
  } else if (request.start + request.length > end) {
    raise(draft, {
      rule: 'sync-outside-mapping',
      bytes: { buffer, start: mapping.start, length: mapping.length },
      outcome: `${request.start + request.length - Math.max(request.start, end)} bytes past the end are left out`,
    });
  }
}

function syncForCpu(draft: Draft, id: number, request: SyncRequest, end: number): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  const isMaintained = !request.unmaintained && !isCoherentDevice(draft, mapping.device);
  if (isMaintained && hasPhysical(draft, mapping)) {
    forEachPhysical(draft, id, request.start, end, (address, length) =>
      archSyncForCpu(draft, address, length, request.direction),
    );
  }
  if (mapping.live && request.direction !== 'TO_DEVICE') copySegments(draft, id, request, end);
}

function syncForDevice(draft: Draft, id: number, request: SyncRequest, end: number): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  if (mapping.live && request.direction !== 'FROM_DEVICE') copySegments(draft, id, request, end);
  const isMaintained = !request.unmaintained && !isCoherentDevice(draft, mapping.device);
  if (isMaintained && hasPhysical(draft, mapping)) {
    forEachPhysical(draft, id, request.start, end, (address, length) =>
      archSyncForDevice(draft, address, length, request.direction),
    );
  }
}

function copySegments(
  draft: Draft,
  id: number,
  request: Pick<SyncRequest, 'to' | 'start' | 'cpu'>,
  end: number,
): void {
  const mapping = findMapping(draft, id);
  for (const segment of mapping?.segments ?? []) {
    const from = Math.max(request.start, segment.start);
    const to = Math.min(end, segment.start + segment.length);
    if (mapping) bounceCopy(draft, request.cpu, mapping, segment, from, to, request.to);
  }
}

export interface UnmapRequest extends CallShape {
  /** Bytes given to the call. */
  readonly length: number;
  /** Direction given to the call. */
  readonly direction: Direction;
  readonly skipCpuSync: boolean;
  readonly cpu: number;
  /** Cache maintenance is left to a mapping that still stands. */
  readonly unmaintained?: true;
  /** DMA_ATTR_* bits beside SKIP_CPU_SYNC. */
  readonly attrs?: number;
}

/** dma_unmap_single or dma_unmap_sgtable of a live mapping. */
export function dmaUnmap(draft: Draft, id: number, request: UnmapRequest): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  const mappingEnd = mapping.start + mapping.length;
  const end = Math.min(mapping.start + request.length, mappingEnd);
  debugUnmapOf(draft, mapping, request, 'before');
  checkUnderWay(draft, mapping, 'hand-back-discards');
  closeExtents(draft, id, mapping.start, end, unmapSyncOf(request.direction, request.skipCpuSync));
  closeExtents(draft, id, end, mappingEnd, 'unmapUnsynced');
  setMapping(draft, id, { changing: true });
  if (!request.skipCpuSync) {
    const { direction, cpu, length } = request;
    warnOverflow(draft, mapping, { to: 'cpu', start: mapping.start, length, direction });
    syncForCpu(
      draft,
      id,
      {
        to: 'cpu',
        start: mapping.start,
        length: end - mapping.start,
        direction,
        cpu,
        defect: null,
        ...(request.unmaintained ? { unmaintained: true as const } : {}),
      },
      end,
    );
  }
  tearDown(draft, id);
  forgetHealed(draft, mapping.buffer);
  debugUnmapOf(draft, mapping, request, 'after');
}

function tearDown(draft: Draft, id: number): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  freeSlots(draft, id);
  setMapping(draft, id, { live: false, changing: false, extents: [] });
  const { pageSize } = draft.state.setup.platform;
  if (!isBehindIommu(draft.state, mapping.device) || mapping.segments.length === 0) return;
  // Segments follow each other in I/O virtual space: what they cover is unmapped at once.
  const { dmaAddress: from = 0 } = mapping.segments[0] ?? {};
  const { dmaAddress: last = 0, length = 0 } = mapping.segments.at(-1) ?? {};
  const base = from - (from % pageSize);
  iommuUnmap(draft, mapping.device, base, Math.ceil((last + length - base) / pageSize));
}
