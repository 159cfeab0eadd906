/**
 * Mappings of what is no page of a buffer: device registers (dma_map_resource), numbers that were never mapped,
 * memory of the stack, of vmalloc and of the kernel's text [kernel/dma/mapping.c].
 */
import { call, emit, printk, printkOnce, takeId, type Draft } from '../draft.ts';
import { iommuMap, isBehindIommu } from '../hardware/iommu.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { mappingError } from '../kernel/dmaDebug/checkUnmap.ts';
import { addEntry, debugMap, debugUnmap, mapType } from '../kernel/dmaDebug/hooks.ts';
import { debugUnmapOf, type UnmapCall } from '../kernel/dmaDebug/streamingHooks.ts';
import { dmaAttrs } from '../kernel/dmaDebug/types.ts';
import { deviceIdentity } from '../kernel/deviceIdentity.ts';
import { bufferSize } from '../kernel/named.ts';
import { noteOwner } from '../kernel/noteOwner.ts';
import { contiguousRuns, isReachedDirectly } from '../kernel/segments.ts';
import { dmaUnmap } from '../kernel/streaming.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping, DmaSegment } from '../state.ts';
import { raise } from '../violations/raise.ts';
import type { DmaApiAction } from '../vocabulary/dmaApi.ts';
import { findBuffer, findNamedMapping, scriptError } from './lookup.ts';

type MapResource = Extract<DmaApiAction, { do: 'mapResource' }>;

/** dma_map_resource: no bouncing, no cache maintenance, no owner. */
export function mapResource(draft: Draft, device: number, action: MapResource): OperationResult {
  const { name, at, length, direction } = action;
  const buffer = findBuffer(draft, at.base);
  if (buffer < 0) return scriptError(`no buffer named ${at.base}`);
  const start = at.offset;
  if (start < 0 || length < 1 || start + length > bufferSize(draft, buffer))
    return scriptError('the range does not lie in the buffer');
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  return call(draft, `dma_map_resource(${at.base}+${start}, ${length}, ${direction})`, () => {
    const refused = whyNot(draft, device, buffer, start, length);
    const segments = refused === null ? placeDirectly(draft, device, action, buffer) : [];
    const mapping: DmaMapping = {
      ...{ id: takeId(draft), name, kind: 'single', device, buffer, start, length, direction },
      ...{ segments, live: refused === null, changing: false, extents: [] },
    };
    draft.state.mappings = [...draft.state.mappings.filter((m) => m.name !== name), mapping];
    if (refused !== null) return refuse(draft, 'ENOMEM', refused);
    noteMemory(draft, mapping);
    const runs = contiguousRuns(draft, buffer, start, length);
    debugMap(draft, mapping, { runs, attrs: dmaAttrs.MMIO, isUnchecked: false });
    return { kind: 'ok', value: segments[0]?.dmaAddress ?? null, faults: 0 };
  });
}

/** Nobody owns memory that is mapped as registers, and nobody maintains the caches for it. */
function noteMemory(draft: Draft, { device, buffer, start, length }: DmaMapping): void {
  if (draft.state.setup.buffers[buffer]?.memory !== undefined) return;
  raise(draft, {
    rule: 'memory-mapped-as-resource',
    bytes: { buffer, start, length },
    outcome: 'no call maintains the caches for it, and nobody owns it',
  });
  noteOwner(draft, { device, buffer, start, length }, 'nobody');
}

function whyNot(
  draft: Draft,
  device: number,
  buffer: number,
  start: number,
  length: number,
): string | null {
  const { swiotlb, kernel } = draft.state.setup.platform;
  if (isBehindIommu(draft.state, device)) return null;
  // Since 6.18 a device whose mappings all bounce cannot have one that must not.
  if (swiotlb === 'force' && kernel === '7.3')
    return 'it would have to bounce, and registers cannot';
  const runs = contiguousRuns(draft, buffer, start, length);
  const isReached = runs.every((run) => isReachedDirectly(draft, device, run));
  return isReached ? null : 'the device does not reach it';
}

function placeDirectly(
  draft: Draft,
  device: number,
  { at: { offset: start }, length, direction }: MapResource,
  buffer: number,
): readonly DmaSegment[] {
  if (!isBehindIommu(draft.state, device))
    return contiguousRuns(draft, buffer, start, length).map((run) => ({
      ...{ start: run.start, length: run.length, dmaAddress: run.address, slot: null },
    }));
  const { pageSize } = draft.state.setup.platform;
  const frames = draft.state.buffers[buffer]?.frames ?? [];
  const pages = frames.slice(Math.floor(start / pageSize), Math.ceil((start + length) / pageSize));
  const dmaAddress = iommuMap(draft, device, pages, direction) + (start % pageSize);
  return [{ start, length, dmaAddress, slot: null }];
}

