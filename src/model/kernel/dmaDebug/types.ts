/** What CONFIG_DMA_API_DEBUG keeps [kernel/dma/debug.c, struct dma_debug_entry]. */
import type { Direction } from '../../operation.ts';

/** Kind of a mapping as dma-debug names it; single, page and resource are all `phy` since 6.18. */
export type DebugType = 'single' | 'phy' | 'sg' | 'coherent' | 'resource';

/** Whether the driver has looked with dma_mapping_error() whether the map worked. */
export type MapErrorCheck = 'notApplicable' | 'notChecked' | 'checked';

/** What stands for a mapping in the hash table: what map was told, to be held against sync and unmap. */
export interface DebugEntry {
  readonly type: DebugType;
  readonly device: number;
  /** Device address of the first byte, which is the key. */
  readonly dmaAddress: number;
  /** Physical address of the first byte. */
  readonly physical: number;
  /** Bytes. */
  readonly size: number;
  readonly direction: Direction;
  /** Entries of the list given to dma_map_sg; 0 for what is no list. */
  readonly callEntries: number;
  /** Segments that the list became. */
  readonly mappedEntries: number;
  /** DMA_ATTR_* bits. */
  readonly attrs: number;
  readonly mapError: MapErrorCheck;
  /** Bytes of a buffer that it covers, for people; null where it covers none. */
  readonly bytes: { readonly buffer: number; readonly start: number } | null;
}

/** What a sync or an unmap says of the mapping that it means. */
export type DebugReference = Omit<DebugEntry, 'mappedEntries' | 'mapError' | 'bytes'>;

/** How many mappings begin in a cache line beside the first. */
export interface LineOverlap {
  /** Physical address of the line. */
  readonly line: number;
  readonly overlaps: number;
}

/** All that dma-debug knows. */
export interface DmaDebugState {
  /** In the order in which they were added; which hash bucket each is in follows from its address. */
  readonly entries: readonly DebugEntry[];
  /** Cache lines in which mappings begin that a device may write. */
  readonly lines: readonly LineOverlap[];
}

export const emptyDmaDebug: DmaDebugState = { entries: [], lines: [] };

/** DMA_ATTR_* bits [include/linux/dma-mapping.h]. */
export const dmaAttrs = {
  WEAK_ORDERING: 0x2,
  SKIP_CPU_SYNC: 0x20,
  NO_WARN: 0x100,
  PRIVILEGED: 0x200,
  MMIO: 0x400,
} as const;
