/** What dma-debug holds against a sync [kernel/dma/debug.c, check_sync]. */
import type { Draft } from '../../draft.ts';
import { addressText, complain, directionText, type Complaint } from './complain.ts';
import { findContaining } from './table.ts';
import type { DebugEntry, DebugReference } from './types.ts';

/** Looks up what is synced and complains of all that does not fit. */
export function checkSync(draft: Draft, reference: DebugReference, to: 'cpu' | 'device'): void {
  const { device } = reference;
  const { entry, matches } = findContaining(draft, reference);
  if (!entry) {
    complain(draft, device, null, unknown(reference, matches));
    return;
  }
  // The kernel thinks that nothing can be wrong with the direction of these, and leaves the rest out as well.
  if (entry.direction === 'BIDIRECTIONAL') return;
  for (const complaint of misfits(entry, reference, to)) complain(draft, device, entry, complaint);
}

function unknown({ dmaAddress, size }: DebugReference, matches: number): Complaint {
  return {
    rule: 'debug-sync-unallocated',
    text: `device driver tries to sync DMA memory it has not allocated ${addressText(dmaAddress)} [size=${size} bytes]`,
    outcome:
      matches > 1
        ? `false: ${matches} mappings of the device hold this range, none fits in every respect, and dma-debug gives up`
        : 'no mapping of the device holds the whole range',
  };
}

function misfits(
  entry: DebugEntry,
  reference: DebugReference,
  to: 'cpu' | 'device',
): readonly Complaint[] {
  const mapped = directionText(entry.direction);
  const synced = directionText(reference.direction);
  const where = `${addressText(reference.dmaAddress)} [size=${entry.size} bytes] [mapped with ${mapped}] [synced with ${synced}]`;
  const found: Complaint[] = [];
  if (reference.direction !== entry.direction)
    found.push({
      rule: 'debug-sync-direction',
      text: `device driver syncs DMA memory with different direction ${where}`,
      outcome: `it is mapped ${entry.direction} and synced ${reference.direction}`,
    });
  if (to === 'cpu' && entry.direction !== 'FROM_DEVICE' && reference.direction !== 'TO_DEVICE')
    found.push({
      rule: 'debug-sync-read-only',
      text: `device driver syncs device read-only DMA memory for cpu ${where}`,
      outcome: 'the device writes nothing there that the CPU could want',
    });
  if (to === 'device' && entry.direction !== 'TO_DEVICE' && reference.direction !== 'FROM_DEVICE')
    found.push({
      rule: 'debug-sync-write-only',
      text: `device driver syncs device write-only DMA memory to device ${where}`,
      outcome: 'the device reads nothing there that the CPU could have written',
    });
  const isOtherList = reference.callEntries > 0 && reference.callEntries !== entry.callEntries;
  if (reference.type === 'sg' && isOtherList)
    found.push({
      rule: 'debug-sync-entries',
      text: `device driver syncs DMA sg list with different entry count [map count=${entry.callEntries}] [sync count=${reference.callEntries}]`,
      outcome: `${entry.callEntries} entries were mapped, ${reference.callEntries} are synced`,
    });
  return found;
}
