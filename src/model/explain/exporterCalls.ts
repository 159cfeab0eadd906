/** What the functions of exporters are for, beside mapping for devices. */
import type { CallWords } from '../explainCalls.ts';

const dmaBuf = 'drivers/dma-buf/dma-buf.c';
const dmaBufOps = 'include/linux/dma-buf.h, struct dma_buf_ops';
const mmapPatch = 'Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012';
const dmabufSync =
  'Inki Dae, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 13 June 2013';

export const exporterCalls: readonly CallWords[] = [
  {
    name: '*_begin_cpu_access',
    text: 'The exporter does what it must before the CPU touches the buffer. Most sync every attachment, udmabuf a mapping of its own.',
    source: dmaBufOps,
  },
  {
    name: '*_end_cpu_access',
    text: 'The CPU is done, and the exporter makes what it wrote visible to devices, as far as it knows how.',
    source: dmaBufOps,
  },
  {
    name: '*_prepare_cpu',
    text: 'The exporter gets the buffer ready for the CPU. Whether it waits for devices is up to it.',
    source: mmapPatch,
  },
  {
    name: '*_finish_cpu',
    text: 'The program has finished, and the exporter carries what was written to where devices see it.',
    source: mmapPatch,
  },
  {
    name: 'dmabuf_sync_lock',
    text: 'The lock is taken, after a sleep where somebody else has it. Then what was written last is fetched.',
    source: dmabufSync,
  },
  {
    name: 'dmabuf_sync_unlock',
    text: 'What was written is carried on, the lock is given back, and whoever waits is woken.',
    source: dmabufSync,
  },
  {
    name: 'dma_buf_vmap',
    text: 'Kernel code wants to reach the buffer through an address. The calls are counted.',
    source: dmaBuf,
  },
  {
    name: 'dma_buf_vunmap',
    text: 'Kernel code gives the address up; the last one takes the mapping away.',
    source: dmaBuf,
  },
  {
    name: '*_vmap',
    text: 'The exporter maps its pages side by side into the kernel’s address space.',
    source: dmaBufOps,
  },
  {
    name: 'ion_sync_for_device',
    text: 'Every line of the buffer is written back, for whatever device comes. Nothing is ever dropped: for the way back ION has no call.',
    source: 'drivers/staging/android/ion/ion.c',
  },
  { name: '*_vunmap', text: 'The exporter takes its mapping away.', source: dmaBufOps },
];
