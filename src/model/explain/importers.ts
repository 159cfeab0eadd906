/** Words for the micro-events of `vocabulary/importers.ts`. */
import type { MicroEvent } from '../microEvent.ts';
import type { ImporterEventKind } from '../vocabulary/importers.ts';
import type { Words } from './words.ts';

const fact = ({ facts }: MicroEvent, name: string): string => String(facts[name] ?? '');

const looksAt: Readonly<Record<string, string>> = {
  reach: 'whether the device reaches the storage',
  limits: 'reach, and whether all segments of the device together hold the buffer',
  union: 'what all attached devices demand together',
  'test-map': 'a mapping that it makes for the device and undoes again',
};

const remedies: Readonly<Record<string, string>> = {
  separate: 'This device gets a list of its own, cut for it.',
  bounce: 'This device’s mappings will go through the bounce pool.',
  none: 'So the attachment is refused.',
};

const counted = (count: string, one: string, many: string): string =>
  `${count} ${count === '1' ? one : many}`;

export const importerWords: Readonly<Record<ImporterEventKind, Words>> = {
  'attach.check': {
    text: (event) =>
      `The exporter looks at ${looksAt[fact(event, 'check')] ?? 'the device'}. ${
        event.facts['suits'] === true
          ? 'All is well.'
          : `It finds: ${event.label}. ${remedies[fact(event, 'remedy')] ?? ''}`
      }`,
    rule: 'An exporter whose storage does not suit a device must say so at attach, when somebody can still choose another way.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_attach',
  },
  'storage.choose': {
    text: (event) =>
      `Nobody has needed the memory before this map, so the exporter could wait for ${counted(fact(event, 'devices'), 'device', 'devices')} to attach. ${
        event.facts['suits'] === true
          ? `Now it chooses storage that suits all of them: ${counted(fact(event, 'runs'), 'run', 'runs')} of pages.`
          : 'No storage that it has suits all of them.'
      }`,
    rule: 'Once storage is chosen it stays: a pickier device that attaches later can only be refused, or helped by copies.',
    source: 'drivers/dma-buf/dma-buf.c, DOC of dma_buf_attach and map_dma_buf',
  },
  'move.notify': {
    text: () =>
      'The importer hears that the buffer is about to move. Its addresses are good no longer: it must unmap, and map anew before its next job.',
    rule: 'Between move_notify and a new map a dynamic importer may not use its mapping.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_move_notify',
  },
  'page.move': {
    text: (event) =>
      `Page ${fact(event, 'page')} is copied to another frame, in memory and past the caches, which were emptied before. The old frame belongs to nobody now.`,
    source: 'drivers/gpu/drm/ttm/ttm_bo.c, ttm_bo_evict',
  },
  pin: {
    text: () => 'From here on the exporter may not move the buffer: its addresses stay good.',
    rule: 'Pinning is for what cannot stop for a move, such as scanout.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_pin',
  },
  unpin: {
    text: () => 'The exporter may move the buffer again.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_unpin',
  },
  'sgt.adopt': {
    text: (event) =>
      `Nothing is mapped for this device: ${event.label}. The addresses are right where all devices see memory at the same addresses.`,
    rule: 'A DMA address means something for the device for which it was made.',
    source: 'drivers/gpu/drm/armada/armada_gem.c, armada_gem_prime_map_dma_buf',
  },
  'sgt.hide': {
    text: () =>
      'The kernel is built to catch drivers that look for pages in the list: it hides them, so that such a driver fails at once. The DMA addresses stay.',
    source: 'drivers/dma-buf/dma-buf.c, CONFIG_DMABUF_DEBUG',
  },
  'pages.take': {
    text: (event) =>
      `The driver takes the first page of each entry, ${counted(fact(event, 'entries'), 'entry', 'entries')} for ${counted(fact(event, 'pages'), 'page', 'pages')}, and gives the device their physical addresses. It does not look at the DMA list.`,
    rule: 'The DMA list says where a device reaches the buffer, and nothing else does.',
    source: 'drivers/gpu/drm/drm_prime.c, drm_prime_sg_to_page_array',
  },
  'list.check': {
    text: (event) =>
      event.facts['taken'] === true
        ? event.facts['beyond'] === true
          ? `The driver counts the segments: ${fact(event, 'segments')}. It looks neither at their lengths nor at the boundaries that they cross, and gives the list to its device.`
          : `The list has ${counted(fact(event, 'segments'), 'segment', 'segments')}: the driver can give it to its device.`
        : `The driver cannot give this to its device: ${event.label}. It undoes the mapping.`,
    source: 'drivers/gpu/drm/drm_gem_dma_helper.c, drm_gem_dma_prime_import_sg_table',
  },
  'flush.left': {
    text: (event) => `Caches are not touched here: ${fact(event, 'why')}.`,
    rule: 'Caches need to be maintained once for a buffer, however many devices have it mapped.',
    source:
      'Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015',
  },
};
