/** What the functions are for that queue work, wait for it and tell its end. */
import type { CallWords } from '../explainCalls.ts';

const scheduler = 'drivers/gpu/drm/scheduler';

export const fenceCalls: readonly CallWords[] = [
  {
    name: 'drm_sched_entity_push_job',
    text: 'The driver puts a job behind the others on its engine, and returns before it is done. What it must wait for is taken down first.',
    source: `${scheduler}/sched_entity.c`,
  },
  {
    name: 'drm_sched_job_add_dependency',
    text: 'The driver notes that its engine must not go on before a fence has signaled.',
    source: `${scheduler}/sched_main.c`,
  },
  {
    name: 'dma_resv_wait_timeout',
    text: 'The caller sleeps until the fences of the buffer that concern it have signaled: those of writers for who reads, all for who writes.',
    source: 'drivers/dma-buf/dma-resv.c',
  },
  {
    name: 'dma_fence_signal',
    text: 'The work is finished: the driver’s interrupt handler says so, and wakes whoever waits.',
    source: 'drivers/dma-buf/dma-fence.c',
  },
  {
    name: 'schedule_hrtimeout_range',
    text: 'poll has found nothing ready, and sleeps until something is, or its time is over.',
    source: 'fs/select.c, do_poll',
  },
  {
    name: 'ioctl(fence of',
    text: 'The program asks the driver for the fence of a job, as a file that it can hand on.',
    source: 'drivers/dma-buf/sync_file.c, sync_file_create',
  },
];
