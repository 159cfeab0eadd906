/** poll(2) and epoll: what a file is ready for [fs/select.c; drivers/dma-buf/dma-buf.c, dma_buf_poll]. */
import { emit, type Draft } from '../../draft.ts';
import { done, refuse } from '../../kernel/refuse.ts';
import { pollDefault, pollIn, pollNval, pollOut } from '../../kernel/files/flags.ts';
import { findOpened } from '../../kernel/files/openFile.ts';
import { pollBuffer } from '../../kernel/fences/resv.ts';
import { pollSyncFile } from '../../kernel/fences/syncFile.ts';
import type { OperationResult } from '../../result.ts';
import type { OpenFile } from '../../state.ts';
import type { DescriptorAction } from '../../vocabulary/files.ts';
import { syscall } from '../syscall.ts';
import { type Caller, gives, onFd } from './caller.ts';

/** poll(2) of one descriptor; gives what it is ready for, 0 where the time passes before. */
export function poll(
  draft: Draft,
  { process }: Caller,
  action: Extract<DescriptorAction, { do: 'poll' }>,
): OperationResult {
  const { fd, events, timeout } = action;
  return syscall(draft, `poll(${fd}, 0x${events.toString(16)}, ${timeout})`, () => {
    const file = findOpened(draft, process, fd)?.file;
    const ready = file ? readyFor(draft, file, events, timeout) : pollNval;
    emit(draft, 'poll.ready', {
      label: ready === 0 ? 'not ready' : `ready: ${describeEvents(ready)}`,
      facts: { events, ready, timeout },
    });
    return gives(ready);
  });
}

function readyFor(draft: Draft, file: OpenFile, events: number, timeout: number): number {
  switch (file.kind) {
    case 'dma-buf':
      return pollBuffer(draft, file.object, events, timeout);
    case 'sync_file': {
      const isAsked = (events & pollIn) !== 0;
      return isAsked && pollSyncFile(draft, file.object, timeout) ? pollIn : 0;
    }
    case 'memfd':
    case 'heap':
    case 'sw_sync':
      return events & pollDefault;
  }
}

function describeEvents(events: number): string {
  const words = [
    ...((events & pollIn) === 0 ? [] : ['POLLIN']),
    ...((events & pollOut) === 0 ? [] : ['POLLOUT']),
    ...((events & pollNval) === 0 ? [] : ['POLLNVAL']),
  ];
  return words.length === 0 ? `0x${events.toString(16)}` : words.join('|');
}

/** epoll_ctl(2) with EPOLL_CTL_ADD on a new epoll file. */
export function epollAdd(
  draft: Draft,
  caller: Caller,
  { fd }: Extract<DescriptorAction, { do: 'epollAdd' }>,
): OperationResult {
  return onFd(draft, caller, fd, `epoll_ctl(EPOLL_CTL_ADD, ${fd})`, ({ file }) => {
    const hasPoll = file.kind === 'dma-buf' || file.kind === 'sync_file';
    return hasPoll ? done : refuse(draft, 'EPERM', 'the file has no poll');
  });
}
