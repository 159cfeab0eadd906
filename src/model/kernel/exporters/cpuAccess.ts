/**
 * Begin and end of CPU access: what an exporter does when the CPU is about to touch a buffer, and when it is
 * done. Called by DMA_BUF_IOCTL_SYNC and by kernel code [drivers/dma-buf/dma-buf.c, dma_buf_begin_cpu_access,
 * dma_buf_end_cpu_access].
 */
import { call, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { OperationResult } from '../../result.ts';
import { noteSyncLeft, syncsToLeave } from '../constraints/flushOnce.ts';
import { injectedRefusal } from '../dmaBuf.ts';
import { done } from '../refuse.ts';
import { findMapping } from '../extents.ts';
import { beginAndWait } from '../fences/begin.ts';
import { bufferName, deviceName, exporterName } from '../named.ts';
import { noteOwner } from '../noteOwner.ts';
import { dmaSync } from '../streaming.ts';
import { beginPrivate, endPrivate } from './privateMapping.ts';
import { profileOf } from './profiles.ts';

/** dma_buf_begin_cpu_access: the exporter's part. */
export function beginCpuAccess(
  draft: Draft,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const label = `dma_buf_begin_cpu_access(${bufferName(draft, buffer)}, ${direction})`;
  return call(draft, label, () =>
    beginAndWait(draft, buffer, direction, () => exporterBegins(draft, buffer, direction, cpu)),
  );
}

function exporterBegins(
  draft: Draft,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const { cpuAccess } = profileOf(draft.state.setup, buffer);
  if (cpuAccess === 'nothing') return done;
  return call(draft, `${exporterName(draft, buffer)}_begin_cpu_access()`, () => {
    const refused = injectedRefusal(draft, buffer, 'begin_cpu_access');
    if (refused) return refused;
    if (cpuAccess === 'private-mapping') return beginPrivate(draft, buffer, direction, cpu);
    syncAttachments(draft, buffer, 'cpu', direction, cpu);
    return done;
  });
}

/** dma_buf_end_cpu_access. */
export function endCpuAccess(
  draft: Draft,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const label = `dma_buf_end_cpu_access(${bufferName(draft, buffer)}, ${direction})`;
  return call(draft, label, () => {
    const { cpuAccess } = profileOf(draft.state.setup, buffer);
    if (cpuAccess === 'nothing') return done;
    return call(draft, `${exporterName(draft, buffer)}_end_cpu_access()`, () => {
      const refused = injectedRefusal(draft, buffer, 'end_cpu_access');
      if (refused) return refused;
      if (cpuAccess === 'private-mapping') return endPrivate(draft, buffer, direction, cpu);
      syncAttachments(draft, buffer, 'device', direction, cpu);
      return done;
    });
  });
}

/** Syncs every mapped attachment, in the order of the exporter's list. */
export function syncAttachments(
  draft: Draft,
  buffer: number,
  to: 'cpu' | 'device',
  direction: Direction,
  cpu: number,
): void {
  const oldestFirst = draft.state.attachments.filter((a) => a.buffer === buffer);
  const isReversed = profileOf(draft.state.setup, buffer).cpuAccess === 'newest-first';
  const mappings = (isReversed ? oldestFirst.toReversed() : oldestFirst).flatMap(
    ({ mapping: id }) => {
      const mapping = id === null ? undefined : findMapping(draft, id);
      return mapping ? [mapping] : [];
    },
  );
  const left = syncsToLeave(draft, buffer, mappings);
  for (const { id } of mappings) syncOne(draft, id, { to, direction, cpu, left });
}

interface SyncCall {
  readonly to: 'cpu' | 'device';
  readonly direction: Direction;
  readonly cpu: number;
  /** Mappings whose caches another of the same call maintains. */
  readonly left: ReadonlySet<number>;
}

/** dma_sync_sgtable_for_cpu or _for_device on behalf of one attachment, by the exporter. */
function syncOne(draft: Draft, id: number, { to, direction, cpu, left }: SyncCall): void {
  const mapping = findMapping(draft, id);
  if (!mapping) return;
  const { device, start, length } = mapping;
  call(draft, `dma_sync_sgtable_for_${to}(${deviceName(draft, device)}, ${direction})`, () => {
    const defect = direction === 'TO_DEVICE' ? 'sync-write-only' : null;
    const request = { to, start, length, direction, cpu, defect } as const;
    const isLeft = left.has(id);
    if (isLeft) noteSyncLeft(draft, mapping);
    dmaSync(draft, id, isLeft ? { ...request, unmaintained: true } : request);
    noteOwner(draft, mapping, to);
  });
}
