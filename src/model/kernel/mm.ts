/**
 * Userspace mappings: VMAs, page faults, TLBs, and the shootdown of PTEs in all its steps
 * [mm/memory.c, mm/mmu_gather.c, arch/x86/mm/tlb.c].
 */
import { replaceAt } from '../../base/arrays.ts';
import { addCost, call, emit, setBuffer, setCpu, setVma, type Draft } from '../draft.ts';
import { lineRange } from '../hardware/cache.ts';
import { dirtyHolderOf } from '../hardware/cacheLookup.ts';
import { frameAddress } from '../hardware/layout.ts';
import type { PteEvent } from '../machines/events.ts';
import { pteId } from '../machines/instanceIds.ts';
import { pteNext } from '../machines/machines.ts';
import type { PteState } from '../machines/states.ts';
import type { Pte, TlbEntry, Vma } from '../state.ts';
import { blameDefect } from '../violations/raise.ts';
import { lineParts } from './cpuAccess.ts';
import { maintain } from './maintenance.ts';

/** Where an access lands, or the signal that it draws. */
export type Walk =
  /** `isStale`: through a TLB entry whose PTE is cleared. */
  | { readonly kind: 'ok'; readonly entry: TlbEntry; readonly isStale: boolean }
  | { readonly kind: 'signal'; readonly signal: 'SIGBUS' | 'SIGSEGV'; readonly reason: string };

/** The VMA with this id. */
export function findVma(draft: Draft, id: number): Vma | undefined {
  return draft.state.vmas.find((vma) => vma.id === id);
}

const isPresent = (state: PteState): boolean => state.startsWith('present');

/** Sends an event to one page's machine. Returns false where the machine refuses it. */
function sendPte(
  draft: Draft,
  vmaId: number,
  page: number,
  event: PteEvent,
  frame?: number,
): boolean {
  const vma = findVma(draft, vmaId);
  const pte = vma?.ptes[page];
  const state = pte && pteNext(pte.state, event);
  if (!vma || !pte || !state) return false;
  const changed: Pte = { state, frame: frame ?? pte.frame };
  setVma(draft, vmaId, { ptes: replaceAt(vma.ptes, page, changed) });
  const instance = pteId(vmaId, page);
  const transition = { machine: 'pte' as const, instance, event, from: pte.state, to: state };
  draft.transitions = [...draft.transitions, transition];
  return true;
}

function tlbEntry(draft: Draft, cpu: number, vma: number, page: number): TlbEntry | undefined {
  return draft.state.cpus[cpu]?.tlb.find((entry) => entry.vma === vma && entry.page === page);
}

/** Translates a page of a VMA for a CPU: TLB, page table walk, page fault. */
export function translate(
  draft: Draft,
  cpu: number,
  vmaId: number,
  page: number,
  isWrite: boolean,
): Walk {
  const vma = findVma(draft, vmaId);
  if (!vma) return { kind: 'signal', signal: 'SIGSEGV', reason: 'nothing is mapped there' };
  if (isWrite && !vma.writable)
    return { kind: 'signal', signal: 'SIGSEGV', reason: 'the mapping is read-only' };
  const cached = tlbEntry(draft, cpu, vmaId, page);
  if (cached)
    return { kind: 'ok', entry: cached, isStale: !isPresent(vma.ptes[page]?.state ?? 'absent') };
  if (!isPresent(vma.ptes[page]?.state ?? 'absent')) fault(draft, cpu, vma, page, isWrite);
  return fillTlb(draft, cpu, vmaId, page);
}

