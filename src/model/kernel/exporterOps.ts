/**
 * The exporter's side of an attachment's mapping: map_dma_buf and unmap_dma_buf, with what its policy does when a
 * device gets the buffer.
 */
import { call, emit, setAttachment, setBuffer, setMapping, type Draft } from '../draft.ts';
import type { Direction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { Attachment, DmaMapping, SgEntry } from '../state.ts';
import { addMapping, dropMapping } from './attachmentState.ts';
import { adoptList } from './constraints/adopt.ts';
import { leavesMapToOthers, leaveUnmapToOthers } from './constraints/flushOnce.ts';
import { buildList, isBouncedByExporter } from './constraints/lists.ts';
import { done, refuse } from './refuse.ts';
import { unmapMappingRange } from './mm.ts';
import { bufferSize, deviceName, exporterName } from './named.ts';
import { noteOwner } from './noteOwner.ts';
import { profileOf } from './exporters/profiles.ts';
import { lookBehindPage } from './structPage/pageless.ts';
import { dmaMap, dmaUnmap } from './streaming.ts';

/** The exporter's map_dma_buf: builds the list and maps it. */
export function mapDmaBuf(
  draft: Draft,
  attachment: Attachment,
  direction: Direction,
  cpu: number,
): OperationResult {
  const { buffer } = attachment;
  const { mmap: policy } = profileOf(draft.state.setup, buffer);
  if (policy === 'shootdown') leaveCpuDomain(draft, buffer, cpu);
  return mapEntries(draft, attachment, buildList(draft, attachment), direction, cpu);
}

/** The list that a driver has got without a mapping is mapped at the time of the DMA. */
export function mapList(
  draft: Draft,
  attachment: Attachment,
  direction: Direction,
  cpu: number,
): OperationResult {
  const { buffer, sgTable } = attachment;
  if (profileOf(draft.state.setup, buffer).mmap === 'shootdown') leaveCpuDomain(draft, buffer, cpu);
  return mapEntries(draft, attachment, sgTable, direction, cpu);
}

function mapEntries(
  draft: Draft,
  attachment: Attachment,
  entries: readonly SgEntry[],
  direction: Direction,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  const { mmap: policy, mapSkipsCpuSync } = profileOf(draft.state.setup, buffer);
  const length = bufferSize(draft, buffer);
  const adopted = adoptList(draft, attachment, entries, direction);
  if (adopted) return adopted;
  return call(draft, `dma_map_sgtable(${deviceName(draft, device)}, ${direction})`, () => {
    const looked = lookBehindPage(draft, device, buffer, entries);
    if (looked) return looked;
    const isOwned = policy !== 'coherent' && policy !== 'split-window';
    const bounced = isBouncedByExporter(draft, device, buffer, entries);
    const mapped = dmaMap(draft, {
      ...{ name: null, kind: 'sg' as const, device, buffer, start: 0, length, direction, cpu },
      ...{ isOwned, skipCpuSync: !isOwned || mapSkipsCpuSync, entries },
      ...(bounced ? { bounced: true as const } : {}),
      ...(isOwned && leavesMapToOthers(draft, device, buffer, direction)
        ? { unmaintained: true as const }
        : {}),
    });
    if ('errno' in mapped) {
      if (attachment.state !== 'split.listed') setAttachment(draft, attachment.id, { sgTable: [] });
      return refuse(draft, mapped.errno, mapped.reason);
    }
    addMapping(draft, attachment.id, mapped.id);
    noteOwner(draft, { device, buffer, start: 0, length }, isOwned ? 'device' : 'nobody');
    return done;
  });
}

/** The shootdown policy: zap every PTE before a device gets the buffer. */
function leaveCpuDomain(draft: Draft, buffer: number, cpu: number): void {
  const pages = draft.state.buffers[buffer]?.frames.length ?? 0;
  unmapMappingRange(draft, cpu, buffer, 0, pages);
  setBuffer(draft, buffer, { away: Array.from({ length: pages }, () => true) });
}

/** The exporter's unmap_dma_buf. */
export function unmapDmaBuf(
  draft: Draft,
  attachment: Attachment,
  mapping: DmaMapping,
  given: Direction,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  return call(draft, `${exporterName(draft, buffer)}_unmap_dma_buf()`, () => {
    unmapEntries(draft, attachment, mapping, given, cpu);
    emit(draft, 'sgt.free', {
      label: `sg_table of ${deviceName(draft, device)} freed`,
      from: { kind: 'device', device },
      to: { kind: 'memory' },
      range: { buffer, start: 0, length: mapping.length },
    });
    return done;
  });
}

/** dma_unmap_sgtable of one mapping of an attachment; a list that was adopted was never mapped. */
export function unmapEntries(
  draft: Draft,
  attachment: Attachment,
  mapping: DmaMapping,
  given: Direction,
  cpu: number,
): void {
  const { device, buffer } = attachment;
  const isOwned = mapping.extents.length > 0;
  if (mapping.adopted) setMapping(draft, mapping.id, { live: false });
  else {
    call(draft, `dma_unmap_sgtable(${deviceName(draft, device)}, ${given})`, () => {
      const { mapSkipsCpuSync } = profileOf(draft.state.setup, buffer);
      const left = isOwned ? leaveUnmapToOthers(draft, mapping, given) : null;
      dmaUnmap(draft, mapping.id, {
        length: mapping.length,
        direction: left?.direction ?? given,
        skipCpuSync: !isOwned || mapSkipsCpuSync,
        cpu,
        ...(left?.unmaintained ? { unmaintained: true as const } : {}),
      });
    });
  }
  dropMapping(draft, attachment.id, mapping.id);
  if (isOwned) noteOwner(draft, mapping, 'cpu');
}
