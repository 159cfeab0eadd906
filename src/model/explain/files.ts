/** Words for the micro-events of `vocabulary/files.ts`. */
import type { FileEventKind } from '../vocabulary/files.ts';
import type { Words } from './words.ts';

const memfdSource = 'mm/memfd.c, mm/shmem.c';

export const fileWords: Readonly<Record<FileEventKind, Words>> = {
  'file.flags': {
    text: ({ label }) =>
      `The flags change: ${label}. Close-on-exec belongs to the descriptor; the others belong to the open file, and all descriptors made by dup share them.`,
    source: 'fs/fcntl.c, setfl',
  },
  'file.answer': {
    text: ({ label }) =>
      `The kernel answers: ${label}. The count is of all that keeps the buffer alive: descriptors, mappings, drivers.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_show_fdinfo, dmabuffs_dname',
  },
  'poll.ready': {
    text: ({ label }) =>
      `poll finds the file ${label}. A dma-buf can be read once nobody writes it any more (POLLIN), and written once nobody works on it at all (POLLOUT).`,
    rule: 'POLLIN is held back by fences of writers only, POLLOUT by those of readers and writers.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_poll',
  },
  'memfd.size': {
    text: ({ facts }) =>
      `The memfd is ${String(facts['size'])} bytes now. It gets pages when somebody first touches them; pages past a smaller end are gone.`,
    source: memfdSource,
  },
  'memfd.seal': {
    text: ({ label }) =>
      `The memfd has the ${label}. A seal can be set but never broken, so whoever gets the file can rely on it.`,
    source: 'mm/memfd.c, memfd_add_seals',
  },
  'memfd.pin': {
    text: ({ label }) =>
      `The buffer is made of what is there: ${label}. The driver takes the pages that the memfd has now, and keeps them for as long as the dma-buf lives.`,
    source: 'drivers/dma-buf/udmabuf.c, udmabuf_pin_folios',
  },
  'memfd.hole': {
    text: ({ label, facts }) =>
      `A hole is punched: ${label}.${
        facts['kept'] === true
          ? ' The udmabuf keeps the old pages. The next touch of the memfd gets new ones: from now on the two are different memory.'
          : ' The next touch gets new pages of zeroes.'
      }`,
    source: 'mm/shmem.c, shmem_fallocate',
  },
  'buffer.name': {
    text: ({ label }) =>
      `For people and tools ${label}. The name is seen in /proc and in debugfs, and means nothing to the kernel.`,
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_set_name',
  },
  'mask.set': {
    text: ({ facts }) =>
      `The driver says that its device can put out ${String(facts['bits'])} address bits. Memory above that is out of its reach, unless something translates or bounces.`,
    source: 'kernel/dma/mapping.c, dma_set_mask',
  },
  inject: {
    text: ({ label }) =>
      `From now on ${label}. It is done on purpose, to see what the callers do then.`,
  },
};
