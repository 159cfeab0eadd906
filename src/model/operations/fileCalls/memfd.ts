/** System calls on memfds, and what they do to other files: memfd_create, seals, size, holes. */
import type { Draft } from '../../draft.ts';
import { refuse } from '../../kernel/refuse.ts';
import { openFile } from '../../kernel/files/descriptors.ts';
import {
  canWrite,
  fallocPunchHole,
  memfdAllowSealing,
  memfdCloexec,
  memfdExec,
  memfdHugetlb,
  memfdNoexecSeal,
  O_LARGEFILE,
  O_RDWR,
  sealExec,
  sealSeal,
} from '../../kernel/files/flags.ts';
import {
  allocateMemfd,
  areSeals,
  fallocateRefusal,
  newMemfd,
  resizeMemfd,
  sealMemfd,
} from '../../kernel/files/memfd.ts';
import type { OperationResult } from '../../result.ts';
import type { MemoryFileAction } from '../../vocabulary/files.ts';
import { scriptError } from '../lookup.ts';
import { syscall } from '../syscall.ts';
import { type Caller, onFd } from './caller.ts';

type Of<K extends MemoryFileAction['do']> = Extract<MemoryFileAction, { do: K }>;

const knownFlags = memfdCloexec | memfdAllowSealing | memfdHugetlb | memfdNoexecSeal | memfdExec;

/** memfd_create(2). */
export function memfdCreate(
  draft: Draft,
  { process }: Caller,
  { name, flags }: Of<'memfdCreate'>,
): OperationResult {
  if (flags >= 0 && (flags & memfdHugetlb) !== 0)
    return scriptError('memory files of huge pages are not modelled');
  return syscall(draft, `memfd_create(${name}, 0x${flags.toString(16)})`, () => {
    const isUnknown = flags < 0 || flags > 0xffffffff || (flags & ~knownFlags) !== 0;
    const bothExec = memfdExec | memfdNoexecSeal;
    if (isUnknown || (flags & bothExec) === bothExec)
      return refuse(
        draft,
        'EINVAL',
        isUnknown ? 'unknown flags' : 'executable or not, but not both',
      );
    const isSealed = (flags & memfdNoexecSeal) !== 0;
    const seals = isSealed ? sealExec : (flags & memfdAllowSealing) !== 0 ? 0 : sealSeal;
    const object = newMemfd(draft, name, seals);
    const options = { flags: O_RDWR | O_LARGEFILE, closeOnExec: (flags & memfdCloexec) !== 0 };
    return openFile(draft, process, name, { kind: 'memfd', object }, options);
  });
}

/** fcntl(F_ADD_SEALS). */
export function addSeals(
  draft: Draft,
  caller: Caller,
  { fd, seals }: Of<'addSeals'>,
): OperationResult {
  return onFd(
    draft,
    caller,
    fd,
    `fcntl(${fd}, F_ADD_SEALS, 0x${seals.toString(16)})`,
    ({ file }) => {
      if (seals < 0 || seals > 0xffffffff) return refuse(draft, 'EINVAL', 'unknown seals');
      if (!canWrite(file.flags)) return refuse(draft, 'EPERM', 'it is not open for writing');
      if (!areSeals(seals)) return refuse(draft, 'EINVAL', 'unknown seals');
      if (file.kind !== 'memfd') return refuse(draft, 'EINVAL', 'only a memfd has seals');
      const isExecutable = ((draft.state.memfds[file.object]?.seals ?? 0) & sealExec) === 0;
      return sealMemfd(draft, file.object, seals, isExecutable);
    },
  );
}

/** ftruncate(2). */
export function ftruncate(
  draft: Draft,
  caller: Caller,
  { fd, length }: Of<'ftruncate'>,
): OperationResult {
  if (length < 0)
    return syscall(draft, `ftruncate(${fd}, ${length})`, () =>
      refuse(draft, 'EINVAL', 'a negative size'),
    );
  return onFd(draft, caller, fd, `ftruncate(${fd}, ${length})`, ({ file }) => {
    if (file.kind !== 'memfd') return refuse(draft, 'EINVAL', 'no regular file');
    if (!canWrite(file.flags)) return refuse(draft, 'EINVAL', 'it is not open for writing');
    if (length > mostBytes(draft)) return scriptError('a memfd of so many pages is not modelled');
    return resizeMemfd(draft, caller.cpu, file.object, length);
  });
}

/** Bytes of the largest memfd: as many pages as a buffer can have. */
const mostBytes = (draft: Draft): number => 1024 * draft.state.setup.platform.pageSize;

/** fallocate(2). */
export function fallocate(draft: Draft, caller: Caller, action: Of<'fallocate'>): OperationResult {
  const { fd, mode, offset, length } = action;
  const label = `fallocate(${fd}, 0x${mode.toString(16)}, ${offset}, ${length})`;
  return onFd(draft, caller, fd, label, ({ file }) => {
    const isMemfd = file.kind === 'memfd';
    const refused = fallocateRefusal(draft, file.flags, isMemfd, action);
    if (refused) return refused;
    if (offset + length > mostBytes(draft))
      return scriptError('a memfd of so many pages is not modelled');
    const { pageSize } = draft.state.setup.platform;
    if ((mode & fallocPunchHole) !== 0 && (offset % pageSize !== 0 || length % pageSize !== 0))
      return scriptError('holes of whole pages are modelled, no others');
    return allocateMemfd(draft, caller.cpu, file.object, action);
  });
}
