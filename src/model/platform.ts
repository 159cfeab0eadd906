/**
 * What a platform is: the parameters of CPU, caches, interconnect, IOMMU and swiotlb that decide what
 * a sequence of calls does to the data. The platforms themselves are data under `platforms/`.
 */

/** Which cache maintenance `dma_map` and `dma_sync` do for a non-coherent device. */
export type MaintenanceProfile = 'arm64' | 'arm64-old' | 'riscv' | 'arc' | 'no-speculation';

/** Whether DMA addresses pass an IOMMU, and when its IOTLB is invalidated after an unmap. */
export type IommuMode = 'none' | 'strict' | 'lazy';

/** When swiotlb bounces a mapping: never, always, or where the device's mask does not reach. */
export type SwiotlbMode = 'off' | 'force' | 'mask';

export interface Platform {
  /** Stable id, as written in scripts and links. */
  readonly id: string;
  /** Short name for people. */
  readonly title: string;
  /** One sentence: what is special about it. */
  readonly summary: string;
  /** Number of CPUs, 1 to 8. */
  readonly cpus: number;
  /** Bytes of a page: a power of two and a multiple of `lineSize`. */
  readonly pageSize: number;
  /** Bytes of a cache line: a power of two. */
  readonly lineSize: number;
  /** Sets of each CPU's data cache: a power of two. */
  readonly cacheSets: number;
  /** Ways of each CPU's data cache. */
  readonly cacheWays: number;
  /** Entries of each CPU's TLB. */
  readonly tlbEntries: number;
  /** Lines that a CPU's write-combining buffer holds before it drains by itself. */
  readonly wcLines: number;
  /** Whether devices are coherent (their transactions snoop the CPU caches) unless they say otherwise. */
  readonly snooping: boolean;
  /** Cache maintenance of the streaming DMA API for non-coherent devices. */
  readonly maintenance: MaintenanceProfile;
  /** Whether invalidate cleans a partly covered first or last line before it drops it (arm64). */
  readonly invalidateCleansEdges: boolean;
  /** IOMMU between devices and memory. */
  readonly iommu: IommuMode;
  /** When streaming mappings go through bounce slots. */
  readonly swiotlb: SwiotlbMode;
  /** Slots of the bounce pool. */
  readonly swiotlbSlots: number;
  /** Bytes of a bounce slot [IO_TLB_SIZE, 2048]; smaller where pages are. */
  readonly swiotlbSlotSize: number;
}
