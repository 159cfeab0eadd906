/**
 * Attachments of devices to a dma_buf and their mappings [drivers/dma-buf/dma-buf.c], with what the
 * exporter's policy does when a device gets the buffer.
 */
import { call, emit, takeId, type Draft } from '../draft.ts';
import { attachmentNext } from '../machines/machines.ts';
import type { Direction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { Attachment, DmaMapping } from '../state.ts';
import { raise } from '../violations/raise.ts';
import { findAttachment, mappingsOf, noteAttachment, sendAttachment } from './attachmentState.ts';
import { checkAttach } from './constraints/attachCheck.ts';
import { injectedRefusal } from './dmaBuf.ts';
import { done, refuse } from './refuse.ts';
import { mapDmaBuf, unmapDmaBuf } from './exporterOps.ts';
import { profileOf } from './exporters/profiles.ts';
import { findMapping } from './extents.ts';
import { keepsMapping, policyOf } from './importerPolicy.ts';
import { bufferName, bufferSize, deviceName, exporterName } from './named.ts';

/** Attachments of a device to a buffer, oldest first. */
export function attachmentsOf(draft: Draft, device: number, buffer: number): readonly Attachment[] {
  return draft.state.attachments.filter((a) => a.device === device && a.buffer === buffer);
}

/** dma_buf_attach, or dma_buf_dynamic_attach of an importer that can be told of moves. */
export function attach(draft: Draft, device: number, buffer: number, cpu = 0): OperationResult {
  const isDynamic = policyOf(draft, device) === 'dynamic';
  const name = isDynamic ? 'dma_buf_dynamic_attach' : 'dma_buf_attach';
  return call(draft, `${name}(${bufferName(draft, buffer)}, ${deviceName(draft, device)})`, () => {
    const refused =
      injectedRefusal(draft, buffer, 'attach') ?? checkAttach(draft, device, buffer, cpu);
    if (refused) return refused;
    const state = attachmentNext('detached', 'attach') ?? 'attached';
    const id = takeId(draft);
    const attachment: Attachment = { id, device, buffer, state, sgTable: [], mapping: null };
    draft.state.attachments = [...draft.state.attachments, attachment];
    noteAttachment(draft, attachment.id, 'attach', 'detached', state);
    emit(draft, 'attach', {
      label: `${deviceName(draft, device)} attached`,
      from: { kind: 'kernel' },
      to: { kind: 'device', device },
    });
    return done;
  });
}

/** Whether the first mapping of an attachment is kept: by the exporter (cache_sgt_mapping) or by the driver. */
function isKept(draft: Draft, { device, buffer }: Attachment): boolean {
  return (
    profileOf(draft.state.setup, buffer).keepsFirstMapping || keepsMapping(policyOf(draft, device))
  );
}

/** The standing mappings of an attachment, oldest first. */
function standingOf(draft: Draft, attachment: Attachment): readonly DmaMapping[] {
  return mappingsOf(attachment).flatMap((id) => findMapping(draft, id) ?? []);
}

/**
 * dma_buf_map_attachment. A mapping that is kept is returned again, unless the direction is another; else each map
 * makes a mapping of its own.
 */
export function mapAttachment(
  draft: Draft,
  attachment: Attachment,
  direction: Direction,
  cpu: number,
): OperationResult {
  const { device, buffer } = attachment;
  return call(draft, `dma_buf_map_attachment(${deviceName(draft, device)}, ${direction})`, () => {
    const standing = standingOf(draft, attachment).at(-1);
    if (standing && isKept(draft, attachment))
      return mapAgain(draft, attachment, standing, direction);
    const refused = injectedRefusal(draft, buffer, 'map_dma_buf');
    if (refused) return refused;
    return call(draft, `${exporterName(draft, buffer)}_map_dma_buf()`, () =>
      mapDmaBuf(draft, attachment, direction, cpu),
    );
  });
}

function mapAgain(
  draft: Draft,
  attachment: Attachment,
  standing: DmaMapping,
  direction: Direction,
): OperationResult {
  if (standing.direction !== direction && standing.direction !== 'BIDIRECTIONAL')
    return refuse(draft, 'EBUSY', `it is mapped ${standing.direction} already`);
  sendAttachment(draft, attachment, attachment.state === 'attached' ? 'map' : 'mapAgain');
  emit(draft, 'sgt.build', {
    label: 'the mapping that stands is used again',
    to: { kind: 'device', device: attachment.device },
  });
  return done;
}

/** dma_buf_unmap_attachment, really undoing a mapping: the newest, or the newest of the direction given. */
export function unmapAttachment(
  draft: Draft,
  attachment: Attachment,
  direction: Direction | null,
  cpu: number,
): OperationResult {
  const { device } = attachment;
  return call(draft, `dma_buf_unmap_attachment(${deviceName(draft, device)})`, () => {
    const standing = standingOf(draft, attachment);
    const mapping =
      standing.findLast((one) => one.direction === direction) ?? standing.at(-1) ?? null;
    if (!mapping || attachment.state.startsWith('split')) return unmappedTwice(draft, attachment);
    if (profileOf(draft.state.setup, attachment.buffer).keepsFirstMapping)
      return keepAtUnmap(draft, attachment);
    return unmapDmaBuf(draft, attachment, mapping, direction ?? mapping.direction, cpu);
  });
}

/** The mapping is kept for the next map (cache_sgt_mapping): nothing is handed back before detach. */
function keepAtUnmap(draft: Draft, attachment: Attachment): OperationResult {
  if (!sendAttachment(draft, attachment, 'unmap')) return unmappedTwice(draft, attachment);
  emit(draft, 'sgt.free', {
    label: 'the mapping is kept until detach',
    from: { kind: 'device', device: attachment.device },
    to: { kind: 'kernel' },
  });
  return done;
}

function unmappedTwice(draft: Draft, attachment: Attachment): OperationResult {
  raise(draft, {
    rule: 'unmap-twice',
    bytes: { buffer: attachment.buffer, start: 0, length: bufferSize(draft, attachment.buffer) },
    outcome: 'the attachment is not mapped',
  });
  return refuse(draft, 'EINVAL', 'the attachment is not mapped');
}

/** Undoes all mappings of an attachment, newest first; those of the split calls are not its to undo. */
export function unmapAll(draft: Draft, id: number, cpu: number): void {
  const first = findAttachment(draft, id);
  if (!first || first.state.startsWith('split')) return;
  for (let left = mappingsOf(first).length; left > 0; left--) {
    const attachment = findAttachment(draft, id);
    const newest = attachment && standingOf(draft, attachment).at(-1);
    if (!attachment || !newest) continue;
    // What the exporter keeps at unmap goes at last.
    if (profileOf(draft.state.setup, attachment.buffer).keepsFirstMapping)
      unmapDmaBuf(draft, attachment, newest, newest.direction, cpu);
    else unmapAttachment(draft, attachment, null, cpu);
  }
}

/** dma_buf_detach. A mapping that is kept is undone first; any other is left behind. */
export function detach(draft: Draft, attachment: Attachment, cpu: number): OperationResult {
  const { id, device, buffer } = attachment;
  return call(
    draft,
    `dma_buf_detach(${bufferName(draft, buffer)}, ${deviceName(draft, device)})`,
    () => {
      if (isKept(draft, attachment)) unmapAll(draft, id, cpu);
      const left = findAttachment(draft, id) ?? attachment;
      if (left.mapping !== null) noteLeak(draft, attachment);
      draft.state.attachments = draft.state.attachments.filter((other) => other.id !== id);
      // From `mapped` the machine knows no way out: the leak is all that is left to tell.
      if (attachmentNext(left.state, 'detach') !== null)
        noteAttachment(draft, id, 'detach', left.state, 'detached');
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
