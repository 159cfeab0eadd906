/** Words for the micro-events of `vocabulary/fences.ts`. */
import type { MicroEvent } from '../microEvent.ts';
import type { FenceEventKind } from '../vocabulary/fences.ts';
import type { Words } from './words.ts';

const fact = ({ facts }: MicroEvent, name: string): string => String(facts[name] ?? '');

const usages: Readonly<Record<string, string>> = {
  KERNEL: 'Everybody must wait for it: the kernel itself moves the memory.',
  WRITE: 'It writes the buffer, so readers and writers must wait for it.',
  READ: 'It only reads the buffer: writers must wait for it, other readers need not.',
  BOOKKEEP: 'It keeps the memory in place and orders nobody: its driver leaves that to userspace.',
};

function added(event: MicroEvent): string {
  const fence = fact(event, 'fence');
  const where = fact(event, 'where');
  const usage = fact(event, 'usage');
  if (usage !== '')
    return `The fence of ${fence} is put into the reservation of ${where}. ${usages[usage] ?? ''}`;
  if (fence === '') return `Nothing is pending, so ${where} stands for work that is finished.`;
  return `${where} is a file for the fence of ${fence}: it can be handed on, polled, and put into other buffers.`;
}

export const fenceWords: Readonly<Record<FenceEventKind, Words>> = {
  'job.queue': {
    text: (event) =>
      event.facts['bytes'] === 0
        ? `A wait is put on the queue of the engine: what is queued behind it begins once the file’s fences have signaled.`
        : `${fact(event, 'job')} is put on the queue of its engine, which comes to it in its own time. The call returns at once: nothing is ${event.facts['write'] === true ? 'written' : 'read'} yet.`,
    source: 'drivers/gpu/drm/scheduler/sched_entity.c, drm_sched_entity_push_job',
  },
  'job.begin': {
    text: (event) =>
      `The engine comes to ${fact(event, 'job')}: everything that it waits for is finished.`,
    source: 'drivers/gpu/drm/scheduler/sched_main.c, drm_sched_run_job_work',
  },
  'fence.create': {
    text: (event) =>
      `A fence stands for ${fact(event, 'fence')}, which is still to come. It can be waited for before the work has begun.`,
    rule: 'A fence must be signaled in finite time, whatever happens.',
    source: 'drivers/dma-buf/dma-fence.c, dma_fence_init',
  },
  'fence.add': {
    text: added,
    rule: 'READ waits for WRITE, WRITE for both, BOOKKEEP for nobody and nobody for it.',
    source: 'include/linux/dma-resv.h, enum dma_resv_usage',
  },
  'fence.wait': {
    text: (event) =>
      `${event.agent} sleeps until ${fact(event, 'fence')} signals. The engines go on meanwhile.`,
    source: 'drivers/dma-buf/dma-fence.c, dma_fence_wait_timeout',
  },
  'fence.signal': {
    text: (event) =>
      fact(event, 'error') === ''
        ? `${fact(event, 'fence')} is finished: whoever waits for it wakes up, and sees all that was done before.`
        : `${fact(event, 'fence')} has failed (${fact(event, 'error')}). Its fence signals all the same, with an error: nobody may be left waiting.`,
    source: 'drivers/dma-buf/dma-fence.c, dma_fence_signal',
  },
  'cache.alias': {
    text: (event) =>
      `The cache looks for a virtual address, and finds nothing under ${fact(event, 'tag')} though it holds the same bytes under ${fact(event, 'other')}. A second line comes to stand beside the first, and neither knows of the other.`,
    rule: 'A cache that is tagged by virtual address holds each alias of a page on its own.',
    source: 'Documentation/core-api/cachetlb.rst, "D-cache aliasing"',
  },
};
