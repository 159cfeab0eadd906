/**
 * System calls that any descriptor can be given, and what a dma-buf, which is no regular file and has neither
 * read nor write, makes of them [fs/open.c, fs/fcntl.c, fs/read_write.c, fs/sync.c, fs/eventpoll.c].
 */
import { emit, type Draft } from '../../draft.ts';
import { done, refuse } from '../../kernel/refuse.ts';
import { createTimeline } from '../../kernel/fences/swSync.ts';
import { openFile } from '../../kernel/files/descriptors.ts';
import { canRead, canWrite, O_CLOEXEC, O_DIRECT, setFlMask } from '../../kernel/files/flags.ts';
import { type Opened, setFd, setFile } from '../../kernel/files/openFile.ts';
import { scriptError } from '../lookup.ts';
import { syscall } from '../syscall.ts';
import type { OperationResult } from '../../result.ts';
import type { DescriptorAction } from '../../vocabulary/files.ts';
import { type Caller, gives, onFd } from './caller.ts';

type Of<K extends DescriptorAction['do']> = Extract<DescriptorAction, { do: K }>;

const paths = { dma_heap: '/dev/dma_heap/system', sw_sync: '/sys/kernel/debug/sync/sw_sync' };

/** open(2) of a character device. */
export function openDevice(
  draft: Draft,
  { process }: Caller,
  { name, path }: Of<'openDevice'>,
): OperationResult {
  return syscall(draft, `open(${paths[path]})`, () => {
    const isTimeline = path === 'sw_sync';
    const object = isTimeline ? createTimeline(draft, name) : -1;
    const kind = isTimeline ? 'sw_sync' : 'heap';
    return openFile(draft, process, name, { kind, object }, { closeOnExec: false });
  });
}

/** open(2) of /proc/self/fd/N: a new open file where the inode can be opened at all. */
export function reopen(
  draft: Draft,
  caller: Caller,
  { name, fd, flags }: Of<'reopen'>,
): OperationResult {
  return onFd(draft, caller, fd, `open(/proc/self/fd of ${fd})`, ({ file }) => {
    if (file.kind === 'heap' || file.kind === 'sw_sync')
      return scriptError(`${fd} is a device: open it by its own path`);
    if (file.kind !== 'memfd')
      return refuse(draft, 'ENXIO', 'an anonymous file has no way to be opened');
    return openFile(draft, caller.process, name, file, {
      flags: flags & ~O_CLOEXEC,
      closeOnExec: (flags & O_CLOEXEC) !== 0,
    });
  });
}

/** fcntl(2). */
export function fcntl(draft: Draft, caller: Caller, action: Of<'fcntl'>): OperationResult {
  const { fd: name, command, argument } = action;
  return onFd(draft, caller, name, `fcntl(${name}, ${command})`, ({ fd, file }) => {
    switch (command) {
      case 'F_GETFD':
        return gives(fd.closeOnExec ? 1 : 0);
      case 'F_SETFD':
        setFd(draft, caller.process, name, { closeOnExec: argument % 2 !== 0 });
        emit(draft, 'file.flags', { label: `close on exec: ${argument % 2 === 0 ? 'no' : 'yes'}` });
        return done;
      case 'F_GETFL':
        return gives(file.flags);
      case 'F_SETFL': {
        const asked = Number(BigInt.asUintN(32, BigInt(argument)));
        // Only files that support it can be switched to direct I/O.
        if ((asked & O_DIRECT) !== 0 && (file.flags & O_DIRECT) === 0 && file.kind !== 'memfd')
          return refuse(draft, 'EINVAL', 'the file has no direct I/O');
        const flags = (file.flags & ~setFlMask) | (asked & setFlMask);
        setFile(draft, file.id, { flags });
        emit(draft, 'file.flags', { label: `f_flags 0o${flags.toString(8)}`, facts: { flags } });
        return done;
      }
      case 'F_GET_SEALS': {
        const memfd = file.kind === 'memfd' ? draft.state.memfds[file.object] : undefined;
        return memfd ? gives(memfd.seals) : refuse(draft, 'EINVAL', 'only a memfd has seals');
      }
    }
  });
}

