/**
 * Caches that tag by virtual address (VIVT): every mapping of a page has lines of its own, and so has the kernel’s
 * linear map [Documentation/core-api/cachetlb.rst].
 */
import { emit, type Draft } from '../draft.ts';
import type { ByteRange } from '../microEvent.ts';
import type { State } from '../state.ts';
import { blameDefect } from '../violations/raise.ts';
import { aliasKey, physicalOf, tagOf } from './cacheKey.ts';
import { aliasesOf, hasAliases } from './cacheLookup.ts';

/** Key under which a CPU looks for a line through a VMA. */
export function keyThrough(state: State, lineAddress: number, vma: number): number {
  return hasAliases(state) ? aliasKey(lineAddress, vma) : lineAddress;
}

/** Under which address of its own a line stands, for its name; empty where it is the only one that it can have. */
export function aliasName(state: State, key: number): string {
  if (!hasAliases(state)) return '';
  const tag = tagOf(key);
  if (tag === 0) return ' (kernel address)';
  return ` (address of ${state.vmas.find(({ id }) => id === tag)?.name ?? 'a mapping that is gone'})`;
}

/** Says under which tag an event's line stands, for the picture; nothing where a line has only one place. */
export function tagFact(state: State, key: number): { under: number } | Record<never, never> {
  return hasAliases(state) ? { under: tagOf(key) } : {};
}

/** A line has come in beside another of the same bytes. */
export function noteAlias(draft: Draft, cpu: number, key: number, range: ByteRange | null): void {
  if (!hasAliases(draft.state)) return;
  const other = aliasesOf(draft.state, physicalOf(key)).find((known) => known !== key);
  if (other === undefined || !range) return;
  blameDefect(draft, range, 'cache-alias');
  emit(draft, 'cache.alias', {
    label: `a second line of the same bytes is in the cache of CPU ${cpu}`,
    to: { kind: 'cache', cpu },
    range,
    facts: { tag: plainName(draft, key), other: plainName(draft, other), cpu },
  });
}

function plainName(draft: Draft, key: number): string {
  return aliasName(draft.state, key).replace(/^ \((.*)\)$/, 'the $1');
}
