/** Mappings of memfds into processes: found, and taken away where pages of the memfd go [mm/memory.c]. */
import { call, type Draft } from '../../draft.ts';
import type { Vma } from '../../state.ts';
import { presentPages, shootDown } from '../mm/shootdown.ts';
import { findVma, isShared } from '../mm/vmas.ts';

const mappingsOf = (draft: Draft, memfd: number): readonly Vma[] =>
  draft.state.vmas.filter((vma) => vma.memfd === memfd);

/** Whether a process could write a memfd through a shared mapping [mapping_deny_writable]. */
export function hasSharedWritableMapping(draft: Draft, memfd: number): boolean {
  return mappingsOf(draft, memfd).some(isShared);
}

/** unmap_mapping_range on a memfd: pages leave all mappings; private copies are spared. */
export function zapMemfd(
  draft: Draft,
  cpu: number,
  memfd: number,
  first: number,
  end: number,
): void {
  const mappings = mappingsOf(draft, memfd);
  if (mappings.length === 0) return;
  call(draft, `unmap_mapping_range(pages ${first} to ${end - 1})`, () => {
    for (const { id } of mappings) {
      const vma = findVma(draft, id);
      if (!vma) continue;
      const from = first - vma.pageOffset;
      shootDown(draft, cpu, vma, presentPages(vma, from, end - vma.pageOffset, true));
    }
  });
}
