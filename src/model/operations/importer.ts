/** What an importing driver calls on a dma_buf: import, attach, map, sync, unmap, detach, release. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { call, emit, type Draft } from '../draft.ts';
import {
  attach,
  attachmentsOf,
  detach,
  mapAttachment,
  unmapAll,
  unmapAttachment,
} from '../kernel/attachment.ts';
import { findAttachment, isMapped } from '../kernel/attachmentState.ts';
import { checkDmaList } from '../kernel/constraints/importerCheck.ts';
import { findMapping } from '../kernel/extents.ts';
import { keepsMapping, policyOf } from '../kernel/importerPolicy.ts';
import { getSg, mapSg, pin, putSg, unmapSg, unpin } from '../kernel/splitApi.ts';
import { lookBehindPage } from '../kernel/structPage/pageless.ts';
import { stealPages } from '../kernel/structPage/stealPages.ts';
import { getReference, putReference } from '../kernel/dmaBuf.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { bufferName, deviceName } from '../kernel/named.ts';
import { noteOwner } from '../kernel/noteOwner.ts';
import { dmaSync } from '../kernel/streaming.ts';
import type { Direction, DriverAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { Attachment } from '../state.ts';
import { findAnyFd, findBuffer, scriptError } from './lookup.ts';

/** dma_buf_get: a reference to the dma_buf behind a descriptor of any process. */
export function get(draft: Draft, device: number, fdName: string): OperationResult {
  return call(draft, `dma_buf_get(${fdName})`, () => {
    const fd = findAnyFd(draft, fdName);
    if (!fd) return refuse(draft, 'EBADF', `${fdName} is not open`);
    if (fd.buffer < 0) return refuse(draft, 'EINVAL', `${fdName} is no dma-buf`);
    getReference(draft, fd.buffer, device);
    return done;
  });
}

/** PRIME import; what fails half way is undone [drivers/gpu/drm/drm_prime.c]. */
export function importFd(
  draft: Draft,
  device: number,
  cpu: number,
  fdName: string,
): OperationResult {
  return call(draft, `drm_gem_prime_fd_to_handle(${fdName})`, () => {
    const fd = findAnyFd(draft, fdName);
    const got = get(draft, device, fdName);
    if (!fd || got.kind !== 'ok') return got;
    const { buffer } = fd;
    const imported = call(draft, `drm_gem_prime_import(${bufferName(draft, buffer)})`, () =>
      attachForImport(draft, device, buffer, cpu),
    );
    // After an oops nobody is left to undo anything.
    if (imported.kind === 'errno') put(draft, device, buffer);
    return imported;
  });
}

function attachForImport(
  draft: Draft,
  device: number,
  buffer: number,
  cpu: number,
): OperationResult {
  const attached = attach(draft, device, buffer, cpu);
  const attachment = attachmentsOf(draft, device, buffer).at(-1);
  const policy = policyOf(draft, device);
  if (attached.kind !== 'ok' || !attachment) return attached;
  if (policy !== 'map-at-import' && policy !== 'split-api') return attached;
  const got =
    policy === 'split-api'
      ? getSg(draft, attachment)
      : mapAndLook(draft, attachment, 'BIDIRECTIONAL', cpu);
  const left = findAttachment(draft, attachment.id);
  if (got.kind === 'errno' && left) detach(draft, left, cpu);
  return got;
}

/** Maps, and then looks at what the device is given: the list's length, or the pages in it. */
export function mapAndLook(
  draft: Draft,
  attachment: Attachment,
  direction: Direction,
  cpu: number,
  calls: 'whole' | 'split' = attachment.state.startsWith('split') ? 'split' : 'whole',
): OperationResult {
  const isSplit = calls === 'split';
  const mapped = isSplit
    ? mapSg(draft, attachment, direction, cpu)
    : mapAttachment(draft, attachment, direction, cpu);
  const current = findAttachment(draft, attachment.id);
  if (mapped.kind !== 'ok' || !current || current.mapping === attachment.mapping) return mapped;
  if (policyOf(draft, current.device) === 'page-stealing') {
    const looked = stealPages(draft, current);
    if (looked) return looked;
  }
  const mapping = current.mapping === null ? undefined : findMapping(draft, current.mapping);
  const problem = mapping ? checkDmaList(draft, mapping) : null;
  if (problem === null) return mapped;
  if (isSplit) unmapSg(draft, current, null, cpu);
  else unmapAttachment(draft, current, direction, cpu);
  return refuse(draft, 'EINVAL', problem);
}

export type BufferAction = Extract<
  DriverAction,
  { do: 'release' | 'put' | 'attach' | 'detach' | 'map' | 'unmap' | 'syncSgtable' }
>;

/** Performs what an importer does with a buffer. */
export function performOnBuffer(
  draft: Draft,
  device: number,
  cpu: number,
  action: BufferAction,
): OperationResult {
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  switch (action.do) {
    case 'release':
      return releaseHandle(draft, device, buffer, cpu);
    case 'put':
      return put(draft, device, buffer);
    case 'attach':
      return attachReferenced(draft, device, buffer, cpu);
    case 'detach': {
      const attachment = attachmentsOf(draft, device, buffer)[0];
      return attachment ? detach(draft, attachment, cpu) : refuse(draft, 'EINVAL', 'not attached');
    }
    case 'map':
      return map(draft, device, buffer, action.direction, cpu);
    case 'unmap':
      return unmap(draft, device, buffer, action.direction, cpu);
    case 'syncSgtable':
      return syncSgtable(draft, device, buffer, action, cpu);
    default:
      return assertUnreachable(action);
  }
}

