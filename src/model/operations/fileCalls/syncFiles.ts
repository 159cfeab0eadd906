/**
 * sync_file ioctls of a dma-buf, and sw_sync timelines that a test moves on [drivers/dma-buf/dma-buf.c,
 * dma_buf_export_sync_file, dma_buf_import_sync_file; drivers/dma-buf/sw_sync.c].
 */
import { done, refuse } from '../../kernel/refuse.ts';
import type { Draft } from '../../draft.ts';
import { advanceTimeline, createPoint } from '../../kernel/fences/swSync.ts';
import { exportSyncFile, importSyncFile } from '../../kernel/fences/syncFile.ts';
import { openFile } from '../../kernel/files/descriptors.ts';
import { syncRead, syncWrite } from '../../kernel/files/flags.ts';
import { findOpened } from '../../kernel/files/openFile.ts';
import type { OperationResult } from '../../result.ts';
import type { SyncFileAction } from '../../vocabulary/files.ts';
import { type Caller, onFd } from './caller.ts';

type Of<K extends SyncFileAction['do']> = Extract<SyncFileAction, { do: K }>;

/** The flags say for which access; anything else, and nothing, is wrong. */
function wrongFlags(draft: Draft, flags: number): OperationResult | null {
  if (flags < 0 || flags > (syncRead | syncWrite)) return refuse(draft, 'EINVAL', 'unknown flags');
  return flags === 0 ? refuse(draft, 'EINVAL', 'neither READ nor WRITE') : null;
}

/** DMA_BUF_IOCTL_EXPORT_SYNC_FILE. */
export function exportFences(
  draft: Draft,
  caller: Caller,
  { name, fd, flags }: Of<'exportSyncFile'>,
): OperationResult {
  return onFd(draft, caller, fd, `ioctl(DMA_BUF_IOCTL_EXPORT_SYNC_FILE, ${fd})`, (opened) => {
    const { buffer } = opened.fd;
    if (buffer < 0) return refuse(draft, 'ENOTTY', `${fd} is no dma-buf`);
    const refused = wrongFlags(draft, flags);
    if (refused) return refused;
    const object = exportSyncFile(draft, name, buffer, flags);
    return openFile(draft, caller.process, name, { kind: 'sync_file', object });
  });
}

/** DMA_BUF_IOCTL_IMPORT_SYNC_FILE. */
export function importFences(
  draft: Draft,
  caller: Caller,
  { fd, syncFile, flags }: Of<'importSyncFile'>,
): OperationResult {
  return onFd(draft, caller, fd, `ioctl(DMA_BUF_IOCTL_IMPORT_SYNC_FILE, ${fd})`, (opened) => {
    const { buffer } = opened.fd;
    if (buffer < 0) return refuse(draft, 'ENOTTY', `${fd} is no dma-buf`);
    const refused = wrongFlags(draft, flags);
    if (refused) return refused;
    const fences = findOpened(draft, caller.process, syncFile)?.file;
    if (fences?.kind !== 'sync_file') return refuse(draft, 'EINVAL', `${syncFile} is no sync_file`);
    importSyncFile(draft, buffer, fences.object, flags);
    return done;
  });
}

/** SW_SYNC_IOC_CREATE_FENCE: a sync_file of one fence, signaled when the timeline gets there. */
export function swSyncFence(
  draft: Draft,
  caller: Caller,
  { name, timeline, value }: Of<'swSyncFence'>,
): OperationResult {
  return onFd(
    draft,
    caller,
    timeline,
    `ioctl(SW_SYNC_IOC_CREATE_FENCE, ${timeline})`,
    ({ file }) => {
      if (file.kind !== 'sw_sync') return refuse(draft, 'ENOTTY', `${timeline} is no timeline`);
      const object = createPoint(draft, file.object, value, name);
      return openFile(draft, caller.process, name, { kind: 'sync_file', object });
    },
  );
}

/** SW_SYNC_IOC_INC. */
export function swSyncInc(
  draft: Draft,
  caller: Caller,
  { timeline, value }: Of<'swSyncInc'>,
): OperationResult {
  return onFd(
    draft,
    caller,
    timeline,
    `ioctl(SW_SYNC_IOC_INC, ${timeline}, ${value})`,
    ({ file }) => {
      if (file.kind !== 'sw_sync') return refuse(draft, 'ENOTTY', `${timeline} is no timeline`);
      advanceTimeline(draft, file.object, value);
      return done;
    },
  );
}
