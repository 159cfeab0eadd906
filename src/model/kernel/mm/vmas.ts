/** VMAs by address: found, and what the exporter behind them is told [mm/vma.c, mm/memory.c]. */
import { emit, type Draft } from '../../draft.ts';
import type { Vma } from '../../state.ts';
import { vmaProfile, type FaultProfile } from '../exporters/faultProfile.ts';

/** The VMA with this id. */
export function findVma(draft: Draft, id: number): Vma | undefined {
  return draft.state.vmas.find((vma) => vma.id === id);
}

/** Address behind its last byte. */
export function endOfVma(draft: Draft, vma: Vma): number {
  return vma.address + vma.ptes.length * draft.state.setup.platform.pageSize;
}

/** VMAs of a process that overlap a range of addresses, by address. */
export function vmasIn(draft: Draft, process: string, start: number, end: number): readonly Vma[] {
  return draft.state.vmas
    .filter((vma) => vma.process === process && vma.address < end && endOfVma(draft, vma) > start)
    .toSorted((a, b) => a.address - b.address);
}

/** The VMA of a process that holds an address. */
export function vmaAt(draft: Draft, process: string, address: number): Vma | undefined {
  return vmasIn(draft, process, address, address + 1)[0];
}

/** vm_pgoff. */
export const fileOffsetOf = (vma: Vma): number => vma.fileOffset ?? vma.pageOffset;

/** VM_SHARED: a shared mapping of a file that can be written through it. */
export const isShared = (vma: Vma): boolean => !vma.private && vma.mayWrite;

/** What its exporter does at mmap and at faults. */
export function profileOfVma(draft: Draft, vma: Vma): FaultProfile {
  return vmaProfile(draft.state.setup, vma);
}

/** VM_PFNMAP: the kernel does not look behind its entries. */
export function isPfnMap(draft: Draft, vma: Vma): boolean {
  return profileOfVma(draft, vma).storage === 'pfn';
}

/** Tells the exporter of a VMA that came or goes [vm_ops->open, vm_ops->close]; `by` is whose call it is. */
export function tellExporter(
  draft: Draft,
  kind: 'vma.open' | 'vma.close',
  vma: Vma,
  by: string,
): void {
  if (!profileOfVma(draft, vma).countsVmas) return;
  const pages = vma.ptes.length;
  const pgoff = fileOffsetOf(vma);
  const exporter = draft.state.setup.buffers[vma.buffer]?.exporter ?? 'exporter';
  emit(draft, kind, {
    label: `${exporter}_vm_${kind === 'vma.open' ? 'open' : 'close'}(page ${pgoff}, ${pages} ${pages === 1 ? 'page' : 'pages'})`,
    to: { kind: 'pte', vma: vma.id },
    facts: { pgoff, pages, vma: vma.private ? 'private' : 'shared', by },
  });
}

/** The VMA without its first pages. */
export function withoutFirst(draft: Draft, vma: Vma, pages: number): Vma {
  const { pageSize } = draft.state.setup.platform;
  const keepsOffset = profileOfVma(draft, vma).ignoresOffset;
  return {
    ...vma,
    address: vma.address + pages * pageSize,
    pageOffset: keepsOffset ? vma.pageOffset : vma.pageOffset + pages,
    ...(vma.fileOffset === undefined ? {} : { fileOffset: vma.fileOffset + pages }),
    ptes: vma.ptes.slice(pages),
  };
}

/** Puts translations of a VMA under other names: those of the VMA and page that they are of now. */
export function renameTranslations(
  draft: Draft,
  vma: number,
  now: (page: number) => { readonly vma: number; readonly page: number },
): void {
  draft.state.cpus = draft.state.cpus.map((cpu) =>
    cpu.tlb.some((entry) => entry.vma === vma)
      ? {
          ...cpu,
          tlb: cpu.tlb.map((entry) =>
            entry.vma === vma ? { ...entry, ...now(entry.page) } : entry,
          ),
        }
      : cpu,
  );
}
