/**
 * Which cache lines mappings begin in: dma-debug counts those that overlap, of the first line of each mapping
 * only, and not of mappings that a device only reads [kernel/dma/debug.c, active_cacheline_insert].
 */
import type { Draft } from '../../draft.ts';
import type { DebugEntry } from './types.ts';
import { dmaAttrs } from './types.ts';

/** ACTIVE_CACHELINE_MAX_OVERLAP: three tag bits of a radix tree. */
const mostOverlaps = 7;

/** What adding a mapping meant for its first cache line. */
export interface Overlap {
  /** Another mapping begins in the line, and the kernel would complain of that. */
  readonly isComplaint: boolean;
  /** More mappings than can be counted. */
  readonly isTooMany: boolean;
}

const none: Overlap = { isComplaint: false, isTooMany: false };

function lineOf(draft: Draft, { physical }: Pick<DebugEntry, 'physical'>): number {
  return physical - (physical % draft.state.setup.platform.lineSize);
}

/** Counts a new mapping. */
export function insertLine(draft: Draft, entry: DebugEntry): Overlap {
  const debug = draft.state.dmaDebug;
  if (!debug || entry.direction === 'TO_DEVICE') return none;
  const line = lineOf(draft, entry);
  const known = debug.lines.find((other) => other.line === line);
  if (!known) {
    draft.state.dmaDebug = { ...debug, lines: [...debug.lines, { line, overlaps: 0 }] };
    return none;
  }
  const isTooMany = known.overlaps + 1 > mostOverlaps;
  if (!isTooMany) setOverlaps(draft, line, known.overlaps + 1);
  return { isComplaint: complainsOfOverlap(draft, entry), isTooMany };
}

/** Since 6.18 overlaps matter only where caches are not coherent; SKIP_CPU_SYNC says that the driver knows. */
function complainsOfOverlap(draft: Draft, { attrs }: DebugEntry): boolean {
  const { kernel, dmaAlignment, lineSize } = draft.state.setup.platform;
  if (attrs & dmaAttrs.SKIP_CPU_SYNC) return false;
  return kernel !== '7.3' || dmaAlignment >= lineSize;
}

/** A mapping is gone: one overlap fewer, and with the last one the line is idle. */
export function removeLine(draft: Draft, entry: DebugEntry): void {
  const debug = draft.state.dmaDebug;
  if (!debug || entry.direction === 'TO_DEVICE') return;
  const line = lineOf(draft, entry);
  const known = debug.lines.find((other) => other.line === line);
  if (known && known.overlaps > 0) setOverlaps(draft, line, known.overlaps - 1);
  else draft.state.dmaDebug = { ...debug, lines: debug.lines.filter((l) => l !== known) };
}

function setOverlaps(draft: Draft, line: number, overlaps: number): void {
  const debug = draft.state.dmaDebug;
  if (!debug) return;
  const lines = debug.lines.map((other) => (other.line === line ? { line, overlaps } : other));
  draft.state.dmaDebug = { ...debug, lines };
}
