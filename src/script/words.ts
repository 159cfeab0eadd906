/**
 * The closed sets of words of the language, as tables whose keys are the words and whose types are the
 * model's. A word that is added to the model does not compile until it stands here.
 */
import type { MicroEventKind } from '../model/microEvent.ts';
import type { Direction } from '../model/operation.ts';
import type {
  CacheTags,
  IommuMode,
  KernelVersion,
  MaintenanceProfile,
  SwiotlbMode,
} from '../model/platform.ts';
import type { Errno } from '../model/result.ts';
import type {
  AttachCheck,
  ImporterPolicy,
  InodePolicy,
  MmapPolicy,
  PagelessMemory,
  PagelessRemedy,
  UnfitPolicy,
} from '../model/setup.ts';
import type { RuleId } from '../model/violation.ts';
import type { ViolationClass } from '../model/violations/rule.ts';
import type { Rule } from '../model/violations/rule.ts';
import { rules } from '../model/violations/rules.ts';
import { dmaApiEvents } from '../model/vocabulary/dmaApi.ts';
import { exporterEvents } from '../model/vocabulary/exporters.ts';
import { fenceEvents } from '../model/vocabulary/fences.ts';
import { fileEvents } from '../model/vocabulary/files.ts';
import { importerEvents } from '../model/vocabulary/importers.ts';
import { mmEvents } from '../model/vocabulary/mm.ts';

/** Words and what each means, in a sentence without its end. */
export type Words<W extends string> = Readonly<Record<W, string>>;

/** Whether `text` is one of the words. */
export function isWord<W extends string>(
  words: Readonly<Record<W, unknown>>,
  text: string,
): text is W {
  return Object.hasOwn(words, text);
}

export const directions: Words<Direction> = {
  BIDIRECTIONAL: 'the device reads and writes',
  TO_DEVICE: 'the device only reads',
  FROM_DEVICE: 'the device only writes',
};

export const mmapPolicies: Words<MmapPolicy> = {
  coherent: 'uncached or write-combined where devices do not snoop, write-back where they do',
  shootdown: 'write-back; map_dma_buf takes the pages away, the next fault brings them back',
  'sync-ioctl': 'write-back; userspace brackets its accesses with DMA_BUF_IOCTL_SYNC',
  'prepare-finish':
    'write-back; userspace brackets its accesses with the ioctls prepare and finish',
  'split-window':
    'pages below the size coherent; the same pages again above it, write-back, with prepare and finish',
  lock: 'write-back; userspace and drivers take locks, which maintain caches and hand over',
  none: 'write-back, and nobody maintains it: the bug that the others avoid',
};

export const importerPolicies: Words<ImporterPolicy> = {
  'map-at-import': 'mapped when imported, until released',
  'map-per-dma': 'mapped for each job, unmapped at its end',
  cached: 'mapped at the first map and kept; later calls reuse the mapping',
  pinned: 'pinned and mapped at the first map, and kept: the exporter cannot move the buffer',
  'split-api': 'the list got at import, mapped for each job with the six calls proposed in 2013',
  dynamic: 'told of a move, after which it maps anew; pins only for scanout',
  'page-stealing': 'takes one page from each entry of the CPU list and ignores the DMA list',
};

export const memories: Words<PagelessMemory | 'system'> = {
  system: 'memory that the kernel manages',
  device: 'memory of a device, without struct page',
  'carve-out': 'reserved at boot, without struct page',
};

export const pagelessRemedies: Words<PagelessRemedy | 'bogus'> = {
  bogus: 'a page that does not exist, as if there were one',
  'dma-only': 'no page, only DMA address and length',
  nopage: 'no page, and an attribute on the entry that says so',
  'fail-early': 'dma_get_sgtable fails, so that nothing is shared',
};

export const allocations: Words<'early' | 'delayed'> = {
  early: 'at once',
  delayed: 'at the first map, to suit all that are attached',
};

export const attachChecks: Words<AttachCheck | 'reach'> = {
  reach: 'whether the device reaches the storage',
  none: 'nothing: what does not work shows later',
  limits: 'reach, and max_segment_count * max_segment_size against the size',
  union: 'what all attached devices demand together',
  'test-map': 'maps for the device and unmaps again',
};

