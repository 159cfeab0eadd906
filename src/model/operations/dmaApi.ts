/** What a driver calls of the DMA API itself: streaming mappings of one range, coherent allocations. */
import { call, emit, setBuffer, takeId, type Draft } from '../draft.ts';
import { iommuMap, isBehindIommu } from '../hardware/iommu.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { maintain } from '../kernel/maintenance.ts';
import { bufferSize } from '../kernel/named.ts';
import { noteOwner } from '../kernel/noteOwner.ts';
import { debugAlloc, debugFree } from '../kernel/dmaDebug/allocations.ts';
import { debugUnmapOf, type UnmapCall } from '../kernel/dmaDebug/streamingHooks.ts';
import { dmaAttrs } from '../kernel/dmaDebug/types.ts';
import { findMapping } from '../kernel/extents.ts';
import { contiguousRuns, isCoherentDevice, isReachedDirectly } from '../kernel/segments.ts';
import { dmaMap, dmaSync, dmaUnmap } from '../kernel/streaming.ts';
import { isPageless, mapBogusPage } from '../kernel/structPage/pageless.ts';
import type { DriverAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping, DmaSegment, SgEntry } from '../state.ts';
import { raise } from '../violations/raise.ts';
import type { DmaApiAction } from '../vocabulary/dmaApi.ts';
import { rejectVmalloc, warnTooLong, warnUnmapped } from './dmaResources.ts';
import { findBuffer, findNamedMapping, scriptError } from './lookup.ts';

type MapSingle = Extract<DriverAction, { do: 'mapSingle' }>;
type UnmapSingle = Extract<DriverAction, { do: 'unmapSingle' }>;

/** dma_map_single. */
export function mapSingle(
  draft: Draft,
  device: number,
  cpu: number,
  action: MapSingle,
): OperationResult {
  return mapRange(draft, device, cpu, action, 'dma_map_single');
}

/** dma_map_page: the same of a page and an offset. */
export function mapPage(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DmaApiAction, { do: 'mapPage' }>,
): OperationResult {
  const skipCpuSync = (action.attrs & dmaAttrs.SKIP_CPU_SYNC) !== 0;
  return mapRange(draft, device, cpu, { ...action, skipCpuSync }, 'dma_map_page');
}

type MapRange = Omit<MapSingle, 'do'>;

function mapRange(
  draft: Draft,
  device: number,
  cpu: number,
  action: MapRange,
  verb: string,
): OperationResult {
  const buffer = findBuffer(draft, action.at.base);
  if (buffer < 0) return scriptError(`no buffer named ${action.at.base}`);
  const { length, direction, skipCpuSync, name, attrs, unchecked } = action;
  const start = action.at.offset;
  if (start < 0 || length < 1 || start + length > bufferSize(draft, buffer))
    return scriptError('the range does not lie in the buffer');
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  const words = skipCpuSync ? ', SKIP_CPU_SYNC' : '';
  const label = `${verb}(${action.at.base}+${start}, ${length}, ${direction}${words})`;
  return call(draft, label, () => {
    const hasAddress = verb === 'dma_map_page' || !isPageless(draft, buffer);
    if (!hasAddress && draft.state.setup.platform.kernel !== '5.2')
      return rejectVmalloc(draft, device);
    const runs = contiguousRuns(draft, buffer, start, length);
    const oopsed = mapBogusPage(draft, device, buffer, runs, skipCpuSync);
    if (oopsed) return oopsed;
    const mapped = dmaMap(draft, {
      ...{ name, kind: 'single' as const, device, buffer, start, length, direction },
      ...{ skipCpuSync, isOwned: true, cpu },
      ...(attrs === undefined ? {} : { attrs }),
      ...(unchecked ? { unchecked } : {}),
    });
    if ('errno' in mapped) return refuse(draft, mapped.errno, mapped.reason);
    const mapping = findMapping(draft, mapped.id);
    if (mapping) noteOwner(draft, mapping, skipCpuSync ? 'cpu' : 'device');
    return { kind: 'ok', value: mapping?.segments[0]?.dmaAddress ?? null, faults: 0 };
  });
}

/** dma_unmap_single. */
export function unmapSingle(
  draft: Draft,
  device: number,
  cpu: number,
  action: UnmapSingle,
): OperationResult {
  return unmapRange(draft, device, cpu, action, 'dma_unmap_single');
}

/** dma_unmap_page, which is the same. */
export function unmapPage(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DmaApiAction, { do: 'unmapPage' }>,
): OperationResult {
  const skipCpuSync = (action.attrs & dmaAttrs.SKIP_CPU_SYNC) !== 0;
  return unmapRange(draft, device, cpu, { ...action, skipCpuSync }, 'dma_unmap_page');
}

function unmapRange(
  draft: Draft,
  device: number,
  cpu: number,
  action: Omit<UnmapSingle, 'do'>,
  verb: string,
): OperationResult {
  const mapping = findNamedMapping(draft, action.mapping, device);
  if (!mapping) return scriptError(`no mapping named ${action.mapping}`);
  const direction = action.direction ?? mapping.direction;
  const length = action.length ?? mapping.length;
  const { skipCpuSync, attrs } = action;
  const shape = attrs === undefined ? {} : { attrs };
  const request: UnmapCall = { length, direction, skipCpuSync, ...shape, as: 'single' };
  return call(draft, `${verb}(${action.mapping}, ${length}, ${direction})`, () => {
    if (!mapping.live || mapping.kind === 'coherent') {
      if (!mapping.live) noteTwice(draft, mapping, `${action.mapping} was unmapped before`);
      if (!mapping.live) warnUnmapped(draft, device, mapping.segments[0]?.dmaAddress ?? 0);
      const label = mapping.live ? 'an allocation is not unmapped' : 'nothing is mapped there';
      emit(draft, 'refused', { label });
      debugUnmapOf(draft, mapping, request, 'after');
      return done;
    }
    if (length > mapping.length) warnTooLong(draft, mapping, length);
    dmaUnmap(draft, mapping.id, { ...request, cpu });
    noteOwner(draft, mapping, 'cpu');
    return done;
  });
}

