/** Sends events to the machine of an attachment, notes what it did, and keeps its mappings. */
import { setAttachment, type Draft } from '../draft.ts';
import type { AttachmentEvent } from '../machines/events.ts';
import { attachmentId } from '../machines/instanceIds.ts';
import { attachmentNext } from '../machines/machines.ts';
import type { Attachment } from '../state.ts';

/** The attachment with this id. */
export function findAttachment(draft: Draft, id: number): Attachment | undefined {
  return draft.state.attachments.find((attachment) => attachment.id === id);
}

/** Whether a device has addresses, good or not: some mapping stands. */
export function isMapped({ mapping }: Pick<Attachment, 'mapping'>): boolean {
  return mapping !== null;
}

/** Ids of the mappings of an attachment, oldest first. */
export function mappingsOf({ earlier = [], mapping }: Attachment): readonly number[] {
  return mapping === null ? earlier : [...earlier, mapping];
}

/** Sends an event. Returns false where the machine refuses it. */
export function sendAttachment(
  draft: Draft,
  attachment: Attachment,
  event: AttachmentEvent,
): boolean {
  const state = attachmentNext(attachment.state, event);
  if (state === null) return false;
  setAttachment(draft, attachment.id, { state });
  noteAttachment(draft, attachment.id, event, attachment.state, state);
  return true;
}

/** Notes a transition that was taken. */
export function noteAttachment(
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

/** A mapping was made: the newest of the attachment from now on. */
export function addMapping(draft: Draft, id: number, mapping: number): void {
  const attachment = findAttachment(draft, id);
  if (!attachment) return;
  const older = mappingsOf(attachment);
  setAttachment(draft, id, { mapping, ...(older.length > 0 ? { earlier: older } : {}) });
  const isSplit = attachment.state.startsWith('split');
  sendAttachment(draft, attachment, isSplit ? 'mapSg' : older.length > 0 ? 'mapSecond' : 'map');
}

/** A mapping was undone; with the last one the list goes, unless the driver got it before. */
export function dropMapping(draft: Draft, id: number, mapping: number): void {
  const attachment = findAttachment(draft, id);
  if (!attachment) return;
  const left = mappingsOf(attachment).filter((other) => other !== mapping);
  const isSplit = attachment.state.startsWith('split');
  const { earlier: _, ...rest } = attachment;
  const newest = left.at(-1) ?? null;
  const older = left.slice(0, -1);
  const changed: Attachment = {
    ...rest,
    mapping: newest,
    sgTable: newest === null && !isSplit ? [] : attachment.sgTable,
    ...(older.length > 0 ? { earlier: older } : {}),
  };
  draft.state.attachments = draft.state.attachments.map((a) => (a.id === id ? changed : a));
  sendAttachment(draft, changed, isSplit ? 'unmapSg' : newest === null ? 'unmap' : 'unmapOne');
}
