/** Words for the micro-events of `vocabulary/dmaApi.ts`. */
import type { MicroEvent } from '../microEvent.ts';
import type { DmaApiEventKind } from '../vocabulary/dmaApi.ts';
import type { Words } from './words.ts';

const fact = ({ facts }: MicroEvent, name: string): string => String(facts[name] ?? '');

const described = (event: MicroEvent): string =>
  `${fact(event, 'size')} bytes, ${fact(event, 'direction')}, made as ${fact(event, 'type')}`;

export const dmaApiWords: Readonly<Record<DmaApiEventKind, Words>> = {
  'debug.add': {
    text: (event) =>
      `The kernel’s debugging notes what was mapped: ${described(event)}. Every later sync and unmap at this address is held against the note.`,
    rule: 'This checker looks at the arguments of calls. It sees no access of the CPU and none of a device.',
    source: 'kernel/dma/debug.c, add_dma_entry',
  },
  'debug.remove': {
    text: (event) =>
      `The note of ${described(event)}, is struck off. An unmap at this address from now on frees memory that is not allocated.`,
    source: 'kernel/dma/debug.c, check_unmap',
  },
  'dma.parms': {
    text: (event) =>
      `The driver says of its device: no segment ${fact(event, 'what') === 'length' ? 'longer than' : 'across a multiple of'} ${fact(event, 'size')} bytes. Whoever makes lists for it is to keep to that.`,
    rule: 'Nobody cuts a list that exists already: the limits hold for what is merged, and are looked at by debugging code.',
    source: 'include/linux/dma-mapping.h, dma_set_max_seg_size, dma_set_seg_boundary',
  },
};
