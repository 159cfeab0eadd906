/** What a userspace thread does: system calls, barriers, doorbells. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { addCost, call, emit, takeId, type Draft } from '../draft.ts';
import { drain } from '../hardware/writeCombining.ts';
import { done, getReference, putReference, refuse } from '../kernel/dmaBuf.ts';
import { userTypeOf } from '../kernel/memoryType.ts';
import { populate, shootDown } from '../kernel/mm.ts';
import { exporterName } from '../kernel/named.ts';
import { syncIoctl } from '../kernel/syncIoctl.ts';
import type { ThreadAction } from '../operation.ts';
import type { OperationResult } from '../result.ts';
import type { FileDescriptor, Process, Pte, Vma } from '../state.ts';
import {
  enterProcess,
  findBuffer,
  findDevice,
  findFd,
  findVmaByName,
  scriptError,
} from './lookup.ts';
import { accessMapping } from './threadAccess.ts';

const firstFd = 3;
const mmapBase = 0x7f3000000000;

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
      return mmap(draft, process, action);
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

function syscall(draft: Draft, label: string, body: () => OperationResult): OperationResult {
  addCost(draft, 'syscalls', 1);
  return call(draft, label, body);
}

function setProcess(draft: Draft, name: string, change: Partial<Process>): void {
  draft.state.processes = draft.state.processes.map((process) =>
    process.name === name ? { ...process, ...change } : process,
  );
}

function openFd(
  draft: Draft,
  process: string,
  name: string,
  buffer: number,
  readOnly: boolean,
): OperationResult {
  const fds = draft.state.processes.find((candidate) => candidate.name === process)?.fds ?? [];
  const kept = fds.filter((fd) => fd.name !== name);
  let number = firstFd;
  while (fds.some((fd) => fd.number === number)) number += 1;
  const fd: FileDescriptor = { name, number, buffer, readOnly };
  setProcess(draft, process, { fds: [...kept, fd] });
  emit(draft, 'fd.open', { label: `descriptor ${number}`, facts: { fd: number } });
  return { kind: 'ok', value: number, faults: 0 };
}

type ExportAction = Extract<ThreadAction, { do: 'export' }>;

function exportBuffer(draft: Draft, process: string, action: ExportAction): OperationResult {
  const { name, readOnly } = action;
  const buffer = findBuffer(draft, action.buffer);
  if (buffer < 0) return scriptError(`no buffer named ${action.buffer}`);
  const replaced = findFd(draft, process, name);
  return syscall(draft, `ioctl(export ${action.buffer})`, () => {
    const exporter = exporterName(draft, buffer);
    // What is exported already is the same dma_buf again.
    if (draft.state.buffers[buffer]?.dmaBuf) getReference(draft, buffer, null);
    else call(draft, `dma_buf_export(${exporter})`, () => getReference(draft, buffer, null));
    return call(draft, `dma_buf_fd(${action.buffer})`, () => {
      const opened = openFd(draft, process, name, buffer, readOnly);
      // A name that is given again stands for the new descriptor; the old one is closed.
      if (replaced) putReference(draft, replaced.buffer, null);
      return opened;
    });
  });
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
    const fd = findFd(draft, from, fdName);
    if (!fd) return refuse(draft, 'EBADF', `${fdName} is not open`);
    const replaced = findFd(draft, process, name);
    getReference(draft, fd.buffer, null);
    const opened = openFd(draft, process, name, fd.buffer, fd.readOnly);
    if (replaced) putReference(draft, replaced.buffer, null);
    return opened;
  });
}

function closeFd(draft: Draft, process: string, name: string): OperationResult {
  const fd = findFd(draft, process, name);
  if (!fd) return refuse(draft, 'EBADF', `${name} is not open`);
  const fds = draft.state.processes.find((candidate) => candidate.name === process)?.fds ?? [];
  setProcess(draft, process, { fds: fds.filter((other) => other !== fd) });
  emit(draft, 'fd.close', { label: `descriptor ${fd.number} closed`, facts: { fd: fd.number } });
  putReference(draft, fd.buffer, null);
  return done;
}

type MmapAction = Extract<ThreadAction, { do: 'mmap' }>;

function mmap(draft: Draft, process: string, action: MmapAction): OperationResult {
  if (findVmaByName(draft, process, action.name))
    return scriptError(`${action.name} is mapped already`);
  return syscall(draft, `mmap(${action.fd})`, () => {
    const fd = findFd(draft, process, action.fd);
    if (!fd) return refuse(draft, 'EBADF', `${action.fd} is not open`);
    const size = draft.state.buffers[fd.buffer]?.frames.length ?? 0;
    const pages = action.pages ?? size - action.pageOffset;
    if (pages < 1) return refuse(draft, 'EINVAL', 'nothing to map');
    if (fd.readOnly && action.writable && action.shared)
      return refuse(draft, 'EACCES', 'the descriptor is read-only');
    if (!action.shared) return refuse(draft, 'EINVAL', 'the exporter refuses MAP_PRIVATE');
    if (action.pageOffset + pages > size)
      return refuse(draft, 'EINVAL', 'past the end of the buffer');
    return call(draft, 'dma_buf_mmap_internal()', () => mapVma(draft, process, action, fd, pages));
  });
}

function mapVma(
  draft: Draft,
  process: string,
  action: MmapAction,
  fd: FileDescriptor,
  pages: number,
): OperationResult {
  const { setup } = draft.state;
  const policy = setup.buffers[fd.buffer]?.mmap ?? 'none';
  const id = takeId(draft);
  const ptes = Array.from({ length: pages }, (): Pte => ({ state: 'absent', frame: null }));
  const vma: Vma = {
    ...{ id, name: action.name, process, buffer: fd.buffer, pageOffset: action.pageOffset, ptes },
    address: mmapBase + id * 0x100000,
    writable: action.writable,
    type: userTypeOf(draft, fd.buffer),
  };
  draft.state.vmas = [...draft.state.vmas, vma];
  emit(draft, 'vma.map', {
    label: `VMA of ${pages} ${pages === 1 ? 'page' : 'pages'}, ${vma.type}`,
    to: { kind: 'pte', vma: id },
    range: {
      buffer: fd.buffer,
      start: action.pageOffset * setup.platform.pageSize,
      length: pages * setup.platform.pageSize,
    },
    facts: { type: vma.type, pages },
  });
  getReference(draft, fd.buffer, null);
  if (policy !== 'shootdown') populate(draft, vma);
  return { kind: 'ok', value: vma.address, faults: 0 };
}

/** munmap(2) of what is not mapped does nothing and succeeds. */
function munmap(draft: Draft, process: string, cpu: number, name: string): OperationResult {
  const vma = findVmaByName(draft, process, name);
  return syscall(draft, `munmap(${name})`, () => {
    if (vma) unmapVma(draft, cpu, vma);
    else emit(draft, 'vma.unmap', { label: 'nothing was mapped there', facts: { pages: 0 } });
    return done;
  });
}

function unmapVma(draft: Draft, cpu: number, vma: Vma): void {
  const pages = vma.ptes.flatMap((pte, page) => (pte.state.startsWith('present') ? [page] : []));
  if (pages.length > 0) shootDown(draft, cpu, vma, pages);
  draft.state.vmas = draft.state.vmas.filter(({ id }) => id !== vma.id);
  draft.state.cpus = draft.state.cpus.map((one) =>
    one.tlb.some((entry) => entry.vma === vma.id)
      ? { ...one, tlb: one.tlb.filter((entry) => entry.vma !== vma.id) }
      : one,
  );
  emit(draft, 'vma.unmap', { label: `${vma.name} is gone`, facts: { pages: vma.ptes.length } });
  putReference(draft, vma.buffer, null);
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
    for (const vma of draft.state.vmas.filter((candidate) => candidate.process === process))
      unmapVma(draft, cpu, vma);
    const fds = draft.state.processes.find((candidate) => candidate.name === process)?.fds ?? [];
    for (const fd of fds) closeFd(draft, process, fd.name);
    // Another process of this name begins anew.
    setProcess(draft, process, { cpus: [], windows: [] });
    return done;
  });
}
