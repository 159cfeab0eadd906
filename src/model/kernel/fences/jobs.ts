/**
 * Jobs: work that a driver queues on its device’s engine. An engine does its jobs in the order in which they were
 * queued, each once the fences that it waits for are signaled; its end signals the job’s own fence
 * [drivers/gpu/drm/scheduler, drivers/dma-buf/dma-resv.c].
 */
import { call, emit, takeWriteId, type Draft } from '../../draft.ts';
import { transfer } from '../../hardware/device.ts';
import type { OperationResult } from '../../result.ts';
import type { State } from '../../state.ts';
import { asJob } from '../../races/order.ts';
import { done } from '../refuse.ts';
import { deviceName } from '../named.ts';
import { isCoherentDevice } from '../segments.ts';
import { findFence, isSignaled, signalFence } from './fence.ts';
import type { Job } from './types.ts';

/** The job whose end signals a fence. */
export function jobOf(state: State, fence: number): Job | undefined {
  return state.jobs.find((job) => job.fence === fence);
}

/** Jobs that an engine must do before this one, oldest first, and this one. */
function queueUpTo(state: State, job: Job): readonly Job[] {
  const last = state.jobs.indexOf(job);
  return state.jobs.filter(
    (other, index) =>
      other.device === job.device && index <= last && !isSignaled(state, other.fence),
  );
}

/** What keeps a fence from ever being signaled by engines alone, in words; null: nothing. */
export function obstacleTo(state: State, fence: number): string | null {
  const job = jobOf(state, fence);
  const name = findFence(state, fence)?.name ?? 'a fence';
  if (!job) return `nobody signals ${name}`;
  for (const queued of queueUpTo(state, job)) {
    for (const id of queued.waits) {
      if (isSignaled(state, id)) continue;
      // A job waits for older fences only, so this ends.
      const why = id < queued.fence ? obstacleTo(state, id) : 'it waits for a later one';
      if (why !== null) return `${queued.name} waits and ${why}`;
    }
  }
  return null;
}

/** Runs whatever must be run for a fence to signal; `obstacleTo` has found nothing in the way. */
export function runUpTo(draft: Draft, fence: number): void {
  const job = jobOf(draft.state, fence);
  if (!job) return;
  for (const queued of queueUpTo(draft.state, job)) {
    for (const id of queued.waits) if (!isSignaled(draft.state, id)) runUpTo(draft, id);
    if (!isSignaled(draft.state, queued.fence)) runJob(draft, queued);
  }
}

/** What an engine waits for before it can do a job and those before it; null: nothing. */
export function blockedBy(state: State, job: Job): string | null {
  for (const queued of queueUpTo(state, job)) {
    const own = (id: number): boolean => jobOf(state, id)?.device === job.device;
    const waited = queued.waits.find((id) => !isSignaled(state, id) && !own(id));
    if (waited !== undefined)
      return `${queued.name} waits for ${findFence(state, waited)?.name ?? 'a fence'}`;
  }
  return null;
}

/** The engine does one job, in its own name, and its fence signals. */
function runJob(draft: Draft, job: Job): OperationResult {
  const { actor, agent, faults } = draft;
  const name = deviceName(draft, job.device);
  draft.actor = { kind: 'device', device: name, cpu: 0 };
  draft.agent = name;
  emit(draft, 'job.begin', {
    label: `${name} begins ${job.name}`,
    from: { kind: 'device', device: job.device },
    ...(job.length > 0
      ? { range: { buffer: job.buffer, start: job.start, length: job.length } }
      : {}),
    facts: { job: job.name, write: job.value !== null },
  });
  draft.depth += 1;
  const result = asJob(draft, job, () => work(draft, job));
  draft.depth -= 1;
  call(draft, `dma_fence_signal(${job.name})`, () => {
    signalFence(draft, job.fence, result.kind === 'blocked' ? result.reason : null);
  });
  draft.actor = actor;
  draft.agent = agent;
  draft.faults = faults;
  return result;
}

function work(draft: Draft, { device, mapping, start, length, value }: Job): OperationResult {
  if (length === 0) return done;
  const write = value === null ? null : { value, writeId: takeWriteId(draft) };
  const snoop = isCoherentDevice(draft, device);
  return transfer(draft, { mapping, start, length, write, snoop });
}

/** The engine works off its queue up to a job. Returns what the job itself returned; null: it was done. */
export function runQueue(draft: Draft, job: Job): OperationResult | null {
  let last: OperationResult | null = null;
  for (const queued of queueUpTo(draft.state, job)) {
    if (isSignaled(draft.state, queued.fence)) continue;
    last = runJob(draft, queued);
  }
  return last;
}
