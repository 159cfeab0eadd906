/**
 * Forms of the actions of `model/vocabulary/exporters.ts`.
 * Sources: drivers/dma-buf/dma-buf.c; Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012; Inki Dae,
 * "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 13 June 2013.
 */
import { ionHeaps } from '../model/kernel/exporters/ion.ts';
import type { OperationForm, Part } from './form.ts';

const fd: Part = { part: 'name', key: 'fd', of: ['fd'] };
const buffer: Part = { part: 'name', key: 'buffer', of: ['buffer'] };
const direction: Part = { part: 'direction', key: 'direction', optional: false };
const access: Part = { part: 'switch', key: 'isWrite', on: 'WRITE', off: 'READ' };

const rfc = 'Rob Clark’s RFC of March 2012, as the mmap patch of April 2012 tells of it';
const dmabufSync =
  'Inki Dae, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 13 June 2013';

const kernelForms: readonly OperationForm[] = [
  {
    verb: 'begin_cpu_access',
    speakers: ['kernel'],
    introduces: null,
    parts: [buffer, direction],
    doc: 'Kernel code announces an access through vmap or the linear map, as SYNC START does for a program.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_begin_cpu_access',
    example: 'kernel@cpu0: begin_cpu_access frame FROM_DEVICE',
    tells: 'begins CPU access to {buffer}, {direction}',
    build: (args) => ({
      do: 'beginCpuAccess',
      buffer: args.name('buffer'),
      direction: args.direction('direction'),
    }),
    take: (action) =>
      action.do === 'beginCpuAccess'
        ? { buffer: action.buffer, direction: action.direction }
        : null,
  },
  {
    verb: 'end_cpu_access',
    speakers: ['kernel'],
    introduces: null,
    parts: [buffer, direction],
    doc: 'Kernel code ends an access, as SYNC END does for a program.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_end_cpu_access',
    example: 'kernel@cpu0: end_cpu_access frame FROM_DEVICE',
    tells: 'ends CPU access to {buffer}, {direction}',
    build: (args) => ({
      do: 'endCpuAccess',
      buffer: args.name('buffer'),
      direction: args.direction('direction'),
    }),
    take: (action) =>
      action.do === 'endCpuAccess' ? { buffer: action.buffer, direction: action.direction } : null,
  },
  {
    verb: 'vmap',
    speakers: ['kernel'],
    introduces: 'vmap',
    parts: [buffer],
    doc: 'dma_buf_vmap: the buffer at an address of the kernel, through which kernel code reads and writes. Counted: the exporter maps once.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_vmap',
    example: 'kernel@cpu0: v = vmap frame',
    tells: 'maps {buffer} into the kernel as {name}',
    build: (args) => ({ do: 'vmap', name: args.name('name'), buffer: args.name('buffer') }),
    take: (action) => (action.do === 'vmap' ? { name: action.name, buffer: action.buffer } : null),
  },
  {
    verb: 'vunmap',
    speakers: ['kernel'],
    introduces: null,
    parts: [{ part: 'name', key: 'vmap', of: ['vmap'] }],
    doc: 'dma_buf_vunmap: the address goes away with the last of its users.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_vunmap',
    example: 'kernel@cpu0: vunmap v',
    tells: 'unmaps {vmap} from the kernel',
    build: (args) => ({ do: 'vunmap', vmap: args.name('vmap') }),
    take: (action) => (action.do === 'vunmap' ? { vmap: action.vmap } : null),
  },
];

const windowForms: readonly OperationForm[] = [
  {
    verb: 'prepare',
    speakers: ['thread'],
    introduces: null,
    parts: [fd, access],
    doc: 'Announces CPU access to an exporter with mmap=prepare-finish or split-window, which fetches what devices wrote (and waits for them with prepare=wait). WRITE allows reads and writes.',
    source: rfc,
    example: 'app@cpu0: prepare fd WRITE',
    tells: 'prepares {fd}',
    build: (args) => ({ do: 'prepare', fd: args.name('fd'), isWrite: args.flag('isWrite') }),
    take: (action) => (action.do === 'prepare' ? { fd: action.fd, isWrite: action.isWrite } : null),
  },
  {
    verb: 'finish',
    speakers: ['thread'],
    introduces: null,
    parts: [fd],
    doc: 'Ends what prepare began: the exporter makes what was written visible to devices.',
    source: rfc,
    example: 'app@cpu0: finish fd',
    tells: 'finishes {fd}',
    build: (args) => ({ do: 'finish', fd: args.name('fd') }),
    take: (action) => (action.do === 'finish' ? { fd: action.fd } : null),
  },
];