export const unfitPolicies: Words<UnfitPolicy | 'refuse'> = {
  refuse: 'the attachment fails',
  separate: 'it gets an sg list cut for this device',
  bounce: 'its mappings go through the bounce pool',
};

export const inodePolicies: Words<InodePolicy | 'own'> = {
  own: 'mappings are of a file with an inode of its own, and zapped through it',
  shared: 'mappings are of the inode that all dma-buf files share, and so is what is zapped',
  device: 'mappings are of the inode that all share, but its own device file is zapped',
};

export const sgListPolicies: Words<'each' | 'shared'> = {
  each: 'one an attachment',
  shared: 'one for all, with the DMA addresses of the first device that mapped',
};

export const flushPolicies: Words<'per-mapping' | 'once'> = {
  'per-mapping': 'at each map and unmap',
  once: 'at the first map and the last unmap of those that stand together',
};

export const deviceBuses: Words<'platform' | 'pci'> = {
  platform: 'the platform bus',
  pci: 'PCI, where dma-debug looks at drivers that leave',
};

export const iommuSides: Words<'own' | 'none'> = {
  own: 'a domain of its own, where the platform has an IOMMU',
  none: 'not behind the IOMMU',
};

export const prepareWays: Words<'sync' | 'wait'> = {
  sync: 'caches are maintained, and programs see to it that devices are done',
  wait: 'devices that work on the buffer are waited for first',
};

export const upperWindows: Words<'explicit' | 'coherent'> = {
  explicit: 'write-back, between prepare and finish only',
  coherent: 'as the lower window, where a CPU cannot have conflicting memory types',
};

export const coherentTypes: Words<'WC' | 'UC'> = {
  WC: 'stores gather in a write-combining buffer',
  UC: 'every access goes to memory',
};

export const iommuModes: Words<IommuMode> = {
  none: 'DMA addresses are physical addresses',
  strict: 'unmap invalidates the IOTLB at once',
  lazy: 'unmap leaves the IOTLB for a later flush',
};

export const swiotlbModes: Words<SwiotlbMode> = {
  off: 'nothing bounces',
  force: 'every streaming mapping bounces',
  mask: 'a mapping bounces where the device cannot reach the page',
};

export const maintenanceProfiles: Words<MaintenanceProfile> = {
  arm64: 'v5.19 and later: clean to the device, invalidate back to the CPU',
  'arm64-old': 'before v5.19: FROM_DEVICE invalidates on the way to the device',
  riscv: 'as arm64',
  arc: 'FROM_DEVICE invalidates, BIDIRECTIONAL cleans and invalidates',
  'no-speculation': 'as arc, and nothing on the way back to the CPU',
};

export const kernelVersions: Words<KernelVersion> = {
  '7.3': 'Linux 7.3, as recorded',
  '6.12': 'Linux 6.12, as recorded',
  '5.2': 'before v5.3: all dma-buf files share one inode',
};

export const cacheTags: Words<CacheTags> = {
  pipt: 'caches tag lines by physical address',
  vivt: 'caches tag lines by virtual address: two mappings of a page are two lines',
};

