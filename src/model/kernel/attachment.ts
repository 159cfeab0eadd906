/**
 * Attachments of devices to a dma_buf and their mappings [drivers/dma-buf/dma-buf.c], with what the
 * exporter's policy does when a device gets the buffer.
 */
import { call, emit, setAttachment, setBuffer, takeId, type Draft } from '../draft.ts';
import type { AttachmentEvent } from '../machines/events.ts';
import { attachmentId } from '../machines/instanceIds.ts';
import { attachmentNext } from '../machines/machines.ts';
import type { Direction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { Attachment } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { done, refuse } from './dmaBuf.ts';
import { unmapMappingRange } from './mm.ts';
import { bufferName, bufferSize, deviceName, exporterName } from './named.ts';
import { noteOwner } from './noteOwner.ts';
import { findMapping } from './extents.ts';
import { canReach, contiguousRuns } from './segments.ts';
import { dmaMap, dmaUnmap } from './streaming.ts';

/** Attachments of a device to a buffer, oldest first. */
export function attachmentsOf(draft: Draft, device: number, buffer: number): readonly Attachment[] {
  return draft.state.attachments.filter((a) => a.device === device && a.buffer === buffer);
}

function sendAttachment(draft: Draft, attachment: Attachment, event: AttachmentEvent): boolean {
  const state = attachmentNext(attachment.state, event);
  if (state === null) return false;
  setAttachment(draft, attachment.id, { state });
  noteAttachment(draft, attachment.id, event, attachment.state, state);
  return true;
}

function noteAttachment(
  draft: Draft,
  id: number,
  event: AttachmentEvent,
  from: string,
  to: string,
): void {
  const instance = attachmentId(id);
  const transition = { machine: 'attachment' as const, instance, event, from, to };
  draft.transitions = [...draft.transitions, transition];
}

/** dma_buf_attach. */
export function attach(draft: Draft, device: number, buffer: number): OperationResult {
  return call(
    draft,
    `dma_buf_attach(${bufferName(draft, buffer)}, ${deviceName(draft, device)})`,
    () => {
      const runs = contiguousRuns(draft, buffer, 0, bufferSize(draft, buffer));
      if (runs.some((run) => !canReach(draft, device, run))) {
        return refuse(draft, 'EBUSY', `${deviceName(draft, device)} does not reach the storage`);
      }
      const state = attachmentNext('detached', 'attach') ?? 'attached';
      const attachment: Attachment = {
        id: takeId(draft),
        device,
        buffer,
        state,
        sgTable: [],
        mapping: null,
      };
      draft.state.attachments = [...draft.state.attachments, attachment];
      noteAttachment(draft, attachment.id, 'attach', 'detached', state);
      emit(draft, 'attach', {
        label: `${deviceName(draft, device)} attached`,
        from: { kind: 'kernel' },
        to: { kind: 'device', device },
      });
      return done;
    },
  );
}

/** dma_buf_map_attachment. A standing mapping is returned again, unless the direction is another. */
export function mapAttachment(
  draft: Draft,
  attachment: Attachment,
  direction: Direction,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  return call(draft, `dma_buf_map_attachment(${deviceName(draft, device)}, ${direction})`, () => {
    const standing =
      attachment.mapping === null ? undefined : findMapping(draft, attachment.mapping);
    if (standing) {
      if (standing.direction !== direction) {
        return refuse(draft, 'EBUSY', `it is mapped ${standing.direction} already`);
      }
      sendAttachment(draft, attachment, 'mapAgain');
      emit(draft, 'sgt.build', {
        label: 'the mapping that stands is used again',
        to: { kind: 'device', device },
      });
      return done;
    }
    return call(draft, `${exporterName(draft, buffer)}_map_dma_buf()`, () =>
      mapDmaBuf(draft, attachment, direction, cpu),
    );
  });
}

/** The exporter's map_dma_buf. */
function mapDmaBuf(
  draft: Draft,
  attachment: Attachment,
  direction: Direction,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  const policy = draft.state.setup.buffers[buffer]?.mmap ?? 'none';
  const length = bufferSize(draft, buffer);
  if (policy === 'shootdown') leaveCpuDomain(draft, buffer, cpu);
  const sgTable = contiguousRuns(draft, buffer, 0, length);
  setAttachment(draft, attachment.id, { sgTable });
  emit(draft, 'sgt.build', {
    label: `sg_table of ${sgTable.length} ${sgTable.length === 1 ? 'entry' : 'entries'}`,
    from: { kind: 'memory' },
    to: { kind: 'device', device },
    range: { buffer, start: 0, length },
    facts: { entries: sgTable.length },
  });
  return call(draft, `dma_map_sgtable(${deviceName(draft, device)}, ${direction})`, () => {
    const isOwned = policy !== 'coherent';
    const mapped = dmaMap(draft, {
      ...{ name: null, kind: 'sg' as const, device, buffer, start: 0, length, direction, cpu },
      ...{ isOwned, skipCpuSync: !isOwned },
    });
    if ('errno' in mapped) {
      setAttachment(draft, attachment.id, { sgTable: [] });
      return refuse(draft, mapped.errno, mapped.reason);
    }
    setAttachment(draft, attachment.id, { mapping: mapped.id });
    const current = draft.state.attachments.find(({ id }) => id === attachment.id);
    if (current) sendAttachment(draft, current, 'map');
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

/** dma_buf_unmap_attachment, really undoing the mapping. */
export function unmapAttachment(
  draft: Draft,
  attachment: Attachment,
  direction: Direction | null,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  return call(draft, `dma_buf_unmap_attachment(${deviceName(draft, device)})`, () => {
    const mapping =
      attachment.mapping === null ? undefined : findMapping(draft, attachment.mapping);
    if (!mapping || attachment.state !== 'mapped') return unmappedTwice(draft, attachment);
    return call(draft, `${exporterName(draft, buffer)}_unmap_dma_buf()`, () => {
      const isOwned = mapping.extents.length > 0;
      const given = direction ?? mapping.direction;
      call(draft, `dma_unmap_sgtable(${deviceName(draft, device)}, ${given})`, () =>
        dmaUnmap(draft, mapping.id, {
          length: mapping.length,
          direction: given,
          skipCpuSync: !isOwned,
          cpu,
        }),
      );
      setAttachment(draft, attachment.id, { sgTable: [], mapping: null });
      sendAttachment(draft, { ...attachment, mapping: null }, 'unmap');
      if (isOwned) noteOwner(draft, mapping, 'cpu');
      emit(draft, 'sgt.free', {
        label: `sg_table of ${deviceName(draft, device)} freed`,
        from: { kind: 'device', device },
        to: { kind: 'memory' },
        range: { buffer, start: 0, length: mapping.length },
      });
      return done;
    });
  });
}

function unmappedTwice(draft: Draft, attachment: Attachment): OperationResult {
  raise(draft, {
    rule: 'unmap-twice',
    bytes: { buffer: attachment.buffer, start: 0, length: bufferSize(draft, attachment.buffer) },
    outcome: 'the attachment is not mapped',
  });
  return refuse(draft, 'EINVAL', 'the attachment is not mapped');
}

/** dma_buf_detach. A cached mapping is undone first; any other is left behind. */
export function detach(draft: Draft, attachment: Attachment, cpu: number): OperationResult {
  const { device, buffer } = attachment;
  return call(
    draft,
    `dma_buf_detach(${bufferName(draft, buffer)}, ${deviceName(draft, device)})`,
    () => {
      const isKept = draft.state.setup.devices[device]?.importer !== 'map-per-dma';
      const isUnmapped = attachment.mapping === null || isKept;
      if (!isUnmapped) noteLeak(draft, attachment);
      else if (attachment.mapping !== null) unmapAttachment(draft, attachment, null, cpu);
      draft.state.attachments = draft.state.attachments.filter(({ id }) => id !== attachment.id);
      // From `mapped` the machine knows no way out: the leak is all that is left to tell.
      if (isUnmapped) noteAttachment(draft, attachment.id, 'detach', 'attached', 'detached');
      emit(draft, 'detach', {
        label: `${deviceName(draft, device)} detached`,
        from: { kind: 'device', device },
        to: { kind: 'kernel' },
      });
      return done;
    },
  );
}

/** Notes what is left of a device's work on a buffer, and that nobody can undo any more. */
export function noteLeak(
  draft: Draft,
  { device, buffer }: { device: number; buffer: number },
  what: 'mapping' | 'attachment' | 'allocation' = 'mapping',
): void {
  raise(draft, {
    rule: 'leak',
    agent: deviceName(draft, device),
    bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
    outcome: `the ${what} of ${bufferName(draft, buffer)} outlives what made it`,
  });
}
