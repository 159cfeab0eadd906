/**
 * The platforms, as data. The values are chosen so that each differs from its neighbour in one thing that
 * decides what a sequence of calls does to the data. Sources: Documentation/core-api/dma-api.rst,
 * arch/arm64/mm/dma-mapping.c, kernel/dma/swiotlb.c, drivers/iommu/dma-iommu.c.
 */
import type { Platform } from '../platform.ts';

const base: Omit<Platform, 'id' | 'title' | 'summary'> = {
  cpus: 2,
  pageSize: 4096,
  lineSize: 64,
  cacheSets: 64,
  cacheWays: 4,
  tlbEntries: 16,
  wcLines: 4,
  snooping: true,
  maintenance: 'arm64',
  invalidateCleansEdges: true,
  iommu: 'none',
  swiotlb: 'off',
  swiotlbSlots: 256,
  swiotlbSlotSize: 2048,
  kernel: '7.3',
  dmaDebug: false,
  dmaAlignment: 1,
  cacheTags: 'pipt',
  dmabufDebug: false,
};

/** The platforms, each different from its neighbour in one thing. */
export const platforms: readonly Platform[] = [
  {
    ...base,
    id: 'x86',
    title: 'x86',
    summary: 'Devices snoop the CPU caches; DMA addresses are physical addresses.',
  },
  {
    ...base,
    id: 'arm64',
    title: 'arm64',
    summary: 'Devices see memory only: the kernel cleans and invalidates caches around DMA.',
    snooping: false,
    dmaAlignment: 64,
  },
  {
    ...base,
    id: 'arm64-iommu',
    title: 'arm64 + IOMMU',
    summary: 'As arm64, and each device reaches memory through an IOMMU with its own page table.',
    snooping: false,
    dmaAlignment: 64,
    iommu: 'strict',
  },
  {
    ...base,
    id: 'bounce',
    title: 'bounce',
    summary:
      'Devices snoop, but every mapping is copied to and from a bounce slot (swiotlb=force).',
    swiotlb: 'force',
  },
];

/** The platform with this id; undefined where there is none. */
export function findPlatform(id: string): Platform | undefined {
  return platforms.find((platform) => platform.id === id);
}
