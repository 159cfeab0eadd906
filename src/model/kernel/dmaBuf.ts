/**
 * dma-buf objects: export, descriptors and references, attachments, mappings, release
 * [drivers/dma-buf/dma-buf.c], with the policies of exporter and importer.
 */
import { removeAt } from '../../base/arrays.ts';
import { call, emit, setAttachment, setBuffer, takeId, type Draft } from '../draft.ts';
import { attachmentNext } from '../machines/machines.ts';
import type { AttachmentEvent } from '../machines/events.ts';
import type { Direction } from '../operation.ts';
import type { Errno, OperationResult } from '../result.ts';
import type { Attachment, DmaBuf } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { unmapMappingRange } from './mm.ts';
import { canReach, contiguousRuns, dmaMap, dmaSync, dmaUnmap } from './streaming.ts';
import { findMapping } from './ownership.ts';

export const done: OperationResult = { kind: 'ok', value: null, faults: 0 };

/** A refusal by the kernel: noted as an event, returned as a result. */
export function refuse(draft: Draft, errno: Errno, reason: string): OperationResult {
  emit(draft, 'refused', { label: `-${errno}: ${reason}`, facts: { errno, reason } });
  return { kind: 'errno', errno, reason };
}

const bufferName = (draft: Draft, buffer: number): string =>
  draft.state.setup.buffers[buffer]?.name ?? '';
const deviceName = (draft: Draft, device: number): string =>
  draft.state.setup.devices[device]?.name ?? '';

/** Bytes of a buffer. */
export function bufferSize(draft: Draft, buffer: number): number {
  return (draft.state.buffers[buffer]?.frames.length ?? 0) * draft.state.setup.platform.pageSize;
}

/** Takes a reference to a buffer's dma_buf; exports it where there is none. */
export function getReference(draft: Draft, buffer: number, importer: number | null): void {
  const old = draft.state.buffers[buffer]?.dmaBuf ?? { references: 0, importers: [] };
  const importers = importer === null ? old.importers : [...old.importers, importer];
  const dmaBuf: DmaBuf = { references: old.references + 1, importers };
  setBuffer(draft, buffer, { dmaBuf });
  emit(draft, 'ref.get', {
    label: `${bufferName(draft, buffer)}: ${dmaBuf.references} ${dmaBuf.references === 1 ? 'reference' : 'references'}`,
    facts: { references: dmaBuf.references },
  });
}

/** Drops a reference; the last one releases. */
export function putReference(draft: Draft, buffer: number, importer: number | null): void {
  const old = draft.state.buffers[buffer]?.dmaBuf;
  if (!old) return;
  const index = importer === null ? -1 : old.importers.indexOf(importer);
  const importers = index < 0 ? old.importers : removeAt(old.importers, index);
  const references = old.references - 1;
  setBuffer(draft, buffer, { dmaBuf: { references, importers } });
  emit(draft, 'ref.put', {
    label: `${bufferName(draft, buffer)}: ${references} ${references === 1 ? 'reference' : 'references'}`,
    facts: { references },
  });
  if (references === 0) release(draft, buffer);
}

