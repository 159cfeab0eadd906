/** Fences: dma_resv, jobs that signal them, waits; races between what they do not order; aliases in caches. */
import type { Location } from '../operation.ts';
import type { AgentsOf, Defects, EventWords, Rules } from './vocabulary.ts';

/** Jobs on the engines of devices, which signal fences. */
export type FenceAction =
  /** A driver queues work on its device’s engine; it is done later. */
  | {
      readonly do: 'submitRead';
      readonly name: string;
      readonly at: Location;
      readonly length: number;
      /** Whether it neither waits for the fences of the buffer nor lets others wait for its own. */
      readonly explicit: boolean;
    }
  | {
      readonly do: 'submitWrite';
      readonly name: string;
      readonly at: Location;
      readonly length: number;
      readonly value: number;
      readonly explicit: boolean;
    }
  /** What is queued behind this waits for a sync_file. */
  | { readonly do: 'submitWait'; readonly name: string; readonly fd: string }
  /** The engine does what was queued, up to and including this job. */
  | { readonly do: 'runJob'; readonly job: string }
  /** A process gets the fence of a job as a sync_file. */
  | {
      readonly do: 'fenceFd';
      readonly name: string;
      readonly job: string;
      readonly device: string;
    };

export const fenceAgents: AgentsOf<FenceAction['do']> = {
  submitRead: ['device'],
  submitWrite: ['device'],
  submitWait: ['device'],
  runJob: ['device'],
  fenceFd: ['thread'],
};

export const fenceEvents = {
  'job.queue': 'work is queued on the engine of a device',
  'job.begin': 'an engine begins a queued job',
  'fence.create': 'a fence is made for work to come',
  'fence.add': 'a fence is put into the reservation of a buffer, or into a file',
  'fence.wait': 'somebody must wait for a fence',
  'fence.signal': 'a fence signals that its work is finished',
  'cache.alias': 'a second line of the same byte comes to stand under another virtual address',
} as const satisfies EventWords;
export type FenceEventKind = keyof typeof fenceEvents;

export const fenceRules = {
  'data-race': {
    class: 'race',
    title: 'A device and somebody else touch the same bytes, and nothing orders them',
    text: 'Sharing a buffer orders nothing. Work that a device does in its own time must be waited for: through the fences of the buffer (SYNC START, poll, the next job) or through a sync_file.',
    source:
      'Documentation/driver-api/dma-buf.rst, "Implicit Fence Poll Support", "DMA Fence uABI/Sync File"',
    alwaysHarm: false,
  },
  'wait-without-end': {
    class: 'race',
    title: 'A wait that nobody can end',
    text: 'A fence must be signaled in finite time. Work that waits for a fence which only the waiter itself would signal never ends.',
    source: 'Documentation/driver-api/dma-buf.rst, "DMA Fence Cross-Driver Contract"',
    alwaysHarm: true,
  },
} as const satisfies Rules;
export type FenceRuleId = keyof typeof fenceRules;

export const fenceDefects = {
  'begin-before-wait': {
    title: 'SYNC START maintains the caches before it waits',
    text: 'dma_buf_begin_cpu_access lets the exporter sync first and waits for the fences afterwards. An exporter that does not wait by itself so fetches what the device has not written yet.',
    source: 'drivers/dma-buf/dma-buf.c, dma_buf_begin_cpu_access',
  },
  'cache-alias': {
    title: 'A cache tagged by virtual address holds a byte twice',
    text: 'Two mappings of a page have lines of their own, and maintenance through one address does not reach the line under the other.',
    source: 'Documentation/core-api/cachetlb.rst, "flush_dcache_page", "D-cache aliasing"',
  },
} as const satisfies Defects;
export type FenceDefectId = keyof typeof fenceDefects;
