/** Performs the actions of `vocabulary/fences.ts`: queueing jobs, running them, handing out their fences. */
import { assertUnreachable } from '../../base/assertUnreachable.ts';
import { call, emit, type Draft } from '../draft.ts';
import { done, refuse } from '../kernel/refuse.ts';
import { createFence } from '../kernel/fences/fence.ts';
import { blockedBy, runQueue } from '../kernel/fences/jobs.ts';
import { addFence, pendingFences, usageFor } from '../kernel/fences/resv.ts';
import { createSyncFile, findSyncFile } from '../kernel/fences/syncFile.ts';
import type { Job } from '../kernel/fences/types.ts';
import { openFile } from '../kernel/files/descriptors.ts';
import { deviceName } from '../kernel/named.ts';
import type { Agent } from '../operation.ts';
import { acquireFence, noteQueued } from '../races/order.ts';
import type { OperationResult } from '../result.ts';
import type { FenceAction } from '../vocabulary/fences.ts';
import { findAnyFd, findDevice, findDeviceMapping, scriptError } from './lookup.ts';
import { syscall } from './syscall.ts';

type SubmitAction = Extract<FenceAction, { do: 'submitRead' | 'submitWrite' }>;

/** Performs one; `agent` does it. */
export function performFence(draft: Draft, agent: Agent, action: FenceAction): OperationResult {
  switch (action.do) {
    case 'submitRead':
    case 'submitWrite':
      return agent.kind === 'device'
        ? submit(draft, findDevice(draft, agent.device), action)
        : scriptError('only a driver queues jobs');
    case 'submitWait':
      return agent.kind === 'device'
        ? submitWait(draft, findDevice(draft, agent.device), action)
        : scriptError('only a driver queues jobs');
    case 'runJob':
      return agent.kind === 'device'
        ? run(draft, findDevice(draft, agent.device), action.job)
        : scriptError('only an engine runs jobs');
    case 'fenceFd':
      return agent.kind === 'thread'
        ? fenceFd(draft, agent.process, action)
        : scriptError('only a process has descriptors');
    default:
      return assertUnreachable(action);
  }
}

/** The newest job of a device with this name. */
function findJob(draft: Draft, device: number, name: string): Job | undefined {
  return draft.state.jobs.findLast((job) => job.device === device && job.name === name);
}

function submit(draft: Draft, device: number, action: SubmitAction): OperationResult {
  const { name, at, length, explicit } = action;
  const mapping = findDeviceMapping(draft, device, at.base);
  if (device < 0 || !mapping)
    return scriptError(`${deviceName(draft, device)} has no mapping of ${at.base}`);
  if (at.offset < 0 || length < 1) return scriptError('there is nothing to access');
  const { buffer } = mapping;
  const value = action.do === 'submitWrite' ? action.value : null;
  const start = mapping.start + at.offset;
  return call(draft, `drm_sched_entity_push_job(${name})`, () => {
    // Taken before its own fence is there: so no two jobs can wait for each other.
    const pending = explicit ? [] : pendingFences(draft.state, buffer, usageFor(value !== null));
    const waits = pending.map(({ id }) => id);
    const work = { mapping: mapping.id, buffer, start, length, value };
    const fence = queue(draft, { name, device, ...work, waits });
    addFence(draft, buffer, fence, explicit ? 'BOOKKEEP' : value === null ? 'READ' : 'WRITE');
    return done;
  });
}

type WaitAction = Extract<FenceAction, { do: 'submitWait' }>;

/** A job without work: those behind it wait for what it waits for. */
function submitWait(draft: Draft, device: number, { name, fd }: WaitAction): OperationResult {
  return call(draft, `drm_sched_job_add_dependency(${fd})`, () => {
    const opened = findAnyFd(draft, fd);
    const file = draft.state.files.find(({ id }) => id === opened?.file);
    if (file?.kind !== 'sync_file') return refuse(draft, 'EINVAL', `${fd} is no sync_file`);
    const waits = findSyncFile(draft.state, file.object)?.fences ?? [];
    const nothing = { mapping: -1, buffer: -1, start: 0, length: 0, value: null };
    queue(draft, { name, device, ...nothing, waits });
    return done;
  });
}

/** Puts a job behind the others of its device. Returns the id of its fence. */
function queue(draft: Draft, work: Omit<Job, 'fence'>): number {
  const { name, device, buffer, start, length, value, waits } = work;
  const seqno = draft.state.jobs.filter((job) => job.device === device).length + 1;
  const fence = createFence(draft, name, { kind: 'job', device }, seqno);
  noteQueued(draft, fence);
  draft.state.jobs = [...draft.state.jobs, { ...work, fence }];
  const what = `${value === null ? 'read' : 'write'} ${length} bytes`;
  emit(draft, 'job.queue', {
    label: `${deviceName(draft, device)} is to do ${name}: ${length === 0 ? 'wait' : what}`,
    to: { kind: 'device', device },
    ...(length > 0 ? { range: { buffer, start, length } } : {}),
    facts: { job: name, write: value !== null, bytes: length, waits: waits.length },
  });
  return fence;
}

function run(draft: Draft, device: number, name: string): OperationResult {
  const job = findJob(draft, device, name);
  if (!job) return scriptError(`${deviceName(draft, device)} has no job ${name}`);
  const obstacle = blockedBy(draft.state, job);
  if (obstacle !== null) return refuse(draft, 'EAGAIN', obstacle);
  const result = runQueue(draft, job) ?? done;
  // The interrupt handler of the driver has seen its end.
  acquireFence(draft, job.fence);
  return result;
}

type FenceFdAction = Extract<FenceAction, { do: 'fenceFd' }>;

function fenceFd(draft: Draft, process: string, action: FenceFdAction): OperationResult {
  const device = findDevice(draft, action.device);
  const job = findJob(draft, device, action.job);
  if (!job) return scriptError(`${action.device} has no job ${action.job}`);
  return syscall(draft, `ioctl(fence of ${action.job})`, () => {
    const object = createSyncFile(draft, action.name, [job.fence]);
    return openFile(draft, process, action.name, { kind: 'sync_file', object });
  });
}
