/**
 * Forms of what processes do, and of what kernel code does on a CPU.
 * Sources: drivers/dma-buf/dma-buf.c, include/uapi/linux/dma-buf.h, mm/memory.c.
 */
import type { OperationForm, Part, PlaceKind, Speaker } from './form.ts';

const name = (key: string, ...of: Extract<Part, { part: 'name' }>['of'][number][]): Part => ({
  part: 'name',
  key,
  of,
});

const mapByte: PlaceKind = { of: ['map'], bare: false, short: false };
const bufferByte: PlaceKind = { of: ['buffer'], bare: false, short: false };
const bufferRange: PlaceKind = { of: ['buffer'], bare: false, short: true };

const length: Part = { part: 'number', key: 'length', label: 'LENGTH', least: 1 };
const lengthOrOne: Part = { ...length, default: 1 };
const lengthBeforeValue: Part = { ...lengthOrOne, always: true };

const descriptorForms: readonly OperationForm[] = [
  {
    verb: 'export',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [name('buffer', 'buffer'), { part: 'switch', key: 'readOnly', on: 'O_RDONLY', off: null }],
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

/** Reading and writing, of a process through a mapping or of the kernel through its linear map. */
function accessForms(speaker: Speaker, place: PlaceKind, agent: string, base: string): OperationForm[] {
  const through = speaker === 'kernel' ? 'the kernel’s linear map' : 'a mapping of the process';
  const source = speaker === 'kernel' ? 'page_address()' : 'mm/memory.c: handle_mm_fault';
  return [
    {
      verb: 'read',
      speakers: [speaker],
      introduces: null,
      parts: [{ part: 'place', key: 'at', place }, lengthOrOne],
      doc: `Loads so many bytes (1) through ${through}.`,
      source,
      example: `${agent}@cpu0: read ${base}+0 64`,
      tells: 'reads {length} at {at}',
      build: (args) => ({ do: 'read', at: args.place('at'), length: args.number('length') }),
      take: (action) => (action.do === 'read' ? { at: action.at, length: action.length } : null),
    },
    {
      verb: 'write',
      speakers: [speaker],
      introduces: null,
      parts: [{ part: 'place', key: 'at', place }, lengthBeforeValue, { part: 'value', key: 'value' }],
      doc: `Stores the value into so many bytes (1) through ${through}.`,
      source,
      example: `${agent}@cpu0: write ${base}+0 64 A`,
      tells: 'writes {value} to {length} at {at}',
      build: (args) => ({
        do: 'write',
        at: args.place('at'),
        length: args.number('length'),
        value: args.number('value'),
      }),
      take: (action) =>
        action.do === 'write'
          ? { at: action.at, length: action.length, value: action.value }
          : null,
    },
  ];
}

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

function maintainForm(how: 'clean' | 'invalidate' | 'flush', doc: string, tells: string): OperationForm {
  return {
    verb: how,
    speakers: ['kernel'],
    introduces: null,
    parts: [{ part: 'place', key: 'at', place: bufferByte }, length],
    doc,
    source: 'arch/arm64/mm/cache.S, arch/arm64/mm/dma-mapping.c',
    example: `kernel@cpu0: ${how} frame+0 64`,
    tells,
    build: (args) => ({ do: 'maintain', how, at: args.place('at'), length: args.number('length') }),
    take: (action) =>
      action.do === 'maintain' && action.how === how
        ? { at: action.at, length: action.length }
        : null,
  };
}

const kernelForms: readonly OperationForm[] = [
  maintainForm('clean', 'Writes dirty lines of the range back and keeps them.', 'cleans {length} at {at}'),
  maintainForm(
    'invalidate',
    'Drops the lines of the range; dirty data in them is lost.',
    'invalidates {length} at {at}',
  ),
  maintainForm(
    'flush',
    'Writes dirty lines of the range back, then drops them.',
    'cleans and invalidates {length} at {at}',
  ),
  {
    verb: 'zap',
    speakers: ['kernel'],
    introduces: null,
    parts: [
      { part: 'place', key: 'at', place: bufferRange },
      { part: 'number', key: 'length', label: 'LENGTH', least: 0, default: 0 },
    ],
    doc: 'Takes the pages of the range away from every process that maps them, with the TLB shootdown that this needs. Length 0 (as in the kernel) is everything to the end.',
    source: 'mm/memory.c: unmap_mapping_range',
    example: 'kernel@cpu0: zap frame',
    tells: 'zaps the mappings of {at}',
    build: (args) => ({ do: 'zap', at: args.place('at'), length: args.number('length') }),
    take: (action) => (action.do === 'zap' ? { at: action.at, length: action.length } : null),
  },
];

export const threadForms: readonly OperationForm[] = [
  ...descriptorForms,
  ...mappingForms,
  ...accessForms('thread', mapByte, 'app', 'p'),
  ...otherForms,
  ...accessForms('kernel', bufferByte, 'kernel', 'frame'),
  ...kernelForms,
];
