/**
 * The rules that a run can break, with where they come from, and the named defects to which an effect can
 * be traced. Data only: titles and texts are what the workbench shows.
 */
import type { DefectId, RuleId } from '../violation.ts';
import { dmaApiDefects, dmaApiRules } from '../vocabulary/dmaApi.ts';
import { exporterDefects, exporterRules } from '../vocabulary/exporters.ts';
import { fenceDefects, fenceRules } from '../vocabulary/fences.ts';
import { fileDefects, fileRules } from '../vocabulary/files.ts';
import { importerDefects, importerRules } from '../vocabulary/importers.ts';
import { mmDefects, mmRules } from '../vocabulary/mm.ts';
import type { Defect, Rule, ViolationClass } from './rule.ts';

const dmaApi = 'Documentation/core-api/dma-api.rst';
const dmaHowto = 'Documentation/core-api/dma-api-howto.rst';
const dmaBuf = 'drivers/dma-buf/dma-buf.c';

function rule(
  ruleClass: ViolationClass,
  title: string,
  text: string,
  source: string,
  alwaysHarm = false,
): Rule {
  return { class: ruleClass, title, text, source, alwaysHarm };
}

/** The rules, by id. */
export const rules: Readonly<Record<RuleId, Rule>> = {
  ...mmRules,
  ...fileRules,
  ...fenceRules,
  ...dmaApiRules,
  ...exporterRules,
  ...importerRules,
  'cpu-access-while-device-owns': rule(
    'ownership',
    'The CPU touches a buffer that a device owns',
    'From map (or sync for device) until unmap (or sync for CPU) a streaming mapping belongs to the device; the CPU may neither read nor write it.',
    `${dmaApi}, dma_sync_single_for_cpu; ${dmaHowto}, "Using Streaming DMA mappings"`,
  ),
  'device-access-while-cpu-owns': rule(
    'ownership',
    'A device works on a buffer that the CPU owns',
    'After sync for CPU, or a map that skipped the sync, the buffer belongs to the CPU until sync for device hands it over.',
    `${dmaApi}, dma_sync_single_for_device`,
  ),
  'device-access-not-serialized': rule(
    'ownership',
    'A device works on what another device has written since',
    'Two streaming mappings of one buffer know nothing of each other: what one device wrote must be handed back to the CPU and then over to the other device.',
    'Arnd Bergmann, "[RFC v2 1/2] dma-buf: Introduce dma buffer sharing mechanism", 9 December 2011',
  ),
  direction: rule(
    'ownership',
    'A device accesses against the direction of its mapping',
    'A device may only read a TO_DEVICE mapping and should only write a FROM_DEVICE mapping; what does both must be BIDIRECTIONAL.',
    `${dmaApi}, enum dma_data_direction`,
  ),
  'sync-direction': rule(
    'ownership',
    'A sync or unmap with a direction that does not carry what was written',
    'TO_DEVICE brings nothing back to the CPU, FROM_DEVICE carries nothing to the device: the direction of the call decides, not that of the mapping.',
    'kernel/dma/swiotlb.c, swiotlb_sync_single_for_cpu and _for_device',
  ),
  'hand-over-twice': rule(
    'ownership',
    'A buffer is handed to a device that owns it and has written it',
    'Sync for device pushes the CPU side over the device side; what the device wrote must be handed back first.',
    `${dmaApi}, dma_sync_single_for_device`,
  ),
  'hand-back-discards': rule(
    'ownership',
    'A hand-back discards what was written since',
    'Sync for CPU and unmap put the device side over the CPU side; what the CPU (or another device) wrote since must be handed over first.',
    'kernel/dma/swiotlb.c, swiotlb_tbl_unmap_single; arch/arm64/mm/dma-mapping.c, arch_sync_dma_for_cpu',
  ),
  'not-handed-back': rule(
    'ownership',
    'A mapping ends without giving back what the device wrote',
    'With DMA_ATTR_SKIP_CPU_SYNC, or with a length that is too short, unmap leaves bytes behind that only the device side has.',
    `${dmaApi}, DMA_ATTR_SKIP_CPU_SYNC`,
  ),
  'sync-outside-mapping': rule(
    'ownership',
    'A sync reaches past the end of its mapping',
    'A sync must lie within what was mapped; what lies outside is clipped, with a warning.',
    'kernel/dma/swiotlb.c, swiotlb_bounce',
  ),
  'shared-cache-line': rule(
    'ownership',
    'A mapped range shares a cache line with other data',
    'A mapped range must begin and end on cache line boundaries, since cleaning and invalidating works on whole lines.',
    `${dmaApi}, dma_get_cache_alignment; ${dmaHowto}, "What memory is DMA'able?"`,
  ),
  'unsnooped-transaction': rule(
    'ownership',
    'A coherent device bypasses the caches without maintenance',
    'The DMA API does no cache maintenance for a coherent device; a transaction that does not snoop needs the driver to do it.',
    'Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015',
  ),
  'wc-not-drained': rule(
    'ownership',
    'Stores still sit in a write-combining buffer',
    'Stores to write-combining memory gather in the CPU until a barrier, or a write to the device, drains them.',
    'Documentation/memory-barriers.txt; Documentation/driver-api/device-io.rst',
  ),
  'mixed-memory-types': rule(
    'ownership',
    'One page is accessed cached and uncached',
    'An uncached access does not look into the cache, and a cached one may find what was there before.',
    'Documentation/arch/x86/pat.rst',
  ),
  'dirty-invalidate': rule(
    'ownership',
    'Dirty lines are invalidated by hand',
    'Invalidating drops what was not written back: clean first, or flush.',
    'Documentation/core-api/cachetlb.rst',
  ),
  'coherent-memory-streamed': rule(
    'ownership',
    'Coherent memory goes through the streaming API',
    'A coherent allocation has no owner and is never synced; mapping it again gives it a second life that knows nothing of the first.',
    'Russell King, "[PATCH] arm: dma: fix sharing of coherent DMA memory without struct page", April 2017',
  ),
  'stale-read': rule(
    'effect',
    'Stale read',
    'The copy that was read is older than the newest write to these bytes.',
    'write ids of the simulation',
    true,
  ),
  'lost-write': rule(
    'effect',
    'Lost write',
    'The only copy of a write was dropped before it reached memory.',
    'write ids of the simulation',
    true,
  ),
  clobber: rule(
    'effect',
    'Clobber',
    'Old bytes were put over newer ones.',
    'write ids of the simulation',
    true,
  ),
  'dma-unmapped': rule(
    'translation',
    'DMA to an address that is not mapped',
    'After unmap the device address means nothing; without an IOMMU the access reaches whatever memory is there.',
    `${dmaHowto}, "Using Streaming DMA mappings"`,
  ),
  'iommu-fault': rule(
    'translation',
    'IOMMU fault',
    'The IOMMU has no translation for the address, or not for this kind of access: the transaction is blocked.',
    'drivers/iommu/dma-iommu.c',
    true,
  ),
  'dma-in-lazy-window': rule(
    'translation',
    'DMA through a stale IOTLB entry',
    'In lazy mode the IOTLB is invalidated in batches; until then the device still reaches a page that was unmapped.',
    'drivers/iommu/dma-iommu.c, fq_flush_iotlb',
  ),
  'stale-tlb': rule(
    'translation',
    'Access through a stale TLB entry',
    'Between clearing a PTE and the acknowledgement of the flush, other CPUs can still reach the page through their TLBs.',
    'mm/memory.c, unmap_mapping_range; mm/mmu_gather.c',
  ),
  sigbus: rule(
    'translation',
    'SIGBUS',
    'The exporter has no page for the fault.',
    'mm/memory.c, do_fault',
    true,
  ),
  sigsegv: rule(
    'translation',
    'SIGSEGV',
    'The address is not mapped in the process, or not for this kind of access.',
    'mm/memory.c, handle_mm_fault',
    true,
  ),
  'use-after-release': rule(
    'lifetime',
    'Used after release',
    'The exporter released its backing storage, but a device still works on it.',
    `${dmaBuf}, dma_buf_release`,
    true,
  ),
  'unmap-twice': rule(
    'lifetime',
    'Unmapped twice',
    'Each map is followed by exactly one unmap.',
    `${dmaApi}; ${dmaBuf}, dma_buf_unmap_attachment`,
    true,
  ),
  'sync-after-unmap': rule(
    'lifetime',
    'Sync after unmap',
    'A mapping that was torn down cannot be synced; the call does nothing.',
    `${dmaApi}, dma_sync_single_for_cpu`,
  ),
  'release-with-attachments': rule(
    'lifetime',
    'Released with attachments left',
    'Every importer detaches before it drops its reference.',
    `${dmaBuf}, dma_buf_release`,
    true,
  ),
  leak: rule(
    'lifetime',
    'Leak',
    'A mapping outlives the driver or the attachment that made it.',
    `${dmaBuf}, dma_buf_detach; kernel/dma/debug.c, device driver has pending DMA allocations`,
    true,
  ),
};

