/** Address ranges are emptied: munmap, and what else takes VMAs away [mm/vma.c, do_vmi_align_munmap]. */
import { emit, type Draft } from '../../draft.ts';
import type { Vma } from '../../state.ts';
import { putReference } from '../dmaBuf.ts';
import { presentPages, shootDown } from './shootdown.ts';
import { splitVma } from './splitMerge.ts';
import { endOfVma, findVma, tellExporter, vmasIn } from './vmas.ts';

/** Cuts VMAs at both ends of a range, and gives those that lie in it. */
function cutOut(draft: Draft, process: string, start: number, end: number): readonly Vma[] {
  const first = vmasIn(draft, process, start, end)[0];
  if (first && first.address < start) splitVma(draft, first.id, start, 'below', process);
  const last = vmasIn(draft, process, start, end).at(-1);
  if (last && endOfVma(draft, last) > end) splitVma(draft, last.id, end, 'above', process);
  return vmasIn(draft, process, start, end);
}

/** Takes away what a process has in a range of addresses; gives the number of VMAs that went. */
export function unmapRange(
  draft: Draft,
  process: string,
  cpu: number,
  start: number,
  end: number,
): number {
  const vmas = cutOut(draft, process, start, end);
  for (const vma of vmas) shootDown(draft, cpu, vma, presentPages(vma, 0, vma.ptes.length, false));
  for (const vma of vmas) removeVma(draft, vma);
  return vmas.length;
}

/** Takes an empty VMA away. */
export function removeVma(draft: Draft, { id }: Vma): void {
  const vma = findVma(draft, id);
  if (!vma) return;
  tellExporter(draft, 'vma.close', vma, vma.process);
  draft.state.vmas = draft.state.vmas.filter((other) => other.id !== id);
  draft.state.cpus = draft.state.cpus.map((one) =>
    one.tlb.some((entry) => entry.vma === id)
      ? { ...one, tlb: one.tlb.filter((entry) => entry.vma !== id) }
      : one,
  );
  emit(draft, 'vma.unmap', { label: `${vma.name} is gone`, facts: { pages: vma.ptes.length } });
  if (vma.buffer >= 0) putReference(draft, vma.buffer, null);
}

/** exit_mmap: everything that a process has mapped. */
export function unmapAll(draft: Draft, process: string, cpu: number): void {
  unmapRange(draft, process, cpu, 0, Infinity);
}
