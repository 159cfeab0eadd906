/** fork(2): a child with the same VMAs, and the page table entries that are copied [kernel/fork.c, mm/memory.c]. */
import { call, emit, takeId, type Draft } from '../../draft.ts';
import type { Pte, Vma } from '../../state.ts';
import { getReference } from '../dmaBuf.ts';
import { isPresent, rangePart, sendPte, setPteCopy } from './ptes.ts';
import { flushEverywhere } from './tlb.ts';
import { isPfnMap, tellExporter, vmasIn } from './vmas.ts';

/** dup_mmap: the child gets every VMA that is not kept from it. */
export function copyMappings(draft: Draft, cpu: number, parent: string, child: string): void {
  call(draft, `dup_mmap(${parent} to ${child})`, () => {
    for (const vma of vmasIn(draft, parent, 0, Infinity)) {
      if (vma.advice.includes('dontfork')) continue;
      const id = copyVma(draft, vma, child);
      tellExporter(draft, 'vma.open', { ...vma, id }, parent);
      if (!needsCopy(draft, vma)) continue;
      const lent = copyEntries(draft, vma, id);
      flushEverywhere(draft, cpu, vma, lent);
    }
  });
}

function copyVma(draft: Draft, vma: Vma, process: string): number {
  const id = takeId(draft);
  const ptes = vma.ptes.map((): Pte => ({ state: 'absent', frame: null }));
  // What is locked into memory is not so in a child.
  const advice = vma.advice.filter((one) => one !== 'locked');
  draft.state.vmas = [...draft.state.vmas, { ...vma, id, process, ptes, advice }];
  if (vma.buffer >= 0) getReference(draft, vma.buffer, null);
  return id;
}

/** vma_needs_copy: entries that faults would bring back are left out. */
function needsCopy(draft: Draft, vma: Vma): boolean {
  return isPfnMap(draft, vma) || vma.hasCopies;
}

/** Copies what entries there are; gives the pages of the parent that lost the right to write. */
function copyEntries(draft: Draft, vma: Vma, child: number): readonly number[] {
  return vma.ptes.flatMap((pte, page) => {
    if (!isPresent(pte.state)) return [];
    const { frame } = pte;
    const isOwn = pte.copy === 'own';
    const wasWritable = pte.state === 'present.writable';
    const insert = wasWritable && pte.copy === undefined ? 'insertWritable' : 'insertReadOnly';
    sendPte(draft, child, page, insert, { frame, ...(pte.copy ? { copy: 'lent' } : {}) });
    if (pte.state === 'present.noAccess') sendPte(draft, child, page, 'forbidAll');
    if (isOwn) setPteCopy(draft, vma.id, page, 'lent');
    if (isOwn && wasWritable) sendPte(draft, vma.id, page, 'forbidWriting');
    emit(draft, 'pte.copy', {
      label: `PTE of page ${vma.pageOffset + page} copied`,
      from: { kind: 'pte', vma: vma.id },
      to: { kind: 'pte', vma: child },
      ...rangePart(draft, vma, page),
      facts: { page, lent: pte.copy !== undefined },
    });
    return isOwn && wasWritable ? [page] : [];
  });
}
