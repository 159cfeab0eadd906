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

/**
 * The kernel whose behaviour the calls have, where versions differ: `7.3` and `6.12` as recorded, `5.2` as a
 * kernel before v5.3, whose dma-buf files all share one anonymous inode.
 */
export type KernelVersion = '7.3' | '6.12' | '5.2';

/** How the data caches tag their lines: by physical address, or by virtual address (VIVT). */
export type CacheTags = 'pipt' | 'vivt';

/** A machine and its kernel, as parameters. */
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
  /** Kernel version. */
  readonly kernel: KernelVersion;
  /** Whether the kernel is built with CONFIG_DMA_API_DEBUG, so that it complains of misuse of the DMA API. */
  readonly dmaDebug: boolean;
  /** dma_get_cache_alignment() in bytes: 1 where devices snoop; overlaps within it are complained of. */
  readonly dmaAlignment: number;
  /** How CPU caches tag lines. */
  readonly cacheTags: CacheTags;
  /** Whether the kernel is built with CONFIG_DMABUF_DEBUG, which hides the pages of sg lists from importers. */
  readonly dmabufDebug: boolean;
}
