/** Pages are faulted in ahead of any access [mm/gup.c: populate_vma_page_range, faultin_page_range]. */
import type { Draft } from '../../draft.ts';
import type { Vma } from '../../state.ts';
import { writeProtectFault } from './copies.ts';
import { fault, noteFault } from './faults.ts';
import { isAccessible, isPresent } from './ptes.ts';
import { findVma, isPfnMap, profileOfVma } from './vmas.ts';

/** Whether the kernel faults pages of a VMA in by itself: not where entries are bare page frames. */
export function canPopulate(draft: Draft, vma: Vma): boolean {
  return !isPfnMap(draft, vma) && !profileOfVma(draft, vma).isIo;
}

/**
 * Faults in what lies in a range of addresses. `isWrite` null: as mlock and MAP_POPULATE do, which break a
 * private writable mapping's sharing ahead of its first write.
 */
export function populatePages(
  draft: Draft,
  cpu: number,
  { id }: Vma,
  start: number,
  end: number,
  isWrite: boolean | null = null,
): void {
  const { pageSize } = draft.state.setup.platform;
  const vma = findVma(draft, id);
  if (!vma || !canPopulate(draft, vma) || !isAccessible(vma)) return;
  const writes = isWrite ?? (vma.writable && vma.private);
  const { faults } = draft;
  vma.ptes.forEach((_, page) => {
    const address = vma.address + page * pageSize;
    const now = findVma(draft, id);
    const pte = now?.ptes[page];
    if (!now || !pte || address < start || address >= end) return;
    if (!isPresent(pte.state)) fault(draft, cpu, now, page, writes);
    else if (writes && pte.state === 'present.readOnly') {
      noteFault(draft, cpu, now, page, true, false);
      writeProtectFault(draft, cpu, now, page);
    }
  });
  draft.faults = faults;
}
