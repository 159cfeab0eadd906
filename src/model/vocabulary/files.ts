/**
 * Files and their system calls: descriptors, ioctls, heaps, memfd and udmabuf, sync_file, poll; and what the
 * exporting driver calls for them inside the kernel. Numbers are those of the C calls; one of 2^63 or more is
 * the negative number with the same bits.
 */
import type { Errno } from '../result.ts';
import type { ExporterCallback } from '../state.ts';
import type { AgentsOf, Defects, EventWords, Rules } from './vocabulary.ts';

/** Calls of fcntl(2) that take or give a number. */
export type FcntlCommand = 'F_GETFD' | 'F_SETFD' | 'F_GETFL' | 'F_SETFL' | 'F_GET_SEALS';

/** Reading and writing a descriptor. */
export type FileIoCall = 'read' | 'write' | 'pread' | 'pwrite' | 'sendfile';

/** Character devices that can be opened. */
export type DevicePath = 'dma_heap' | 'sw_sync';

/** Whether an exporter gives dma_buf_export all that it must have, and what it lacks where it does not. */
export type ExportedOps =
  | 'full'
  | 'pin'
  | 'no-map'
  | 'no-unmap'
  | 'no-release'
  | 'no-priv'
  | 'no-ops'
  | 'no-unpin'
  | 'no-pin';

/** In-kernel calls that can be given a NULL pointer, or no direction. */
export type NullCall =
  | 'dma_buf_fd'
  | 'dma_buf_put'
  | 'dma_buf_attach'
  | 'dma_buf_detach'
  | 'dma_buf_map_attachment'
  /** With direction DMA_NONE. */
  | 'dma_buf_map_attachment-direction'
  | 'dma_buf_unmap_attachment'
  | 'dma_buf_begin_cpu_access'
  | 'dma_buf_mmap'
  | 'dma_buf_vmap'
  | 'dma_buf_vunmap'
  /** dma_buf_attach of a dma_buf, with no device. */
  | 'dma_buf_attach-device';

/** Pages of a memfd that a udmabuf is made of. */
export interface UdmabufItem {
  readonly memfd: string;
  readonly offset: number;
  readonly size: number;
}

/** System calls on descriptors that do not care what is behind them, or refuse because of it. */
export type DescriptorAction =
  | { readonly do: 'openDevice'; readonly name: string; readonly path: DevicePath }
  /** open(/proc/self/fd/N). */
  | { readonly do: 'reopen'; readonly name: string; readonly fd: string; readonly flags: number }
  | {
      readonly do: 'fcntl';
      readonly fd: string;
      readonly command: FcntlCommand;
      readonly argument: number;
    }
  | {
      readonly do: 'lseek';
      readonly fd: string;
      readonly offset: number;
      /** SEEK_SET 0, SEEK_CUR 1, SEEK_END 2, SEEK_DATA 3, SEEK_HOLE 4. */
      readonly whence: number;
    }
  | {
      readonly do: 'fileIo';
      readonly call: FileIoCall;
      readonly fd: string;
      readonly count: number;
      /** For pread and pwrite. */
      readonly offset: number;
    }
  | { readonly do: 'fsync'; readonly fd: string }
  | {
      readonly do: 'poll';
      readonly fd: string;
      /** POLLIN 1, POLLPRI 2, POLLOUT 4. */
      readonly events: number;
      /** Milliseconds; negative: for ever. */
      readonly timeout: number;
    }
  | { readonly do: 'epollAdd'; readonly fd: string; readonly events: number }
  /** What /proc says about a descriptor. */
  | { readonly do: 'describeFd'; readonly fd: string; readonly how: 'fdinfo' | 'readlink' }
  /** An ioctl by its number, with a NULL pointer as argument. */
  | { readonly do: 'ioctl'; readonly fd: string; readonly request: number }
  /** DMA_BUF_SET_NAME; `label` is what people call the buffer. */
  | { readonly do: 'setName'; readonly fd: string; readonly label: string };

/** Anonymous files and what userspace allocates and exports. */
export type MemoryFileAction =
  | { readonly do: 'memfdCreate'; readonly name: string; readonly flags: number }
  | { readonly do: 'addSeals'; readonly fd: string; readonly seals: number }
  | { readonly do: 'ftruncate'; readonly fd: string; readonly length: number }
  | {
      readonly do: 'fallocate';
      readonly fd: string;
      /** KEEP_SIZE 1, PUNCH_HOLE 2. */
      readonly mode: number;
      readonly offset: number;
      readonly length: number;
    }
  /** DMA_HEAP_IOCTL_ALLOC: the named buffer becomes real. */
  | {
      readonly do: 'heapAlloc';
      readonly name: string;
      readonly buffer: string;
      /** Bytes; null: those of the buffer. */
      readonly length: number | null;
      readonly fdFlags: number;
      readonly heapFlags: number;
      /** Field `fd` of the argument, which must be 0. */
      readonly fdIn: number;
    }
  /** UDMABUF_CREATE: the named buffer becomes real, with these pages of the memfd. */
  | {
      readonly do: 'udmabufCreate';
      readonly name: string;
      readonly buffer: string;
      readonly memfd: string;
      readonly offset: number;
      /** Bytes; null: those of the buffer. */
      readonly size: number | null;
      readonly flags: number;
    }
  /** UDMABUF_CREATE_LIST. */
  | {
      readonly do: 'udmabufCreateList';
      readonly name: string;
      readonly buffer: string;
      readonly items: readonly UdmabufItem[];
      readonly flags: number;
      /** Number of items that the call claims; null: as many as there are. */
      readonly count: number | null;
    }
  /** DRM_IOCTL_PRIME_HANDLE_TO_FD. */
  | {
      readonly do: 'primeExport';
      readonly name: string;
      readonly buffer: string;
      readonly flags: number;
    };

