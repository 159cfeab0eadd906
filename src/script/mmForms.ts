/**
 * Forms of the actions of `model/vocabulary/mm.ts`.
 * Sources: mm/mmap.c, mm/mprotect.c, mm/madvise.c, mm/mremap.c, mm/msync.c, mm/mlock.c, mm/mincore.c, kernel/fork.c.
 */
import type { Location } from '../model/operation.ts';
import { adviceNumbers } from '../model/vocabulary/mm.ts';
import type { OperationForm, Part } from './form.ts';

const place: Part = {
  part: 'place',
  key: 'at',
  place: { of: ['map'], bare: false, short: false },
};
const bytes: Part = { part: 'integer', key: 'length', label: 'BYTES' };
const rights = { PROT_NONE: 0, PROT_READ: 1, PROT_WRITE: 2, PROT_EXEC: 4 };
const prot: Part = { part: 'flags', key: 'prot', label: 'RIGHTS', bits: rights };

const mapBits = {
  MAP_SHARED: 1,
  MAP_PRIVATE: 2,
  MAP_SHARED_VALIDATE: 3,
  MAP_FIXED: 0x10,
  MAP_POPULATE: 0x8000,
};
const remapBits = { MREMAP_NONE: 0, MREMAP_MAYMOVE: 1, MREMAP_FIXED: 2, MREMAP_DONTUNMAP: 4 };
const syncBits = { MS_NONE: 0, MS_ASYNC: 1, MS_INVALIDATE: 2, MS_SYNC: 4 };
const advices = Object.fromEntries(
  Object.entries(adviceNumbers).map(([word, number]) => [`MADV_${word}`, number]),
);

/** What stands for no address that is asked for. */
const nowhere = '';

const mapForms: readonly OperationForm[] = [
  {
    verb: 'mmap bytes',
    speakers: ['thread'],
    introduces: 'map',
    parts: [
      { part: 'name', key: 'fd', of: ['fd'] },
      bytes,
      prot,
      { part: 'flags', key: 'flags', label: 'FLAGS', bits: mapBits, word: 'flags' },
      { part: 'integer', key: 'offset', label: 'BYTES', word: 'offset', default: 0 },
      { part: 'text', key: 'where', label: 'MAPPING', default: nowhere },
      { part: 'integer', key: 'whereOffset', label: 'OFFSET', word: 'at', default: 0 },
    ],
    doc: 'mmap(2) with the arguments of the C call, in bytes: those that make no sense are refused as the kernel refuses them. With MAP_FIXED a mapping and at= say over which address it goes.',
    source: 'mm/mmap.c: do_mmap; drivers/dma-buf/dma-buf.c: dma_buf_mmap_internal',
    example: 'app@cpu0: p = mmap bytes fd 4097 PROT_READ|PROT_WRITE flags=MAP_SHARED offset=4096',
    tells: 'maps {length} bytes of {fd} at {name}',
    build: (args) => ({
      do: 'mmapBytes',
      name: args.name('name'),
      fd: args.name('fd'),
      length: args.number('length'),
      prot: args.number('prot'),
      flags: args.number('flags'),
      offset: args.number('offset'),
      where: whereOf(args.name('where'), args.number('whereOffset')),
    }),
    take: (action) => {
      if (action.do !== 'mmapBytes') return null;
      const { name, fd, length, prot: asked, flags, offset, where } = action;
      return {
        ...{ name, fd, length, prot: asked, flags, offset },
        where: where?.base ?? nowhere,
        whereOffset: where?.offset ?? 0,
      };
    },
  },
  {
    verb: 'dma_buf_mmap',
    speakers: ['thread'],
    introduces: 'map',
    parts: [
      { part: 'name', key: 'buffer', of: ['buffer'] },
      bytes,
      { part: 'integer', key: 'pageOffset', label: 'PAGES', word: 'offset', default: 0 },
    ],
    doc: 'Maps another driver’s file, which passes the VMA on to dma_buf_mmap() with this offset in pages.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_mmap',
    example: 'app@cpu0: p = dma_buf_mmap frame 4096 offset=1',
    tells: 'maps {length} bytes of {buffer} through another driver at {name}',
    build: (args) => ({
      do: 'dmaBufMmap',
      name: args.name('name'),
      buffer: args.name('buffer'),
      length: args.number('length'),
      pageOffset: args.number('pageOffset'),
    }),
    take: (action) =>
      action.do === 'dmaBufMmap'
        ? {
            name: action.name,
            buffer: action.buffer,
            length: action.length,
            pageOffset: action.pageOffset,
          }
        : null,
  },
];

function whereOf(base: string, offset: number): Location | null {
  return base === nowhere ? null : { base, offset };
}

