/**
 * Userspace mappings: mmap with all its arguments, munmap, mprotect, madvise, mremap, fork, private copies.
 * Numbers are those of the C calls, in bytes; one of 2^63 or more is the negative number with the same bits.
 */
import type { Location } from '../operation.ts';
import type { AgentsOf, Defects, EventWords, Rules } from './vocabulary.ts';

/** MADV_* by name [include/uapi/asm-generic/mman-common.h]. */
export const adviceNumbers = {
  NORMAL: 0,
  RANDOM: 1,
  SEQUENTIAL: 2,
  WILLNEED: 3,
  DONTNEED: 4,
  FREE: 8,
  REMOVE: 9,
  DONTFORK: 10,
  DOFORK: 11,
  MERGEABLE: 12,
  UNMERGEABLE: 13,
  HUGEPAGE: 14,
  NOHUGEPAGE: 15,
  DONTDUMP: 16,
  DODUMP: 17,
  WIPEONFORK: 18,
  KEEPONFORK: 19,
  COLD: 20,
  PAGEOUT: 21,
  POPULATE_READ: 22,
  POPULATE_WRITE: 23,
} as const;

/** A range of addresses: from a byte of a named mapping on. It may reach past the mapping's end. */
export interface AddressRange {
  readonly at: Location;
  readonly length: number;
}

/** The C call mmap(2) and its like. */
export type MapAction =
  | {
      readonly do: 'mmapBytes';
      readonly name: string;
      readonly fd: string;
      readonly length: number;
      readonly offset: number;
      /** PROT_READ 1, PROT_WRITE 2, PROT_EXEC 4. */
      readonly prot: number;
      /** MAP_SHARED 1, MAP_PRIVATE 2, MAP_SHARED_VALIDATE 3, MAP_FIXED 0x10, MAP_POPULATE 0x8000. */
      readonly flags: number;
      /** Address that is asked for; null: wherever there is room. */
      readonly where: Location | null;
    }
  /** mmap(2) of another driver's file, which calls dma_buf_mmap(buffer, vma, pageOffset). */
  | {
      readonly do: 'dmaBufMmap';
      readonly name: string;
      readonly buffer: string;
      readonly length: number;
      /** Pages. */
      readonly pageOffset: number;
    };

/** Calls on a range of addresses, whatever VMAs lie in it. */
export type RangeAction =
  | ({ readonly do: 'munmapBytes' } & AddressRange)
  | ({ readonly do: 'mprotect'; readonly prot: number } & AddressRange)
  /** `advice`: MADV_DONTNEED 4 and so on. */
  | ({ readonly do: 'madvise'; readonly advice: number } & AddressRange)
  | {
      readonly do: 'mremap';
      readonly at: Location;
      readonly oldLength: number;
      readonly newLength: number;
      /** MREMAP_MAYMOVE 1, MREMAP_FIXED 2, MREMAP_DONTUNMAP 4. */
      readonly flags: number;
    }
  /** `flags`: MS_ASYNC 1, MS_INVALIDATE 2, MS_SYNC 4. */
  | ({ readonly do: 'msync'; readonly flags: number } & AddressRange)
  | ({ readonly do: 'mlock' } & AddressRange)
  | ({ readonly do: 'mincore' } & AddressRange);

/** What a process does with its mappings, and the kernel with theirs. */
export type MmAction =
  | MapAction
  | RangeAction
  /** The process gets a child with a copy of its mappings and descriptors. */
  | { readonly do: 'fork'; readonly name: string }
  /** unmap_mapping_range() over bytes of a buffer, that spares private copies. */
  | { readonly do: 'zapShared'; readonly at: Location; readonly length: number };

export const mmAgents: AgentsOf<MmAction['do']> = {
  mmapBytes: ['thread'],
  dmaBufMmap: ['thread'],
  munmapBytes: ['thread'],
  mprotect: ['thread'],
  madvise: ['thread'],
  mremap: ['thread'],
  msync: ['thread'],
  mlock: ['thread'],
  mincore: ['thread'],
  fork: ['thread'],
  zapShared: ['kernel'],
};

export const mmEvents = {
  fork: 'a process gets a child',
  'vma.open': 'an exporter is told of one more VMA',
  'vma.close': 'an exporter is told that a VMA is gone',
  'vma.split': 'a VMA is cut in two',
  'vma.merge': 'two VMAs become one',
  'vma.protect': 'a VMA gets other access rights',
  'vma.move': 'a VMA goes to another address',
  'vma.advice': 'the kernel notes what a process says about a VMA',
  'pte.copy': 'a child gets a copy of a PTE',
  'pte.protect': 'a PTE gets other access rights',
  'page.copy': 'a process gets a copy of a page of its own',
  'page.free': 'a private copy of a page goes',
  'mm.answer': 'the kernel says which pages are there',
} as const satisfies EventWords;
export type MmEventKind = keyof typeof mmEvents;

export const mmRules = {} as const satisfies Rules;
export type MmRuleId = keyof typeof mmRules;

export const mmDefects = {
  'zap-misses': {
    title: 'A zap through an inode that nobody maps',
    text: 'Before v5.3 all dma-buf files had one inode. An exporter that zaps the address space of its own device file finds none of the mappings made through the dma-buf, and they stay.',
    source:
      'Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012: implementation notes for exporters',
  },
} as const satisfies Defects;
export type MmDefectId = keyof typeof mmDefects;
