/**
 * Forms of the actions of `model/vocabulary/fences.ts`: work that a device does later, and its fences.
 * Sources: drivers/gpu/drm/scheduler, drivers/dma-buf/dma-resv.c, drivers/dma-buf/sync_file.c.
 */
import type { OperationForm, Part, PlaceKind } from './form.ts';

const dmaByte: PlaceKind = { of: ['buffer', 'single', 'coherent'], bare: true, short: false };
const at: Part = { part: 'place', key: 'at', place: dmaByte };
const length: Part = {
  ...{ part: 'number', key: 'length', label: 'LENGTH', least: 1 },
  default: 1,
  always: true,
};
const explicit: Part = { part: 'switch', key: 'explicit', on: 'explicit', off: null };
const job: Part = { part: 'name', key: 'job', of: ['job'] };
const scheduler = 'drivers/gpu/drm/scheduler/sched_main.c: drm_sched_entity_push_job';

const submitForms: readonly OperationForm[] = [
  {
    verb: 'submit read',
    speakers: ['device'],
    introduces: 'job',
    parts: [at, length, explicit],
    doc: 'Queues a read on the device’s engine. It waits for the writers of the buffer, and later writers wait for it; with explicit it orders nothing by itself.',
    source: `${scheduler}; drivers/dma-buf/dma-resv.c: dma_resv_add_fence`,
    example: 'gpu: j1 = submit read frame+0 64',
    tells: 'queues {name}, which reads {length} at {at}',
    build: (args) => ({
      do: 'submitRead',
      name: args.name('name'),
      at: args.place('at'),
      length: args.number('length'),
      explicit: args.flag('explicit'),
    }),
    take: (action) =>
      action.do === 'submitRead'
        ? {
            ...{ name: action.name, at: action.at, length: action.length },
            explicit: action.explicit || null,
          }
        : null,
  },
  {
    verb: 'submit write',
    speakers: ['device'],
    introduces: 'job',
    parts: [at, length, { part: 'value', key: 'value' }, explicit],
    doc: 'Queues a write on the device’s engine. It waits for all who use the buffer, and all who come later wait for it; with explicit it orders nothing by itself.',
    source: `${scheduler}; drivers/dma-buf/dma-resv.c: dma_resv_add_fence`,
    example: 'gpu: j1 = submit write frame+0 64 A explicit',
    tells: 'queues {name}, which writes {value} to {length} at {at}',
    build: (args) => ({
      do: 'submitWrite',
      name: args.name('name'),
      at: args.place('at'),
      length: args.number('length'),
      value: args.number('value'),
      explicit: args.flag('explicit'),
    }),
    take: (action) =>
      action.do === 'submitWrite'
        ? {
            ...{ name: action.name, at: action.at, length: action.length, value: action.value },
            explicit: action.explicit || null,
          }
        : null,
  },
  {
    verb: 'submit wait',
    speakers: ['device'],
    introduces: 'job',
    parts: [{ part: 'name', key: 'fd', of: ['fd'] }],
    doc: 'Queues a wait: the jobs behind it begin once the fences of this sync_file have signaled.',
    source: 'drivers/gpu/drm/scheduler/sched_main.c: drm_sched_job_add_dependency',
    example: 'gpu: j1 = submit wait s',
    tells: 'queues {name}, which waits for {fd}',
    build: (args) => ({ do: 'submitWait', name: args.name('name'), fd: args.name('fd') }),
    take: (action) => (action.do === 'submitWait' ? { name: action.name, fd: action.fd } : null),
  },
];

export const fenceForms: readonly OperationForm[] = [
  ...submitForms,
  {
    verb: 'run',
    speakers: ['device'],
    introduces: null,
    parts: [job],
    doc: 'The engine does what was queued, up to and including this job, and their fences signal. It cannot while a job waits for another engine.',
    source:
      'drivers/gpu/drm/scheduler/sched_main.c: drm_sched_run_job_work; drivers/dma-buf/dma-fence.c: dma_fence_signal',
    example: 'gpu: run j1',
    tells: 'does {job}',
    build: (args) => ({ do: 'runJob', job: args.name('job') }),
    take: (action) => (action.do === 'runJob' ? { job: action.job } : null),
  },
  {
    verb: 'fence_fd',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [job, { part: 'word', word: 'from' }, { part: 'name', key: 'device', of: ['device'] }],
    doc: 'Gets the fence of a device’s job as a sync_file, as drivers hand it out with a submit.',
    source: 'drivers/dma-buf/sync_file.c: sync_file_create',
    example: 'app@cpu0: s = fence_fd j1 from gpu',
    tells: 'gets the fence of {job} from {device} as {name}',
    build: (args) => ({
      do: 'fenceFd',
      name: args.name('name'),
      job: args.name('job'),
      device: args.name('device'),
    }),
    take: (action) =>
      action.do === 'fenceFd'
        ? { name: action.name, job: action.job, device: action.device }
        : null,
  },
];
