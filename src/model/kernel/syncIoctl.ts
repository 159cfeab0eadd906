/** DMA_BUF_IOCTL_SYNC: begin and end of CPU access [drivers/dma-buf/dma-buf.c, dma_buf_ioctl]. */
import { call, type Draft } from '../draft.ts';
import type { Direction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { Attachment } from '../state.ts';
import { done, refuse } from './dmaBuf.ts';
import { bufferName, deviceName } from './named.ts';
import { noteOwner } from './noteOwner.ts';
import { findMapping } from './extents.ts';
import { dmaSync } from './streaming.ts';

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
  const { device } = attachment;
  call(draft, `dma_sync_sgtable_for_${to}(${deviceName(draft, device)}, ${direction})`, () => {
    const { start, length } = mapping;
    const defect = direction === 'TO_DEVICE' ? 'sync-write-only' : null;
    dmaSync(draft, mapping.id, { to, start, length, direction, cpu, defect });
    noteOwner(draft, mapping, to);
  });
}
