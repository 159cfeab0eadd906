/**
 * How the kernel lives with caches that tag by virtual address. The DMA API maintains the kernel’s own lines. What
 * stands under a mapping of userspace is written back where its page table entries go, and where another process
 * comes to run [Documentation/core-api/cachetlb.rst, flush_cache_range, flush_cache_mm].
 */
import type { Draft } from '../draft.ts';
import { blameDefect } from '../violations/raise.ts';
import { evict, lineRange } from './cache.ts';
import { keyOf, physicalOf, tagOf } from './cacheKey.ts';
import { aliasesOf, hasAliases } from './cacheLookup.ts';

/** Maintenance by the kernel’s address passes by what stands under others: the lines are blamed. */
export function blameMissed(draft: Draft, lineAddress: number): void {
  if (!hasAliases(draft.state)) return;
  const isMissed = aliasesOf(draft.state, lineAddress).some((key) => key !== lineAddress);
  const range = isMissed ? lineRange(draft.state, lineAddress) : null;
  if (range) blameDefect(draft, range, 'cache-alias');
}

/** flush_cache_range: what stands under one page of a VMA is written back and dropped, before its PTE goes. */
export function flushPage(draft: Draft, vma: number, frameAddress: number): void {
  if (!hasAliases(draft.state)) return;
  const end = frameAddress + draft.state.setup.platform.pageSize;
  flushLines(
    draft,
    (key) => {
      const address = physicalOf(key);
      return tagOf(key) === vma && address >= frameAddress && address < end;
    },
    'its mapping goes',
  );
}

/** flush_cache_mm: before a process runs on a CPU, what another process left there is written back and dropped. */
export function switchTo(draft: Draft, cpu: number, process: string): void {
  if (!hasAliases(draft.state)) return;
  const own = new Set([0, ...draft.state.vmas.flatMap((v) => (v.process === process ? v.id : []))]);
  flushLines(
    draft,
    (key, holder) => holder === cpu && !own.has(tagOf(key)),
    'another process runs',
  );
}

function flushLines(
  draft: Draft,
  isMeant: (key: number, cpu: number) => boolean,
  reason: string,
): void {
  draft.state.cpus.forEach((_, cpu) => {
    const lines = draft.state.cpus[cpu]?.sets.flat() ?? [];
    for (const key of lines.map(keyOf)) if (isMeant(key, cpu)) evict(draft, cpu, key, reason);
  });
}
