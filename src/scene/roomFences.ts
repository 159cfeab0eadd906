/**
 * The fences that are pending in the reservation of a buffer: whose work they stand for, and who has to wait for
 * them. Their usage says it: whoever asks for one usage gets those before it too [include/linux/dma-resv.h].
 */
import type { Fence, FenceUsage, Job } from '../model/kernel/fences/types.ts';
import type { State } from '../model/state.ts';
import { deviceRole, isSelected, type RoomContext } from './roomContext.ts';
import type { RoomFence } from './roomTypes.ts';
import type { Selection } from './selection.ts';

/** Who waits for a fence of a usage without being told of it. */
const waiters: Readonly<Record<FenceUsage, string>> = {
  KERNEL: 'everybody waits',
  WRITE: 'readers and writers wait',
  READ: 'writers wait',
  BOOKKEEP: 'nobody waits unasked',
};

/** The pending fences of a buffer's dma_resv, in the order in which they were added. */
export function bufferFences(context: RoomContext, buffer: number): readonly RoomFence[] {
  const { state } = context;
  return (state.buffers[buffer]?.resv ?? []).flatMap(({ fence: id, usage }, index) => {
    const fence = state.fences.find((each) => each.id === id);
    if (!fence || !isPending(fence)) return [];
    const key = `b${buffer}/resv${index}/${id}`;
    const work = workOf(state, fence);
    const waits = waitersOf(state, fence, usage);
    const selection: Selection = { kind: 'machine', machine: 'fence', instance: `fence/${id}` };
    return [
      {
        key,
        usage,
        title: fence.name,
        work,
        waits,
        role: fence.source.kind === 'job' ? deviceRole(fence.source.device) : 'cpu',
        watched: fence.state === 'pending.watched',
        name: `fence ${fence.name} as ${usage}: ${work}; ${waits}`,
        selection,
        selected: isSelected(context, selection),
      },
    ];
  });
}

/** Keys under which room for fences is kept: see `usedParts`. */
export function resvKeys({ buffers }: State): readonly string[] {
  return buffers.flatMap(({ resv }, buffer) =>
    resv === undefined || resv.length === 0 ? [] : [resvKey(buffer)],
  );
}

/** Whether there are fences of a buffer at some point of the run. */
export function hasFences({ state, keep }: RoomContext, buffer: number): boolean {
  return keep.has(resvKey(buffer)) || (state.buffers[buffer]?.resv ?? []).length > 0;
}

function resvKey(buffer: number): string {
  return `resv:${buffer}`;
}

function isPending({ state }: Fence): boolean {
  return state.startsWith('pending');
}

/** What signals it: `gpu writes`, `gpu reads, after j1`, `timeline t`. */
function workOf(state: State, { id, source }: Fence): string {
  if (source.kind === 'timeline') {
    const timeline = state.timelines.find((each) => each.id === source.timeline);
    return `sw_sync timeline ${timeline?.name ?? source.timeline}`;
  }
  const device = state.setup.devices[source.device]?.name ?? `device ${source.device}`;
  const job = state.jobs.find((each) => each.fence === id);
  if (!job) return device;
  const does = job.length === 0 ? 'waits' : job.value === null ? 'reads' : 'writes';
  const after = openWaits(state, job);
  return `${device} ${does}${after === '' ? '' : ` after ${after}`}`;
}

function openWaits(state: State, { waits }: Job): string {
  const open = state.fences.filter((fence) => waits.includes(fence.id) && isPending(fence));
  return open.map(({ name }) => name).join(', ');
}

/** Who waits by the usage, and the jobs that were told to. */
function waitersOf(state: State, { id, state: now }: Fence, usage: FenceUsage): string {
  const jobs = state.jobs.filter(
    (job) =>
      job.waits.includes(id) &&
      state.fences.some((fence) => fence.id === job.fence && isPending(fence)),
  );
  return [
    waiters[usage],
    ...jobs.map(({ name }) => `${name} waits`),
    now === 'pending.watched' && jobs.length === 0 ? 'somebody waits now' : '',
  ]
    .filter((words) => words !== '')
    .join(' · ');
}
