/** The way of an access to memory: rights, TLB, page table, page fault [arch/x86/mm/fault.c, mm/memory.c]. */
import { emit, setCpu, type Draft } from '../../draft.ts';
import type { TlbEntry, Vma } from '../../state.ts';
import { writeProtectFault } from './copies.ts';
import { fault, noteFault } from './faults.ts';
import { allowWrites, isAccessible, isPresent, rangePart } from './ptes.ts';
import { tlbEntry } from './tlb.ts';
import { findVma } from './vmas.ts';

/** SEGV_MAPERR, SEGV_ACCERR and BUS_ADRERR [include/uapi/asm-generic/siginfo.h]. */
export const notMapped = 1;
export const notAllowed = 2;
export const noSuchPage = 2;

/** Where an access lands, or the signal that it draws. */
export type Walk =
  /** `isStale`: through a TLB entry whose PTE is cleared. */
  | { readonly kind: 'ok'; readonly entry: TlbEntry; readonly isStale: boolean }
  | {
      readonly kind: 'signal';
      readonly signal: 'SIGBUS' | 'SIGSEGV';
      readonly code: number;
      readonly reason: string;
    };

const segfault = (code: number, reason: string): Walk => ({
  ...{ kind: 'signal', signal: 'SIGSEGV', code, reason },
});

/** Translates a page of a VMA for a CPU: TLB, page table walk, page fault. */
export function translate(
  draft: Draft,
  cpu: number,
  vmaId: number,
  page: number,
  isWrite: boolean,
): Walk {
  const vma = findVma(draft, vmaId);
  if (!vma) return segfault(notMapped, 'nothing is mapped there');
  if (isWrite && !vma.writable) return segfault(notAllowed, 'the mapping is read-only');
  if (!isAccessible(vma)) return segfault(notAllowed, 'the mapping allows no access');
  const isThere = isPresent(vma.ptes[page]?.state ?? 'absent');
  const cached = tlbEntry(draft, cpu, vmaId, page);
  if (cached && (cached.writable || !isWrite))
    return { kind: 'ok', entry: cached, isStale: !isThere };
  if (!isThere) fault(draft, cpu, vma, page, isWrite);
  if (isWrite) faultOnReadOnly(draft, cpu, vmaId, page);
  return fillTlb(draft, cpu, vmaId, page);
}

/** A write to an entry that allows reading only: a private page is copied, the first write to a shared one noted. */
function faultOnReadOnly(draft: Draft, cpu: number, vmaId: number, page: number): void {
  const vma = findVma(draft, vmaId);
  if (vma?.ptes[page]?.state !== 'present.readOnly') return;
  noteFault(draft, cpu, vma, page, true, false);
  if (vma.private) writeProtectFault(draft, cpu, vma, page);
  else allowWrites(draft, vma, page);
}

function fillTlb(draft: Draft, cpu: number, vmaId: number, page: number): Walk {
  const vma = findVma(draft, vmaId);
  const pte = vma?.ptes[page];
  const frame = pte && isPresent(pte.state) ? pte.frame : null;
  if (!vma || frame === null) {
    const reason = 'the exporter has no page for the fault';
    return { kind: 'signal', signal: 'SIGBUS', code: noSuchPage, reason };
  }
  const entry = entryOf(vma, page, frame);
  const old = (draft.state.cpus[cpu]?.tlb ?? []).filter(
    (other) => other.vma !== vmaId || other.page !== page,
  );
  setCpu(draft, cpu, { tlb: [entry, ...old].slice(0, draft.state.setup.platform.tlbEntries) });
  emit(draft, 'tlb.fill', {
    label: `page walk, TLB of CPU ${cpu} filled`,
    from: { kind: 'pte', vma: vmaId },
    to: { kind: 'tlb', cpu },
    ...rangePart(draft, vma, page),
    facts: { cpu, page },
  });
  return { kind: 'ok', entry, isStale: false };
}

function entryOf(vma: Vma, page: number, frame: number): TlbEntry {
  const { process, id, type } = vma;
  const writable = vma.ptes[page]?.state === 'present.writable';
  return { process, vma: id, page, frame, writable, type };
}