function fillTlb(draft: Draft, cpu: number, vmaId: number, page: number): Walk {
  const vma = findVma(draft, vmaId);
  const pte = vma?.ptes[page];
  const frame = pte && isPresent(pte.state) ? pte.frame : null;
  if (!vma || frame === null) {
    return { kind: 'signal', signal: 'SIGBUS', reason: 'the exporter has no page for the fault' };
  }
  const { process, writable, type } = vma;
  const entry: TlbEntry = { process, vma: vmaId, page, frame, writable, type };
  const old = draft.state.cpus[cpu]?.tlb ?? [];
  setCpu(draft, cpu, { tlb: [entry, ...old].slice(0, draft.state.setup.platform.tlbEntries) });
  emit(draft, 'tlb.fill', {
    label: `page walk, TLB of CPU ${cpu} filled`,
    from: { kind: 'pte', vma: vmaId },
    to: { kind: 'tlb', cpu },
    range: pageRange(draft, vma, page),
    facts: { cpu, page },
  });
  return { kind: 'ok', entry, isStale: false };
}

const pageRange = (draft: Draft, vma: Vma, page: number) => {
  const { pageSize } = draft.state.setup.platform;
  return { buffer: vma.buffer, start: (vma.pageOffset + page) * pageSize, length: pageSize };
};

/** A page fault into the exporter; one that mapped everything at mmap time has no fault handler. */
function fault(draft: Draft, cpu: number, vma: Vma, page: number, isWrite: boolean): void {
  draft.faults += 1;
  addCost(draft, 'faults', 1);
  sendPte(draft, vma.id, page, 'access');
  emit(draft, 'pte.fault', {
    label: `page fault at 0x${(vma.address + page * draft.state.setup.platform.pageSize).toString(16)}`,
    from: { kind: 'cpu', cpu },
    to: { kind: 'pte', vma: vma.id },
    range: pageRange(draft, vma, page),
    facts: { cpu, page, write: isWrite },
  });
  const buffer = draft.state.setup.buffers[vma.buffer];
  call(draft, `${buffer?.exporter ?? 'exporter'}_fault(page ${vma.pageOffset + page})`, () => {
    if (buffer?.mmap !== 'shootdown') {
      sendPte(draft, vma.id, page, 'refuse');
      return;
    }
    returnToCpu(draft, vma, page);
    insertPte(draft, vma, page);
  });
}

/** Under the shootdown policy a fault brings a page back into the CPU domain. */
function returnToCpu(draft: Draft, vma: Vma, page: number): void {
  const bufferPage = vma.pageOffset + page;
  const buffer = draft.state.buffers[vma.buffer];
  if (!buffer?.away[bufferPage]) return;
  const frame = buffer.frames[bufferPage] ?? 0;
  const isSnooped = draft.state.attachments.every(
    (a) => a.buffer !== vma.buffer || (draft.state.setup.devices[a.device]?.coherent ?? true),
  );
  if (!isSnooped) {
    const { pageSize } = draft.state.setup.platform;
    const address = frameAddress(draft.state, frame, 0);
    noteDirtyLines(draft, address, pageSize);
    maintain(draft, address, pageSize, 'invalidate', 'back in the CPU domain');
  }
  setBuffer(draft, vma.buffer, { away: replaceAt(buffer.away, bufferPage, false) });
}

/** remap_pfn_range at mmap time: every page at once. */
export function populate(draft: Draft, vma: Vma): void {
  vma.ptes.forEach((_, page) => insertPte(draft, vma, page));
}

/** Dirty lines that the fault is about to drop: only the kernel's own mapping, or a stale TLB, made them. */
function noteDirtyLines(draft: Draft, address: number, length: number): void {
  for (const { lineAddress } of lineParts(draft, address, length)) {
    const isDirty = dirtyHolderOf(draft.state, lineAddress) !== undefined;
    const line = isDirty ? lineRange(draft.state, lineAddress) : null;
    if (line) blameDefect(draft, line, 'shootdown-drops-kernel-writes');
  }
}

function insertPte(draft: Draft, vma: Vma, page: number): void {
  const frame = draft.state.buffers[vma.buffer]?.frames[vma.pageOffset + page];
  if (frame === undefined) return;
  sendPte(draft, vma.id, page, vma.writable ? 'insertWritable' : 'insertReadOnly', frame);
  emit(draft, 'pte.insert', {
    label: `PTE of page ${vma.pageOffset + page} inserted`,
    from: { kind: 'memory' },
    to: { kind: 'pte', vma: vma.id },
    range: pageRange(draft, vma, page),
    facts: { page, writable: vma.writable, type: vma.type },
  });
}

