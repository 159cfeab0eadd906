/** What an importing driver calls on a dma_buf: import, attach, map, sync, unmap, detach, release. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { call, emit, type Draft } from '../draft.ts';
import {
  attach,
  attachmentsOf,
  detach,
  mapAttachment,
  unmapAttachment,
} from '../kernel/attachment.ts';
import { done, getReference, putReference, refuse } from '../kernel/dmaBuf.ts';
import { bufferName, deviceName } from '../kernel/named.ts';
import { noteOwner } from '../kernel/noteOwner.ts';
import { dmaSync } from '../kernel/streaming.ts';
import type { Direction, DriverAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import { findAnyFd, findBuffer, scriptError } from './lookup.ts';

/** dma_buf_get: a reference to the dma_buf behind a descriptor of any process. */
export function get(draft: Draft, device: number, fdName: string): OperationResult {
  return call(draft, `dma_buf_get(${fdName})`, () => {
    const fd = findAnyFd(draft, fdName);
    if (!fd) return refuse(draft, 'EBADF', `${fdName} is not open`);
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
    if (imported.kind !== 'ok') put(draft, device, buffer);
    return imported;
  });
}

function attachForImport(
  draft: Draft,
  device: number,
  buffer: number,
  cpu: number,
): OperationResult {
  const attached = attach(draft, device, buffer);
  const attachment = attachmentsOf(draft, device, buffer).at(-1);
  const isMapped = draft.state.setup.devices[device]?.importer === 'map-at-import';
  if (attached.kind !== 'ok' || !attachment || !isMapped) return attached;
  const mapped = mapAttachment(draft, attachment, 'BIDIRECTIONAL', cpu);
  if (mapped.kind !== 'ok') detach(draft, attachment, cpu);
  return mapped;
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
      return attachReferenced(draft, device, buffer);
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

function attachReferenced(draft: Draft, device: number, buffer: number): OperationResult {
  if (hasReference(draft, device, buffer)) return attach(draft, device, buffer);
  return refuse(draft, 'EINVAL', 'it holds no reference to the dma_buf');
}

function releaseHandle(draft: Draft, device: number, buffer: number, cpu: number): OperationResult {
  if (!hasReference(draft, device, buffer))
    return refuse(draft, 'EINVAL', 'it has not imported the buffer');
  return call(draft, `drm_prime_gem_destroy(${bufferName(draft, buffer)})`, () => {
    for (const attachment of attachmentsOf(draft, device, buffer)) {
      if (attachment.state === 'mapped') unmapAttachment(draft, attachment, null, cpu);
      const left = attachmentsOf(draft, device, buffer).find(({ id }) => id === attachment.id);
      if (left) detach(draft, left, cpu);
    }
    return put(draft, device, buffer);
  });
}

function map(
  draft: Draft,
  device: number,
  buffer: number,
  direction: Direction,
  cpu: number,
): OperationResult {
  const attachments = attachmentsOf(draft, device, buffer);
  const attachment = attachments.find((a) => a.state === 'attached') ?? attachments.at(-1);
  if (!attachment) return refuse(draft, 'EINVAL', 'not attached');
  const policy = draft.state.setup.devices[device]?.importer;
  if (policy === 'map-at-import' && attachment.state === 'mapped') {
    return noCall(draft, 'the buffer was mapped at import');
  }
  return mapAttachment(draft, attachment, direction, cpu);
}

function unmap(
  draft: Draft,
  device: number,
  buffer: number,
  direction: Direction | null,
  cpu: number,
): OperationResult {
  const attachments = attachmentsOf(draft, device, buffer);
  const attachment = attachments.findLast((a) => a.state === 'mapped') ?? attachments[0];
  if (!attachment) return refuse(draft, 'EINVAL', 'not attached');
  const policy = draft.state.setup.devices[device]?.importer;
  if (attachment.state === 'mapped' && policy !== 'map-per-dma') {
    return noCall(draft, 'the importer keeps its mapping');
  }
  return unmapAttachment(draft, attachment, direction, cpu);
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
  const label = `dma_sync_sgtable_for_${action.to}(${deviceName(draft, device)}, ${action.direction})`;
  return call(draft, label, () => {
    const { start, length } = mapping;
    dmaSync(draft, mapping.id, { ...action, start, length, cpu, defect: null });
    if (mapping.live) noteOwner(draft, mapping, action.to);
    return done;
  });
}

/** An operation for which this importer calls nothing. */
function noCall(draft: Draft, reason: string): OperationResult {
  emit(draft, 'call', { label: `(no call: ${reason})`, facts: { reason } });
  return done;
}
