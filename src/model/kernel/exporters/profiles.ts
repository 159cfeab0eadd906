/**
 * Exporters as data over one frame: what each does in its dma_buf_ops, by name. Real drivers are listed as
 * they were recorded [drivers/dma-buf/udmabuf.c, drivers/dma-buf/heaps/system_heap.c, cma_heap.c,
 * drivers/gpu/drm/drm_prime.c]; any other name is a generic exporter with the policy of its `mmap` setting.
 * What page faults do stands in `faultProfile.ts`.
 */
import type { KernelVersion } from '../../platform.ts';
import type { MmapPolicy, Setup } from '../../setup.ts';

/**
 * What begin_cpu_access and end_cpu_access do. `oldest-first` and `newest-first` sync every mapped attachment
 * in that order with the direction of the access; `private-mapping` syncs a mapping of the exporter's own and
 * no attachment; `nothing`: the exporter has no such operations, or they do nothing.
 */
export type CpuAccessOps = 'nothing' | 'oldest-first' | 'newest-first' | 'private-mapping';

export interface ExporterProfile {
  /** Policy for userspace mappings. */
  readonly mmap: MmapPolicy;
  readonly cpuAccess: CpuAccessOps;
  /** Whether map_dma_buf passes DMA_ATTR_SKIP_CPU_SYNC. */
  readonly mapSkipsCpuSync: boolean;
  /**
   * Whether the first mapping of an attachment is kept and handed out again (cache_sgt_mapping); then a map in
   * another direction is refused, and only detach undoes the mapping.
   */
  readonly keepsFirstMapping: boolean;
  /** Whether all maps of an attachment share one sg_table, made at attach; otherwise each map makes its own. */
  readonly oneTableAnAttachment: boolean;
  /** Whether it has an `mmap` operation. */
  readonly hasMmap: boolean;
  /** Whether it has `vmap` and `vunmap` operations. */
  readonly hasVmap: boolean;
}

const generic: ExporterProfile = {
  mmap: 'sync-ioctl',
  cpuAccess: 'oldest-first',
  mapSkipsCpuSync: false,
  keepsFirstMapping: false,
  oneTableAnAttachment: false,
  hasMmap: true,
  hasVmap: true,
};

const heap: ExporterProfile = { ...generic, cpuAccess: 'newest-first', oneTableAnAttachment: true };

const udmabuf: ExporterProfile = {
  ...generic,
  cpuAccess: 'private-mapping',
  mapSkipsCpuSync: true,
};

/** Exporters that are known by name. A declaration that gives them another `mmap` policy is wrong. */
const real: Readonly<Record<string, (kernel: KernelVersion) => ExporterProfile>> = {
  /** The exporter of the recordings, and its variants whose fault handlers insert a PFN or return a page. */
  ours: () => generic,
  pfn: () => generic,
  page: () => generic,
  /** Its dma_buf_ops have map, unmap and release, nothing else. */
  minimal: () => ({
    ...generic,
    mmap: 'none',
    cpuAccess: 'nothing',
    hasMmap: false,
    hasVmap: false,
  }),
  system_heap: () => heap,
  cma_heap: () => heap,
  udmabuf: (kernel) => ({ ...udmabuf, keepsFirstMapping: kernel !== '7.3' }),
  /** A DRM dumb buffer in shmem: mapped write-combining everywhere, so no begin and end of CPU access. */
  vgem: () => ({ ...generic, mmap: 'coherent', cpuAccess: 'nothing' }),
};

/** The profile of a known exporter; null for any other name. */
export function realProfile(exporter: string, kernel: KernelVersion): ExporterProfile | null {
  return Object.hasOwn(real, exporter) ? (real[exporter]?.(kernel) ?? null) : null;
}

/** What a declared buffer's exporter does. */
export function profileOf(setup: Setup, buffer: number): ExporterProfile {
  const declared = setup.buffers[buffer];
  if (!declared) return generic;
  return realProfile(declared.exporter, setup.platform.kernel) ?? genericProfile(declared.mmap);
}

function genericProfile(mmap: MmapPolicy): ExporterProfile {
  return { ...generic, mmap, cpuAccess: mmap === 'sync-ioctl' ? 'oldest-first' : 'nothing' };
}

/** Bytes of a buffer's file that mmap accepts, in pages: two windows of `size` pages where the window is split. */
export function mmapLimit(setup: Setup, buffer: number): number {
  const pages = setup.buffers[buffer]?.pages ?? 0;
  return profileOf(setup, buffer).mmap === 'split-window' ? 2 * pages : pages;
}

/** Whether the upper window is mapped like the lower one: where a CPU cannot have conflicting memory types. */
export function isUpperCoherent(setup: Setup, buffer: number): boolean {
  return setup.buffers[buffer]?.upperWindow === 'coherent';
}
