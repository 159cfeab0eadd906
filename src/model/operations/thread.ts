/** What a userspace thread does: system calls, barriers, doorbells. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { emit, type Draft } from '../draft.ts';
import { drain } from '../hardware/writeCombining.ts';
import { getReference } from '../kernel/dmaBuf.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { closeFd, dropFile, exportToFd } from '../kernel/files/dmaBufFiles.ts';
import { O_RDWR } from '../kernel/files/flags.ts';
import { fdsOf, findOpened, installFd, setProcess } from '../kernel/files/openFile.ts';
import { dropWindows } from '../kernel/exporters/locks.ts';
import { unmapAll } from '../kernel/mm/unmap.ts';
import { syncIoctl } from '../kernel/syncIoctl.ts';
import type { ThreadAction } from '../operation.ts';
import { noteMessage } from '../races/order.ts';
import type { OperationResult } from '../result.ts';
import { enterProcess, findBuffer, findDevice, findFd, scriptError } from './lookup.ts';
import { mmap, munmap } from './mmap.ts';
import { syscall } from './syscall.ts';
import { accessMapping } from './threadAccess.ts';

/** Performs a thread's action on a CPU. */
export function performThread(
  draft: Draft,
  process: string,
  cpu: number,
  action: ThreadAction,
): OperationResult {
  enterProcess(draft, process, cpu);
  switch (action.do) {
    case 'export':
      return exportBuffer(draft, process, action);
    case 'dup':
      return duplicate(draft, process, action.name, process, action.fd);
    case 'receive':
      return duplicate(draft, process, action.name, action.from, action.fd);
    case 'close':
      return syscall(draft, `close(${action.fd})`, () => closeFd(draft, process, action.fd));
    case 'mmap':
      return mmap(draft, process, cpu, action);
    case 'munmap':
      return munmap(draft, process, cpu, action.map);
    case 'read':
    case 'write':
      return accessMapping(draft, process, cpu, action);
    case 'sync':
      return sync(draft, process, cpu, action.fd, action.flags);
    case 'barrier':
      return barrier(draft, cpu);
    case 'exit':
      return exit(draft, process, cpu);
    case 'doorbell':
      return doorbell(draft, cpu, action.device);
    default:
      return assertUnreachable(action);
  }
}

type ExportAction = Extract<ThreadAction, { do: 'export' }>;

function exportBuffer(draft: Draft, process: string, action: ExportAction): OperationResult {
  const { name, readOnly } = action;
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  const flags = readOnly ? 0 : O_RDWR;
  return syscall(draft, `ioctl(export ${action.buffer})`, () =>
    exportToFd(draft, process, name, buffer, { flags, closeOnExec: false }),
  );
}

function duplicate(
  draft: Draft,
  process: string,
  name: string,
  from: string,
  fdName: string,
): OperationResult {
  const label = process === from ? `dup(${fdName})` : `recvmsg(SCM_RIGHTS, ${fdName} of ${from})`;
  return syscall(draft, label, () => {
    const opened = findOpened(draft, from, fdName);
    if (!opened) return refuse(draft, 'EBADF', `${fdName} is not open`);
    const { fd, file } = opened;
    if (process !== from) noteMessage(draft, from);
    const replaced = findOpened(draft, process, name);
    if (fd.buffer >= 0) getReference(draft, fd.buffer, null);
    const result = installFd(draft, process, name, file, false);
    if (replaced) dropFile(draft, replaced.file);
    return result;
  });
}

function sync(
  draft: Draft,
  process: string,
  cpu: number,
  fdName: string,
  flags: number,
): OperationResult {
  return syscall(draft, `ioctl(${fdName}, DMA_BUF_IOCTL_SYNC, 0x${flags.toString(16)})`, () => {
    const fd = findFd(draft, process, fdName);
    if (!fd) return refuse(draft, 'EBADF', `${fdName} is not open`);
    if (fd.buffer < 0) return refuse(draft, 'ENOTTY', `${fdName} is no dma-buf`);
    // Flags have 64 bits; what stands above the lower 32 is unknown.
    if (flags > 0xffffffff) return refuse(draft, 'EINVAL', 'unknown flags');
    return syncIoctl(draft, fd.buffer, flags, cpu, process);
  });
}

/** A barrier on a CPU: its write-combining buffer drains. */
export function barrier(draft: Draft, cpu: number): OperationResult {
  drain(draft, cpu, 'barrier');
  emit(draft, 'barrier', { label: `barrier on CPU ${cpu}`, to: { kind: 'wc', cpu } });
  return done;
}

/** A store to a device's doorbell register, which drains the write-combining buffer before it. */
export function doorbell(draft: Draft, cpu: number, name: string): OperationResult {
  const device = findDevice(draft, name);
  if (device < 0) return scriptError(`no device named ${name}`);
  drain(draft, cpu, 'doorbell');
  emit(draft, 'doorbell', {
    label: `doorbell of ${name}`,
    from: { kind: 'cpu', cpu },
    to: { kind: 'device', device },
  });
  return done;
}

function exit(draft: Draft, process: string, cpu: number): OperationResult {
  return syscall(draft, `exit(${process})`, () => {
    unmapAll(draft, process, cpu);
    dropWindows(draft, process, cpu);
    for (const fd of fdsOf(draft, process)) closeFd(draft, process, fd.name);
    // Another process of this name begins anew.
    setProcess(draft, process, { cpus: [] });
    return done;
  });
}
