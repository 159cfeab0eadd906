/** What each kernel function is for, in plain words, by its name. */
import { importerCalls } from './explain/importerCalls.ts';
import { dmaApiCalls } from './explain/dmaApiCalls.ts';
import { exporterCalls } from './explain/exporterCalls.ts';
import { fenceCalls } from './explain/fenceCalls.ts';
import { fileCalls } from './explain/fileCalls.ts';
import { mmCalls } from './explain/mmCalls.ts';

export interface CallWords {
  /** Whole names or endings (`*_fault`) of the function. */
  readonly name: string;
  /** What it does and why it is called here, in one or two sentences. */
  readonly text: string;
  /** Where it is in the kernel. */
  readonly source: string;
}

const dmaBuf = 'drivers/dma-buf/dma-buf.c';
const prime = 'drivers/gpu/drm/drm_prime.c';

const cleans = 'Line by line, dirty data is written back to memory. The lines stay in the cache.';
const invalidates =
  'Line by line, the copies in the caches are dropped, so that the next load comes from memory.';
const flushes = 'Line by line, dirty data is written back to memory, and the copies are dropped.';

/** The functions of an architecture that clean, invalidate, and do both. */
function maintenance(source: string, names: readonly [string, string, string]): CallWords[] {
  const texts = [cleans, invalidates, flushes];
  return names.map((name, index) => ({ name, text: texts[index] ?? '', source }));
}

