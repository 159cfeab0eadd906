/** Whether the addresses that a driver gave its device are good: failed maps, freed mappings, moved buffers, missing pages. */
import { emit, type Draft } from '../draft.ts';
import type { ByteRange } from '../microEvent.ts';
import type { OperationResult } from '../result.ts';
import type { DmaMapping } from '../state.ts';
import type { Fix } from '../violation.ts';
import { raise } from '../violations/raise.ts';
import { isBehindIommu } from './iommu.ts';

/** The bytes of a transfer that lie in its mapping. */
interface Job {
  readonly start: number;
  readonly length: number;
}

/** Whether the mapping, and what is behind it, still stand. */
export function checkLifetime(draft: Draft, mapping: DmaMapping, job: Job): void {
  const buffer = draft.state.buffers[mapping.buffer];
  if (job.length === 0) return;
  const bytes = { buffer: mapping.buffer, start: job.start, length: job.length };
  if (mapping.kind === 'sg' && buffer && buffer.dmaBuf === null && buffer.released > 0) {
    raise(draft, {
      rule: 'use-after-release',
      bytes,
      outcome: 'the exporter has released the storage',
    });
  }
  if (mapping.moved) {
    raise(draft, {
      rule: 'use-after-move',
      bytes,
      outcome: 'the addresses lead to where the buffer was',
      fix: fixMoved(draft, mapping),
    });
  }
  // With an IOMMU it is the translation that tells: a fault, or a stale entry in the lazy window.
  if (!mapping.live && !isBehindIommu(draft.state, mapping.device)) {
    raise(draft, {
      rule: 'dma-unmapped',
      bytes,
      outcome: mapping.segments.some((segment) => segment.slot !== null)
        ? 'the device works on a freed bounce slot'
        : 'the device works on memory that it was not given',
    });
  }
}

/** A driver that went on after a failed map gave the engine DMA_MAPPING_ERROR. */
export function useError(draft: Draft, { device }: DmaMapping, range: ByteRange): OperationResult {
  const reason = 'the address is DMA_MAPPING_ERROR';
  raise(draft, { rule: 'dma-unmapped', bytes: range, outcome: reason });
  emit(draft, 'dma.fault', {
    label: reason,
    from: { kind: 'device', device },
    range,
    facts: { reason },
  });
  return { kind: 'blocked', reason };
}

/** Whether the driver took a page for every byte of a transfer. */
export function hasTaken({ taken = [] }: DmaMapping, { start, length }: Job): boolean {
  const end = taken.reduce((last, entry) => Math.max(last, entry.start + entry.length), 0);
  return start + length <= end;
}

/** The list had fewer entries than the buffer has pages: the driver's own array of pages ends early. */
export function missPage(draft: Draft, { device }: DmaMapping, range: ByteRange): OperationResult {
  const reason = 'the driver took no page for these bytes';
  const causes = draft.state.blames.flatMap(({ rule, violation, buffer }) =>
    rule === 'page-stealing' && buffer === range.buffer && violation !== null ? [violation] : [],
  );
  raise(draft, { rule: 'page-missing', bytes: range, causes: causes.slice(-1), outcome: reason });
  emit(draft, 'dma.fault', {
    label: reason,
    from: { kind: 'device', device },
    range,
    facts: { reason },
  });
  return { kind: 'blocked', reason };
}

/** The driver maps anew, as it was told to. */
function fixMoved(draft: Draft, { buffer, direction }: DmaMapping): Fix {
  const name = draft.state.setup.buffers[buffer]?.name ?? '';
  const operation = { agent: draft.actor, action: { do: 'map' as const, buffer: name, direction } };
  const text = 'Map the buffer anew: the mapping from before the move is given up.';
  return { text, before: [operation], after: [], settings: [] };
}
