/**
 * sync_file: fences as files, and how they pass between the reservation of a buffer and userspace
 * [drivers/dma-buf/sync_file.c; drivers/dma-buf/dma-buf.c, dma_buf_export_sync_file, dma_buf_import_sync_file].
 */
import { emit, takeId, type Draft } from '../../draft.ts';
import type { State } from '../../state.ts';
import { acquireBuffer, acquireFence } from '../../races/order.ts';
import { findFence, isSignaled } from './fence.ts';
import { addFence, pendingFences, usageFor } from './resv.ts';
import type { SyncFile } from './types.ts';
import { tryToEnd } from './wait.ts';

/** Bit of the flags of both ioctls; READ is 1. */
const syncWrite = 2;

export function findSyncFile(state: State, id: number): SyncFile | undefined {
  return state.syncFiles.find((file) => file.id === id);
}

/** A new sync_file with these fences. Returns its id. */
export function createSyncFile(draft: Draft, name: string, fences: readonly number[]): number {
  const id = takeId(draft);
  draft.state.syncFiles = [...draft.state.syncFiles, { id, name, fences }];
  const names = fences.map((fence) => findFence(draft.state, fence)?.name ?? '').join(', ');
  emit(draft, 'fence.add', {
    label: names === '' ? `sync_file ${name} without a fence` : `fence of ${names} in ${name}`,
    facts: { fence: names, usage: '', where: name },
  });
  return id;
}

/** DMA_BUF_IOCTL_EXPORT_SYNC_FILE, flags checked: READ takes the writers, WRITE all. Returns the sync_file’s id. */
export function exportSyncFile(draft: Draft, name: string, buffer: number, flags: number): number {
  const usage = usageFor((flags & syncWrite) !== 0);
  const pending = pendingFences(draft.state, buffer, usage);
  // What is signaled already is known to whoever asks.
  acquireBuffer(draft, buffer, usage);
  return createSyncFile(
    draft,
    name,
    pending.map(({ id }) => id),
  );
}

/** DMA_BUF_IOCTL_IMPORT_SYNC_FILE, flags checked: with WRITE as writers, else as readers. */
export function importSyncFile(
  draft: Draft,
  buffer: number,
  syncFile: number,
  flags: number,
): void {
  const usage = (flags & syncWrite) !== 0 ? 'WRITE' : 'READ';
  for (const fence of findSyncFile(draft.state, syncFile)?.fences ?? [])
    addFence(draft, buffer, fence, usage);
}

/** Whether all fences of a sync_file are signaled. */
export function isSyncFileReady(state: State, id: number): boolean {
  return (findSyncFile(state, id)?.fences ?? []).every((fence) => isSignaled(state, fence));
}

/** poll(2) for POLLIN on a sync_file; with a timeout other than 0 what can finish does so meanwhile. */
export function pollSyncFile(draft: Draft, id: number, timeout: number): boolean {
  const fences = findSyncFile(draft.state, id)?.fences ?? [];
  if (timeout !== 0) tryToEnd(draft, 'schedule_hrtimeout_range()', fences);
  if (!isSyncFileReady(draft.state, id)) return false;
  for (const fence of fences) acquireFence(draft, fence);
  return true;
}