export const microEventKinds: Words<MicroEventKind> = {
  ...mmEvents,
  ...fileEvents,
  ...fenceEvents,
  ...dmaApiEvents,
  ...exporterEvents,
  ...importerEvents,
  call: 'a kernel function is entered',
  'fd.open': 'a descriptor appears',
  'fd.close': 'a descriptor goes away',
  'ref.get': 'a reference to the dma_buf is taken',
  'ref.put': 'a reference to the dma_buf is dropped',
  release: 'the exporter releases the buffer',
  attach: 'a device is attached',
  detach: 'a device is detached',
  'sgt.build': 'an sg_table is built',
  'sgt.free': 'an sg_table is freed',
  'owner.change': 'bytes change hands between CPU and device',
  refused: 'the kernel refuses the call',
  signal: 'a signal is sent to the process',
  printk: 'the kernel logs a line',
  'vma.map': 'a VMA appears',
  'vma.unmap': 'a VMA goes away',
  'pte.fault': 'a page fault begins',
  'pte.insert': 'a PTE is inserted',
  'pte.clear': 'a PTE is cleared',
  'tlb.fill': 'a TLB takes a translation',
  'tlb.flush': 'a TLB drops a translation',
  'ipi.send': 'an interrupt is sent to another CPU',
  'ipi.ack': 'the other CPU has acknowledged it',
  'shootdown.done': 'every CPU has dropped the translation',
  'cpu.load': 'a CPU loads',
  'cpu.store': 'a CPU stores',
  'cache.fill': 'a cache line is filled',
  'cache.upgrade': 'a cache line becomes writable',
  'cache.writeback': 'a cache line is written back',
  'cache.drop': 'a cache line is dropped',
  'wc.store': 'a store waits in a write-combining buffer',
  'wc.drain': 'a write-combining buffer drains',
  barrier: 'a memory barrier',
  'dma.start': 'a device begins a transfer',
  'dma.snoop': 'a device looks into a CPU cache',
  'dma.read': 'a device reads memory',
  'dma.write': 'a device writes memory',
  'dma.done': 'a device ends a transfer',
  'dma.fault': 'a device access is blocked',
  doorbell: 'a CPU writes to a device register',
  'iommu.map': 'an IOMMU page table entry is set',
  'iommu.unmap': 'an IOMMU page table entry is cleared',
  'iotlb.fill': 'an IOTLB takes a translation',
  'iotlb.flush': 'an IOTLB drops translations',
  'bounce.alloc': 'a bounce slot is taken',
  'bounce.copy': 'bytes are copied between buffer and bounce slot',
  'bounce.free': 'a bounce slot is given back',
};

export const errnos: Words<Errno> = {
  EACCES: 'the descriptor does not allow it',
  EAGAIN: 'not now',
  EBADF: 'no such descriptor',
  EBADFD: 'a descriptor of the wrong kind',
  EBUSY: 'in use, or mapped in another direction',
  EEXIST: 'there already',
  EFAULT: 'a bad address',
  EFBIG: 'past the greatest file size',
  EINTR: 'a signal ended the wait',
  EINVAL: 'a wrong argument',
  EIO: 'mapping for the device failed',
  ENODEV: 'not possible with this kind of file',
  ENOMEM: 'no memory, or no bounce slots',
  ENOENT: 'no such thing',
  ENOTTY: 'no such ioctl',
  ENXIO: 'nothing behind this file that can be opened',
  EOPNOTSUPP: 'not possible with this file',
  EOVERFLOW: 'a number too large',
  EPERM: 'not permitted',
  ESPIPE: 'a file without positions',
};

export const signals: Words<'SIGBUS' | 'SIGSEGV'> = {
  SIGBUS: 'the exporter has no page there',
  SIGSEGV: 'no mapping there, or not writable',
};

export const violationClasses: Words<ViolationClass> = {
  ownership: 'a byte was touched by one who did not own it, or changed hands wrongly',
  effect: 'data went wrong: a stale read, a lost write, a clobber',
  translation: 'an access through a translation that should not be there',
  lifetime: 'an object used, freed or kept at the wrong time',
  'dma-debug': 'the kernel’s DMA-API debugging complained',
  race: 'conflicting accesses that nothing orders',
  'struct-page': 'a page was taken where there is none',
};

/** The rules that can be broken, and the effects. */
export const ruleIds: Readonly<Record<RuleId, Rule>> = rules;

/** Stands for -1 where a descriptor is needed. */
export const noDescriptor = 'no_fd';

/** Words that no buffer, device, process or result may be called. */
const reserved = [
  'kernel',
  'iommu',
  'title',
  'summary',
  'source',
  'note',
  'platform',
  'buffer',
  'device',
  'expect',
  'during',
  'on',
  noDescriptor,
];

/** Whether a name means something else in the language. */
export function isReserved(name: string): boolean {
  return reserved.includes(name) || /^cpu\d+$/.test(name);
}

/** What a name looks like. */
export const namePattern = /^[A-Za-z_][A-Za-z0-9_-]*$/;
