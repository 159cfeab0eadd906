/** What lasts in states made by hand: windows and locks, jobs and fences. */
import { expect, it } from 'vitest';
import { stateWith } from '../../test/sampleState.ts';
import type { Fence, Job } from '../model/kernel/fences/types.ts';
import { isSameLasting, lastingIn } from './laneLasting.ts';

const look = (state: Parameters<typeof stateWith>[0]) =>
  lastingIn(stateWith(state))
    .filter(({ row }) => row.kind !== 'owner')
    .map(({ row, text, look: seen }) => [row.label, text, seen]);

it('shows who has access, and who waits for a lock', () => {
  const window = { buffer: 0, isWrite: true, cpu: 0 } as const;
  expect(
    look({
      accessWindows: [
        { ...window, who: 'app', isLock: false, state: 'open.read' },
        { ...window, who: 'gpu', isLock: true, state: 'open.write' },
        { ...window, who: 'other', isLock: true, state: 'waiting' },
        { ...window, who: 'npu', isLock: true, state: 'closed' },
      ],
    }),
  ).toEqual([
    ['app access', 'reads', 'cpu'],
    ['gpu lock', 'writes', 'dev-0'],
    ['other lock', 'waits', 'waiting'],
  ]);
});

const fence = (id: number, source: Fence['source'], state: Fence['state']): Fence => ({
  id,
  name: `f${id}`,
  source,
  seqno: id,
  state,
});
const job = (name: string, id: number, waits: readonly number[]): Job => ({
  name,
  device: 1,
  fence: id,
  mapping: 1,
  buffer: 0,
  start: 0,
  length: 64,
  value: 65,
  waits,
});

it('shows jobs from the queue to their fence, and whether they wait', () => {
  const gpu = { kind: 'job', device: 1 } as const;
  const fences = [
    fence(1, gpu, 'pending.quiet'),
    fence(2, gpu, 'pending.quiet'),
    fence(3, gpu, 'signaled.ok'),
    fence(4, { kind: 'timeline', timeline: 1 }, 'pending.quiet'),
    fence(5, { kind: 'timeline', timeline: 1 }, 'pending.watched'),
  ];
  const jobs = [job('j1', 1, [3]), job('j2', 2, [1]), job('j3', 3, [])];
  expect(look({ fences, jobs })).toEqual([
    ['npu jobs', 'j1', 'dev-1'],
    ['npu jobs', 'j2 waits', 'waiting'],
    ['fences', 'f4', 'waiting'],
    ['fences', 'f5', 'other'],
  ]);
});

it('sees at a glance where nothing that lasts has changed', () => {
  const state = stateWith({});
  expect(isSameLasting(state, { ...state, nextId: 9 })).toBe(true);
  expect(isSameLasting(state, { ...state, fences: [] })).toBe(false);
});
