/**
 * System calls on ranges of addresses, whatever VMAs lie in them [mm/mmap.c, mm/mprotect.c, mm/msync.c,
 * mm/mlock.c, mm/mincore.c].
 */
import { emit, type Draft } from '../draft.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { addressOf } from '../kernel/mm/addresses.ts';
import { isAligned, pageAlign, taskSize, u64 } from '../kernel/mm/numbers.ts';
import { populatePages } from '../kernel/mm/populate.ts';
import { applyRights, isPresent } from '../kernel/mm/ptes.ts';
import { modifyVma } from '../kernel/mm/splitMerge.ts';
import { flushEverywhere } from '../kernel/mm/tlb.ts';
import { unmapRange } from '../kernel/mm/unmap.ts';
import {
  endOfVma,
  fileOffsetOf,
  isPfnMap,
  isShared,
  profileOfVma,
  vmasIn,
} from '../kernel/mm/vmas.ts';
import type { OperationResult } from '../result.ts';
import type { Vma } from '../state.ts';
import type { AddressRange, MmAction } from '../vocabulary/mm.ts';
import { syscall } from './syscall.ts';

type Call<K extends MmAction['do']> = Extract<MmAction, { do: K }>;

const place = ({ at }: AddressRange): string => `${at.base}+${at.offset}`;

/** munmap(2) of a range of bytes. */
export function munmapBytes(
  draft: Draft,
  process: string,
  cpu: number,
  action: Call<'munmapBytes'>,
): OperationResult {
  return syscall(draft, `munmap(${place(action)})`, () => {
    const start = addressOf(draft, process, action.at);
    const length = pageAlign(draft, action.length);
    if (!isAligned(draft, start))
      return refuse(draft, 'EINVAL', 'the address is not that of a page');
    if (u64(action.length) > BigInt(taskSize))
      return refuse(draft, 'EINVAL', 'longer than the address space');
    if (length === 0n) return refuse(draft, 'EINVAL', 'nothing to unmap');
    if (unmapRange(draft, process, cpu, start, start + Number(length)) === 0)
      emit(draft, 'vma.unmap', { label: 'nothing was mapped there', facts: { pages: 0 } });
    return done;
  });
}

/** Rights in words. */
function rightsText(prot: number): string {
  const words = ['read', 'write', 'execute'].filter((_, bit) => (prot & (1 << bit)) !== 0);
  return words.length === 0 ? 'do nothing with it' : words.join(' and ');
}

/** mprotect(2). */
export function mprotect(
  draft: Draft,
  process: string,
  cpu: number,
  action: Call<'mprotect'>,
): OperationResult {
  return syscall(draft, `mprotect(${place(action)})`, () => {
    const start = addressOf(draft, process, action.at);
    const length = pageAlign(draft, action.length);
    if (!isAligned(draft, start))
      return refuse(draft, 'EINVAL', 'the address is not that of a page');
    if (u64(action.length) === 0n) return done;
    const end = start + Number(length);
    if (length === 0n || end > 2 ** 63) return refuse(draft, 'ENOMEM', 'the range wraps around');
    if ((action.prot & ~7) !== 0) return refuse(draft, 'EINVAL', 'rights that are not known');
    return overVmas(draft, process, start, end, (vma, from, to) =>
      protect(draft, cpu, vma, from, to, action.prot),
    );
  });
}

/** Goes over the VMAs of a range until one refuses; a hole ends it with ENOMEM. */
function overVmas(
  draft: Draft,
  process: string,
  start: number,
  end: number,
  body: (vma: Vma, from: number, to: number) => OperationResult,
): OperationResult {
  const none = (): OperationResult => refuse(draft, 'ENOMEM', 'nothing is mapped in a part of it');
  for (let at = start; at < end;) {
    const [vma] = vmasIn(draft, process, at, end);
    if (!vma || vma.address > at) return none();
    const to = Math.min(end, endOfVma(draft, vma));
    const result = body(vma, at, to);
    if (result.kind !== 'ok') return result;
    at = to;
  }
  return done;
}

/** mprotect_fixup for one VMA. */
function protect(
  draft: Draft,
  cpu: number,
  vma: Vma,
  start: number,
  end: number,
  prot: number,
): OperationResult {
  const now = {
    readable: (prot & 1) !== 0,
    writable: (prot & 2) !== 0,
    executable: (prot & 4) !== 0,
  };
  const mayExecute = draft.state.setup.platform.kernel !== '7.3' || vma.memfd !== undefined;
  if ((now.writable && !vma.mayWrite) || (now.executable && !mayExecute))
    return refuse(draft, 'EACCES', 'the file does not allow it');
  const isSame =
    vma.readable === now.readable &&
    vma.writable === now.writable &&
    vma.executable === now.executable;
  if (isSame) return done;
  modifyVma(draft, vma.id, start, end, now, vma.process);
  emit(draft, 'vma.protect', {
    label: `${vma.name}: ${rightsText(prot)}`,
    to: { kind: 'pte', vma: vma.id },
    facts: { prot: rightsText(prot) },
  });
  changeEntries(draft, cpu, vma.process, start, end);
  return done;
}