/** sync_file and sw_sync [drivers/dma-buf/sync_file.c, sw_sync.c]. */
export type SyncFileAction =
  | {
      readonly do: 'exportSyncFile';
      readonly name: string;
      readonly fd: string;
      /** READ 1, WRITE 2. */
      readonly flags: number;
    }
  | {
      readonly do: 'importSyncFile';
      readonly fd: string;
      readonly syncFile: string;
      readonly flags: number;
    }
  | {
      readonly do: 'swSyncFence';
      readonly name: string;
      readonly timeline: string;
      readonly value: number;
    }
  | { readonly do: 'swSyncInc'; readonly timeline: string; readonly value: number };

/** What the exporting driver, or any other kernel code, calls. */
export type KernelFileAction =
  /** dma_buf_export; the exporter keeps the reference. */
  | {
      readonly do: 'dmaBufExport';
      readonly buffer: string;
      /** Bytes; null: those of the buffer. */
      readonly size: number | null;
      readonly flags: number;
      readonly ops: ExportedOps;
    }
  /** dma_buf_fd, in the context of the process that gets the descriptor. */
  | {
      readonly do: 'dmaBufFd';
      readonly name: string;
      readonly buffer: string;
      readonly flags: number;
    }
  /** dma_buf_get by kernel code for no device. */
  | { readonly do: 'dmaBufGet'; readonly fd: string }
  /** dma_buf_put of a reference that kernel code holds for no device. */
  | { readonly do: 'dmaBufPut'; readonly buffer: string }
  | { readonly do: 'callWithNull'; readonly call: NullCall }
  /** From now on the exporter's callback returns this error. */
  | {
      readonly do: 'injectError';
      readonly buffer: string;
      readonly callback: ExporterCallback;
      readonly errno: Errno;
    }
  /** dma_set_mask_and_coherent. */
  | { readonly do: 'setDmaMask'; readonly bits: number };

/** Calls on files: descriptors, memfd and udmabuf, sync_file, and kernel code on a dma-buf. */
export type FileAction = DescriptorAction | MemoryFileAction | SyncFileAction | KernelFileAction;

export const fileAgents: AgentsOf<FileAction['do']> = {
  openDevice: ['thread'],
  reopen: ['thread'],
  fcntl: ['thread'],
  lseek: ['thread'],
  fileIo: ['thread'],
  fsync: ['thread'],
  poll: ['thread'],
  epollAdd: ['thread'],
  describeFd: ['thread'],
  ioctl: ['thread'],
  setName: ['thread'],
  memfdCreate: ['thread'],
  addSeals: ['thread'],
  ftruncate: ['thread'],
  fallocate: ['thread'],
  heapAlloc: ['thread'],
  udmabufCreate: ['thread'],
  udmabufCreateList: ['thread'],
  primeExport: ['thread'],
  exportSyncFile: ['thread'],
  importSyncFile: ['thread'],
  swSyncFence: ['thread'],
  swSyncInc: ['thread'],
  dmaBufExport: ['kernel'],
  dmaBufFd: ['thread'],
  dmaBufGet: ['kernel'],
  dmaBufPut: ['kernel'],
  callWithNull: ['kernel'],
  injectError: ['kernel'],
  setDmaMask: ['device'],
};

export const fileEvents = {
  'file.flags': 'flags of a descriptor or of its file change',
  'file.answer': 'a call gives a number or a text back',
  'poll.ready': 'poll finds what a file is ready for',
  'memfd.size': 'a memfd gets another size',
  'memfd.seal': 'a memfd is sealed',
  'memfd.pin': 'a udmabuf takes hold of pages of a memfd',
  'memfd.hole': 'a hole is punched into a memfd',
  'buffer.name': 'a dma_buf gets a name',
  'mask.set': 'a driver sets the DMA mask of its device',
  inject: 'an exporter is made to fail',
} as const satisfies EventWords;
export type FileEventKind = keyof typeof fileEvents;

export const fileRules = {} as const satisfies Rules;
export type FileRuleId = keyof typeof fileRules;

export const fileDefects = {} as const satisfies Defects;
export type FileDefectId = keyof typeof fileDefects;
