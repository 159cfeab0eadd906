/** Files of anonymous memory: their size, seals and pages [mm/memfd.c, mm/shmem.c]. */
import { replaceAt } from '../../../base/arrays.ts';
import { emit, type Draft } from '../../draft.ts';
import type { OperationResult } from '../../result.ts';
import type { Memfd } from '../../state.ts';
import { done, refuse } from '../refuse.ts';
import {
  allSeals,
  canWrite,
  fallocKeepSize,
  fallocPunchHole,
  sealExec,
  sealFutureWrite,
  sealGrow,
  sealSeal,
  sealShrink,
  sealWrite,
} from './flags.ts';
import { zapMemfd, hasSharedWritableMapping } from './memfdMappings.ts';

export function setMemfd(draft: Draft, memfd: number, change: Partial<Memfd>): void {
  const old = draft.state.memfds[memfd];
  if (old) draft.state.memfds = replaceAt(draft.state.memfds, memfd, { ...old, ...change });
}

/** A new memfd without a byte; gives its index. */
export function newMemfd(draft: Draft, name: string, seals: number): number {
  draft.state.memfds = [...draft.state.memfds, { name, size: 0, seals, frames: [], pinnedBy: [] }];
  return draft.state.memfds.length - 1;
}

/** F_ADD_SEALS [memfd_add_seals]. */
export function sealMemfd(
  draft: Draft,
  memfd: number,
  seals: number,
  isExecutable: boolean,
): OperationResult {
  const old = draft.state.memfds[memfd];
  if (!old) return refuse(draft, 'EINVAL', 'only a memfd has seals');
  if ((old.seals & sealSeal) !== 0) return refuse(draft, 'EPERM', 'its seals are sealed');
  if ((seals & sealWrite) !== 0 && (old.seals & sealWrite) === 0) {
    if (hasSharedWritableMapping(draft, memfd))
      return refuse(draft, 'EBUSY', 'it is mapped shared and writable');
    if (old.pinnedBy.length > 0) return refuse(draft, 'EBUSY', 'a udmabuf has pinned its pages');
  }
  // What may not be made executable any more, and is, may not change either.
  const implied =
    (seals & sealExec) !== 0 && isExecutable
      ? sealShrink | sealGrow | sealWrite | sealFutureWrite
      : 0;
  const added = old.seals | seals | implied;
  setMemfd(draft, memfd, { seals: added });
  emit(draft, 'memfd.seal', { label: `seals 0x${added.toString(16)}`, facts: { seals: added } });
  return done;
}

/** Whether a number is a set of seals. */
export const areSeals = (seals: number): boolean => seals >= 0 && (seals & ~allSeals) === 0;

/** A new size [shmem_setattr]; pages past the end go. */
export function resizeMemfd(
  draft: Draft,
  cpu: number,
  memfd: number,
  size: number,
): OperationResult {
  const old = draft.state.memfds[memfd];
  if (!old) return refuse(draft, 'EINVAL', 'no regular file');
  if (size < old.size && (old.seals & sealShrink) !== 0)
    return refuse(draft, 'EPERM', 'it is sealed against shrinking');
  if (size > old.size && (old.seals & sealGrow) !== 0)
    return refuse(draft, 'EPERM', 'it is sealed against growing');
  const pages = Math.ceil(size / draft.state.setup.platform.pageSize);
  if (pages < old.frames.length) zapMemfd(draft, cpu, memfd, pages, old.frames.length);
  const frames = Array.from({ length: pages }, (_, page) => old.frames[page] ?? null);
  setMemfd(draft, memfd, { size, frames });
  emit(draft, 'memfd.size', { label: `${size} bytes`, facts: { size } });
  return done;
}

/** A mode of fallocate(2) that a memfd knows: the range gets pages, or loses them [shmem_fallocate]. */
export function allocateMemfd(
  draft: Draft,
  cpu: number,
  memfd: number,
  { mode, offset, length }: { mode: number; offset: number; length: number },
): OperationResult {
  const old = draft.state.memfds[memfd];
  if (!old) return refuse(draft, 'ENODEV', 'no regular file');
  if ((mode & ~(fallocKeepSize | fallocPunchHole)) !== 0)
    return refuse(draft, 'EOPNOTSUPP', 'anonymous memory is only allocated or punched');
  if ((mode & fallocPunchHole) !== 0) return punchHole(draft, cpu, memfd, old, offset, length);
  const end = offset + length;
  if ((mode & fallocKeepSize) !== 0 || end <= old.size) return done;
  return resizeMemfd(draft, cpu, memfd, end);
}

function punchHole(
  draft: Draft,
  cpu: number,
  memfd: number,
  old: Memfd,
  offset: number,
  length: number,
): OperationResult {
  if ((old.seals & (sealWrite | sealFutureWrite)) !== 0)
    return refuse(draft, 'EPERM', 'it is sealed against writing');
  const { pageSize } = draft.state.setup.platform;
  const first = Math.floor(offset / pageSize);
  const end = Math.min(old.frames.length, Math.ceil((offset + length) / pageSize));
  zapMemfd(draft, cpu, memfd, first, end);
  const frames = old.frames.map((frame, page) => (page >= first && page < end ? null : frame));
  setMemfd(draft, memfd, { frames });
  const kept = old.pinnedBy.length > 0;
  emit(draft, 'memfd.hole', {
    label: `pages ${first} to ${end - 1} of ${old.name} are no longer its own`,
    facts: { first, end, kept },
  });
  return done;
}

/**
 * Modes of fallocate(2) that are one of its kinds of work: to allocate (0), with KEEP_SIZE (1); to punch a hole with
 * KEEP_SIZE only; to collapse, zero, insert, unshare, write zeroes, of which some take KEEP_SIZE.
 */
const fallocateModes: readonly number[] = [0, 1, 3, 8, 0x10, 0x11, 0x20, 0x40, 0x41, 0x80];

/** Checks of fallocate(2) before any file system is asked [fs/open.c, vfs_fallocate]. */
export function fallocateRefusal(
  draft: Draft,
  flags: number,
  isRegular: boolean,
  { mode, offset, length }: { mode: number; offset: number; length: number },
): OperationResult | null {
  if (offset < 0 || length <= 0) return refuse(draft, 'EINVAL', 'no bytes to work on');
  if (!fallocateModes.includes(mode))
    return refuse(draft, 'EOPNOTSUPP', 'no mode, or modes that do not go together');
  if (!canWrite(flags)) return refuse(draft, 'EBADF', 'it is not open for writing');
  if (!isRegular) return refuse(draft, 'ENODEV', 'no regular file');
  if (offset + length >= 2 ** 63) return refuse(draft, 'EFBIG', 'past the greatest file size');
  return null;
}
