/** Fences in the lanes: who waits for which, who signals whom, and how long each is pending. */
import { expect, it } from 'vitest';
import { sampleFences } from '../../test/sampleFences.ts';
import { lanesRun } from './lanesRun.ts';

const run = lanesRun(sampleFences);
const nameOf = (lane: number) => run.lanes[lane]?.key;

it('shows the engine at work in its own lane while somebody waits', () => {
  const job = run.pills.find(({ key }) => key === '3.3');
  expect([job?.text, nameOf(job?.lane ?? -1), job?.label]).toEqual([
    'j1',
    'gpu',
    'in 3. gpu begins j1',
  ]);
});

it('leads from the signal to the one who sleeps on the fence, and to the engine with a job behind it', () => {
  // The fifth of eight micro-events of the third column.
  const at = { fromX: 2.625, toX: 2.625 };
  expect(
    run.arrows.map(({ kind, fromLane, toLane, fromX, toX }) => ({
      kind,
      from: nameOf(fromLane),
      to: nameOf(toLane),
      fromX,
      toX,
    })),
  ).toEqual([
    { kind: 'signal', from: 'gpu', to: 'app@cpu0', ...at },
    { kind: 'signal', from: 'gpu', to: 'npu', ...at },
  ]);
});

it('leads from the wait to the job that is waited for', () => {
  const [wait] = run.threads.filter(({ kind }) => kind === 'wait');
  expect([nameOf(wait?.fromLane ?? -1), wait?.fromX, run.rows[wait?.toRow ?? -1]?.label]).toEqual([
    'app@cpu0',
    2.25,
    'gpu jobs',
  ]);
});

it('has a job pending from the making of its fence to its signal', () => {
  const spans = run.rows.flatMap((row) =>
    row.kind === 'job' ? row.spans.map((span) => [span.text, span.from, span.to, span.isOver]) : [],
  );
  expect(spans).toEqual([
    // After the second of four micro-events of the first column, to the fifth of eight of the third.
    ['j1', 0.5, 2.625, true],
    // From the first of two in the second column; it waits until the operation is done that signals j1.
    ['j2 waits', 1.5, 3, false],
  ]);
});
