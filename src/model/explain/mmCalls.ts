/** What the kernel functions of `operations/mm*.ts` and `kernel/mm/` are for, by their names. */
import type { CallWords } from '../explainCalls.ts';

export const mmCalls: readonly CallWords[] = [
  {
    name: 'dma_buf_mmap',
    text: 'Another driver passes a mapping of its own file on to the exporter of the buffer. The range is held against the size first.',
    source: 'drivers/dma-buf/dma-buf.c',
  },
  {
    name: 'mprotect',
    text: 'The program asks for other access rights. The page table entries stay, with other rights.',
    source: 'mm/mprotect.c',
  },
  {
    name: 'madvise',
    text: 'The program tells the kernel what it will do with a range of addresses.',
    source: 'mm/madvise.c',
  },
  {
    name: 'mremap',
    text: 'The program wants a mapping to be shorter or longer.',
    source: 'mm/mremap.c',
  },
  {
    name: 'msync',
    text: 'The program wants its writes to reach the file. A dma-buf has nothing behind it, and no cache is maintained.',
    source: 'mm/msync.c',
  },
  {
    name: 'mlock',
    text: 'The program wants pages to stay in memory.',
    source: 'mm/mlock.c',
  },
  {
    name: 'mincore',
    text: 'The program asks which of its pages are there.',
    source: 'mm/mincore.c',
  },
  { name: 'fork', text: 'The process doubles itself.', source: 'kernel/fork.c' },
  {
    name: 'dup_mmap',
    text: 'The child gets every mapping of its parent, and those page table entries that faults would not bring back.',
    source: 'kernel/fork.c',
  },
];
