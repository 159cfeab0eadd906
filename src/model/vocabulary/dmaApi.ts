/** The rest of the DMA API (sg lists, pages, resources, coherent sizes) and CONFIG_DMA_API_DEBUG. */
import type { Direction, Location } from '../operation.ts';
import type { Rule } from '../violations/rule.ts';
import type { AgentsOf, Defects, EventWords, Rules } from './vocabulary.ts';

/** Memory that no buffer stands for: of the kernel stack, of vmalloc, of the kernel's text. */
export type StrayMemory = 'stack' | 'vmalloc' | 'text';

/** `attrs` are DMA_ATTR_* bits, `null` is what the mapping was made with. */
export type DmaApiAction =
  | {
      readonly do: 'mapPage';
      readonly name: string;
      readonly at: Location;
      readonly length: number;
      readonly direction: Direction;
      readonly attrs: number;
    }
  | {
      readonly do: 'unmapPage';
      readonly mapping: string;
      readonly length: number | null;
      readonly direction: Direction | null;
      readonly attrs: number;
    }
  /** dma_map_sg of a list whose entries have `entry` bytes each, the last perhaps fewer. */
  | {
      readonly do: 'mapSgList';
      readonly name: string;
      readonly at: Location;
      readonly length: number;
      readonly entry: number;
      readonly direction: Direction;
      readonly attrs: number;
    }
  /** `entries` is the count given to the call. */
  | {
      readonly do: 'unmapSgList';
      readonly mapping: string;
      readonly entries: number | null;
      readonly direction: Direction | null;
      readonly attrs: number;
    }
  | {
      readonly do: 'syncSgList';
      readonly to: 'cpu' | 'device';
      readonly mapping: string;
      readonly entries: number | null;
      readonly direction: Direction | null;
    }
  | {
      readonly do: 'mapResource';
      readonly name: string;
      readonly at: Location;
      readonly length: number;
      readonly direction: Direction;
    }
  | {
      readonly do: 'unmapResource';
      readonly mapping: string;
      readonly length: number | null;
      readonly direction: Direction | null;
    }
  /** dma_mapping_error. */
  | { readonly do: 'checkMapping'; readonly mapping: string }
  | { readonly do: 'setMaxSegSize'; readonly size: number }
  /** `size`: bytes of which no segment may cross a multiple. */
  | { readonly do: 'setSegBoundary'; readonly size: number }
  /** dma_unmap_single of a number instead of a mapping; -1 is DMA_MAPPING_ERROR. */
  | {
      readonly do: 'unmapAddress';
      readonly address: number;
      readonly length: number;
      readonly direction: Direction;
    }
  | {
      readonly do: 'mapStray';
      readonly from: StrayMemory;
      readonly length: number;
      readonly direction: Direction;
    }
  /** A driver is bound to the device again. */
  | { readonly do: 'bind' };

export const dmaApiAgents: AgentsOf<DmaApiAction['do']> = {
  mapPage: ['device'],
  unmapPage: ['device'],
  mapSgList: ['device'],
  unmapSgList: ['device'],
  syncSgList: ['device'],
  mapResource: ['device'],
  unmapResource: ['device'],
  checkMapping: ['device'],
  setMaxSegSize: ['device'],
  setSegBoundary: ['device'],
  unmapAddress: ['device'],
  mapStray: ['device'],
  bind: ['device'],
};

export const dmaApiEvents = {
  'debug.add': 'dma-debug notes a mapping',
  'debug.remove': 'dma-debug strikes a mapping off',
  'dma.parms': 'a driver says what its device can take',
} as const satisfies EventWords;
export type DmaApiEventKind = keyof typeof dmaApiEvents;

const debugC = 'kernel/dma/debug.c';

function complaint(title: string, text: string, where: string): Rule {
  const source = `${debugC}, ${where}`;
  return { class: 'dma-debug', title, text, source, alwaysHarm: false };
}

