/**
 * swiotlb: bounce slots between a buffer and a device that does not reach it [kernel/dma/swiotlb.c]. The
 * copies are CPU accesses and go through the CPU's cache.
 */
import type { Violation } from '../violation.ts';
import { addCost, call, emit, type Draft } from '../draft.ts';
import { replaceAt } from '../../base/arrays.ts';
import { storeCached } from '../hardware/cache.ts';
import { coherentCells } from '../hardware/cacheLookup.ts';
import { bufferAddress, slotAddress } from '../hardware/layout.ts';
import { newestCells } from '../hardware/memory.ts';
import type { DmaMapping, DmaSegment, Slot } from '../state.ts';
import { blameDefect, judgeOverwrite } from '../violations/raise.ts';
import { checkUndrained, lineParts, loadCells } from './cpuAccess.ts';

/**
 * Takes adjacent free slots for a range of a buffer; the offset within a slot is kept. Returns the first,
 * or null where the pool is full.
 */
export function allocateSlots(
  draft: Draft,
  mapping: number,
  buffer: number,
  start: number,
  length: number,
): { readonly slot: number; readonly address: number } | null {
  const { swiotlbSlotSize: size } = draft.state.setup.platform;
  const offset = bufferAddress(draft.state, buffer, start) % size;
  const count = Math.ceil((offset + length) / size);
  const first = findFree(draft.state.slots, count);
  if (first === null) return null;
  for (let i = 0; i < count; i++) {
    const slot: Slot = { mapping, buffer, start: start - offset + i * size };
    draft.state.slots = replaceAt(draft.state.slots, first + i, slot);
  }
  emit(draft, 'bounce.alloc', {
    label: `swiotlb: ${count} ${count === 1 ? 'slot' : 'slots'} from ${first}`,
    to: { kind: 'slot', slot: first },
    range: { buffer, start, length },
    facts: { slot: first, count },
  });
  return { slot: first, address: slotAddress(draft.state, first) + offset };
}

function findFree(slots: readonly Slot[], count: number): number | null {
  let run = 0;
  for (let i = 0; i < slots.length; i++) {
    run = slots[i]?.mapping === null ? run + 1 : 0;
    if (run === count) return i - count + 1;
  }
  return null;
}

/** Gives the slots of a mapping back to the pool; what is in them stays. */
export function freeSlots(draft: Draft, mapping: number): void {
  const used = draft.state.slots.flatMap((slot, index) =>
    slot.mapping === mapping ? [index] : [],
  );
  if (used.length === 0) return;
  draft.state.slots = draft.state.slots.map((slot) =>
    slot.mapping === mapping ? { ...slot, mapping: null } : slot,
  );
  emit(draft, 'bounce.free', {
    label: `swiotlb: ${used.length} ${used.length === 1 ? 'slot' : 'slots'} freed`,
    to: { kind: 'slot', slot: used[0] ?? 0 },
    facts: { slot: used[0] ?? 0, count: used.length },
  });
}

/** Copies a part of a bounced segment between the buffer and its slots, `to` device or CPU side. */
export function bounceCopy(
  draft: Draft,
  cpu: number,
  mapping: DmaMapping,
  segment: DmaSegment,
  start: number,
  end: number,
  to: 'device' | 'cpu',
): void {
  if (segment.slot === null || start >= end) return;
  const length = end - start;
  const range = { buffer: mapping.buffer, start, length };
  const isCoherent = draft.state.setup.buffers[mapping.buffer]?.mmap === 'coherent';
  if (isCoherent && mapping.kind === 'sg') blameDefect(draft, range, 'coherent-bounced');
  call(draft, `swiotlb_bounce(${length} bytes, to ${to === 'device' ? 'slot' : 'buffer'})`, () => {
    const slotByte = segment.dmaAddress + (start - segment.start);
    const original = bufferAddress(draft.state, mapping.buffer, start);
    if (to === 'device') checkUndrained(draft, null, original, length);
    const [from, into] = to === 'device' ? [original, slotByte] : [slotByte, original];
    const effects: Violation[] = [];
    for (const part of lineParts(draft, into, length)) {
      const at = part.lineAddress + part.offset - into;
      const incoming = loadCells(draft, cpu, from + at, part.length, 'WB');
      const old = coherentCells(draft.state, into + at, part.length);
      const newest = newestCells(draft.state, mapping.buffer, start + at, part.length);
      const what = `copying ${to === 'device' ? 'the buffer into its slot' : 'the slot into the buffer'}`;
      const own = holdBack(draft);
      judgeOverwrite(
        draft,
        { buffer: mapping.buffer, start: start + at, length: part.length },
        old,
        incoming,
        newest,
        what,
      );
      effects.push(...own());
      storeCached(draft, cpu, part.lineAddress, part.offset, incoming);
    }
    draft.raised = [...effects, ...draft.raised];
    addCost(draft, 'bouncedBytes', length);
    emit(draft, 'bounce.copy', {
      label: `copy ${length} bytes ${to === 'device' ? 'into the slot' : 'out of the slot'}`,
      from: to === 'device' ? { kind: 'cache', cpu } : { kind: 'slot', slot: segment.slot ?? 0 },
      to: to === 'device' ? { kind: 'slot', slot: segment.slot ?? 0 } : { kind: 'cache', cpu },
      range,
      facts: { cpu, to },
    });
  });
}

/** Keeps what is noted from now on from the next event; the function returned takes it, and restores the rest. */
function holdBack(draft: Draft): () => readonly Violation[] {
  const earlier = draft.raised;
  draft.raised = [];
  return () => {
    const own = draft.raised;
    draft.raised = earlier;
    return own;
  };
}
