/** DMA_BUF_IOCTL_SYNC: begin and end of CPU access [drivers/dma-buf/dma-buf.c, dma_buf_ioctl]. */
import type { Draft } from '../draft.ts';
import type { Direction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import { refuse } from './refuse.ts';
import { beginCpuAccess, endCpuAccess } from './exporters/cpuAccess.ts';
import { beginEvent, sendWindow } from './exporters/windows.ts';

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
  const isWrite = (flags & syncWrite) !== 0;
  const window = { who: process, buffer, isLock: false, isWrite, cpu };
  sendWindow(
    draft,
    window,
    isStart ? beginEvent({ isRead: (flags & syncRead) !== 0, isWrite }) : 'end',
  );
  const direction: Direction =
    access === syncRead ? 'FROM_DEVICE' : access === syncWrite ? 'TO_DEVICE' : 'BIDIRECTIONAL';
  return isStart
    ? beginCpuAccess(draft, buffer, direction, cpu)
    : endCpuAccess(draft, buffer, direction, cpu);
}
