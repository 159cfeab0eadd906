/** Addresses of a process: what names of the script stand for, and where a new mapping goes [mm/mmap.c]. */
import type { Draft } from '../../draft.ts';
import type { Location } from '../../operation.ts';
import type { NamedRange, Vma } from '../../state.ts';
import { setProcess } from '../files/openFile.ts';
import { endOfVma, vmasIn } from './vmas.ts';

/** Where the first mapping ends: others go below it. */
const mmapTop = 0x7f3000000000;

function rangesOf(draft: Draft, process: string): readonly NamedRange[] {
  return draft.state.processes.find(({ name }) => name === process)?.ranges ?? [];
}

/** What a name of a process stands for. */
export function findRange(draft: Draft, process: string, name: string): NamedRange | undefined {
  return rangesOf(draft, process).find((range) => range.name === name);
}

/** From here on the name stands for this range. */
export function nameRange(draft: Draft, process: string, range: NamedRange): void {
  const others = rangesOf(draft, process).filter(({ name }) => name !== range.name);
  setProcess(draft, process, { ranges: [...others, range] });
}

/** Address of a byte from a named range on; a name that never was given stands for address 0, where nothing is. */
export function addressOf(draft: Draft, process: string, at: Location): number {
  return (findRange(draft, process, at.base)?.address ?? 0) + at.offset;
}

/** VMAs that lie where a name's mapping was first made. */
export function vmasOfName(draft: Draft, process: string, name: string): readonly Vma[] {
  const range = findRange(draft, process, name);
  return range ? vmasIn(draft, process, range.address, range.address + range.length) : [];
}

/** unmapped_area_topdown: the highest place with room for so many bytes. */
export function findRoom(draft: Draft, process: string, length: number): number {
  let end = mmapTop;
  for (const vma of vmasIn(draft, process, 0, mmapTop).toReversed()) {
    if (end - endOfVma(draft, vma) >= length) break;
    end = vma.address;
  }
  return end - length;
}
