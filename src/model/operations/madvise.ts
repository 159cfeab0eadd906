/** madvise(2) [mm/madvise.c]: what a dma-buf's mapping makes of each advice. */
import { emit, type Draft } from '../draft.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { addressOf } from '../kernel/mm/addresses.ts';
import { isAligned, pageAlign, u64 } from '../kernel/mm/numbers.ts';
import { canPopulate, populatePages } from '../kernel/mm/populate.ts';
import { presentPages, shootDown } from '../kernel/mm/shootdown.ts';
import { modifyVma } from '../kernel/mm/splitMerge.ts';
import { endOfVma, isPfnMap, isShared, profileOfVma, vmasIn } from '../kernel/mm/vmas.ts';
import type { OperationResult } from '../result.ts';
import type { Vma, VmaAdvice } from '../state.ts';
import { adviceNumbers, type MmAction } from '../vocabulary/mm.ts';
import { syscall } from './syscall.ts';

type Madvise = Extract<MmAction, { do: 'madvise' }>;

/** Advice that a kernel without KSM, huge pages and memory failures does not know. */
const unknownAdvice: readonly number[] = [12, 13, 14, 15];
const greatestAdvice = adviceNumbers.POPULATE_WRITE;

/** madvise(2). A hole in the range is told at the end, after all VMAs were advised. */
export function madvise(
  draft: Draft,
  process: string,
  cpu: number,
  action: Madvise,
): OperationResult {
  const { at, advice } = action;
  return syscall(draft, `madvise(${at.base}+${at.offset}, ${nameOf(advice)})`, () => {
    const start = addressOf(draft, process, at);
    const length = pageAlign(draft, action.length);
    const isKnown = advice >= 0 && advice <= greatestAdvice && !unknownAdvice.includes(advice);
    if (!isKnown || (advice > 4 && advice < 8))
      return refuse(draft, 'EINVAL', 'an advice that the kernel does not know');
    if (!isAligned(draft, start))
      return refuse(draft, 'EINVAL', 'the address is not that of a page');
    if (u64(action.length) > 0n && length === 0n)
      return refuse(draft, 'EINVAL', 'the range wraps around');
    const end = start + Number(length);
    let hasHole = false;
    for (let next = start; next < end;) {
      const [vma] = vmasIn(draft, process, next, end);
      if (!vma) return refuse(draft, 'ENOMEM', 'nothing is mapped in a part of it');
      hasHole ||= vma.address > next;
      const from = Math.max(next, vma.address);
      const to = Math.min(end, endOfVma(draft, vma));
      const result = adviseVma(draft, cpu, vma, from, to, advice);
      if (result.kind !== 'ok') return result;
      next = to;
    }
    return hasHole ? refuse(draft, 'ENOMEM', 'nothing is mapped in a part of it') : done;
  });
}

function nameOf(advice: number): string {
  const found = Object.entries(adviceNumbers).find(([, number]) => number === advice);
  return found ? `MADV_${found[0]}` : String(advice);
}

function adviseVma(
  draft: Draft,
  cpu: number,
  vma: Vma,
  start: number,
  end: number,
  advice: number,
): OperationResult {
  switch (advice) {
    case adviceNumbers.WILLNEED:
    case adviceNumbers.KEEPONFORK:
      return done;
    case adviceNumbers.DONTNEED:
      return dontNeed(draft, cpu, vma, start, end);
    case adviceNumbers.FREE:
      return refuse(draft, 'EINVAL', 'only anonymous memory can be given up');
    case adviceNumbers.WIPEONFORK:
      return refuse(draft, 'EINVAL', 'only anonymous memory can be wiped');
    case adviceNumbers.REMOVE:
      return remove(draft, vma);
    case adviceNumbers.COLD:
    case adviceNumbers.PAGEOUT:
      return isPfnMap(draft, vma) || vma.advice.includes('locked')
        ? refuse(draft, 'EINVAL', 'there are no pages that the kernel could put aside')
        : done;
    case adviceNumbers.POPULATE_READ:
    case adviceNumbers.POPULATE_WRITE:
      return populateNow(draft, cpu, vma, start, end, advice === adviceNumbers.POPULATE_WRITE);
    default:
      return noteAdvice(draft, vma, start, end, advice);
  }
}

function dontNeed(
  draft: Draft,
  cpu: number,
  vma: Vma,
  start: number,
  end: number,
): OperationResult {
  if (isPfnMap(draft, vma) || vma.advice.includes('locked'))
    return refuse(draft, 'EINVAL', 'its pages are not the kernel’s to drop');
  const { pageSize } = draft.state.setup.platform;
  const first = (start - vma.address) / pageSize;
  shootDown(draft, cpu, vma, presentPages(vma, first, (end - vma.address) / pageSize, false));
  return done;
}

function remove(draft: Draft, vma: Vma): OperationResult {
  if (vma.advice.includes('locked')) return refuse(draft, 'EINVAL', 'it is locked into memory');
  if (!isShared(vma)) return refuse(draft, 'EACCES', 'it is not a shared writable mapping');
  return refuse(draft, 'ENODEV', 'no hole can be punched into this file');
}

function populateNow(
  draft: Draft,
  cpu: number,
  vma: Vma,
  start: number,
  end: number,
  isWrite: boolean,
): OperationResult {
  const mayAccess = isWrite ? vma.writable : vma.readable || vma.writable || vma.executable;
  if (!canPopulate(draft, vma) || !mayAccess)
    return refuse(draft, 'EINVAL', 'the kernel cannot fault these pages in by itself');
  populatePages(draft, cpu, vma, start, end, isWrite);
  return done;
}

const order: Readonly<Record<number, VmaAdvice>> = {
  [adviceNumbers.RANDOM]: 'random',
  [adviceNumbers.SEQUENTIAL]: 'sequential',
};

/** Advice that is kept with the VMA, and can part it. */
function noteAdvice(
  draft: Draft,
  vma: Vma,
  start: number,
  end: number,
  advice: number,
): OperationResult {
  const without = (...words: readonly VmaAdvice[]): readonly VmaAdvice[] =>
    vma.advice.filter((one) => !words.includes(one));
  const isSpecial = isPfnMap(draft, vma);
  if (advice === adviceNumbers.DOFORK && profileOfVma(draft, vma).isIo)
    return refuse(draft, 'EINVAL', 'device memory stays with its process');
  if (advice === adviceNumbers.DODUMP && isSpecial)
    return refuse(draft, 'EINVAL', 'the kernel cannot dump such pages');
  const kept = without('random', 'sequential');
  const ordering = order[advice];
  const now: readonly VmaAdvice[] =
    advice === adviceNumbers.DONTFORK
      ? [...without('dontfork'), 'dontfork']
      : advice === adviceNumbers.DOFORK
        ? without('dontfork')
        : advice === adviceNumbers.DONTDUMP
          ? [...without('dontdump'), ...(isSpecial ? [] : (['dontdump'] as const))]
          : advice === adviceNumbers.DODUMP
            ? without('dontdump')
            : ordering
              ? [...kept, ordering]
              : kept;
  const sorted = now.toSorted();
  if (sorted.join() === vma.advice.join()) return done;
  modifyVma(draft, vma.id, start, end, { advice: sorted }, vma.process);
  emit(draft, 'vma.advice', { label: nameOf(advice), to: { kind: 'pte', vma: vma.id } });
  return done;
}
