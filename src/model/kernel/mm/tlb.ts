/** Translations in the TLBs of CPUs, and how they are made to forget [arch/x86/mm/tlb.c]. */
import { addCost, emit, setCpu, type Draft } from '../../draft.ts';
import type { TlbEntry, Vma } from '../../state.ts';

/** The translation that a CPU holds. */
export function tlbEntry(
  draft: Draft,
  cpu: number,
  vma: number,
  page: number,
): TlbEntry | undefined {
  return draft.state.cpus[cpu]?.tlb.find((entry) => entry.vma === vma && entry.page === page);
}

/** Drops the translations of some pages from one TLB; gives their number. */
function forget(draft: Draft, cpu: number, vma: Vma, pages: readonly number[]): number {
  const old = draft.state.cpus[cpu]?.tlb ?? [];
  const kept = old.filter((entry) => entry.vma !== vma.id || !pages.includes(entry.page));
  setCpu(draft, cpu, { tlb: kept });
  return old.length - kept.length;
}

/** CPUs beside this one that have run the process of a VMA. */
export function otherCpus(draft: Draft, cpu: number, vma: Vma): readonly number[] {
  const process = draft.state.processes.find((candidate) => candidate.name === vma.process);
  return (process?.cpus ?? []).filter((other) => other !== cpu);
}

/** The CPU flushes its own TLB. */
export function flushOwn(draft: Draft, cpu: number, vma: Vma, pages: readonly number[]): void {
  const count = forget(draft, cpu, vma, pages);
  emit(draft, 'tlb.flush', {
    label: `TLB of CPU ${cpu} flushed`,
    to: { kind: 'tlb', cpu },
    facts: { cpu, entries: count },
  });
}

/** Another CPU is told to flush. */
export function sendFlushIpi(draft: Draft, cpu: number, other: number): void {
  addCost(draft, 'ipis', 1);
  emit(draft, 'ipi.send', {
    label: `IPI to CPU ${other}: flush TLB`,
    from: { kind: 'cpu', cpu },
    to: { kind: 'cpu', cpu: other },
    facts: { cpu, other },
  });
}

/** Another CPU flushes; `before` is what that means for the entries, said with its event. */
export function acknowledge(
  draft: Draft,
  other: number,
  vma: Vma,
  pages: readonly number[],
  before: () => void,
): void {
  const count = forget(draft, other, vma, pages);
  before();
  emit(draft, 'ipi.ack', {
    label: `CPU ${other} flushed its TLB`,
    from: { kind: 'cpu', cpu: other },
    to: { kind: 'tlb', cpu: other },
    facts: { cpu: other, entries: count },
  });
}

/** flush_tlb_range: every TLB forgets pages whose entries stay, with other rights or another page. */
export function flushEverywhere(
  draft: Draft,
  cpu: number,
  vma: Vma,
  pages: readonly number[],
): void {
  if (pages.length === 0) return;
  flushOwn(draft, cpu, vma, pages);
  const others = otherCpus(draft, cpu, vma);
  for (const other of others) sendFlushIpi(draft, cpu, other);
  for (const other of others) acknowledge(draft, other, vma, pages, () => undefined);
}
