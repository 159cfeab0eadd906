/**
 * The hash table of dma-debug: 16384 buckets by bits 13 to 26 of the device address, and the search for the
 * mapping that a call means [kernel/dma/debug.c, hash_fn, __hash_bucket_find, bucket_find_contain].
 */
import type { Draft } from '../../draft.ts';
import type { DebugEntry, DebugReference } from './types.ts';

const bucketCount = 16384;
const bucketBytes = 2 ** 13;

/** Bucket of a device address. */
export function bucketOf({ dmaAddress }: Pick<DebugEntry, 'dmaAddress'>): number {
  return Math.floor(dmaAddress / bucketBytes) % bucketCount;
}

/** What a search found: the entry, or how many would fit where none fits better than all others. */
export interface Found {
  readonly entry: DebugEntry | null;
  /** Entries that the search came upon. */
  readonly matches: number;
}

const nothing: Found = { entry: null, matches: 0 };

/** The only match, or the one that fits in every respect; of several that fit less, none. */
function bestFit(matches: readonly DebugEntry[], reference: DebugReference): Found {
  const perfect = matches.find(
    (entry) =>
      entry.size === reference.size &&
      entry.type === reference.type &&
      entry.direction === reference.direction &&
      entry.callEntries === reference.callEntries,
  );
  const [first = null] = matches;
  return { entry: perfect ?? (matches.length === 1 ? first : null), matches: matches.length };
}

/** The entry of a device with exactly this address. */
export function findExact(draft: Draft, reference: DebugReference): Found {
  const { entries = [] } = draft.state.dmaDebug ?? {};
  const matches = entries.filter(
    (entry) => entry.device === reference.device && entry.dmaAddress === reference.dmaAddress,
  );
  return bestFit(matches, reference);
}

/** The entry that holds a range: searched in its bucket, then in the buckets of lower addresses. */
export function findContaining(draft: Draft, reference: DebugReference): Found {
  const { entries = [] } = draft.state.dmaDebug ?? {};
  const end = reference.dmaAddress + reference.size;
  const holding = entries.filter(
    (entry) =>
      entry.device === reference.device &&
      entry.dmaAddress <= reference.dmaAddress &&
      entry.dmaAddress + entry.size >= end,
  );
  const from = bucketOf(reference);
  const back = (entry: DebugEntry): number => (from - bucketOf(entry) + bucketCount) % bucketCount;
  const distances = [...new Set(holding.map(back))].toSorted((a, b) => a - b);
  for (const distance of distances) {
    const found = bestFit(
      holding.filter((entry) => back(entry) === distance),
      reference,
    );
    if (found.entry) return found;
  }
  return { ...nothing, matches: holding.length };
}
