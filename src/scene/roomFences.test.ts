/** Fences of a reservation as chips: whose work they stand for, and who waits for them by their usage. */
import { expect, it } from 'vitest';
import { runTo } from '../../test/roomStates.ts';
import { stateWith } from '../../test/sampleState.ts';
import type { Fence, Job } from '../model/kernel/fences/types.ts';
import type { State } from '../model/state.ts';
import { usedParts } from './roomColumns.ts';
import { roomScene } from './roomScene.ts';

const [buffer] = stateWith({}).buffers;
if (!buffer) throw new Error('the sample has a buffer');

const fence = (id: number, state: Fence['state']): Fence => ({
  id,
  name: `j${id}`,
  source: { kind: 'job', device: id % 2 },
  seqno: 1,
  state,
});
const job = (id: number, value: number | null, waits: readonly number[]): Job => ({
  name: `j${id}`,
  device: id % 2,
  fence: id,
  mapping: 1,
  buffer: 0,
  start: 0,
  length: 64,
  value,
  waits,
});

const withFences: State = stateWith({
  buffers: [
    {
      ...buffer,
      resv: [
        { fence: 1, usage: 'WRITE' },
        { fence: 2, usage: 'READ' },
        { fence: 3, usage: 'WRITE' },
        { fence: 4, usage: 'BOOKKEEP' },
      ],
    },
  ],
  fences: [
    fence(1, 'pending.quiet'),
    fence(2, 'pending.quiet'),
    fence(3, 'signaled.ok'),
    fence(4, 'pending.watched'),
  ],
  // npu (device 1) writes; gpu (device 0) reads after it.
  jobs: [job(1, 65, []), job(2, null, [1])],
});

it('names who works, and who waits for it', () => {
  const [shown] = roomScene(withFences).buffers;
  expect(
    shown?.fences?.map(({ title, usage, work, waits }) => [title, usage, work, waits]),
  ).toEqual([
    ['j1', 'WRITE', 'npu writes', 'readers and writers wait · j2 waits'],
    ['j2', 'READ', 'gpu reads after j1', 'writers wait'],
    ['j4', 'BOOKKEEP', 'gpu', 'nobody waits unasked · somebody waits now'],
  ]);
});

it('selects the fence as the machine does', () => {
  const selection = { kind: 'machine', machine: 'fence', instance: 'fence/2' } as const;
  const [shown] = roomScene(withFences, { selection }).buffers;
  expect(shown?.fences?.map(({ selected }) => selected)).toEqual([false, true, false]);
});

it('keeps room for them over a run that has some, and none in others', () => {
  const plain = stateWith({});
  expect(roomScene(plain).buffers[0]?.fences).toBeNull();
  const keep = new Set(usedParts(withFences));
  expect(roomScene(plain, { keep }).buffers[0]?.fences).toEqual([]);
});

it('says of a job in a script what it is waited for', () => {
  const script = `
title     Jobs
platform  x86 cpus=1 page=512
buffer    frame pages=1 exporter=gem
device    gpu   importer=cached

app@cpu0: fd = export frame
gpu:      import fd
gpu:      map frame BIDIRECTIONAL
gpu:      j1 = submit write frame+0 64 A
`;
  const [shown] = roomScene(runTo(script, 4).state).buffers;
  expect(shown?.fences).toMatchObject([
    { title: 'j1', usage: 'WRITE', work: 'gpu writes', role: 'dev0', watched: false },
  ]);
});

it('shows the addresses of the kernel as a column', () => {
  const state = stateWith({ vmaps: [{ name: 'v', buffer: 0, live: true }] });
  const scene = roomScene(state);
  expect(scene.columns.find(({ kind }) => kind === 'kernel')?.parts.map(({ key }) => key)).toEqual([
    'vmap:v',
  ]);
  const marks = scene.buffers[0]?.pages[0]?.marks ?? [];
  expect(marks.find(({ part }) => part === 'vmap:v')).toMatchObject({
    state: 'solid',
    name: 'page 0, vmap of the kernel: v, kernel address',
  });
});
