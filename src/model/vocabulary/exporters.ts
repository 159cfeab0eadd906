/** Exporters: their policies for userspace mappings, vmap, begin and end of CPU access, the real ones. */
import type { Direction } from '../operation.ts';
import type { AgentsOf, Defects, EventWords, Rules } from './vocabulary.ts';

/** Access of kernel and programs as exporters offer it: begin and end, vmap, prepare and finish, locks, ION. */
export type ExporterAction =
  /** dma_buf_begin_cpu_access and dma_buf_end_cpu_access, called by kernel code. */
  | { readonly do: 'beginCpuAccess'; readonly buffer: string; readonly direction: Direction }
  | { readonly do: 'endCpuAccess'; readonly buffer: string; readonly direction: Direction }
  /** dma_buf_vmap: the whole buffer in the kernel's address space, under a name. */
  | { readonly do: 'vmap'; readonly name: string; readonly buffer: string }
  | { readonly do: 'vunmap'; readonly vmap: string }
  /** The ioctls of the RFC of 2012: prepare for CPU access, and finish it. */
  | { readonly do: 'prepare'; readonly fd: string; readonly isWrite: boolean }
  | { readonly do: 'finish'; readonly fd: string }
  /** Locks of the dmabuf-sync RFC of 2013, by programs and by drivers. */
  | { readonly do: 'lock'; readonly fd: string; readonly isWrite: boolean }
  | { readonly do: 'unlock'; readonly fd: string }
  | { readonly do: 'lockBuffer'; readonly buffer: string; readonly isWrite: boolean }
  | { readonly do: 'unlockBuffer'; readonly buffer: string }
  /** ION_IOC_ALLOC and ION_IOC_SHARE: the named buffer from a heap of the mask; bits as in `kernel/exporters/ion.ts`. */
  | {
      readonly do: 'ionAlloc';
      readonly name: string;
      readonly buffer: string;
      readonly heaps: number;
    }
  /** ION_IOC_SYNC. */
  | { readonly do: 'ionSync'; readonly fd: string };

export const exporterAgents: AgentsOf<ExporterAction['do']> = {
  beginCpuAccess: ['kernel'],
  endCpuAccess: ['kernel'],
  vmap: ['kernel'],
  vunmap: ['kernel'],
  prepare: ['thread'],
  finish: ['thread'],
  lock: ['thread'],
  unlock: ['thread'],
  lockBuffer: ['device'],
  unlockBuffer: ['device'],
  ionAlloc: ['thread'],
  ionSync: ['thread'],
};

export const exporterEvents = {
  'window.open': 'a window of CPU access is opened',
  'window.close': 'a window of CPU access is closed',
  'lock.wait': 'somebody sleeps until a lock is free',
  'lock.grant': 'somebody gets a lock',
  'lock.drop': 'somebody gives a lock back',
  'heap.choose': 'a heap of userspace’s mask gives the memory',
  vmap: 'a buffer is mapped into the kernel',
  vunmap: 'a mapping of the kernel goes away',
} as const satisfies EventWords;
export type ExporterEventKind = keyof typeof exporterEvents;

const mmapPatch = 'Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012';
const dmabufSync =
  'Inki Dae, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 13 June 2013';

export const exporterRules = {
  'window-not-open': {
    class: 'ownership',
    title: 'Cached window used without prepare',
    text: 'Through the cached upper window a program works only between prepare and finish; a prepare for reading allows no stores.',
    source: mmapPatch,
    alwaysHarm: false,
  },
  'device-access-in-open-window': {
    class: 'ownership',
    title: 'A device works while the cached window is open',
    text: 'Between prepare and finish the caches may hold the buffer: a device must wait for finish, or for readers to be done before it writes.',
    source: mmapPatch,
    alwaysHarm: false,
  },
  'lock-deadlock': {
    class: 'race',
    title: 'Each waits for a lock that the other holds',
    text: 'Whoever takes locks of several buffers must take them in one order, or all at once; the kernel cannot make programs do so.',
    source: dmabufSync,
    alwaysHarm: true,
  },
  'use-after-vunmap': {
    class: 'lifetime',
    title: 'Kernel mapping used after vunmap',
    text: 'What dma_buf_vmap returned is gone with the last dma_buf_vunmap.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_vunmap',
    alwaysHarm: true,
  },
  'released-while-vmapped': {
    class: 'lifetime',
    title: 'Released while mapped into the kernel',
    text: 'Kernel code that has mapped a buffer holds a reference until it has unmapped it.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_release',
    alwaysHarm: true,
  },
} as const satisfies Rules;
export type ExporterRuleId = keyof typeof exporterRules;

export const exporterDefects = {
  'udmabuf-private-mapping': {
    title: 'SYNC of a mapping that no device uses',
    text: 'udmabuf maps attachments without cache maintenance, and its SYNC maintains a mapping of its own misc device, not theirs.',
    source: 'drivers/dma-buf/udmabuf.c, begin_cpu_udmabuf, end_cpu_udmabuf',
  },
} as const satisfies Defects;
export type ExporterDefectId = keyof typeof exporterDefects;