const calls: readonly CallWords[] = [
  ...fenceCalls,
  ...fileCalls,
  ...dmaApiCalls,
  {
    name: 'ioctl(export',
    text: 'The program asks the driver for a descriptor of the buffer, so that it can be shared.',
    source: prime,
  },
  {
    name: 'ioctl',
    text: 'The program says that its CPU access begins or ends. The flags tell which way data will flow.',
    source: `${dmaBuf}, dma_buf_ioctl`,
  },
  {
    name: 'dma_buf_export',
    text: 'The exporter wraps its buffer into a dma_buf: a file whose operations are the exporter’s.',
    source: dmaBuf,
  },
  {
    name: 'dma_buf_fd',
    text: 'The file of the dma_buf gets a descriptor in this process.',
    source: dmaBuf,
  },
  { name: 'dup', text: 'A second descriptor for the same dma_buf.', source: 'fs/file.c' },
  {
    name: 'recvmsg',
    text: 'Another process gets a descriptor for the same dma_buf, over a socket.',
    source: 'net/core/scm.c',
  },
  { name: 'close', text: 'The program gives a descriptor up.', source: 'fs/open.c' },
  {
    name: 'mmap',
    text: 'The program wants to reach the buffer through its own addresses.',
    source: 'mm/mmap.c',
  },
  {
    name: 'dma_buf_mmap_internal',
    text: 'The range is held against the size of the buffer, then the exporter sets the mapping up.',
    source: dmaBuf,
  },
  {
    name: 'munmap',
    text: 'The program gives its addresses up. The page table entries go first, then the mapping.',
    source: 'mm/mmap.c',
  },
  {
    name: 'exit',
    text: 'The process ends: its mappings and descriptors are given up.',
    source: 'kernel/exit.c',
  },
  {
    name: '*_fault',
    text: 'The exporter’s fault handler: an access found no translation, and the exporter decides what the process may reach.',
    source: 'include/linux/mm.h, struct vm_operations_struct',
  },
  {
    name: 'drm_gem_prime_fd_to_handle',
    text: 'The importing driver turns a descriptor into a buffer of its own.',
    source: prime,
  },
  {
    name: 'dma_buf_get',
    text: 'The descriptor is turned into the dma_buf, with a reference of its own.',
    source: dmaBuf,
  },
  {
    name: 'drm_gem_prime_import',
    text: 'The importer makes itself known to the exporter, and does what its policy wants done at import.',
    source: prime,
  },
  {
    name: 'drm_prime_gem_destroy',
    text: 'The importer undoes its import: what is still mapped is unmapped, then it detaches.',
    source: prime,
  },
  { name: 'dma_buf_put', text: 'The importer drops its reference.', source: dmaBuf },
  {
    name: 'dma_buf_attach',
    text: 'The device is tied to the buffer. The exporter may look at what it can reach.',
    source: dmaBuf,
  },
  { name: 'dma_buf_detach', text: 'The device is untied from the buffer.', source: dmaBuf },
  {
    name: 'dma_buf_map_attachment',
    text: 'The importer wants device addresses for the buffer, and says which way data will flow. This is where the buffer changes hands.',
    source: dmaBuf,
  },
  {
    name: 'dma_buf_unmap_attachment',
    text: 'The importer is done with this job: the addresses are given up, and the buffer comes back.',
    source: dmaBuf,
  },
  {
    name: '*_map_dma_buf',
    text: 'The exporter’s part of the mapping: it gets the buffer ready for the device, in the way of its policy.',
    source: 'include/linux/dma-buf.h, struct dma_buf_ops',
  },
  {
    name: '*_unmap_dma_buf',
    text: 'The exporter’s part of the unmapping.',
    source: 'include/linux/dma-buf.h, struct dma_buf_ops',
  },
  {
    name: 'dma_buf_begin_cpu_access',
    text: 'The buffer is to be taken back for the CPU. What that means is the exporter’s business; one that does nothing leaves everything as it is.',
    source: dmaBuf,
  },
  {
    name: 'dma_buf_end_cpu_access',
    text: 'The CPU is done, and the buffer is to be handed to the devices again.',
    source: dmaBuf,
  },
  {
    name: 'unmap_mapping_range',
    text: 'Every process that maps these pages loses its page table entries, and every CPU what its TLB remembers.',
    source: 'mm/memory.c',
  },
  {
    name: 'dma_map_sgtable',
    text: 'The DMA API turns the list of pages into a list of device addresses, and hands the buffer to the device.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_unmap_sgtable',
    text: 'The DMA API takes the addresses back and gives the buffer to the CPU.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_map_single',
    text: 'The DMA API turns a range of memory into a device address, and hands it to the device.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_unmap_single',
    text: 'The DMA API takes the address back and gives the range to the CPU, by the length and the direction given to this call.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_sync_sgtable_for_cpu',
    text: 'The mapping stays, but the CPU gets the buffer: what the device wrote must become visible to it.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_sync_sgtable_for_device',
    text: 'The mapping stayed, and the device gets the buffer again: what the CPU wrote must become visible to it.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_sync_single_for_cpu',
    text: 'The mapping stays, but the CPU gets this part of it, in the direction given to this call.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_sync_single_for_device',
    text: 'The device gets this part of its mapping again, in the direction given to this call.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'arch_sync_dma_for_device',
    text: 'The device sees memory only, so the architecture maintains the caches before the device may start.',
    source: 'arch/arm64/mm/dma-mapping.c',
  },
  {
    name: 'arch_sync_dma_for_cpu',
    text: 'The device may have written behind the caches, and the CPU may have prefetched meanwhile: lines of the range are thrown away.',
    source: 'arch/arm64/mm/dma-mapping.c',
  },
  ...maintenance('arch/arm64/mm/cache.S', [
    'dcache_clean_poc',
    'dcache_inval_poc',
    'dcache_clean_inval_poc',
  ]),
  ...maintenance('arch/riscv/mm/dma-noncoherent.c', [
    'arch_dma_cache_wback',
    'arch_dma_cache_inv',
    'arch_dma_cache_wback_inv',
  ]),
  ...maintenance('arch/arc/mm/cache.c', [
    'dma_cache_wback',
    'dma_cache_inv',
    'dma_cache_wback_inv',
  ]),
  ...maintenance('arch/arm/mm', ['dma_clean_range', 'dma_inv_range', 'dma_flush_range']),
  {
    name: 'arch_wb_cache_pmem',
    text: cleans,
    source: 'arch/x86/lib/usercopy_64.c',
  },
  { name: 'clflush_cache_range', text: flushes, source: 'arch/x86/mm/pat/set_memory.c' },
  {
    name: 'swiotlb_bounce',
    text: 'The CPU copies between the buffer and the slot that the device really works on.',
    source: 'kernel/dma/swiotlb.c',
  },
  {
    name: 'dma_alloc_coherent',
    text: 'Memory that CPU and device may both touch at any time: cached where the device snoops, uncached elsewhere. It has no owner.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'dma_free_coherent',
    text: 'The coherent memory is given back.',
    source: 'kernel/dma/mapping.c',
  },
  {
    name: 'device_release_driver',
    text: 'The driver is taken off its device. What it left mapped nobody can undo any more.',
    source: 'drivers/base/dd.c',
  },
  {
    name: 'device_unbind_cleanup',
    text: 'The driver core forgets the driver: device and driver know nothing of each other any more.',
    source: 'drivers/base/dd.c',
  },
  ...exporterCalls,
  ...importerCalls,
  ...mmCalls,
];

/** The words for a call by its label, such as `dma_map_sgtable(gpu, TO_DEVICE)`; undefined for no known function. */
export function explainCall(
  label: string,
): { readonly text: string; readonly source: string } | undefined {
  const name = label.slice(0, Math.max(0, label.indexOf('(')));
  return calls.find((words) => {
    if (words.name.startsWith('*')) return name.endsWith(words.name.slice(1)) && !isKernels(name);
    return words.name.includes('(') ? label.startsWith(words.name) : name === words.name;
  });
}

/** Functions of the kernel itself whose names end like an exporter's operation. */
function isKernels(name: string): boolean {
  return calls.some((words) => words.name === name);
}