const lockForms: readonly OperationForm[] = [
  {
    verb: 'lock',
    speakers: ['thread'],
    introduces: null,
    parts: [fd, access],
    doc: 'Takes the lock of a buffer with mmap=lock, sleeping while somebody else is in the way; then the caches are maintained. A sleeper goes on when it is given the lock.',
    source: dmabufSync,
    example: 'app@cpu0: lock fd WRITE',
    tells: 'locks {fd}',
    build: (args) => ({ do: 'lock', fd: args.name('fd'), isWrite: args.flag('isWrite') }),
    take: (action) => (action.do === 'lock' ? { fd: action.fd, isWrite: action.isWrite } : null),
  },
  {
    verb: 'unlock',
    speakers: ['thread'],
    introduces: null,
    parts: [fd],
    doc: 'Maintains the caches, hands the buffer over and gives its lock back.',
    source: dmabufSync,
    example: 'app@cpu0: unlock fd',
    tells: 'unlocks {fd}',
    build: (args) => ({ do: 'unlock', fd: args.name('fd') }),
    take: (action) => (action.do === 'unlock' ? { fd: action.fd } : null),
  },
  {
    verb: 'lock',
    speakers: ['device'],
    introduces: null,
    parts: [buffer, access],
    doc: 'The driver takes the lock of a buffer before its device works on it.',
    source: dmabufSync,
    example: 'gpu: lock frame WRITE',
    tells: 'locks {buffer}',
    build: (args) => ({
      do: 'lockBuffer',
      buffer: args.name('buffer'),
      isWrite: args.flag('isWrite'),
    }),
    take: (action) =>
      action.do === 'lockBuffer' ? { buffer: action.buffer, isWrite: action.isWrite } : null,
  },
  {
    verb: 'unlock',
    speakers: ['device'],
    introduces: null,
    parts: [buffer],
    doc: 'The driver gives the lock back when its device is done.',
    source: dmabufSync,
    example: 'gpu: unlock frame',
    tells: 'unlocks {buffer}',
    build: (args) => ({ do: 'unlockBuffer', buffer: args.name('buffer') }),
    take: (action) => (action.do === 'unlockBuffer' ? { buffer: action.buffer } : null),
  },
];

const ion = 'drivers/staging/android/ion/ion.c';

const ionForms: readonly OperationForm[] = [
  {
    verb: 'ion_alloc',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [buffer, { part: 'flags', key: 'heaps', label: 'HEAPS', bits: ionHeaps }],
    doc: 'Allocates the buffer from an ION heap and gets a descriptor for it. The first heap of the mask gives the memory: CARVEOUT for memory=carve-out, CONTIG low and in one run (with allocation=delayed, or where it is declared so), SYSTEM as declared.',
    source: `${ion}: ion_alloc`,
    example: 'app@cpu0: fd = ion_alloc frame SYSTEM|CONTIG',
    tells: 'allocates {buffer} from {heaps} as {name}',
    build: (args) => ({
      do: 'ionAlloc',
      name: args.name('name'),
      buffer: args.name('buffer'),
      heaps: args.number('heaps'),
    }),
    take: (action) =>
      action.do === 'ionAlloc'
        ? { name: action.name, buffer: action.buffer, heaps: action.heaps }
        : null,
  },
  {
    verb: 'ion_sync',
    speakers: ['thread'],
    introduces: null,
    parts: [fd],
    doc: 'ION_IOC_SYNC: writes the whole buffer back from the caches. For the way back there is no call.',
    source: `${ion}: ion_sync_for_device`,
    example: 'app@cpu0: ion_sync fd',
    tells: 'syncs {fd} for devices',
    build: (args) => ({ do: 'ionSync', fd: args.name('fd') }),
    take: (action) => (action.do === 'ionSync' ? { fd: action.fd } : null),
  },
];

export const exporterForms: readonly OperationForm[] = [
  ...ionForms,
  ...kernelForms,
  ...windowForms,
  ...lockForms,
];