function hasReference(draft: Draft, device: number, buffer: number): boolean {
  return draft.state.buffers[buffer]?.dmaBuf?.importers.includes(device) ?? false;
}

function put(draft: Draft, device: number, buffer: number): OperationResult {
  return call(draft, `dma_buf_put(${bufferName(draft, buffer)})`, () => {
    if (!hasReference(draft, device, buffer))
      return refuse(draft, 'EINVAL', 'it holds no reference');
    putReference(draft, buffer, device);
    return done;
  });
}

function attachReferenced(
  draft: Draft,
  device: number,
  buffer: number,
  cpu: number,
): OperationResult {
  // A driver may also work with a reference that other kernel code holds, as the exporter does.
  const isHeld = (draft.state.buffers[buffer]?.dmaBuf?.kernelReferences ?? 0) > 0;
  if (isHeld || hasReference(draft, device, buffer)) return attach(draft, device, buffer, cpu);
  return refuse(draft, 'EINVAL', 'it holds no reference to the dma_buf');
}

function releaseHandle(draft: Draft, device: number, buffer: number, cpu: number): OperationResult {
  if (!hasReference(draft, device, buffer))
    return refuse(draft, 'EINVAL', 'it has not imported the buffer');
  return call(draft, `drm_prime_gem_destroy(${bufferName(draft, buffer)})`, () => {
    for (const { id } of attachmentsOf(draft, device, buffer)) {
      endUse(draft, id, cpu);
      const left = findAttachment(draft, id);
      if (left) detach(draft, left, cpu);
    }
    return put(draft, device, buffer);
  });
}

/** Undoes what a driver has of an attachment: mappings, list, pin. */
function endUse(draft: Draft, id: number, cpu: number): void {
  const attachment = findAttachment(draft, id);
  if (attachment?.state === 'split.mapped') unmapSg(draft, attachment, null, cpu);
  else unmapAll(draft, id, cpu);
  const left = findAttachment(draft, id);
  if (left?.state === 'split.listed') putSg(draft, left);
  if (left?.state === 'pinned.idle') unpin(draft, left);
}

function map(
  draft: Draft,
  device: number,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const attachments = attachmentsOf(draft, device, buffer);
  const attachment = attachments.find((a) => !isMapped(a)) ?? attachments.at(-1);
  if (!attachment) return refuse(draft, 'EINVAL', 'not attached');
  const policy = policyOf(draft, device);
  if (policy === 'map-at-import' && isMapped(attachment)) {
    return noCall(draft, 'the buffer was mapped at import');
  }
  if (policy === 'split-api' && attachment.state === 'attached') getSg(draft, attachment);
  if (policy === 'pinned' && attachment.state === 'attached') {
    const pinned = pin(draft, attachment);
    if (pinned.kind !== 'ok') return pinned;
  }
  // The driver was told of a move: it gives up its addresses before it asks for new ones.
  if (attachment.state === 'moved') unmapAll(draft, attachment.id, cpu);
  return mapAndLook(draft, findAttachment(draft, attachment.id) ?? attachment, direction, cpu);
}

function unmap(
  draft: Draft,
  device: number,
  buffer: number,
  direction: Direction | null,
  cpu: number,
): OperationResult {
  const attachments = attachmentsOf(draft, device, buffer);
  const attachment = attachments.findLast(isMapped) ?? attachments[0];
  if (!attachment) return refuse(draft, 'EINVAL', 'not attached');
  if (isMapped(attachment) && keepsMapping(policyOf(draft, device))) {
    return noCall(draft, 'the importer keeps its mapping');
  }
  const isSplit = attachment.state.startsWith('split');
  return isSplit
    ? unmapSg(draft, attachment, direction, cpu)
    : unmapAttachment(draft, attachment, direction, cpu);
}

function syncSgtable(
  draft: Draft,
  device: number,
  buffer: number,
  action: Extract<DriverAction, { do: 'syncSgtable' }>,
  cpu: number,
): OperationResult {
  const mapping = draft.state.mappings.findLast(
    (m) => m.device === device && m.buffer === buffer && m.kind === 'sg',
  );
  if (!mapping) return refuse(draft, 'EINVAL', 'not mapped');
  const looked = lookBehind(draft, device, buffer);
  if (looked) return looked;
  const label = `dma_sync_sgtable_for_${action.to}(${deviceName(draft, device)}, ${action.direction})`;
  return call(draft, label, () => {
    const { start, length } = mapping;
    dmaSync(draft, mapping.id, { ...action, start, length, cpu, defect: null });
    if (mapping.live) noteOwner(draft, mapping, action.to);
    return done;
  });
}

/** A sync of entries that have no page maintains the caches of memory that the kernel has not mapped. */
export function lookBehind(draft: Draft, device: number, buffer: number): OperationResult | null {
  const attachment = attachmentsOf(draft, device, buffer).find(isMapped);
  return attachment ? lookBehindPage(draft, device, buffer, attachment.sgTable) : null;
}

/** An operation for which this importer calls nothing. */
function noCall(draft: Draft, reason: string): OperationResult {
  emit(draft, 'call', { label: `(no call: ${reason})`, facts: { reason } });
  return done;
}
