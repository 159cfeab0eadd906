/**
 * What an exporter does at mmap and at a page fault, by name: which pages get a translation, whether as bare page
 * frames (VM_PFNMAP) or as struct pages, and what it thinks of private mappings [drivers/dma-buf/udmabuf.c,
 * drivers/dma-buf/heaps/system_heap.c, cma_heap.c, drivers/gpu/drm/drm_gem_shmem_helper.c]. What else exporters
 * do stands in `profiles.ts`.
 */
import type { KernelVersion } from '../../platform.ts';
import type { Setup } from '../../setup.ts';
import type { Vma } from '../../state.ts';
import { profileOf } from './profiles.ts';

export interface FaultProfile {
  /** Whether mmap itself inserts every page. */
  readonly atMmap: boolean;
  /** What a fault inserts; `none`: there is no fault handler, or it refuses. */
  readonly fault: 'none' | 'page' | 'whole';
  /** Bare page frames, which the kernel neither counts nor knows to be pages, or struct pages. */
  readonly storage: 'pfn' | 'struct-page';
  /** Whether its VMAs are marked as I/O memory [VM_IO], as remap_pfn_range does. */
  readonly isIo: boolean;
  /** MAP_PRIVATE: refused, allowed, or where one chunk of the storage, or one page, covers all of it. */
  readonly privateMaps: 'refused' | 'allowed' | 'one-chunk' | 'one-page';
  /** Whether it is told of VMAs that come and go [vm_ops open and close]. */
  readonly countsVmas: boolean;
  /** Whether its fault handler looks at the place in the VMA only, not at the offset in the file. */
  readonly ignoresOffset: boolean;
  /** Whether it is told of the first write to a page [vm_ops pfn_mkwrite], which therefore comes read-only first. */
  readonly tracksWrites: boolean;
}

/** Everything is there from mmap on; what is taken away does not come back. */
const populated: FaultProfile = {
  atMmap: true,
  fault: 'none',
  storage: 'pfn',
  isIo: true,
  privateMaps: 'refused',
  countsVmas: false,
  ignoresOffset: false,
  tracksWrites: false,
};

const faulting: FaultProfile = { ...populated, atMmap: false, fault: 'page', isIo: false };

const known: Readonly<Record<string, (kernel: KernelVersion) => FaultProfile>> = {
  ours: () => ({ ...faulting, countsVmas: true }),
  pfn: () => ({ ...faulting, countsVmas: true }),
  page: () => ({
    ...faulting,
    storage: 'struct-page',
    privateMaps: 'allowed',
    countsVmas: true,
  }),
  system_heap: (kernel) => ({
    ...populated,
    privateMaps: kernel === '7.3' ? 'one-chunk' : 'one-page',
  }),
  cma_heap: () => faulting,
  udmabuf: (kernel) => ({
    ...faulting,
    fault: kernel === '7.3' ? 'whole' : 'page',
    storage: kernel === '5.2' ? 'struct-page' : 'pfn',
  }),
  vgem: () => ({ ...faulting, ignoresOffset: true, tracksWrites: true }),
};

/** Pages of a memfd come with the first access to them. */
const memfdProfile: FaultProfile = {
  ...faulting,
  storage: 'struct-page',
  privateMaps: 'allowed',
};

/** What a declared buffer's exporter does. */
export function faultProfileOf(setup: Setup, buffer: number): FaultProfile {
  const exporter = setup.buffers[buffer]?.exporter ?? '';
  const { kernel } = setup.platform;
  const own = Object.hasOwn(known, exporter) ? known[exporter]?.(kernel) : undefined;
  if (own) return own;
  // What can move must be able to show its pages again.
  const isMovable = setup.buffers[buffer]?.movable === true;
  return profileOf(setup, buffer).mmap === 'shootdown' || isMovable ? faulting : populated;
}

/** What stands behind a VMA. */
export function vmaProfile(setup: Setup, vma: Pick<Vma, 'buffer' | 'memfd'>): FaultProfile {
  return vma.memfd === undefined ? faultProfileOf(setup, vma.buffer) : memfdProfile;
}

/** Pages of the chunks that the system heap takes first [orders 8, 4, 0]. */
const chunkPages = [256, 16, 1];

/** Whether one chunk of the system heap's storage covers pages [first, first + count) of a buffer. */
export function liesInOneChunk(total: number, first: number, count: number): boolean {
  for (let start = 0; start < total;) {
    const size = chunkPages.find((pages) => pages <= total - start) ?? 1;
    if (first < start + size) return first >= start && first + count <= start + size;
    start += size;
  }
  return false;
}
