/** dma_map_sg, dma_unmap_sg and dma_sync_sg_for_* of a list that a driver makes itself [kernel/dma/mapping.c]. */
import { call, emit, type Draft } from '../draft.ts';
import { bufferAddress } from '../hardware/layout.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { debugUnmapOf, type UnmapCall } from '../kernel/dmaDebug/streamingHooks.ts';
import { findMapping } from '../kernel/extents.ts';
import { bufferSize } from '../kernel/named.ts';
import { noteOwner } from '../kernel/noteOwner.ts';
import { dmaMap, dmaSync, dmaUnmap } from '../kernel/streaming.ts';
import { mapBogusPage } from '../kernel/structPage/pageless.ts';
import { dmaAttrs } from '../kernel/dmaDebug/types.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping, SgEntry } from '../state.ts';
import { raise } from '../violations/raise.ts';
import type { DmaApiAction } from '../vocabulary/dmaApi.ts';
import { findBuffer, findNamedMapping, scriptError } from './lookup.ts';

type MapSgList = Extract<DmaApiAction, { do: 'mapSgList' }>;

/** Most entries of a list that a script makes. */
const mostEntries = 256;

/** dma_map_sg. Returns the number of segments. */
export function mapSgList(
  draft: Draft,
  device: number,
  cpu: number,
  action: MapSgList,
): OperationResult {
  const { name, at, length, entry, direction, attrs } = action;
  const buffer = findBuffer(draft, at.base);
  if (buffer < 0) return scriptError(`no buffer named ${at.base}`);
  const start = at.offset;
  if (start < 0 || length < 1 || start + length > bufferSize(draft, buffer))
    return scriptError('the range does not lie in the buffer');
  if (findNamedMapping(draft, name, null)?.live) return scriptError(`${name} is mapped already`);
  const entries = cut(draft, buffer, start, length, entry);
  if (entries.length > mostEntries) return scriptError(`a list has at most ${mostEntries} entries`);
  return call(draft, `dma_map_sg(${at.base}, ${entries.length}, ${direction})`, () => {
    const skipCpuSync = (attrs & dmaAttrs.SKIP_CPU_SYNC) !== 0;
    const oopsed = mapBogusPage(draft, device, buffer, entries, skipCpuSync);
    if (oopsed) return oopsed;
    const mapped = dmaMap(draft, {
      ...{ name, kind: 'sg', device, buffer, start, length, direction },
      ...{ skipCpuSync, isOwned: true, cpu, entries, attrs },
    });
    if ('errno' in mapped) return refuse(draft, mapped.errno, mapped.reason);
    const mapping = findMapping(draft, mapped.id);
    if (mapping) noteOwner(draft, mapping, skipCpuSync ? 'cpu' : 'device');
    return { kind: 'ok', value: mapping?.segments.length ?? 0, faults: 0 };
  });
}

/** A list of entries of `entry` bytes; none goes from a page to one that is not next to it. */
function cut(
  draft: Draft,
  buffer: number,
  start: number,
  length: number,
  entry: number,
): readonly SgEntry[] {
  const { pageSize } = draft.state.setup.platform;
  const entries: SgEntry[] = [];
  const wanted = Math.max(1, entry);
  for (let at = start; at < start + length && entries.length <= mostEntries;) {
    const address = bufferAddress(draft.state, buffer, at);
    let take = Math.min(wanted, start + length - at, pageSize - (at % pageSize));
    while (take < wanted && at + take < start + length) {
      if (bufferAddress(draft.state, buffer, at + take) !== address + take) break;
      take = Math.min(wanted, start + length - at, take + pageSize);
    }
    entries.push({ start: at, length: take, address });
    at += take;
  }
  return entries;
}

function findList(draft: Draft, name: string, device: number): DmaMapping | OperationResult {
  const mapping = findNamedMapping(draft, name, device);
  if (!mapping) return scriptError(`no mapping named ${name}`);
  return mapping.kind === 'coherent' ? scriptError(`${name} is a coherent allocation`) : mapping;
}

/** dma_unmap_sg. */
export function unmapSgList(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DmaApiAction, { do: 'unmapSgList' }>,
): OperationResult {
  const mapping = findList(draft, action.mapping, device);
  if ('message' in mapping || !('segments' in mapping)) return mapping;
  const direction = action.direction ?? mapping.direction;
  const entries = action.entries ?? mapping.list?.length ?? 1;
  return call(draft, `dma_unmap_sg(${action.mapping}, ${entries}, ${direction})`, () => {
    const { attrs } = action;
    const skipCpuSync = (attrs & dmaAttrs.SKIP_CPU_SYNC) !== 0;
    const length = lengthOf(mapping, entries);
    const request: UnmapCall = { length, direction, skipCpuSync, attrs, entries, as: 'sg' };
    if (!mapping.live) {
      const { buffer, start, length: whole } = mapping;
      const outcome = `${action.mapping} was unmapped before`;
      raise(draft, { rule: 'unmap-twice', bytes: { buffer, start, length: whole }, outcome });
      debugUnmapOf(draft, mapping, request, 'before');
      emit(draft, 'refused', { label: 'nothing is mapped there' });
      return done;
    }
    dmaUnmap(draft, mapping.id, { ...request, cpu });
    noteOwner(draft, mapping, 'cpu');
    return done;
  });
}

/** Bytes that the first entries of a list cover. */
function lengthOf({ list = [], length }: DmaMapping, entries: number): number {
  if (entries >= list.length) return length;
  return list.slice(0, entries).reduce((sum, entry) => sum + entry.length, 0);
}

/** dma_sync_sg_for_cpu or _for_device. */
export function syncSgList(
  draft: Draft,
  device: number,
  cpu: number,
  action: Extract<DmaApiAction, { do: 'syncSgList' }>,
): OperationResult {
  const mapping = findList(draft, action.mapping, device);
  if ('message' in mapping || !('segments' in mapping)) return mapping;
  const { to } = action;
  const direction = action.direction ?? mapping.direction;
  const entries = action.entries ?? mapping.list?.length ?? 1;
  return call(draft, `dma_sync_sg_for_${to}(${action.mapping}, ${entries}, ${direction})`, () => {
    const length = lengthOf(mapping, entries);
    const { start } = mapping;
    dmaSync(draft, mapping.id, {
      ...{ to, start, length, direction, cpu, defect: null, entries, as: 'sg' },
    });
    if (mapping.live) noteOwner(draft, { ...mapping, length }, to);
    return done;
  });
}