function release(draft: Draft, buffer: number): void {
  const left = draft.state.attachments.filter((a) => a.buffer === buffer);
  if (left.length > 0) {
    raise(draft, {
      rule: 'release-with-attachments',
      bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
      outcome: `${left.length} ${left.length === 1 ? 'attachment is' : 'attachments are'} left`,
    });
  }
  const released = (draft.state.buffers[buffer]?.released ?? 0) + 1;
  setBuffer(draft, buffer, { dmaBuf: null, released });
  const exporter = draft.state.setup.buffers[buffer]?.exporter ?? 'exporter';
  emit(draft, 'release', {
    label: `${exporter}_release(${bufferName(draft, buffer)})`,
    facts: { released },
  });
}

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
  const transition = {
    machine: 'attachment' as const,
    instance: `attachment/${id}`,
    event,
    from,
    to,
  };
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
    const exporter = draft.state.setup.buffers[buffer]?.exporter ?? 'exporter';
    return call(draft, `${exporter}_map_dma_buf()`, () =>
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
      ...{
        name: null,
        kind: 'sg' as const,
        device,
        buffer,
        start: 0,
        length,
        direction,
        cpu,
        isOwned,
      },
      skipCpuSync: !isOwned,
    });
    if ('errno' in mapped) return refuse(draft, mapped.errno, mapped.reason);
    setAttachment(draft, attachment.id, { mapping: mapped.id });
    const current = draft.state.attachments.find(({ id }) => id === attachment.id);
    if (current) sendAttachment(draft, current, 'map');
    emit(draft, 'owner.change', {
      label: isOwned
        ? `${deviceName(draft, device)} owns ${bufferName(draft, buffer)}`
        : 'mapped, without an owner',
      from: { kind: 'memory' },
      to: { kind: 'device', device },
      range: { buffer, start: 0, length },
      facts: { direction, device: deviceName(draft, device) },
    });
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
    const exporter = draft.state.setup.buffers[buffer]?.exporter ?? 'exporter';
    return call(draft, `${exporter}_unmap_dma_buf()`, () => {
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
      emit(draft, 'sgt.free', {
        label: `${deviceName(draft, device)} gave ${bufferName(draft, buffer)} back`,
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
      if (attachment.mapping !== null) {
        if (draft.state.setup.devices[device]?.importer === 'map-per-dma')
          noteLeak(draft, attachment);
        else unmapAttachment(draft, attachment, null, cpu);
      }
      draft.state.attachments = draft.state.attachments.filter(({ id }) => id !== attachment.id);
      noteAttachment(draft, attachment.id, 'detach', 'attached', 'detached');
      emit(draft, 'detach', {
        label: `${deviceName(draft, device)} detached`,
        from: { kind: 'device', device },
        to: { kind: 'kernel' },
      });
      return done;
    },
  );
}

/** Notes a mapping that nobody can undo any more. */
export function noteLeak(
  draft: Draft,
  { device, buffer }: { device: number; buffer: number },
): void {
  raise(draft, {
    rule: 'leak',
    agent: deviceName(draft, device),
    bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
    outcome: `the mapping of ${bufferName(draft, buffer)} outlives what made it`,
  });
}

/** Flags of struct dma_buf_sync [include/uapi/linux/dma-buf.h]. */
const syncRead = 1;
const syncWrite = 2;
const syncEnd = 4;

/** DMA_BUF_IOCTL_SYNC on a buffer. */
export function syncIoctl(
  draft: Draft,
  buffer: number,
  flags: number,
  cpu: number,
  process: string,
): OperationResult {
  const access = flags & (syncRead | syncWrite);
  if (access === 0 || (flags & ~(syncRead | syncWrite | syncEnd)) !== 0) {
    return refuse(draft, 'EINVAL', access === 0 ? 'neither READ nor WRITE' : 'unknown flags');
  }
  const isStart = (flags & syncEnd) === 0;
  noteWindow(draft, buffer, process, isStart);
  const direction: Direction =
    access === syncRead ? 'FROM_DEVICE' : access === syncWrite ? 'TO_DEVICE' : 'BIDIRECTIONAL';
  const name = isStart ? 'dma_buf_begin_cpu_access' : 'dma_buf_end_cpu_access';
  return call(draft, `${name}(${bufferName(draft, buffer)}, ${direction})`, () => {
    if (draft.state.setup.buffers[buffer]?.mmap !== 'sync-ioctl') return done;
    for (const attachment of draft.state.attachments.filter((a) => a.buffer === buffer)) {
      syncAttachment(draft, attachment, isStart ? 'cpu' : 'device', direction, cpu);
    }
    return done;
  });
}

function noteWindow(draft: Draft, buffer: number, name: string, isStart: boolean): void {
  draft.state.processes = draft.state.processes.map((process) => {
    if (process.name !== name) return process;
    const others = process.windows.filter((open) => open !== buffer);
    return { ...process, windows: isStart ? [...others, buffer] : others };
  });
}

/** dma_sync_sgtable_for_cpu or _for_device on behalf of one attachment, by the exporter. */
function syncAttachment(
  draft: Draft,
  attachment: Attachment,
  to: 'cpu' | 'device',
  direction: Direction,
  cpu: number,
): void {
  const mapping = attachment.mapping === null ? undefined : findMapping(draft, attachment.mapping);
  if (!mapping) return;
  call(
    draft,
    `dma_sync_sgtable_for_${to}(${deviceName(draft, attachment.device)}, ${direction})`,
    () => {
      const defect = direction === 'TO_DEVICE' ? 'sync-write-only' : null;
      dmaSync(draft, mapping.id, {
        to,
        start: mapping.start,
        length: mapping.length,
        direction,
        cpu,
        defect,
      });
      emit(draft, 'owner.change', {
        label:
          to === 'cpu'
            ? `the CPU owns ${bufferName(draft, mapping.buffer)}`
            : `${deviceName(draft, attachment.device)} owns ${bufferName(draft, mapping.buffer)}`,
        from: to === 'cpu' ? { kind: 'device', device: attachment.device } : { kind: 'memory' },
        to: to === 'cpu' ? { kind: 'memory' } : { kind: 'device', device: attachment.device },
        range: { buffer: mapping.buffer, start: mapping.start, length: mapping.length },
        facts: { direction, owner: to },
      });
    },
  );
}