const rangeForms: readonly OperationForm[] = [
  {
    verb: 'munmap bytes',
    speakers: ['thread'],
    introduces: null,
    parts: [place, bytes],
    doc: 'Removes whatever is mapped in a range of addresses; a VMA that reaches beyond it is cut.',
    source: 'mm/vma.c: do_vmi_align_munmap',
    example: 'app@cpu0: munmap bytes p+4096 4096',
    tells: 'unmaps {length} bytes at {at}',
    build: (args) => ({
      do: 'munmapBytes',
      at: args.place('at'),
      length: args.number('length'),
    }),
    take: (action) =>
      action.do === 'munmapBytes' ? { at: action.at, length: action.length } : null,
  },
  {
    verb: 'mprotect',
    speakers: ['thread'],
    introduces: null,
    parts: [place, bytes, prot],
    doc: 'Changes the access rights of a range of addresses. A dma-buf cannot be made executable, nor writable through a read-only descriptor.',
    source: 'mm/mprotect.c: do_mprotect_pkey',
    example: 'app@cpu0: mprotect p+0 4096 PROT_READ',
    tells: 'gives {length} bytes at {at} other rights',
    build: (args) => ({
      do: 'mprotect',
      at: args.place('at'),
      length: args.number('length'),
      prot: args.number('prot'),
    }),
    take: (action) =>
      action.do === 'mprotect' ? { at: action.at, length: action.length, prot: action.prot } : null,
  },
  {
    verb: 'madvise',
    speakers: ['thread'],
    introduces: null,
    parts: [place, bytes, { part: 'flags', key: 'advice', label: 'ADVICE', bits: advices }],
    doc: 'Tells the kernel about a range of addresses. MADV_DONTNEED drops its pages, MADV_DONTFORK keeps it from children; most advice makes no sense for bare page frames and is refused.',
    source: 'mm/madvise.c: madvise_vma_behavior',
    example: 'app@cpu0: madvise p+0 4096 MADV_DONTNEED',
    tells: 'advises the kernel about {length} bytes at {at}',
    build: (args) => ({
      do: 'madvise',
      at: args.place('at'),
      length: args.number('length'),
      advice: args.number('advice'),
    }),
    take: (action) =>
      action.do === 'madvise'
        ? { at: action.at, length: action.length, advice: action.advice }
        : null,
  },
  {
    verb: 'mremap',
    speakers: ['thread'],
    introduces: null,
    parts: [
      place,
      { part: 'integer', key: 'oldLength', label: 'OLD_BYTES' },
      { part: 'integer', key: 'newLength', label: 'NEW_BYTES' },
      { part: 'flags', key: 'flags', label: 'FLAGS', bits: remapBits, default: 0 },
    ],
    doc: 'Makes a mapping shorter or longer. A mapping of bare page frames never grows.',
    source: 'mm/mremap.c: check_prep_vma, move_vma',
    example: 'app@cpu0: mremap p+0 8192 4096',
    tells: 'remaps {oldLength} bytes at {at} to {newLength}',
    build: (args) => ({
      do: 'mremap',
      at: args.place('at'),
      oldLength: args.number('oldLength'),
      newLength: args.number('newLength'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'mremap'
        ? {
            at: action.at,
            oldLength: action.oldLength,
            newLength: action.newLength,
            flags: action.flags,
          }
        : null,
  },
];

const askingForms: readonly OperationForm[] = [
  {
    verb: 'msync',
    speakers: ['thread'],
    introduces: null,
    parts: [place, bytes, { part: 'flags', key: 'flags', label: 'FLAGS', bits: syncBits }],
    doc: 'Writes a file mapping back. A dma-buf has nothing behind it: MS_SYNC is refused, the rest does nothing. It maintains no cache.',
    source: 'mm/msync.c',
    example: 'app@cpu0: msync p+0 4096 MS_SYNC',
    tells: 'calls msync on {length} bytes at {at}',
    build: (args) => ({
      do: 'msync',
      at: args.place('at'),
      length: args.number('length'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'msync' ? { at: action.at, length: action.length, flags: action.flags } : null,
  },
  {
    verb: 'mlock',
    speakers: ['thread'],
    introduces: null,
    parts: [place, bytes],
    doc: 'Locks pages into memory. It succeeds on bare page frames and does nothing there.',
    source: 'mm/mlock.c: mlock_fixup',
    example: 'app@cpu0: mlock p+0 4096',
    tells: 'locks {length} bytes at {at} into memory',
    build: (args) => ({ do: 'mlock', at: args.place('at'), length: args.number('length') }),
    take: (action) => (action.do === 'mlock' ? { at: action.at, length: action.length } : null),
  },
  {
    verb: 'mincore',
    speakers: ['thread'],
    introduces: null,
    parts: [place, bytes],
    doc: 'Asks which pages of a range are there.',
    source: 'mm/mincore.c',
    example: 'app@cpu0: mincore p+0 4096',
    tells: 'asks which of {length} bytes at {at} are there',
    build: (args) => ({ do: 'mincore', at: args.place('at'), length: args.number('length') }),
    take: (action) => (action.do === 'mincore' ? { at: action.at, length: action.length } : null),
  },
];

const otherForms: readonly OperationForm[] = [
  {
    verb: 'fork',
    speakers: ['thread'],
    introduces: 'process',
    parts: [],
    doc: 'The process gets a child with the same mappings under the same names and the same descriptors. What both map shared stays shared; private copies part at the next write.',
    source: 'kernel/fork.c: dup_mmap; mm/memory.c: vma_needs_copy',
    example: 'app@cpu0: child = fork',
    tells: 'forks {name}',
    build: (args) => ({ do: 'fork', name: args.name('name') }),
    take: (action) => (action.do === 'fork' ? { name: action.name } : null),
  },
  {
    verb: 'zap shared',
    speakers: ['kernel'],
    introduces: null,
    parts: [
      {
        part: 'place',
        key: 'at',
        place: { of: ['buffer', 'map'], bare: false, short: false },
      },
      { part: 'number', key: 'length', label: 'LENGTH', least: 0 },
    ],
    doc: 'Takes the pages of the range away from every process as zap does, but leaves private copies where they are (even_cows 0).',
    source: 'mm/memory.c: unmap_mapping_range',
    example: 'kernel@cpu0: zap shared frame+0 4096',
    tells: 'zaps {length} bytes at {at}, private copies spared',
    build: (args) => ({ do: 'zapShared', at: args.place('at'), length: args.number('length') }),
    take: (action) => (action.do === 'zapShared' ? { at: action.at, length: action.length } : null),
  },
];

export const mmForms: readonly OperationForm[] = [
  ...mapForms,
  ...rangeForms,
  ...askingForms,
  ...otherForms,
];