/** The named defects, by id. */
export const defects: Readonly<Record<DefectId, Defect>> = {
  ...mmDefects,
  ...fileDefects,
  ...fenceDefects,
  ...dmaApiDefects,
  ...exporterDefects,
  ...importerDefects,
  'exporter-none': {
    title: 'The exporter keeps nothing coherent',
    text: 'Its begin and end of CPU access do nothing, so that SYNC returns 0 and changes nothing.',
    source: `${dmaBuf}, dma_buf_begin_cpu_access`,
  },
  'coherent-bounced': {
    title: 'A coherent buffer behind a bounce slot',
    text: 'A coherent mapping is never synced, but the device works on a copy.',
    source: 'kernel/dma/swiotlb.c',
  },
  'shootdown-no-wait': {
    title: 'The fault does not wait for the device',
    text: 'A fault gives the page back to the CPU although a device may still work on it.',
    source: 'Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012',
  },
  'sync-write-only': {
    title: 'SYNC with WRITE alone',
    text: 'START with WRITE fetches nothing from the device, END with WRITE pushes everything to it.',
    source: `${dmaBuf}, dma_buf_ioctl; include/uapi/linux/dma-buf.h`,
  },
  'cached-mapping': {
    title: 'A cached mapping',
    text: 'The importer keeps its mapping between jobs, so the exporter is never told that one begins or ends.',
    source:
      'Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015',
  },
  'map-at-import': {
    title: 'Mapped at import',
    text: 'The importer maps when the handle is imported; from then on the device owns the buffer for good.',
    source:
      'Russell King, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 17 June 2013',
  },
  'from-device-discards': {
    title: 'Map FROM_DEVICE drops dirty lines',
    text: 'This maintenance profile invalidates at map FROM_DEVICE: what the CPU wrote before and the device does not overwrite is lost.',
    source: 'arch/arm64/mm/dma-mapping.c before v5.19; arch/arc/mm/dma.c',
  },
  'no-invalidate-after': {
    title: 'No invalidation after the transfer',
    text: 'This maintenance profile trusts that CPUs do not speculate: a line prefetched while the device wrote stays.',
    source: 'kernel/dma/direct.h, arch_sync_dma_for_cpu',
  },
  'shootdown-drops-kernel-writes': {
    title: 'The fault invalidates',
    text: 'At the next fault the exporter invalidates the lines of the page, also what the kernel wrote through its own mapping.',
    source: 'Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012',
  },
};