function changeEntries(
  draft: Draft,
  cpu: number,
  process: string,
  start: number,
  end: number,
): void {
  const { pageSize } = draft.state.setup.platform;
  for (const vma of vmasIn(draft, process, start, end)) {
    const pages = vma.ptes.flatMap((_, page) => {
      const address = vma.address + page * pageSize;
      return address >= start && address < end ? [page] : [];
    });
    flushEverywhere(draft, cpu, vma, applyRights(draft, vma, pages));
  }
}

/** msync(2): a dma-buf has nothing to write back to, and says so where it is asked to wait. */
export function msync(draft: Draft, process: string, action: Call<'msync'>): OperationResult {
  return syscall(draft, `msync(${place(action)})`, () => {
    const start = addressOf(draft, process, action.at);
    const { flags } = action;
    if ((flags & ~7) !== 0 || (flags & 5) === 5)
      return refuse(draft, 'EINVAL', 'flags that are not known, or contradict each other');
    if (!isAligned(draft, start))
      return refuse(draft, 'EINVAL', 'the address is not that of a page');
    const end = start + Number(pageAlign(draft, action.length));
    let hasHole = false;
    for (let at = start; at < end;) {
      const [vma] = vmasIn(draft, process, at, end);
      if (!vma) return refuse(draft, 'ENOMEM', 'nothing is mapped in a part of it');
      hasHole ||= vma.address > at;
      if ((flags & 2) !== 0 && vma.advice.includes('locked'))
        return refuse(draft, 'EBUSY', 'it is locked into memory');
      if ((flags & 4) !== 0 && isShared(vma) && vma.memfd === undefined)
        return refuse(draft, 'EINVAL', 'the file cannot be synced');
      at = endOfVma(draft, vma);
    }
    return hasHole ? refuse(draft, 'ENOMEM', 'nothing is mapped in a part of it') : done;
  });
}

/** mlock(2): where entries are bare page frames there is nothing to lock. */
export function mlock(
  draft: Draft,
  process: string,
  cpu: number,
  action: Call<'mlock'>,
): OperationResult {
  return syscall(draft, `mlock(${place(action)})`, () => {
    const { pageSize } = draft.state.setup.platform;
    const address = addressOf(draft, process, action.at);
    const start = address - (address % pageSize);
    const end = start + Number(pageAlign(draft, action.length + (address % pageSize)));
    if (start === end) return done;
    const result = overVmas(draft, process, start, end, (vma, from, to) => {
      if (isPfnMap(draft, vma) || profileOfVma(draft, vma).isIo || vma.advice.includes('locked'))
        return done;
      const advice = [...vma.advice, 'locked' as const].toSorted();
      modifyVma(draft, vma.id, from, to, { advice }, process);
      emit(draft, 'vma.advice', { label: 'locked into memory', to: { kind: 'pte', vma: vma.id } });
      return done;
    });
    if (result.kind !== 'ok') return result;
    for (const vma of vmasIn(draft, process, start, end))
      populatePages(draft, cpu, vma, start, end);
    return done;
  });
}

/** mincore(2): one digit a page. Up to 6.12 it does not look at bare page frames. */
export function mincore(draft: Draft, process: string, action: Call<'mincore'>): OperationResult {
  return syscall(draft, `mincore(${place(action)})`, () => {
    const { pageSize, kernel } = draft.state.setup.platform;
    const start = addressOf(draft, process, action.at);
    if (!isAligned(draft, start))
      return refuse(draft, 'EINVAL', 'the address is not that of a page');
    if (u64(action.length) > BigInt(taskSize))
      return refuse(draft, 'ENOMEM', 'longer than the address space');
    const end = start + Number(pageAlign(draft, action.length));
    let answer = '';
    for (let at = start; at < end; at += pageSize) {
      const [vma] = vmasIn(draft, process, at, at + 1);
      if (!vma) return refuse(draft, 'ENOMEM', 'nothing is mapped in a part of it');
      const page = (at - vma.address) / pageSize;
      const isSeen = kernel === '7.3' || !isPfnMap(draft, vma);
      const isThere = isSeen && isPresent(vma.ptes[page]?.state ?? 'absent');
      answer += isThere || isInMemfd(draft, vma, page) ? '1' : '0';
    }
    emit(draft, 'mm.answer', { label: `pages ${answer}`, facts: { answer } });
    return done;
  });
}

function isInMemfd(draft: Draft, vma: Vma, page: number): boolean {
  if (vma.memfd === undefined) return false;
  const frame = draft.state.memfds[vma.memfd]?.frames[fileOffsetOf(vma) + page];
  return frame !== undefined && frame !== null;
}
