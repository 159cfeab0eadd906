/**
 * Page table entries are taken away, and every TLB that may hold them forgets them
 * [mm/memory.c: unmap_mapping_range, zap_pte_range; mm/mmu_gather.c, arch/x86/mm/tlb.c].
 */
import { emit, type Draft } from '../../draft.ts';
import { flushPage } from '../../hardware/cacheFlush.ts';
import { frameAddress } from '../../hardware/layout.ts';
import type { Pte, Vma } from '../../state.ts';
import { isPresent, rangePart, sendPte } from './ptes.ts';
import { acknowledge, flushOwn, otherCpus, sendFlushIpi } from './tlb.ts';
import { findVma } from './vmas.ts';

/** The shootdown of some present pages of one VMA. */
export function shootDown(draft: Draft, cpu: number, vma: Vma, pages: readonly number[]): void {
  if (pages.length === 0) return;
  for (const page of pages) clearPte(draft, vma, page);
  const others = otherCpus(draft, cpu, vma);
  for (const page of pages) sendPte(draft, vma.id, page, 'flushLocal');
  flushOwn(draft, cpu, vma, pages);
  for (const page of pages)
    sendPte(draft, vma.id, page, others.length === 0 ? 'noOthers' : 'sendIpi');
  for (const other of others) sendFlushIpi(draft, cpu, other);
  others.forEach((other, index) => {
    acknowledge(draft, other, vma, pages, () => {
      const event = index === others.length - 1 ? 'lastAck' : 'ack';
      for (const page of pages) sendPte(draft, vma.id, page, event);
    });
  });
  for (const page of pages) sendPte(draft, vma.id, page, 'done');
  emit(draft, 'shootdown.done', {
    label: 'every TLB has forgotten',
    to: { kind: 'pte', vma: vma.id },
    facts: { pages: pages.length, cpus: others.length + 1 },
  });
}

function clearPte(draft: Draft, vma: Vma, page: number): void {
  const pte = vma.ptes[page];
  const frame = pte?.frame ?? null;
  if (frame !== null) flushPage(draft, vma.id, frameAddress(draft.state, frame, 0));
  sendPte(draft, vma.id, page, 'clear');
  emit(draft, 'pte.clear', {
    label: `PTE of page ${vma.pageOffset + page} cleared`,
    to: { kind: 'pte', vma: vma.id },
    ...rangePart(draft, vma, page),
    facts: { page },
  });
  if (pte?.copy !== undefined || pte?.written) forgetPage(draft, vma.id, page);
  if (pte?.copy === undefined) return;
  emit(draft, 'page.free', {
    label: `private copy of page ${vma.pageOffset + page} dropped`,
    from: { kind: 'pte', vma: vma.id },
    facts: { page },
  });
}

/** What comes to this page next is a page of the file again, not written yet. */
function forgetPage(draft: Draft, id: number, page: number): void {
  const vma = findVma(draft, id);
  if (!vma) return;
  const ptes = vma.ptes.map((pte, index): Pte =>
    index === page ? { state: pte.state, frame: pte.frame } : pte,
  );
  draft.state.vmas = draft.state.vmas.map((one) => (one.id === id ? { ...one, ptes } : one));
}

/** Pages of a VMA, by their place in it, that have an entry; without those of private copies where they are spared. */
export function presentPages(
  vma: Vma,
  first: number,
  end: number,
  sparesCopies: boolean,
): readonly number[] {
  return vma.ptes.flatMap((pte, page) =>
    page >= first && page < end && isPresent(pte.state) && !(sparesCopies && pte.copy !== undefined)
      ? [page]
      : [],
  );
}
