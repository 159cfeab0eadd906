/**
 * A run for tests of the lanes, written down by hand: the GPU has a job in its queue and the NPU one that waits for it;
 * the app waits for the GPU's, and inside its wait the GPU does it and signals.
 */
import type { Fence, Job } from '../src/model/kernel/fences/types.ts';
import type { MicroEvent, MicroEventKind } from '../src/model/microEvent.ts';
import type { Agent } from '../src/model/operation.ts';
import type { LaneEntry, LaneInput } from '../src/scene/laneInput.ts';
import { stateWith } from './sampleState.ts';

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };
const npu: Agent = { kind: 'device', device: 'npu', cpu: 0 };

function event(kind: MicroEventKind, agent: string, part: Partial<MicroEvent> = {}): MicroEvent {
  const nothing = { from: null, to: null, range: null, violations: [], facts: {}, transitions: [] };
  return { kind, depth: 0, agent, label: kind, ...nothing, ...part };
}

/** A transition of the fence of job `j1`, whose id is 5. */
function turn(name: string): Pick<MicroEvent, 'transitions'> {
  const transition = { machine: 'fence' as const, instance: 'fence/5', event: name };
  return { transitions: [{ ...transition, from: '', to: '' }] };
}

const at = { mapping: 1, buffer: 0, start: 0, length: 64, value: 65 };
const jobs: readonly Job[] = [
  { ...at, name: 'j1', device: 0, fence: 5, waits: [] },
  { ...at, name: 'j2', device: 1, fence: 6, waits: [5] },
];
const fence = (id: number, device: number, state: Fence['state']): Fence => ({
  id,
  name: `j${id - 4}`,
  source: { kind: 'job', device },
  seqno: 1,
  state,
});

const idle = stateWith({});
const queued = stateWith({ jobs: jobs.slice(0, 1), fences: [fence(5, 0, 'pending.quiet')] });
const both = stateWith({
  jobs,
  fences: [fence(5, 0, 'pending.quiet'), fence(6, 1, 'pending.quiet')],
});
const signaled = stateWith({
  jobs,
  fences: [fence(5, 0, 'signaled.ok'), fence(6, 1, 'pending.quiet')],
});

function entry(
  agent: Agent,
  action: LaneEntry['operation']['action'],
  state: LaneEntry['state'],
  events: readonly MicroEvent[],
): LaneEntry {
  const result = { kind: 'ok', value: null, faults: 0 } as const;
  return { operation: { agent, action }, label: action.do, result, events, nested: [], state };
}

const submit = { do: 'submitWrite', at: { base: 'frame', offset: 0 }, length: 64 } as const;

export const sampleFences: LaneInput = {
  initial: idle,
  verdicts: new Map(),
  entries: [
    entry(gpu, { ...submit, name: 'j1', value: 65, explicit: false }, queued, [
      event('call', 'gpu'),
      event('fence.create', 'gpu', { facts: { fence: 'j1' } }),
      event('job.queue', 'gpu'),
      event('fence.add', 'gpu'),
    ]),
    entry(npu, { ...submit, name: 'j2', value: 66, explicit: false }, both, [
      event('fence.create', 'npu', { facts: { fence: 'j2' } }),
      event('job.queue', 'npu'),
    ]),
    entry(app, { do: 'sync', fd: 'fd', flags: 1 }, signaled, [
      event('call', 'app@cpu0'),
      event('fence.wait', 'app@cpu0', { facts: { fence: 'j1' }, ...turn('watch') }),
      event('job.begin', 'gpu', { label: 'gpu begins j1', facts: { job: 'j1' } }),
      event('dma.write', 'gpu'),
      event('fence.signal', 'gpu', { facts: { fence: 'j1' }, ...turn('signal') }),
      event('call', 'app@cpu0'),
      event('call', 'app@cpu0'),
      event('call', 'app@cpu0'),
    ]),
  ],
};
