/** Page table entries: their machine, their insertion, the rights of one that stays [mm/memory.c, mm/mprotect.c]. */
import { replaceAt } from '../../../base/arrays.ts';
import { emit, setVma, type Draft } from '../../draft.ts';
import type { PteEvent } from '../../machines/events.ts';
import { pteId } from '../../machines/instanceIds.ts';
import { pteNext } from '../../machines/machines.ts';
import type { PteState } from '../../machines/states.ts';
import type { ByteRange } from '../../microEvent.ts';
import type { Pte, Vma } from '../../state.ts';
import { findVma, profileOfVma } from './vmas.ts';

export const isPresent = (state: PteState): boolean => state.startsWith('present');

/** Sends an event to one page's machine, and changes the entry. Does nothing where the machine refuses it. */
export function sendPte(
  draft: Draft,
  vmaId: number,
  page: number,
  event: PteEvent,
  change: Partial<Pick<Pte, 'frame' | 'copy' | 'written'>> = {},
): void {
  const vma = findVma(draft, vmaId);
  const pte = vma?.ptes[page];
  const state = pte && pteNext(pte.state, event);
  if (!vma || !pte || !state) return;
  const changed: Pte = { ...pte, ...change, state };
  setVma(draft, vmaId, { ptes: replaceAt(vma.ptes, page, changed) });
  const instance = pteId(vmaId, page);
  const transition = { machine: 'pte' as const, instance, event, from: pte.state, to: state };
  draft.transitions = [...draft.transitions, transition];
}

/** Changes what an entry says of its frame, without a step of its machine. */
export function setPteCopy(
  draft: Draft,
  vmaId: number,
  page: number,
  copy: NonNullable<Pte['copy']>,
): void {
  const vma = findVma(draft, vmaId);
  const pte = vma?.ptes[page];
  if (vma && pte) setVma(draft, vmaId, { ptes: replaceAt(vma.ptes, page, { ...pte, copy }) });
}

/** The bytes that a page of a VMA shows; null for a memfd. */
export function pageRange(draft: Draft, vma: Vma, page: number): ByteRange | null {
  if (vma.buffer < 0) return null;
  const { pageSize } = draft.state.setup.platform;
  return { buffer: vma.buffer, start: (vma.pageOffset + page) * pageSize, length: pageSize };
}

/** The same as a part of an event. */
export function rangePart(draft: Draft, vma: Vma, page: number): { range?: ByteRange } {
  const range = pageRange(draft, vma, page);
  return range ? { range } : {};
}

/**
 * Whether an entry of a page of the file can be written through: a private mapping writes to copies only, and an
 * exporter may want to be asked before the first write [vma_wants_writenotify].
 */
function writesThrough(draft: Draft, vma: Vma, pte: Pick<Pte, 'written'>): boolean {
  const isAsked = profileOfVma(draft, vma).tracksWrites && pte.written !== true;
  return vma.writable && !vma.private && !isAsked;
}

/** Whether a VMA allows any access. */
export const isAccessible = (vma: Vma): boolean => vma.readable || vma.writable || vma.executable;

/** A page of the file gets an entry. */
export function insertPte(draft: Draft, vma: Vma, page: number, frame: number): void {
  const writable = writesThrough(draft, vma, {});
  sendPte(draft, vma.id, page, writable ? 'insertWritable' : 'insertReadOnly', { frame });
  if (!isAccessible(vma)) sendPte(draft, vma.id, page, 'forbidAll');
  emit(draft, 'pte.insert', {
    label: `PTE of page ${vma.pageOffset + page} inserted`,
    from: { kind: 'memory' },
    to: { kind: 'pte', vma: vma.id },
    ...rangePart(draft, vma, page),
    facts: { page, writable, type: vma.type },
  });
}

/** do_wp_page: the exporter is told of the first write to a page of a shared mapping, and the entry allows more. */
export function allowWrites(draft: Draft, vma: Vma, page: number): void {
  sendPte(draft, vma.id, page, 'allowWriting', { written: true });
  emit(draft, 'pte.protect', {
    label: `PTE of page ${vma.pageOffset + page}: writable`,
    to: { kind: 'pte', vma: vma.id },
    ...rangePart(draft, vma, page),
    facts: { page, rights: 'writable' },
  });
}

/** change_pte_range: entries that are there get the rights that their VMA has now. Gives the pages that changed. */
export function applyRights(draft: Draft, vma: Vma, pages: readonly number[]): readonly number[] {
  return pages.filter((page) => {
    const pte = vma.ptes[page];
    if (!pte || !isPresent(pte.state)) return false;
    // A copy that relatives may still read is not to be written before it is copied once more.
    const writable = (vma.writable && pte.copy === 'own') || writesThrough(draft, vma, pte);
    const [event, rights]: readonly [PteEvent, string] = writable
      ? ['allowWriting', 'writable']
      : isAccessible(vma)
        ? ['forbidWriting', 'read-only']
        : ['forbidAll', 'not accessible'];
    if (pteNext(pte.state, event) === null) return false;
    sendPte(draft, vma.id, page, event);
    emit(draft, 'pte.protect', {
      label: `PTE of page ${vma.pageOffset + page}: ${rights}`,
      to: { kind: 'pte', vma: vma.id },
      ...rangePart(draft, vma, page),
      facts: { page, rights },
    });
    return true;
  });
}
