/** What a device writes: into memory, and into the record of what is newest, wherever its address led. */
import type { Draft } from '../draft.ts';
import { noteOtherWrite } from '../kernel/ownership.ts';
import type { ByteRange } from '../microEvent.ts';
import type { Cell, DmaMapping } from '../state.ts';
import { raise, raiseEffect } from '../violations/raise.ts';
import { bufferByteAt, isPoolAddress } from './layout.ts';
import { recordNewest, storeInDram } from './memory.ts';

/** Puts what the device wrote into memory, and into the record of what is newest. */
export function writeLine(
  draft: Draft,
  mapping: DmaMapping,
  at: number,
  address: number,
  cells: readonly Cell[],
): void {
  const target = bufferByteAt(draft.state, address);
  storeInDram(draft, address, cells);
  const meant = { buffer: mapping.buffer, start: at, length: cells.length };
  if (!target) {
    if (mapping.moved) raiseEffect(draft, 'lost-write', meant, 'it went to where the buffer was');
    return;
  }
  const isElsewhere = target.buffer !== mapping.buffer || target.start !== at;
  if (isElsewhere && !isPoolAddress(draft.state, address)) {
    const violation = raiseEffect(draft, 'lost-write', meant, 'it went to another place');
    addEffectElsewhere(draft, violation.causes, { ...target, length: cells.length });
  }
  const bytes = { ...target, length: cells.length };
  const isStrangersSlot = !mapping.live && isPoolAddress(draft.state, address);
  if (isStrangersSlot) {
    raise(draft, {
      rule: 'dma-unmapped',
      bytes,
      outcome: 'the slot belongs to another mapping now',
    });
    raiseEffect(
      draft,
      'clobber',
      bytes,
      'a device wrote into a slot that belongs to another mapping now',
    );
    return;
  }
  recordNewest(draft, target.buffer, target.start, cells);
  if (!mapping.live) noteOtherWrite(draft, target.buffer, target.start, cells.length, mapping.id);
}

/** A device that was led astray writes over bytes that nobody meant. */
function addEffectElsewhere(draft: Draft, causes: readonly number[], bytes: ByteRange): void {
  const outcome = 'a device wrote here what was meant for another place';
  raise(draft, { rule: 'clobber', bytes, causes, outcome });
}
