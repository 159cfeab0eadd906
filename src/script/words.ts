/**
 * The closed sets of words of the language, as tables whose keys are the words and whose types are the
 * model's. A word that is added to the model does not compile until it stands here.
 */
import type { MicroEventKind } from '../model/microEvent.ts';
import type { Direction } from '../model/operation.ts';
import type { IommuMode, MaintenanceProfile, SwiotlbMode } from '../model/platform.ts';
import type { Errno } from '../model/result.ts';
import type { ImporterPolicy, MmapPolicy } from '../model/setup.ts';
import type { RuleId, ViolationClass } from '../model/violation.ts';
import { type Rule, rules } from '../model/violations/rules.ts';

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
  none: 'write-back, and nobody maintains it: the bug that the others avoid',
};

export const importerPolicies: Words<ImporterPolicy> = {
  'map-at-import': 'mapped when imported, until released',
  'map-per-dma': 'mapped for each job, unmapped at its end',
  cached: 'mapped at the first map and kept; later calls reuse the mapping',
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

export const microEventKinds: Words<MicroEventKind> = {
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
  EBUSY: 'in use, or mapped in another direction',
  EFAULT: 'a bad address',
  EINVAL: 'a wrong argument',
  EIO: 'mapping for the device failed',
  ENODEV: 'not possible with this kind of file',
  ENOMEM: 'no memory, or no bounce slots',
  ENOTTY: 'no such ioctl',
  EOVERFLOW: 'a number too large',
  EPERM: 'not permitted',
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
};

/** The rules that can be broken, and the effects. */
export const ruleIds: Readonly<Record<RuleId, Rule>> = rules;

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
];

/** Whether a name means something else in the language. */
export function isReserved(name: string): boolean {
  return reserved.includes(name) || /^cpu\d+$/.test(name);
}

/** What a name looks like. */
export const namePattern = /^[A-Za-z_][A-Za-z0-9_-]*$/;
