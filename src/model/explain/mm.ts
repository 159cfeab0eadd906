/** Words for the micro-events of `vocabulary/mm.ts`. */
import type { MmEventKind } from '../vocabulary/mm.ts';
import type { Words } from './words.ts';

export const mmWords: Readonly<Record<MmEventKind, Words>> = {
  fork: {
    text: ({ facts }) =>
      `The process is doubled. ${String(facts['child'] ?? 'The child')} has the same mappings at the same addresses and the same descriptors.`,
    rule: 'Shared mappings stay shared; of private ones each process gets its own as soon as one of them writes.',
    source: 'kernel/fork.c, dup_mmap',
  },
  'vma.open': {
    text: ({ facts }) =>
      `There is one more VMA of the exporter, of ${String(facts['pages'])} ${facts['pages'] === 1 ? 'page' : 'pages'} from page ${String(facts['pgoff'])} on, and it is told so.`,
    source: 'include/linux/mm.h, vm_operations_struct.open',
  },
  'vma.close': {
    text: ({ facts }) =>
      `A VMA of the exporter is going, of ${String(facts['pages'])} ${facts['pages'] === 1 ? 'page' : 'pages'} from page ${String(facts['pgoff'])} on, and it is told so.`,
    source: 'include/linux/mm.h, vm_operations_struct.close',
  },
  'vma.split': {
    text: () =>
      'A VMA has one set of access rights and is mapped as a whole. What concerns a part of it only cuts it in two first.',
    source: 'mm/vma.c, __split_vma',
  },
  'vma.merge': {
    text: () =>
      'Two neighbours that show neighbouring pages of one file, with the same rights, become one VMA. Mappings of bare page frames never do.',
    source: 'mm/vma.c, vma_merge_existing_range, vma_merge_new_range',
  },
  'vma.protect': {
    text: ({ facts }) => `From here on the process may ${String(facts['prot'])}.`,
    source: 'mm/mprotect.c, mprotect_fixup',
  },
  'vma.move': {
    text: () => 'The mapping and its page table entries go to another address.',
    source: 'mm/mremap.c, move_vma',
  },
  'vma.advice': {
    text: ({ label }) => `The kernel notes it for this range: ${label}.`,
    source: 'mm/madvise.c, madvise_vma_behavior',
  },
  'pte.copy': {
    text: () => 'The child gets the translation too, so that it will not fault on this page.',
    rule: 'Entries of bare page frames and of private mappings with copies are copied; those of shared mappings come back by faults.',
    source: 'mm/memory.c, vma_needs_copy, copy_page_range',
  },
  'pte.protect': {
    text: ({ facts }) =>
      `The translation of page ${String(facts['page'])} stays, but now it is ${String(facts['rights'])}.`,
    source: 'mm/mprotect.c, change_pte_range',
  },
  'page.copy': {
    text: () =>
      'The mapping is private, so the write goes to a copy of the page. The copy belongs to the process: neither the device nor any other process sees what is written.',
    rule: 'A private mapping shows the buffer until the first write to a page, and a copy of it ever after.',
    source: 'mm/memory.c, do_cow_fault, wp_page_copy',
  },
  'page.free': {
    text: () => 'Nobody can reach the private copy any more; what was written to it is gone.',
    source: 'mm/memory.c, zap_present_folio_ptes',
  },
  'mm.answer': {
    text: ({ facts }) =>
      `The answer is ${String(facts['answer'])}: one digit a page, 1 where a translation is there.`,
    source: 'mm/mincore.c, do_mincore',
  },
};
