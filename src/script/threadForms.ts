/**
 * Forms of what processes do.
 * Sources: drivers/dma-buf/dma-buf.c, include/uapi/linux/dma-buf.h.
 */
import type { OperationForm, Part, PlaceKind } from './form.ts';
import { accessForms } from './kernelForms.ts';

const name = (key: string, ...of: Extract<Part, { part: 'name' }>['of'][number][]): Part => ({
  part: 'name',
  key,
  of,
});

const mapByte: PlaceKind = { of: ['map'], bare: false, short: false };

const descriptorForms: readonly OperationForm[] = [
  {
    verb: 'export',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [
      name('buffer', 'buffer'),
      { part: 'switch', key: 'readOnly', on: 'O_RDONLY', off: null },
    ],
    doc: 'Exports the buffer as a dma_buf and gets a descriptor for it. With O_RDONLY the descriptor allows no writable shared mapping.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_export, dma_buf_fd',
    example: 'app@cpu0: fd = export frame',
    tells: 'exports {buffer} as {name}',
    build: (args) => ({
      do: 'export',
      name: args.name('name'),
      buffer: args.name('buffer'),
      readOnly: args.flag('readOnly'),
    }),
    take: (action) =>
      action.do === 'export'
        ? { name: action.name, buffer: action.buffer, readOnly: action.readOnly || null }
        : null,
  },
  {
    verb: 'dup',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [name('fd', 'fd')],
    doc: 'Duplicates a descriptor: one more reference to the same dma_buf.',
    source: 'dup(2)',
    example: 'app@cpu0: fd2 = dup fd',
    tells: 'duplicates {fd} as {name}',
    build: (args) => ({ do: 'dup', name: args.name('name'), fd: args.name('fd') }),
    take: (action) => (action.do === 'dup' ? { name: action.name, fd: action.fd } : null),
  },
  {
    verb: 'receive',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [name('fd', 'fd'), { part: 'word', word: 'from' }, name('from', 'process')],
    doc: 'Receives a descriptor of another process over a socket: a reference of its own to the same dma_buf.',
    source: 'unix(7), SCM_RIGHTS',
    example: 'viewer@cpu1: g = receive fd from app',
    tells: 'receives {fd} from {from} as {name}',
    build: (args) => ({
      do: 'receive',
      name: args.name('name'),
      fd: args.name('fd'),
      from: args.name('from'),
    }),
    take: (action) =>
      action.do === 'receive' ? { name: action.name, fd: action.fd, from: action.from } : null,
  },
  {
    verb: 'close',
    speakers: ['thread'],
    introduces: null,
    parts: [name('fd', 'fd')],
    doc: 'Closes a descriptor; the dma_buf lives on while anything else refers to it.',
    source: 'close(2); drivers/dma-buf/dma-buf.c: dma_buf_release',
    example: 'app@cpu0: close fd',
    tells: 'closes {fd}',
    build: (args) => ({ do: 'close', fd: args.name('fd') }),
    take: (action) => (action.do === 'close' ? { fd: action.fd } : null),
  },
];

const mappingForms: readonly OperationForm[] = [
  {
    verb: 'mmap',
    speakers: ['thread'],
    introduces: 'map',
    parts: [
      name('fd', 'fd'),
      { part: 'number', key: 'pages', label: 'PAGES', least: 1, default: null },
      { part: 'setting', key: 'pageOffset', word: 'offset', label: 'PAGES' },
      { part: 'switch', key: 'readOnly', on: 'PROT_READ', off: null },
      { part: 'switch', key: 'private', on: 'MAP_PRIVATE', off: null },
    ],
    doc: 'Maps the buffer, or so many pages of it from offset= on, into the process: shared and writable unless PROT_READ (read-only) or MAP_PRIVATE says otherwise.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_mmap_internal',
    example: 'app@cpu0: p = mmap fd 1 offset=1 PROT_READ',
    tells: 'maps {fd} at {name}',
    build: (args) => ({
      do: 'mmap',
      name: args.name('name'),
      fd: args.name('fd'),
      pages: args.numberOrNull('pages'),
      pageOffset: args.number('pageOffset'),
      writable: !args.flag('readOnly'),
      shared: !args.flag('private'),
    }),
    take: (action) =>
      action.do === 'mmap'
        ? {
            name: action.name,
            fd: action.fd,
            pages: action.pages,
            pageOffset: action.pageOffset,
            readOnly: !action.writable || null,
            private: !action.shared || null,
          }
        : null,
  },
  {
    verb: 'munmap',
    speakers: ['thread'],
    introduces: null,
    parts: [name('map', 'map')],
    doc: 'Removes a mapping from the process and drops its reference to the dma_buf.',
    source: 'munmap(2); mm/mmap.c',
    example: 'app@cpu0: munmap p',
    tells: 'unmaps {map}',
    build: (args) => ({ do: 'munmap', map: args.name('map') }),
    take: (action) => (action.do === 'munmap' ? { map: action.map } : null),
  },
  {
    verb: 'sync',
    speakers: ['thread'],
    introduces: null,
    parts: [name('fd', 'fd'), { part: 'sync', key: 'flags' }],
    doc: 'DMA_BUF_IOCTL_SYNC: START before, END after CPU access through a mapping. What it does is the exporter’s policy; other flags can be given as flags=NUMBER.',
    source: 'include/uapi/linux/dma-buf.h; drivers/dma-buf/dma-buf.c: dma_buf_ioctl',
    example: 'app@cpu0: sync fd START READ|WRITE',
    tells: 'calls SYNC {flags} on {fd}',
    build: (args) => ({ do: 'sync', fd: args.name('fd'), flags: args.number('flags') }),
    take: (action) => (action.do === 'sync' ? { fd: action.fd, flags: action.flags } : null),
  },
];

const otherForms: readonly OperationForm[] = [
  {
    verb: 'exit',
    speakers: ['thread'],
    introduces: null,
    parts: [],
    doc: 'The process ends: its mappings are removed and its descriptors closed.',
    source: 'kernel/exit.c: do_exit',
    example: 'app@cpu0: exit',
    tells: 'exits',
    build: () => ({ do: 'exit' }),
    take: (action) => (action.do === 'exit' ? {} : null),
  },
  {
    verb: 'barrier',
    speakers: ['thread', 'kernel'],
    introduces: null,
    parts: [],
    doc: 'A write barrier: drains the CPU’s write-combining buffer.',
    source: 'Documentation/memory-barriers.txt: dma_wmb()',
    example: 'app@cpu0: barrier',
    tells: 'issues a write barrier',
    build: () => ({ do: 'barrier' }),
    take: (action) => (action.do === 'barrier' ? {} : null),
  },
  {
    verb: 'doorbell',
    speakers: ['thread', 'kernel'],
    introduces: null,
    parts: [name('device', 'device')],
    doc: 'Writes to a register of the device, which drains the CPU’s write-combining buffer first.',
    source: 'Documentation/memory-barriers.txt: writel()',
    example: 'app@cpu0: doorbell gpu',
    tells: 'rings the doorbell of {device}',
    build: (args) => ({ do: 'doorbell', device: args.name('device') }),
    take: (action) => (action.do === 'doorbell' ? { device: action.device } : null),
  },
];

export const threadForms: readonly OperationForm[] = [
  ...descriptorForms,
  ...mappingForms,
  ...accessForms('thread', mapByte, 'app', 'p'),
  ...otherForms,
];
