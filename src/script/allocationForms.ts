/** Forms of what makes buffers real: heaps, memfds and udmabuf, DRM drivers. */
import { drmBits, fallocateBits, memfdBits, openBits, sealBits, udmabufBits } from './fileFlags.ts';
import type { OperationForm, Part } from './form.ts';

const fd: Part = { part: 'name', key: 'fd', of: ['fd'] };
const buffer: Part = { part: 'name', key: 'buffer', of: ['buffer'] };
const integer = (key: string, label: string): Part => ({ part: 'integer', key, label });
const optional = (key: string, word: string, none: number | null): Part => ({
  ...{ part: 'integer', key, label: 'NUMBER', word, default: none },
});

const memfdForms: readonly OperationForm[] = [
  {
    verb: 'memfd_create',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [{ part: 'flags', key: 'flags', label: 'FLAGS', bits: memfdBits, default: 0 }],
    doc: 'Makes an empty file of anonymous memory. ftruncate gives it a size, add_seals seals it, where MFD_ALLOW_SEALING lets it.',
    source: 'mm/memfd.c: memfd_create',
    example: 'app@cpu0: mem = memfd_create MFD_ALLOW_SEALING',
    tells: 'makes the memfd {name}',
    build: (args) => ({
      do: 'memfdCreate',
      name: args.name('name'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'memfdCreate' ? { name: action.name, flags: action.flags } : null,
  },
  {
    verb: 'add_seals',
    speakers: ['thread'],
    introduces: null,
    parts: [fd, { part: 'flags', key: 'seals', label: 'SEALS', bits: sealBits }],
    doc: 'Seals a memfd: what is sealed can no longer be done to it, by anybody.',
    source: 'mm/memfd.c: memfd_add_seals',
    example: 'app@cpu0: add_seals mem F_SEAL_SHRINK',
    tells: 'seals {fd} with {seals}',
    build: (args) => ({ do: 'addSeals', fd: args.name('fd'), seals: args.number('seals') }),
    take: (action) => (action.do === 'addSeals' ? { fd: action.fd, seals: action.seals } : null),
  },
  {
    verb: 'ftruncate',
    speakers: ['thread'],
    introduces: null,
    parts: [fd, integer('length', 'LENGTH')],
    doc: 'Gives a memfd a size. A dma-buf’s is fixed for life.',
    source: 'fs/open.c: do_ftruncate; mm/shmem.c: shmem_setattr',
    example: 'app@cpu0: ftruncate mem 4096',
    tells: 'gives {fd} the size {length}',
    build: (args) => ({ do: 'ftruncate', fd: args.name('fd'), length: args.number('length') }),
    take: (action) => (action.do === 'ftruncate' ? { fd: action.fd, length: action.length } : null),
  },
  {
    verb: 'punch_hole',
    speakers: ['thread'],
    introduces: null,
    parts: [fd, integer('offset', 'OFFSET'), integer('length', 'LENGTH')],
    doc: 'fallocate(PUNCH_HOLE|KEEP_SIZE): pages of a memfd go, and the next touch gets new ones. A udmabuf of them keeps the old ones.',
    source: 'mm/shmem.c: shmem_fallocate',
    example: 'app@cpu0: punch_hole mem 0 4096',
    tells: 'punches a hole of {length} bytes into {fd} at {offset}',
    build: (args) => ({
      do: 'fallocate',
      fd: args.name('fd'),
      mode: punchMode,
      offset: args.number('offset'),
      length: args.number('length'),
    }),
    take: (action) =>
      action.do === 'fallocate' && action.mode === punchMode
        ? { fd: action.fd, offset: action.offset, length: action.length }
        : null,
  },
  {
    verb: 'fallocate',
    speakers: ['thread'],
    introduces: null,
    parts: [
      fd,
      integer('offset', 'OFFSET'),
      integer('length', 'LENGTH'),
      { part: 'flags', key: 'mode', label: 'MODE', bits: fallocateBits, default: 0 },
    ],
    doc: 'Reserves space in a file; of a dma-buf it is refused.',
    source: 'fs/open.c: vfs_fallocate',
    example: 'app@cpu0: fallocate mem 0 4096 KEEP_SIZE',
    tells: 'reserves {length} bytes of {fd} at {offset}',
    build: (args) => ({
      do: 'fallocate',
      fd: args.name('fd'),
      mode: args.number('mode'),
      offset: args.number('offset'),
      length: args.number('length'),
    }),
    take: (action) =>
      action.do === 'fallocate'
        ? { fd: action.fd, offset: action.offset, length: action.length, mode: action.mode }
        : null,
  },
];

/** KEEP_SIZE | PUNCH_HOLE. */
const punchMode = 3;

const bufferForms: readonly OperationForm[] = [
  {
    verb: 'DMA_HEAP_IOCTL_ALLOC',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [
      buffer,
      { part: 'flags', key: 'fdFlags', label: 'FD_FLAGS', bits: openBits, default: 2 },
      optional('length', 'len', null),
      optional('heapFlags', 'heap_flags', 0),
      optional('fdIn', 'fd_in', 0),
    ],
    doc: 'Allocates the declared buffer from the heap and gets a descriptor for it: O_RDWR unless said otherwise. len= is the size asked for, in bytes.',
    source: 'drivers/dma-buf/dma-heap.c: dma_heap_ioctl_allocate',
    example: 'app@cpu0: fd = DMA_HEAP_IOCTL_ALLOC frame O_RDWR|O_CLOEXEC',
    tells: 'allocates {buffer} from the heap as {name}',
    build: (args) => ({
      do: 'heapAlloc',
      name: args.name('name'),
      buffer: args.name('buffer'),
      length: args.numberOrNull('length'),
      fdFlags: args.number('fdFlags'),
      heapFlags: args.number('heapFlags'),
      fdIn: args.number('fdIn'),
    }),
    take: (action) =>
      action.do === 'heapAlloc'
        ? {
            name: action.name,
            buffer: action.buffer,
            length: action.length,
            fdFlags: action.fdFlags,
            heapFlags: action.heapFlags,
            fdIn: action.fdIn,
          }
        : null,
  },
  {
    verb: 'UDMABUF_CREATE',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [
      buffer,
      { part: 'name', key: 'memfd', of: ['fd'] },
      { part: 'integer', key: 'offset', label: 'OFFSET', default: 0 },
      optional('size', 'size', null),
      { part: 'flags', key: 'flags', label: 'FLAGS', bits: udmabufBits, word: 'flags', default: 0 },
    ],
    doc: 'Makes a dma-buf of the pages that a memfd has now. The memfd must be sealed against shrinking, and not against writing.',
    source: 'drivers/dma-buf/udmabuf.c: udmabuf_create',
    example: 'app@cpu0: fd = UDMABUF_CREATE frame mem',
    tells: 'makes {buffer} of pages of {memfd} as {name}',
    build: (args) => ({
      do: 'udmabufCreate',
      name: args.name('name'),
      buffer: args.name('buffer'),
      memfd: args.name('memfd'),
      offset: args.number('offset'),
      size: args.numberOrNull('size'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'udmabufCreate'
        ? {
            name: action.name,
            buffer: action.buffer,
            memfd: action.memfd,
            offset: action.offset,
            size: action.size,
            flags: action.flags,
          }
        : null,
  },
  {
    verb: 'UDMABUF_CREATE_LIST',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [
      buffer,
      { part: 'ranges', key: 'items', place: { of: ['fd'], bare: false, short: false } },
      optional('count', 'count', null),
      { part: 'flags', key: 'flags', label: 'FLAGS', bits: udmabufBits, word: 'flags', default: 0 },
    ],
    doc: 'UDMABUF_CREATE of several ranges, also of several memfds. count= is the number of items that the call claims.',
    source: 'drivers/dma-buf/udmabuf.c: udmabuf_ioctl_create_list',
    example: 'app@cpu0: fd = UDMABUF_CREATE_LIST frame mem+0 4096 mem+8192 8192',
    tells: 'makes {buffer} of ranges of {items} as {name}',
    build: (args) => ({
      do: 'udmabufCreateList',
      name: args.name('name'),
      buffer: args.name('buffer'),
      items: args
        .ranges('items')
        .map(({ at, length }) => ({ memfd: at.base, offset: at.offset, size: length })),
      flags: args.number('flags'),
      count: args.numberOrNull('count'),
    }),
    take: (action) =>
      action.do === 'udmabufCreateList'
        ? {
            name: action.name,
            buffer: action.buffer,
            items: {
              ranges: action.items.map(({ memfd, offset, size }) => ({
                at: { base: memfd, offset },
                length: size,
              })),
            },
            flags: action.flags,
            count: action.count,
          }
        : null,
  },
  {
    verb: 'PRIME_HANDLE_TO_FD',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [buffer, { part: 'flags', key: 'flags', label: 'FLAGS', bits: drmBits, default: 0 }],
    doc: 'A DRM driver exports the buffer: writable with DRM_RDWR. What is exported already is the same dma_buf again, with the flags of the first time.',
    source: 'drivers/gpu/drm/drm_prime.c: drm_prime_handle_to_fd_ioctl',
    example: 'app@cpu0: fd = PRIME_HANDLE_TO_FD frame DRM_RDWR|DRM_CLOEXEC',
    tells: 'exports {buffer} with PRIME as {name}',
    build: (args) => ({
      do: 'primeExport',
      name: args.name('name'),
      buffer: args.name('buffer'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'primeExport'
        ? { name: action.name, buffer: action.buffer, flags: action.flags }
        : null,
  },
];

export const allocationForms: readonly OperationForm[] = [...memfdForms, ...bufferForms];