/** dma_unmap_resource. */
export function unmapResource(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DmaApiAction, { do: 'unmapResource' }>,
): OperationResult {
  const mapping = findNamedMapping(draft, action.mapping, device);
  if (!mapping || mapping.kind !== 'single')
    return scriptError(`no mapping named ${action.mapping}`);
  const direction = action.direction ?? mapping.direction;
  const length = action.length ?? mapping.length;
  return call(draft, `dma_unmap_resource(${action.mapping}, ${length}, ${direction})`, () => {
    const attrs = dmaAttrs.MMIO;
    const request: UnmapCall = { length, direction, skipCpuSync: true, attrs };
    if (mapping.live) dmaUnmap(draft, mapping.id, { ...request, cpu });
    else {
      debugUnmapOf(draft, mapping, request, 'after');
      emit(draft, 'refused', { label: 'nothing is mapped there' });
    }
    return done;
  });
}

/** dma_unmap_single of an address that stands for no mapping of the script. */
export function unmapAddress(
  draft: Draft,
  device: number,
  { address, length, direction }: Extract<DmaApiAction, { do: 'unmapAddress' }>,
): OperationResult {
  const dmaAddress = address < 0 ? mappingError : address;
  const shown = address < 0 ? 'DMA_MAPPING_ERROR' : `0x${address.toString(16)}`;
  return call(draft, `dma_unmap_single(${shown}, ${length}, ${direction})`, () => {
    warnUnmapped(draft, device, dmaAddress);
    emit(draft, 'refused', { label: 'nothing of this run is mapped there' });
    debugUnmap(draft, device, { dmaAddress, size: length, direction }, 0);
    return done;
  });
}

/** Behind an IOMMU unmap looks up the page first, and warns where there is none [drivers/iommu/dma-iommu.c]. */
export function warnUnmapped(draft: Draft, device: number, dmaAddress: number): void {
  if (!isBehindIommu(draft.state, device)) return;
  const { pageSize, kernel } = draft.state.setup.platform;
  const iova = dmaAddress - (dmaAddress % pageSize);
  const table = draft.state.devices[device]?.iommu ?? [];
  if (table.some((pte) => pte.iova === iova && pte.state === 'mapped')) return;
  const where = kernel === '7.3' ? 'iommu_dma_unmap_phys' : 'iommu_dma_unmap_page';
  printk(
    draft,
    `WARNING: drivers/iommu/dma-iommu.c at ${where}`,
    'The page table has nothing at this address.',
  );
}

/** Behind an IOMMU an unmap of more pages than are mapped there is noticed, when they are counted. */
export function warnTooLong(draft: Draft, { device, segments }: DmaMapping, length: number): void {
  if (!isBehindIommu(draft.state, device)) return;
  const { pageSize } = draft.state.setup.platform;
  const first = segments[0]?.dmaAddress ?? 0;
  const base = first - (first % pageSize);
  const table = draft.state.devices[device]?.iommu ?? [];
  for (let iova = base; iova < first + length; iova += pageSize) {
    if (table.some((pte) => pte.iova === iova && pte.state === 'mapped')) continue;
    printk(
      draft,
      'WARNING: drivers/iommu/dma-iommu.c at __iommu_dma_unmap',
      'Fewer pages were mapped there than the call unmaps.',
    );
    return;
  }
}

/** Where the first byte of such memory could lie. */
const textAddress = 0x01000000;

/** dma_map_single or dma_map_page of memory that is no driver's buffer. */
export function mapStray(
  draft: Draft,
  device: number,
  { from, length, direction }: Extract<DmaApiAction, { do: 'mapStray' }>,
): OperationResult {
  if (from === 'text') return mapText(draft, device, length, direction);
  const what = from === 'stack' ? 'a variable on the stack' : 'memory of vmalloc';
  return call(draft, `dma_map_single(${what}, ${length}, ${direction})`, () =>
    rejectVmalloc(draft, device),
  );
}

/** dma_map_single of an address of vmalloc's: also that of an ioremap(), the only one of memory without pages. */
export function rejectVmalloc(draft: Draft, device: number): OperationResult {
  printkOnce(
    draft,
    `${deviceIdentity(draft, device)}: rejecting DMA map of vmalloc memory`,
    'include/linux/dma-mapping.h at dma_map_single_attrs',
    'Its pages need not be next to each other; kernel stacks are vmalloc memory, too.',
  );
  return refuse(draft, 'ENOMEM', 'vmalloc memory cannot be mapped as one range');
}

/** The page of a kernel function, taken through the linear map: nobody notices. */
function mapText(
  draft: Draft,
  device: number,
  size: number,
  direction: MapResource['direction'],
): OperationResult {
  return call(draft, `dma_map_page(text of the kernel, ${size}, ${direction})`, () => {
    addEntry(draft, {
      ...{ type: mapType(draft), device, size, direction, attrs: 0, bytes: null },
      ...{ dmaAddress: textAddress, physical: textAddress },
      ...{ callEntries: 0, mappedEntries: 0, mapError: 'checked' },
    });
    return { kind: 'ok', value: textAddress, faults: 0 };
  });
}
