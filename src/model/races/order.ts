/**
 * Happens-before: what orders the doings of processes, drivers and engines. A job follows all that was done
 * before it was queued, what it waits for, and the jobs before it on its engine. What follows a job must wait for
 * its fence. Threads of one process are taken to talk to each other, and so are drivers; a process learns from
 * another by message. Nothing is kept before the first job.
 */
import type { Draft } from '../draft.ts';
import type { Agent } from '../operation.ts';
import type { FenceUsage, Job } from '../kernel/fences/types.ts';
import { join, noClock, type Clock } from './clock.ts';
import type { BufferClocks, RaceState } from './types.ts';

const none: RaceState = {
  clocks: {},
  queued: {},
  signaled: {},
  buffers: {},
  accesses: [],
  running: null,
};
const drivers = 'drivers';

/** The name under which somebody's doings are counted. */
export function clockOwner(agent: Agent): string {
  return agent.kind === 'thread' ? agent.process : drivers;
}

function engineOf(device: number): string {
  return `engine ${device}`;
}

/** What somebody has seen, with its own doings so far. */
export function clockOf(races: RaceState, who: string): Clock {
  return races.clocks[who] ?? { [who]: 1 };
}

function change(draft: Draft, races: RaceState, part: Partial<RaceState>): RaceState {
  const changed = { ...races, ...part };
  draft.state.races = changed;
  return changed;
}

function setClock(draft: Draft, races: RaceState, who: string, clock: Clock): RaceState {
  return change(draft, races, { clocks: { ...races.clocks, [who]: clock } });
}

/** What comes after is later than what others have learned of it. */
function tick(clock: Clock, who: string): Clock {
  return { ...clock, [who]: (clock[who] ?? 0) + 1 };
}

/** A job is queued: it follows everything that anybody has done. */
export function noteQueued(draft: Draft, fence: number): void {
  const races = draft.state.races ?? none;
  let seen = noClock;
  const clocks: Record<string, Clock> = {};
  for (const [who, clock] of Object.entries(races.clocks)) {
    const isEngine = draft.state.setup.devices.some((_, device) => engineOf(device) === who);
    if (!isEngine) seen = join(seen, clock);
    clocks[who] = isEngine ? clock : tick(clock, who);
  }
  change(draft, races, { clocks, queued: { ...races.queued, [fence]: seen } });
}

/** What an engine does as a job, with what the job has seen. */
export function asJob<T>(draft: Draft, job: Job, body: () => T): T {
  const races = draft.state.races ?? none;
  const engine = engineOf(job.device);
  let clock = join(races.queued[job.fence] ?? noClock, races.clocks[engine] ?? noClock);
  for (const id of job.waits) clock = join(clock, races.signaled[id] ?? noClock);
  const running = { name: job.name, engine };
  setClock(draft, change(draft, races, { running }), engine, { ...clock, [engine]: job.fence });
  const result = body();
  change(draft, draft.state.races ?? none, { running: null });
  return result;
}

/** A fence signals: who waits for it learns what its signaller has seen. */
export function noteSignal(draft: Draft, fence: number): void {
  const { races } = draft.state;
  if (!races) return;
  const job = draft.state.jobs.find((candidate) => candidate.fence === fence);
  const who = job ? engineOf(job.device) : clockOwner(draft.actor);
  const clock = clockOf(races, who);
  const signaled = { ...races.signaled, [fence]: clock };
  const clocks = job ? races.clocks : { ...races.clocks, [who]: tick(clock, who) };
  change(draft, races, { signaled, clocks, buffers: tellBuffers(draft, races, fence, clock) });
}

function tellBuffers(draft: Draft, races: RaceState, fence: number, clock: Clock) {
  const told: Record<number, BufferClocks> = { ...races.buffers };
  draft.state.buffers.forEach((buffer, index) => {
    for (const entry of buffer.resv ?? []) {
      if (entry.fence !== fence || entry.usage === 'BOOKKEEP') continue;
      const before = told[index] ?? { WRITE: noClock, READ: noClock };
      told[index] = {
        WRITE: entry.usage === 'READ' ? before.WRITE : join(before.WRITE, clock),
        READ: join(before.READ, clock),
      };
    }
  });
  return told;
}

function learn(draft: Draft, clock: Clock | undefined): void {
  const { races } = draft.state;
  if (!races || !clock) return;
  const who = clockOwner(draft.actor);
  setClock(draft, races, who, join(clockOf(races, who), clock));
}

/** Whoever acts has waited for a fence, or seen that it is signaled. */
export function acquireFence(draft: Draft, fence: number): void {
  learn(draft, draft.state.races?.signaled[fence]);
}

/** Whoever acts has seen that no fence of a buffer of that usage is pending. */
export function acquireBuffer(draft: Draft, buffer: number, usage: FenceUsage): void {
  const clocks = draft.state.races?.buffers[buffer];
  learn(draft, usage === 'KERNEL' || usage === 'WRITE' ? clocks?.WRITE : clocks?.READ);
}

/** Somebody (a process or a device’s driver) gives the lock of a buffer back: the next one learns what it has seen. */
export function noteUnlock(draft: Draft, name: string, buffer: number): void {
  const { races } = draft.state;
  if (!races) return;
  const who = lockOwner(draft, name);
  const clock = clockOf(races, who);
  const before = races.buffers[buffer] ?? { WRITE: noClock, READ: noClock };
  const told = { WRITE: join(before.WRITE, clock), READ: join(before.READ, clock) };
  const buffers = { ...races.buffers, [buffer]: told };
  setClock(draft, { ...races, buffers }, who, tick(clock, who));
}

/** Somebody gets the lock of a buffer. */
export function noteLock(draft: Draft, name: string, buffer: number): void {
  const { races } = draft.state;
  const told = races?.buffers[buffer];
  if (!races || !told) return;
  const who = lockOwner(draft, name);
  setClock(draft, races, who, join(clockOf(races, who), told.READ));
}

function lockOwner(draft: Draft, name: string): string {
  return draft.state.setup.devices.some((device) => device.name === name) ? drivers : name;
}

/** Whoever acts gets a message of a process, such as a descriptor: it learns what the sender has seen. */
export function noteMessage(draft: Draft, from: string): void {
  const { races } = draft.state;
  if (!races) return;
  const sent = clockOf(races, from);
  learn(draft, sent);
  setClock(draft, draft.state.races ?? races, from, tick(sent, from));
}