export const dmaApiRules = {
  'memory-mapped-as-resource': {
    class: 'ownership',
    title: 'Memory is mapped as if it were registers',
    text: 'dma_map_resource is for registers: it maintains no cache, bounces nothing and hands nothing over. Memory that is mapped so belongs to everybody at once, which works only where devices snoop.',
    source: 'Documentation/core-api/dma-api.rst, dma_map_resource',
    alwaysHarm: false,
  },
  'debug-free-invalid': complaint(
    'dma-debug: an unmap of an invalid address',
    'What dma_map_single returned was DMA_MAPPING_ERROR, and the driver unmaps it all the same. A driver must look with dma_mapping_error() and unmap nothing after a failure.',
    'check_unmap',
  ),
  'debug-free-unallocated': complaint(
    'dma-debug: an unmap of what is not mapped',
    'No mapping of the device begins at the address: it was unmapped before, or never mapped. Where several mappings begin there and none fits in every respect, dma-debug says the same.',
    'check_unmap',
  ),
  'debug-free-size': complaint(
    'dma-debug: an unmap with another size',
    'Unmap must be given the size that was mapped. What is left out is not handed back, and where there is an IOMMU it may stay mapped.',
    'check_unmap',
  ),
  'debug-free-function': complaint(
    'dma-debug: an unmap with the wrong function',
    'What dma_map_single, dma_map_sg and dma_alloc_coherent made must be undone by their own counterparts.',
    'check_unmap',
  ),
  'debug-free-cpu-address': complaint(
    'dma-debug: a coherent allocation is freed with another CPU address',
    'dma_free_coherent must be given the pair of addresses that dma_alloc_coherent returned.',
    'check_unmap',
  ),
  'debug-free-entries': complaint(
    'dma-debug: an unmap with another number of entries',
    'dma_unmap_sg must be given the number of entries that was given to dma_map_sg, not the number that it returned.',
    'check_unmap',
  ),
  'debug-free-direction': complaint(
    'dma-debug: an unmap with another direction',
    'Unmap must be given the direction that was mapped. With another one, what the device wrote may not be handed back.',
    'check_unmap',
  ),
  'debug-free-attributes': complaint(
    'dma-debug: an unmap with other attributes',
    'Since 6.18 the attributes that change how a mapping is made, such as DMA_ATTR_PRIVILEGED, must be given to unmap again. SKIP_CPU_SYNC, NO_WARN and WEAK_ORDERING may differ.',
    'check_unmap',
  ),
  'debug-unchecked': complaint(
    'dma-debug: a map whose success was not checked',
    'A driver must look with dma_mapping_error() whether a map worked, before it uses the address.',
    'check_unmap',
  ),
  'debug-sync-unallocated': complaint(
    'dma-debug: a sync of what is not mapped',
    'No mapping of the device holds the whole range. A sync that passes the end of its mapping draws this, too, and so does a correct sync where several mappings hold the range and none fits in every respect.',
    'check_sync',
  ),
  'debug-sync-direction': complaint(
    'dma-debug: a sync with another direction',
    'A sync should be given the direction of its mapping. BIDIRECTIONAL mappings are exempt.',
    'check_sync',
  ),
  'debug-sync-read-only': complaint(
    'dma-debug: memory that the device only reads is synced for the CPU',
    'A device does not write a TO_DEVICE mapping, so there is nothing to hand back to the CPU.',
    'check_sync',
  ),
  'debug-sync-write-only': complaint(
    'dma-debug: memory that the device only writes is synced for the device',
    'A device does not read a FROM_DEVICE mapping, so there is nothing to hand over to it; a bounce buffer would be overwritten with what the CPU has.',
    'check_sync',
  ),
  'debug-sync-entries': complaint(
    'dma-debug: a sync with another number of entries',
    'dma_sync_sg_for_cpu and _for_device must be given the number of entries that was given to dma_map_sg.',
    'check_sync',
  ),
  'debug-overlap': complaint(
    'dma-debug: two mappings begin in one cache line',
    'A device may write through both, and what one hand-over does to the line it does to the other mapping, too. Only the first line of each mapping is compared.',
    'add_dma_entry',
  ),
  'debug-segment-length': complaint(
    'dma-debug: a segment longer than the device takes',
    'No entry of a list may be longer than dma_get_max_seg_size(): either the driver did not say what its device can take, or whoever made the list did not look.',
    'check_sg_segment',
  ),
  'debug-segment-boundary': complaint(
    'dma-debug: a segment across the device’s boundary',
    'No segment may cross a multiple of what dma_get_seg_boundary() says.',
    'check_sg_segment',
  ),
  'debug-pending': complaint(
    'dma-debug: a driver leaves mappings behind',
    'When a driver is unbound all that it has mapped must be unmapped. Looked at on the PCI bus only.',
    'dma_debug_device_change',
  ),
  'debug-resource-on-ram': complaint(
    'dma-debug: dma_map_resource of memory',
    'dma_map_resource is for device registers, which have no struct page; memory is mapped with the other calls, which maintain caches and bounce.',
    'debug_dma_map_phys',
  ),
} as const satisfies Rules;
export type DmaApiRuleId = keyof typeof dmaApiRules;

export const dmaApiDefects = {} as const satisfies Defects;
export type DmaApiDefectId = keyof typeof dmaApiDefects;