/** lseek(2) [dma_buf_llseek]: of a dma-buf only its size can be asked, and the start. */
export function lseek(draft: Draft, caller: Caller, action: Of<'lseek'>): OperationResult {
  const { fd, offset, whence } = action;
  return onFd(draft, caller, fd, `lseek(${fd}, ${offset}, ${whence})`, (opened) => {
    if (whence < 0 || whence > 4) return refuse(draft, 'EINVAL', 'no such whence');
    switch (opened.file.kind) {
      case 'dma-buf':
        return seekDmaBuf(draft, opened, offset, whence);
      case 'memfd':
        return seekMemfd(draft, opened, offset, whence);
      default:
        return refuse(draft, 'ESPIPE', 'the file has no positions');
    }
  });
}

function seekDmaBuf(
  draft: Draft,
  { file }: Opened,
  offset: number,
  whence: number,
): OperationResult {
  if (whence !== 0 && whence !== 2)
    return refuse(draft, 'EINVAL', 'only SEEK_SET and SEEK_END are possible');
  if (offset !== 0) return refuse(draft, 'EINVAL', 'only offset 0 is possible');
  return gives(whence === 2 ? (draft.state.buffers[file.object]?.dmaBuf?.size ?? 0) : 0);
}

function seekMemfd(
  draft: Draft,
  { file }: Opened,
  offset: number,
  whence: number,
): OperationResult {
  const memfd = draft.state.memfds[file.object];
  const size = memfd?.size ?? 0;
  const { pageSize } = draft.state.setup.platform;
  if (whence > 2) {
    if (offset < 0 || offset >= size) return refuse(draft, 'ENXIO', 'past the end');
    const frames = memfd?.frames ?? [];
    let page = Math.floor(offset / pageSize);
    while (page < frames.length && (frames[page] === null) === (whence === 3)) page += 1;
    if (whence === 3 && page >= frames.length) return refuse(draft, 'ENXIO', 'no data behind it');
    return moveTo(draft, file.id, Math.min(size, Math.max(offset, page * pageSize)));
  }
  const base = whence === 0 ? 0 : whence === 1 ? file.position : size;
  if (base + offset < 0) return refuse(draft, 'EINVAL', 'before the start');
  return moveTo(draft, file.id, base + offset);
}

function moveTo(draft: Draft, file: number, position: number): OperationResult {
  setFile(draft, file, { position });
  return gives(position);
}

/** read(2) and its kin: a dma-buf is mapped, never read or written as a file. */
export function fileIo(draft: Draft, caller: Caller, action: Of<'fileIo'>): OperationResult {
  const { fd, call: name, count, offset } = action;
  return onFd(draft, caller, fd, `${name}(${fd}, ${count})`, ({ file }) => {
    const isPositioned = name === 'pread' || name === 'pwrite';
    if (isPositioned && offset < 0) return refuse(draft, 'EINVAL', 'before the start');
    if (file.kind === 'memfd') return scriptError(`${fd} is a memfd: map it to read and write it`);
    if (isPositioned) return refuse(draft, 'ESPIPE', 'the file has no positions');
    const isWrite = name === 'write';
    if (!(isWrite ? canWrite : canRead)(file.flags))
      return refuse(draft, 'EBADF', `${fd} is not open for that`);
    return refuse(draft, 'EINVAL', `the file cannot be ${isWrite ? 'written' : 'read'}`);
  });
}

/** fsync(2). */
export function fsync(draft: Draft, caller: Caller, { fd }: Of<'fsync'>): OperationResult {
  return onFd(draft, caller, fd, `fsync(${fd})`, ({ file }) =>
    file.kind === 'memfd' ? done : refuse(draft, 'EINVAL', 'there is nothing to write back to'),
  );
}