/**
 * unmap_mapping_range over pages [first, end) of a buffer: clears the PTEs of every VMA that maps them, and
 * flushes every TLB that may hold them. `cpu` is where it runs.
 */
export function unmapMappingRange(
  draft: Draft,
  cpu: number,
  buffer: number,
  first: number,
  end: number,
): void {
  call(draft, `unmap_mapping_range(pages ${first} to ${end - 1})`, () => {
    for (const vma of draft.state.vmas.filter((candidate) => candidate.buffer === buffer)) {
      const pages = vma.ptes.flatMap((pte, page) => {
        const bufferPage = vma.pageOffset + page;
        return bufferPage >= first && bufferPage < end && isPresent(pte.state) ? [page] : [];
      });
      if (pages.length > 0) shootDown(draft, cpu, vma, pages);
    }
  });
}

/** The shootdown of some present pages of one VMA. */
export function shootDown(draft: Draft, cpu: number, vma: Vma, pages: readonly number[]): void {
  for (const page of pages) {
    sendPte(draft, vma.id, page, 'clear');
    emit(draft, 'pte.clear', {
      label: `PTE of page ${vma.pageOffset + page} cleared`,
      to: { kind: 'pte', vma: vma.id },
      range: pageRange(draft, vma, page),
      facts: { page },
    });
  }
  const process = draft.state.processes.find((candidate) => candidate.name === vma.process);
  const others = (process?.cpus ?? []).filter((other) => other !== cpu);
  flushLocal(draft, cpu, vma, pages);
  for (const page of pages)
    sendPte(draft, vma.id, page, others.length === 0 ? 'noOthers' : 'sendIpi');
  for (const other of others) {
    addCost(draft, 'ipis', 1);
    emit(draft, 'ipi.send', {
      label: `IPI to CPU ${other}: flush TLB`,
      from: { kind: 'cpu', cpu },
      to: { kind: 'cpu', cpu: other },
      facts: { cpu, other },
    });
  }
  others.forEach((other, index) => {
    acknowledge(draft, other, vma, pages, index === others.length - 1);
  });
  for (const page of pages) sendPte(draft, vma.id, page, 'done');
  emit(draft, 'shootdown.done', {
    label: 'every TLB has forgotten',
    to: { kind: 'pte', vma: vma.id },
    facts: { pages: pages.length, cpus: others.length + 1 },
  });
}

function forget(draft: Draft, cpu: number, vma: Vma, pages: readonly number[]): number {
  const old = draft.state.cpus[cpu]?.tlb ?? [];
  const kept = old.filter((entry) => entry.vma !== vma.id || !pages.includes(entry.page));
  setCpu(draft, cpu, { tlb: kept });
  return old.length - kept.length;
}

function flushLocal(draft: Draft, cpu: number, vma: Vma, pages: readonly number[]): void {
  for (const page of pages) sendPte(draft, vma.id, page, 'flushLocal');
  const count = forget(draft, cpu, vma, pages);
  emit(draft, 'tlb.flush', {
    label: `TLB of CPU ${cpu} flushed`,
    to: { kind: 'tlb', cpu },
    facts: { cpu, entries: count },
  });
}

function acknowledge(
  draft: Draft,
  other: number,
  vma: Vma,
  pages: readonly number[],
  isLast: boolean,
): void {
  const count = forget(draft, other, vma, pages);
  for (const page of pages) sendPte(draft, vma.id, page, isLast ? 'lastAck' : 'ack');
  emit(draft, 'ipi.ack', {
    label: `CPU ${other} flushed its TLB`,
    from: { kind: 'cpu', cpu: other },
    to: { kind: 'tlb', cpu: other },
    facts: { cpu: other, entries: count },
  });
}
