/** The marks of a page that are no copies: PTEs, TLB entries, and what IOMMU and devices have of it. */
import type { PteState } from '../model/machines/states.ts';
import type { State, TlbEntry, Vma } from '../model/state.ts';
import { makeMark, type MarkWords } from './pageMark.ts';
import { pteLane } from './roomColumns.ts';
import { hex, type RoomContext } from './roomContext.ts';
import { deviceMarks, iommuMarks } from './roomDevices.ts';
import type { PageMark } from './roomTypes.ts';

/** All marks of one page, in column order. */
export function pageMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  return [
    ...pteMarks(context, buffer, page),
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
  'shootdown.cleared': { state: 'leaving', title: 'PTE zapped', detail: 'TLBs still hold it' },
  'shootdown.localFlushed': { state: 'leaving', title: 'PTE zapped', detail: 'own TLB flushed' },
  'shootdown.ipiPending': { state: 'leaving', title: 'PTE zapped', detail: 'waits for acks' },
  'shootdown.acknowledged': { state: 'leaving', title: 'PTE zapped', detail: 'all acknowledged' },
};

function pteMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  return state.vmas.flatMap((vma) => {
    const pte = vma.buffer === buffer ? vma.ptes[page - vma.pageOffset] : undefined;
    if (!pte) return [];
    const words = pteWords[pte.state];
    const address = vma.address + (page - vma.pageOffset) * state.setup.platform.pageSize;
    const type = pte.state.startsWith('present') && vma.type !== 'WB' ? vma.type : words.detail;
    return [
      makeMark(
        context,
        {
          buffer,
          page,
          part: `pte:${vma.process}/${pteLane(state, vma.id)}`,
          place: { kind: 'pte', vma: vma.id },
        },
        {
          ...words,
          role: words.state === 'leaving' ? 'bad' : words.state === 'none' ? 'none' : 'cpu',
          detail: type,
          code: hex(address),
        },
        `PTE of ${vma.process}'s mapping ${vma.name}`,
      ),
    ];
  });
}

function tlbMarks(context: RoomContext, buffer: number, page: number): readonly PageMark[] {
  const { state } = context;
  const frame = state.buffers[buffer]?.frames[page];
  return state.cpus.flatMap((cpu, index) => {
    const part = `tlb:${index}`;
    if (!context.parts.has(part)) return [];
    const entries = cpu.tlb.filter((entry) => entry.frame === frame);
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
  const covers = (vma: Vma): boolean =>
    vma.buffer === buffer && flushedStates.has(vma.ptes[page - vma.pageOffset]?.state ?? 'absent');
  return state.vmas.some(
    (vma) =>
      covers(vma) &&
      state.processes.some(({ name, cpus }) => name === vma.process && cpus.includes(cpu)),
  );
}
