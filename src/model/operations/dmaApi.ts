/** What a driver calls of the DMA API itself: streaming mappings of one range, coherent allocations. */
import { call, emit, setBuffer, takeId, type Draft } from '../draft.ts';
import { iommuMap } from '../hardware/iommu.ts';
import { done, refuse } from '../kernel/dmaBuf.ts';
import { maintain } from '../kernel/maintenance.ts';
import { bufferSize } from '../kernel/named.ts';
import { noteOwner } from '../kernel/noteOwner.ts';
import { findMapping } from '../kernel/extents.ts';
import { contiguousRuns, isCoherentDevice, isReachedDirectly } from '../kernel/segments.ts';
import { dmaMap, dmaSync, dmaUnmap } from '../kernel/streaming.ts';
import type { DriverAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping, DmaSegment, SgEntry } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { findBuffer, findNamedMapping, scriptError } from './lookup.ts';

/** dma_map_single. */
export function mapSingle(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DriverAction, { do: 'mapSingle' }>,
): OperationResult {
  const buffer = findBuffer(draft, action.at.base);
  if (buffer < 0) return scriptError(`no buffer named ${action.at.base}`);
  const { length, direction, skipCpuSync, name } = action;
  const start = action.at.offset;
  if (start < 0 || length < 1 || start + length > bufferSize(draft, buffer))
    return scriptError('the range does not lie in the buffer');
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  const attrs = skipCpuSync ? ', SKIP_CPU_SYNC' : '';
  const label = `dma_map_single(${action.at.base}+${start}, ${length}, ${direction}${attrs})`;
  return call(draft, label, () => {
    const mapped = dmaMap(draft, {
      ...{ name, kind: 'single' as const, device, buffer, start, length, direction },
      ...{ skipCpuSync, isOwned: true, cpu },
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
  action: Extract<DriverAction, { do: 'unmapSingle' }>,
): OperationResult {
  const mapping = findNamedMapping(draft, action.mapping, device);
  if (!mapping || mapping.kind !== 'single')
    return scriptError(`no mapping named ${action.mapping}`);
  const direction = action.direction ?? mapping.direction;
  const length = action.length ?? mapping.length;
  const { skipCpuSync } = action;
  return call(draft, `dma_unmap_single(${action.mapping}, ${length}, ${direction})`, () => {
    if (!mapping.live) {
      noteTwice(draft, mapping, `${action.mapping} was unmapped before`);
      emit(draft, 'refused', { label: 'nothing is mapped there' });
      return done;
    }
    dmaUnmap(draft, mapping.id, { length, direction, skipCpuSync, cpu });
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
  if (mapping.kind === 'coherent') return scriptError('coherent memory is never synced');
  if (action.at.offset < 0 || length < 1) return scriptError('there is nothing to sync');
  const place = `${action.at.base}+${action.at.offset}`;
  return call(draft, `dma_sync_single_for_${to}(${place}, ${length}, ${direction})`, () => {
    dmaSync(draft, mapping.id, { to, start, length, direction, cpu, defect: null });
    if (mapping.live) noteOwner(draft, mapping, to);
    return done;
  });
}

/** dma_alloc_coherent: the buffer's storage becomes a coherent allocation of this device. */
export function allocCoherent(
  draft: Draft,
  device: number,
  name: string,
  bufferName: string,
): OperationResult {
  const buffer = findBuffer(draft, bufferName);
  if (buffer < 0) return scriptError(`no buffer named ${bufferName}`);
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  const isInUse = draft.state.mappings.some((m) => m.live && m.buffer === buffer);
  if (isInUse || draft.state.buffers[buffer]?.dmaBuf)
    return scriptError(`${bufferName} is in use already`);
  const length = bufferSize(draft, buffer);
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
  if (draft.state.setup.platform.iommu === 'none')
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
  name: string,
): OperationResult {
  const mapping = findNamedMapping(draft, name, device);
  if (!mapping || mapping.kind !== 'coherent')
    return scriptError(`no coherent allocation named ${name}`);
  return call(draft, `dma_free_coherent(${name})`, () => {
    if (!mapping.live) {
      noteTwice(draft, mapping, `${name} was freed before`);
      return refuse(draft, 'EINVAL', `${name} was freed before`);
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