function noteTwice(draft: Draft, { buffer, start, length }: DmaMapping, outcome: string): void {
  raise(draft, { rule: 'unmap-twice', bytes: { buffer, start, length }, outcome });
}

/** dma_sync_single_for_cpu or _for_device. */
export function syncSingle(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DriverAction, { do: 'syncSingle' }>,
): OperationResult {
  const mapping = findNamedMapping(draft, action.at.base, device);
  if (!mapping) return scriptError(`no mapping named ${action.at.base}`);
  const { to, length, direction } = action;
  const start = mapping.start + action.at.offset;
  if (length < 1) return scriptError('there is nothing to sync');
  const place = `${action.at.base}+${action.at.offset}`;
  return call(draft, `dma_sync_single_for_${to}(${place}, ${length}, ${direction})`, () => {
    if (mapping.kind === 'coherent') noteStreamed(draft, mapping);
    const request = { to, start, length, direction, cpu, defect: null, as: 'single' } as const;
    dmaSync(draft, mapping.id, request);
    if (mapping.live) noteOwner(draft, mapping, mapping.kind === 'coherent' ? 'nobody' : to);
    return done;
  });
}

function noteStreamed(draft: Draft, { buffer, start, length }: DmaMapping): void {
  raise(draft, {
    rule: 'coherent-memory-streamed',
    bytes: { buffer, start, length },
    outcome: 'a coherent allocation is synced, which does nothing for it',
  });
}

/** dma_alloc_coherent: the buffer's storage becomes a coherent allocation of this device. */
export function allocCoherent(
  draft: Draft,
  device: number,
  { name, buffer: bufferName, length: asked }: Extract<DriverAction, { do: 'allocCoherent' }>,
): OperationResult {
  const buffer = findBuffer(draft, bufferName);
  if (buffer < 0) return scriptError(`no buffer named ${bufferName}`);
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  const isInUse = draft.state.mappings.some((m) => m.live && m.buffer === buffer);
  if (isInUse || draft.state.buffers[buffer]?.dmaBuf)
    return scriptError(`${bufferName} is in use already`);
  const length = asked ?? bufferSize(draft, buffer);
  if (length < 1 || length > bufferSize(draft, buffer))
    return scriptError(`${bufferName} is not that large`);
  return call(draft, `dma_alloc_coherent(${bufferName}, ${length} bytes)`, () => {
    const runs = contiguousRuns(draft, buffer, 0, length);
    if (runs.some((run) => !isReachedDirectly(draft, device, run)))
      return refuse(draft, 'ENOMEM', 'no such memory is within reach of the device');
    if (!isCoherentDevice(draft, device)) {
      for (const run of runs) maintain(draft, run.address, run.length, 'flush', 'becomes uncached');
    }
    const segments = coherentSegments(draft, device, buffer, runs);
    const mapping: DmaMapping = {
      ...{ id: takeId(draft), name, kind: 'coherent', device, buffer, start: 0, length },
      ...{ direction: 'BIDIRECTIONAL', segments, live: true, changing: false, extents: [] },
    };
    draft.state.mappings = [...draft.state.mappings.filter((m) => m.name !== name), mapping];
    setBuffer(draft, buffer, { coherentFor: device });
    noteOwner(draft, mapping, 'nobody');
    debugAlloc(draft, mapping);
    return { kind: 'ok', value: segments[0]?.dmaAddress ?? null, faults: 0 };
  });
}

/** The DMA list of a coherent allocation: behind an IOMMU one run, else the physical ones. */
function coherentSegments(
  draft: Draft,
  device: number,
  buffer: number,
  runs: readonly SgEntry[],
): readonly DmaSegment[] {
  if (!isBehindIommu(draft.state, device))
    return runs.map(({ start, length, address }) => ({
      ...{ start, length, dmaAddress: address, slot: null },
    }));
  const frames = draft.state.buffers[buffer]?.frames ?? [];
  const base = iommuMap(draft, device, frames, 'BIDIRECTIONAL');
  return [{ start: 0, length: bufferSize(draft, buffer), dmaAddress: base, slot: null }];
}

/** dma_free_coherent. */
export function freeCoherent(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DriverAction, { do: 'freeCoherent' }>,
): OperationResult {
  const { mapping: name, cpuOffset = 0 } = action;
  const mapping = findNamedMapping(draft, name, device);
  if (!mapping || mapping.kind !== 'coherent')
    return scriptError(`no coherent allocation named ${name}`);
  return call(draft, `dma_free_coherent(${name})`, () => {
    debugFree(draft, mapping, action.length ?? mapping.length, cpuOffset);
    if (!mapping.live) {
      noteTwice(draft, mapping, `${name} was freed before`);
      emit(draft, 'refused', { label: 'nothing is allocated there' });
      return done;
    }
    dmaUnmap(draft, mapping.id, {
      length: mapping.length,
      direction: 'BIDIRECTIONAL',
      skipCpuSync: true,
      cpu,
    });
    setBuffer(draft, mapping.buffer, { coherentFor: null });
    noteOwner(draft, mapping, 'cpu');
    return done;
  });
}
