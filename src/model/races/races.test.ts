import { describe, expect, it } from 'vitest';
import { run } from '../testing/runScript.ts';

const alone = `buffer frame pages=1 exporter=gem mmap=coherent
device gpu importer=cached
device npu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
viewer@cpu1: g = receive fd from app
viewer@cpu1: q = mmap g
gpu: import fd
gpu: map frame BIDIRECTIONAL
npu: import fd
npu: map frame BIDIRECTIONAL
`;

/** Classes of what the last line of a script does wrong, on coherent memory. */
function last(script: string): readonly string[] {
  return (
    run('x86', alone + script)
      .lines.at(-1)
      ?.violations.map(({ rule }) => rule) ?? []
  );
}

describe('a race', () => {
  it.each([
    [
      'is a read after a write that nobody has waited for',
      `gpu: j = submit write frame+0 64 A explicit
gpu: run j
app@cpu0: read p+0 64`,
    ],
    [
      'is a read before a write that comes at any time',
      `gpu: j = submit write frame+0 64 A
app@cpu0: read p+0 64
gpu: run j`,
    ],
    [
      'is a write before a read that comes at any time',
      `gpu: j = submit read frame+0 64
app@cpu0: write p+0 64 B
gpu: run j`,
    ],
    [
      'is between two engines that do not wait for each other',
      `gpu: j = submit write frame+0 64 A explicit
npu: k = submit read frame+0 64 explicit
npu: run k
gpu: run j`,
    ],
    [
      'is a SYNC of a buffer whose fences say nothing of the job',
      `gpu: j = submit write frame+0 64 A explicit
app@cpu0: s = fence_fd j from gpu
gpu: run j
app@cpu0: sync fd START READ
app@cpu0: read p+0 64`,
    ],
    [
      'is a read of somebody else than who has waited',
      `gpu: j = submit write frame+0 64 A
app@cpu0: sync fd START READ
app@cpu0: read p+0 64
viewer@cpu1: read q+0 64`,
    ],
    [
      'is an access behind the queueing, by somebody who was there before',
      `gpu: j = submit read frame+64 64
app@cpu0: write p+0 64 B
gpu: k = submit write frame+0 64 A explicit
app@cpu0: read p+0 64
gpu: run k`,
    ],
    [
      'is with kernel code, too',
      `gpu: j = submit write frame+0 64 A
gpu: run j
kernel@cpu0: read frame+0 64`,
    ],
  ])('%s', (_, script) => {
    expect(last(script)).toContain('data-race');
  });

  it.each([
    [
      'is no read after a SYNC that has waited',
      `gpu: j = submit write frame+0 64 A
app@cpu0: sync fd START READ
app@cpu0: read p+0 64`,
    ],
    [
      'is no read after a SYNC that had nothing left to wait for',
      `gpu: j = submit write frame+0 64 A
gpu: run j
app@cpu0: sync fd START READ
app@cpu0: read p+0 64`,
    ],
    [
      'is no read beside a read',
      `gpu: j = submit read frame+0 64
app@cpu0: read p+0 64
gpu: run j`,
    ],
    [
      'is no write of other bytes',
      `gpu: j = submit write frame+0 64 A
app@cpu0: write p+64 64 B
gpu: run j`,
    ],
    [
      'is no write before the job was queued',
      `app@cpu0: write p+0 64 B
gpu: j = submit write frame+0 64 A
gpu: run j`,
    ],
    [
      'is nothing between jobs of one engine',
      `gpu: j = submit write frame+0 64 A explicit
gpu: k = submit write frame+0 64 B explicit
gpu: run k`,
    ],
    [
      'is nothing between engines that wait for the buffer',
      `gpu: j = submit write frame+0 64 A
npu: k = submit write frame+0 64 B
gpu: run j
npu: run k`,
    ],
    [
      'is nothing between engines where one is told to wait for the other',
      `gpu: j = submit write frame+0 64 A explicit
app@cpu0: s = fence_fd j from gpu
npu: w = submit wait s
npu: k = submit write frame+0 64 B explicit
gpu: run j
npu: run k`,
    ],
    [
      'is no read of who was told by who has waited',
      `gpu: j = submit write frame+0 64 A
app@cpu0: sync fd START READ
viewer@cpu1: h = receive fd from app
viewer@cpu1: read q+0 64`,
    ],
    [
      'is no transfer of a driver that has seen the end of its job',
      `gpu: j = submit write frame+0 64 A explicit
gpu: run j
gpu: dma read frame+0 64`,
    ],
    [
      'is nothing between processes: who touches what is their own affair',
      `gpu: j = submit read frame+64 64
app@cpu0: write p+0 64 B
viewer@cpu1: write q+0 64 C`,
    ],
    [
      'is nothing without jobs',
      `gpu: dma write frame+0 64 A
app@cpu0: read p+0 64
viewer@cpu1: write q+0 64 B
npu: dma read frame+0 64`,
    ],
  ])('%s', (_, script) => {
    expect(last(script)).toEqual([]);
  });

  it('is nothing between those who hand a lock to each other', () => {
    const locked = (unlock: string) =>
      run(
        'x86',
        `buffer frame pages=1 exporter=drm mmap=lock
device gpu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
gpu: map frame BIDIRECTIONAL
gpu: lock frame WRITE
gpu: j = submit write frame+0 64 A explicit
gpu: run j
${unlock}
app@cpu0: read p+0 64`,
      ).lines.at(-1)?.violations;
    expect(locked('gpu: unlock frame\napp@cpu0: lock fd READ')).toEqual([]);
    expect(locked('')?.map(({ rule }) => rule)).toContain('data-race');
  });

  it('says what the other order would do, and is luck in this one', () => {
    const { violations, verdict } = run(
      'x86',
      `${alone}app@cpu0: write p+0 64 B
gpu: j = submit write frame+0 64 A explicit
app@cpu0: read p+0 64 expect B
gpu: run j expect data-race expect luck`,
    );
    expect(violations.map(({ outcome }) => outcome)).toEqual([
      'app has read these bytes, and nothing orders job j of gpu after it; in the other order app would read A',
    ]);
    expect(violations.map(verdict)).toEqual(['luck']);
  });

  it('is told once, however often the bytes are read', () => {
    expect(
      last(`gpu: j = submit write frame+0 64 A explicit
gpu: run j
app@cpu0: read p+0 64
app@cpu0: read p+0 64`),
    ).toEqual([]);
  });

  it('keeps nothing before the first job', () => {
    expect(run('x86', `${alone}app@cpu0: write p+0 64 B`).state.races).toBeNull();
  });
});
