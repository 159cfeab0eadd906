/** Importers and what devices demand: policies, constraints, memory without struct page. */
import type { Direction } from '../operation.ts';
import type { AgentsOf, Defects, EventWords, Rules } from './vocabulary.ts';

/** The split calls proposed in 2013, pinning, and moves of a buffer. */
export type ImporterAction =
  /** The split calls proposed in 2013: the list without a mapping, and mappings of it for each job. */
  | { readonly do: 'getSg'; readonly buffer: string }
  | { readonly do: 'putSg'; readonly buffer: string }
  | { readonly do: 'mapSg'; readonly buffer: string; readonly direction: Direction }
  /** `direction` null: the mapping's own. */
  | { readonly do: 'unmapSg'; readonly buffer: string; readonly direction: Direction | null }
  | {
      readonly do: 'syncSg';
      readonly buffer: string;
      readonly to: 'cpu' | 'device';
      readonly direction: Direction;
    }
  /** dma_buf_pin and dma_buf_unpin of a dynamic attachment. */
  | { readonly do: 'pinBuffer'; readonly buffer: string }
  | { readonly do: 'unpinBuffer'; readonly buffer: string }
  /** The exporter moves the buffer to other frames. */
  | { readonly do: 'moveBuffer'; readonly buffer: string };

export const importerAgents: AgentsOf<ImporterAction['do']> = {
  getSg: ['device'],
  putSg: ['device'],
  mapSg: ['device'],
  unmapSg: ['device'],
  syncSg: ['device'],
  pinBuffer: ['device'],
  unpinBuffer: ['device'],
  moveBuffer: ['kernel'],
};

export const importerEvents = {
  'attach.check': 'an exporter looks whether its storage suits a device',
  'storage.choose': 'an exporter chooses where a buffer lies',
  'move.notify': 'a dynamic importer is told that the buffer moves',
  'page.move': 'a page of a buffer is copied to another frame',
  pin: 'a buffer may not move any more',
  unpin: 'a buffer may move again',
  'sgt.adopt': 'a device is given DMA addresses that were not made for it',
  'sgt.hide': 'debug code hides the pages of an sg_table',
  'pages.take': 'a driver takes pages from the entries of an sg_table',
  'list.check': 'a driver looks whether its device can take a DMA list',
  'flush.left': 'cache maintenance is left to another mapping',
} as const satisfies EventWords;
export type ImporterEventKind = keyof typeof importerEvents;

const dmaParms =
  'Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015';
const pageless =
  'Shuah Khan, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", 10 April 2017';

export const importerRules = {
  'use-after-move': {
    class: 'lifetime',
    title: 'A device works on addresses from before a move',
    text: 'After move_notify the addresses of a mapping lead to where the buffer was; the importer must unmap and map anew before it uses the buffer again.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_move_notify; include/linux/dma-buf.h',
    alwaysHarm: false,
  },
  'segment-beyond-limits': {
    class: 'translation',
    title: 'A segment that the device does not claim to handle',
    text: 'No segment of a DMA list may be longer than the device’s max_segment_size or cross its segment_boundary_mask.',
    source: 'include/linux/device.h, struct device_dma_parameters; kernel/dma/debug.c',
    alwaysHarm: false,
  },
  'address-of-another-device': {
    class: 'translation',
    title: 'A DMA address made for another device',
    text: 'A DMA address means something for the device it was made for. Behind another IOMMU it means nothing, or something else: each attachment needs a DMA list of its own.',
    source: dmaParms,
    alwaysHarm: false,
  },
  'page-stealing': {
    class: 'struct-page',
    title: 'A driver takes one page from each entry of the CPU list',
    text: 'An entry of an sg list may cover many pages, and only the DMA list says where the device reaches them: an importer must use that list, and no struct page.',
    source: dmaParms,
    alwaysHarm: false,
  },
  'page-missing': {
    class: 'struct-page',
    title: 'A device reaches for a page that its driver did not take',
    text: 'A driver that takes one page an entry has fewer pages than the buffer where an entry covers several. The rest of its own list leads nowhere.',
    source: dmaParms,
    alwaysHarm: true,
  },
  'mangled-page': {
    class: 'struct-page',
    title: 'A page is taken from an entry that debug code has mangled',
    text: 'Under CONFIG_DMABUF_DEBUG the page links of an exported list lead nowhere, so that importers which use them fail at once.',
    source: 'drivers/dma-buf/dma-buf.c, CONFIG_DMABUF_DEBUG',
    alwaysHarm: false,
  },
  'no-struct-page': {
    class: 'struct-page',
    title: 'A page is taken where there is none',
    text: 'Device memory and reserved memory may have no struct page. What is taken for one points nowhere, and whoever looks behind it brings the kernel down.',
    source: pageless,
    alwaysHarm: false,
  },
  'kernel-oops': {
    class: 'struct-page',
    title: 'Kernel oops',
    text: 'The kernel followed a pointer that leads nowhere. The thread that did is ended where it stood, with its locks held and nothing undone.',
    source: pageless,
    alwaysHarm: true,
  },
} as const satisfies Rules;
export type ImporterRuleId = keyof typeof importerRules;

export const importerDefects = {
  'invalidate-left-to-others': {
    title: 'An unmap leaves invalidating to the mappings that still stand',
    text: 'Where caches are maintained once for several mappings, what a device wrote shows only after the last unmap; a sync of another mapping in a direction that invalidates nothing does not show it.',
    source: dmaParms,
  },
  'list-of-another': {
    title: 'One DMA list for all, maintained for the first device alone',
    text: 'dma_map_sg maintains the caches for the device that it is called for. A device that does not snoop and is given the list of one that does gets no maintenance at all.',
    source: dmaParms,
  },
  'move-leaves-bounced': {
    title: 'A move does not fetch what lies in bounce slots',
    text: 'What a device wrote into the bounce slots of a mapping is copied back at unmap, into the pages of the list, where the buffer no longer is.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_move_notify; kernel/dma/swiotlb.c',
  },
} as const satisfies Defects;
export type ImporterDefectId = keyof typeof importerDefects;
