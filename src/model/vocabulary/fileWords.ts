/** The closed sets of words of `files.ts` as data, for what reads and shows them. */
import type { ExportedOps, FcntlCommand, FileIoCall, NullCall } from './files.ts';
import type { ExporterCallback } from '../state.ts';

type Words<W extends string> = Readonly<Record<W, true>>;

export const fcntlCommands: Words<FcntlCommand> = {
  F_GETFD: true,
  F_SETFD: true,
  F_GETFL: true,
  F_SETFL: true,
  F_GET_SEALS: true,
};

export const fileIoCalls: readonly FileIoCall[] = ['read', 'write', 'pread', 'pwrite', 'sendfile'];

export const exportedOps: Words<ExportedOps> = {
  full: true,
  pin: true,
  'no-map': true,
  'no-unmap': true,
  'no-release': true,
  'no-priv': true,
  'no-ops': true,
  'no-unpin': true,
  'no-pin': true,
};

export const nullCalls: Words<NullCall> = {
  dma_buf_fd: true,
  dma_buf_put: true,
  dma_buf_attach: true,
  'dma_buf_attach-device': true,
  dma_buf_detach: true,
  dma_buf_map_attachment: true,
  'dma_buf_map_attachment-direction': true,
  dma_buf_unmap_attachment: true,
  dma_buf_begin_cpu_access: true,
  dma_buf_mmap: true,
  dma_buf_vmap: true,
  dma_buf_vunmap: true,
};

export const exporterCallbacks: Words<ExporterCallback> = {
  attach: true,
  map_dma_buf: true,
  begin_cpu_access: true,
  end_cpu_access: true,
  mmap: true,
  vmap: true,
  pin: true,
};

/** Requests that dma_buf_ioctl knows, all of which read their argument first. */
export const dmaBufRequests = {
  DMA_BUF_IOCTL_SYNC: 0x40086200,
  DMA_BUF_SET_NAME_A: 0x40046201,
  DMA_BUF_SET_NAME_B: 0x40086201,
  DMA_BUF_IOCTL_EXPORT_SYNC_FILE: 0xc0086202,
  DMA_BUF_IOCTL_IMPORT_SYNC_FILE: 0x40086203,
} as const;
