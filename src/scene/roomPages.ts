/** The marks of a page that are no copies: PTEs, TLB entries, and what IOMMU and devices have of it. */
import type { PteState } from '../model/machines/states.ts';
import type { State, TlbEntry } from '../model/state.ts';
import { makeMark, type MarkWords } from './pageMark.ts';
import { hex, type RoomContext } from './roomContext.ts';
import { deviceMarks, iommuMarks } from './roomDevices.ts';
import type { PageMark } from './roomTypes.ts';
import { laneCount, laneOf, vmaPages, type VmaPage } from './vmaPages.ts';

/** All marks of one page, in column order. */
export function pageMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  return [
    ...pteMarks(context, buffer, page),
    ...vmapMarks(context, buffer, page),
    ...tlbMarks(context, buffer, page),
    ...iommuMarks(context, buffer, page),
    ...deviceMarks(context, buffer, page),
  ];
}

const pteWords: Record<PteState, Pick<PageMark, 'state' | 'title' | 'detail'>> = {
  absent: { state: 'none', title: 'absent', detail: '' },
  faulting: { state: 'pending', title: 'faulting', detail: 'asks the exporter' },
  'present.readOnly': { state: 'outline', title: 'read-only', detail: '' },
  'present.writable': { state: 'solid', title: 'writable', detail: '' },
  'present.noAccess': { state: 'outline', title: 'no access', detail: 'mprotect(PROT_NONE)' },
  'shootdown.cleared': { state: 'leaving', title: 'PTE zapped', detail: 'TLBs still hold it' },
  'shootdown.localFlushed': { state: 'leaving', title: 'PTE zapped', detail: 'own TLB flushed' },
  'shootdown.ipiPending': { state: 'leaving', title: 'PTE zapped', detail: 'waits for acks' },
  'shootdown.acknowledged': { state: 'leaving', title: 'PTE zapped', detail: 'all acknowledged' },
};

function pteMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  return vmaPages(state, buffer, page).map((shown) => {
    const { vma, index, pte } = shown;
    const words = pteWords[pte.state];
    // Beside other mappings of its process a mapping says which it is.
    const own = laneCount(state, vma.process) > 1 ? `${vma.name} ` : '';
    const upper = shown.window === 1 ? ', upper window' : '';
    return makeMark(
      context,
      {
        buffer,
        page,
        part: `pte:${vma.process}/${laneOf(state, shown, buffer)}`,
        place: { kind: 'pte', vma: vma.id },
      },
      {
        ...words,
        title: `${own}${words.title}`,
        role: words.state === 'leaving' ? 'bad' : words.state === 'none' ? 'none' : 'cpu',
        detail: pteDetail(state, shown) || words.detail,
        code: hex(vma.address + index * state.setup.platform.pageSize),
      },
      `PTE of ${vma.process}'s mapping ${vma.name}${upper}`,
    );
  });
}

/** The kernel's own addresses for the buffer: there while some user of them is left. */
function vmapMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  return context.state.vmaps
    .filter((vmap) => vmap.buffer === buffer && context.parts.has(`vmap:${vmap.name}`))
    .map(({ name, live }) => {
      const words: MarkWords = live
        ? { state: 'solid', role: 'cpu', title: name, detail: 'kernel address', code: '' }
        : { state: 'none', role: 'none', title: name, detail: 'vunmapped', code: '' };
      const place = { kind: 'kernel' } as const;
      return makeMark(
        context,
        { buffer, page, part: `vmap:${name}`, place },
        words,
        'vmap of the kernel',
      );
    });
}

/** What is special about an entry: what it shows instead of the page, its window, its memory type. */
function pteDetail(state: State, { vma, pte, window, apart }: VmaPage): string {
  if (apart?.what === 'copy') return pte.copy === 'lent' ? 'shared copy' : 'private copy';
  if (apart) {
    const page = state.buffers[vma.buffer]?.frames.indexOf(apart.frame) ?? -1;
    return page < 0 ? 'another page' : `shows page ${page}`;
  }
  const isPresent = pte.state.startsWith('present');
  const type = isPresent && vma.type !== 'WB' ? vma.type : '';
  const kind = window === 1 ? 'upper window' : vma.private && isPresent ? 'private' : '';
  return [kind, type].filter((word) => word !== '').join(', ');
}

function tlbMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  const frame = state.buffers[buffer]?.frames[page];
  const shown = vmaPages(state, buffer, page).filter(({ apart }) => apart !== null);
  return state.cpus.flatMap((cpu, index) => {
    const part = `tlb:${index}`;
    if (!context.parts.has(part)) return [];
    const entries = cpu.tlb.filter(
      (entry) =>
        entry.frame === frame ||
        shown.some(({ vma, index: own }) => vma.id === entry.vma && own === entry.page),
    );
    return [
      makeMark(
        context,
        { buffer, page, part, place: { kind: 'tlb', cpu: index } },
        tlbWords(state, entries, isFlushed(state, index, buffer, page)),
        `TLB of CPU ${index}`,
      ),
    ];
  });
}

function tlbWords(state: State, entries: readonly TlbEntry[], flushed: boolean): MarkWords {
  if (entries.some((entry) => isStaleTlbEntry(state, entry)))
    return { state: 'stale', role: 'bad', title: 'TLB STALE', detail: '', code: '' };
  if (entries.length === 0)
    return flushed
      ? { state: 'pending', role: 'none', title: 'TLB flushed', detail: '', code: '' }
      : { state: 'none', role: 'none', title: 'TLB –', detail: '', code: '' };
  return entries.some(({ writable }) => writable)
    ? { state: 'solid', role: 'cpu', title: 'TLB rw', detail: '', code: '' }
    : { state: 'outline', role: 'cpu', title: 'TLB ro', detail: '', code: '' };
}

/** Whether a TLB still holds what the page table does not say any more. */
export function isStaleTlbEntry(state: State, entry: TlbEntry): boolean {
  const pte = state.vmas.find(({ id }) => id === entry.vma)?.ptes[entry.page];
  if (!pte?.state.startsWith('present')) return true;
  return pte.frame !== entry.frame || (entry.writable && pte.state === 'present.readOnly');
}

const flushedStates: ReadonlySet<PteState> = new Set([
  'shootdown.localFlushed',
  'shootdown.ipiPending',
  'shootdown.acknowledged',
]);

/** A shootdown is under way and has already emptied the TLB of this CPU. */
function isFlushed(state: State, cpu: number, buffer: number, page: number): boolean {
  const shown = vmaPages(state, buffer, page).filter(({ pte }) => flushedStates.has(pte.state));
  return state.processes.some(
    ({ name, cpus }) => cpus.includes(cpu) && shown.some(({ vma }) => vma.process === name),
  );
}
