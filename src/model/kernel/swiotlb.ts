/**
 * swiotlb: bounce slots between a buffer and a device that does not reach it [kernel/dma/swiotlb.c]. The
 * copies are CPU accesses and go through the CPU's cache.
 */
import type { Violation } from '../violation.ts';
import { addCost, call, emit, printkOnce, type Draft } from '../draft.ts';
import { replaceAt } from '../../base/arrays.ts';
import { storeCached } from '../hardware/cache.ts';
import { coherentCells } from '../hardware/cacheLookup.ts';
import { bufferAddress, slotAddress } from '../hardware/layout.ts';
import { newestCells } from '../hardware/memory.ts';
import type { Direction } from '../operation.ts';
import type { DmaMapping, DmaSegment, Slot, State } from '../state.ts';
import { blameDefect, judgeOverwrite } from '../violations/raise.ts';
import { deviceIdentity } from './deviceIdentity.ts';
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
  const first = findFree(draft.state, count);
  if (first === null) return null;
  draft.state.nextSlot = (first + count) % draft.state.slots.length;
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

/** The first run of free slots from where the last one ended, then from the start of the pool. */
function findFree(
  { slots, nextSlot }: Pick<State, 'slots' | 'nextSlot'>,
  count: number,
): number | null {
  return findRun(slots, count, nextSlot) ?? findRun(slots, count, 0);
}

function findRun(slots: readonly Slot[], count: number, from: number): number | null {
  let run = 0;
  for (let i = from; i < slots.length; i++) {
    run = slots[i]?.mapping === null ? run + 1 : 0;
    if (run === count) return i - count + 1;
  }
  return null;
}

/** A copy that is told of more bytes than are left of the mapping is cut, with a warning, the first time. */
export function warnOverflow(
  draft: Draft,
  mapping: DmaMapping,
  {
    to,
    start,
    length,
    direction,
  }: { to: 'cpu' | 'device'; start: number; length: number; direction: Direction },
): void {
  const left = mapping.start + mapping.length - start;
  const copiesNothing = direction === (to === 'cpu' ? 'TO_DEVICE' : 'FROM_DEVICE');
  const isBounced = mapping.segments.some(({ slot }) => slot !== null);
  if (!mapping.live || !isBounced || copiesNothing || length <= left) return;
  printkOnce(
    draft,
    `${deviceIdentity(draft, mapping.device)}: Buffer overflow detected. Allocation size: ${left}. Mapping size: ${length}.`,
    'kernel/dma/swiotlb.c at swiotlb_bounce',
    `Only ${left} of ${length} bytes belong to the mapping; the rest is left out.`,
  );
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
  const policy = draft.state.setup.buffers[mapping.buffer]?.mmap;
  const isCoherent = policy === 'coherent' || policy === 'split-window';
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
