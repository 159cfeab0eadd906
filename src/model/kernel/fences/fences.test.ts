import { describe, expect, it } from 'vitest';
import { run } from '../../testing/runScript.ts';

const alone = `buffer frame pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
gpu: map frame BIDIRECTIONAL
`;

const shared = `buffer frame pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached
device npu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
npu: import fd
gpu: map frame BIDIRECTIONAL
npu: map frame BIDIRECTIONAL
`;

describe('jobs', () => {
  it('are done when the engine comes to them, and not before', () => {
    const { lines } = run(
      'arm64',
      `${shared}gpu: j1 = submit write frame+0 64 A
gpu: run j1`,
    );
    const [queued, done] = lines.slice(-2);
    expect(queued?.events.map(({ kind }) => kind)).not.toContain('dma.write');
    expect(queued?.after.fences.map(({ state }) => state)).toEqual(['pending.quiet']);
    expect(done?.events.map(({ kind }) => kind)).toContain('dma.write');
    expect(done?.after.fences.map(({ state }) => state)).toEqual(['signaled.ok']);
  });

  it('of one engine are done in order', () => {
    const { lines } = run(
      'arm64',
      `${shared}gpu: j1 = submit write frame+0 64 A
gpu: j2 = submit read frame+0 64
gpu: run j2`,
    );
    expect(
      lines
        .at(-1)
        ?.events.filter(({ kind }) => kind === 'job.begin')
        .map(({ label }) => label),
    ).toEqual(['gpu begins j1', 'gpu begins j2']);
  });

  it('wait for another engine where the usages demand it', () => {
    run(
      'arm64',
      `${shared}gpu: j1 = submit write frame+0 64 A
npu: j2 = submit read frame+0 64
npu: run j2 expect EAGAIN
gpu: run j1 expect ok
npu: run j2 expect ok`,
    );
  });

  it('that only read do not wait for each other', () => {
    run(
      'arm64',
      `${shared}gpu: j1 = submit read frame+0 64
npu: j2 = submit read frame+0 64
npu: run j2 expect ok`,
    );
  });

  it('that order nothing by themselves are done in any order, and race', () => {
    run(
      'arm64',
      `${shared}gpu: j1 = submit write frame+0 64 A explicit
npu: j2 = submit write frame+0 64 B explicit
npu: run j2 expect ok
gpu: run j1 expect data-race`,
    );
  });

  it('wait for the files that they are told to', () => {
    run(
      'arm64',
      `${shared}gpu: j1 = submit write frame+0 64 A explicit
app@cpu0: s = fence_fd j1 from gpu
npu: w = submit wait s
npu: j2 = submit write frame+0 64 B explicit
npu: run j2 expect EAGAIN
gpu: run j1 expect ok
npu: run j2 expect ok expect none`,
    );
  });

  it('signal with an error where the IOMMU blocks them, and nobody is left waiting', () => {
    const { state } = run(
      'arm64-iommu iommu=strict',
      `buffer ring pages=1 exporter=gem mmap=none
device gpu importer=map-per-dma
gpu: m = dma_map_single ring+0 64 TO_DEVICE
gpu: j1 = submit write m+0 64 A
gpu: run j1 expect blocked`,
    );
    expect(state.fences.map((fence) => fence.state)).toEqual(['signaled.error']);
  });
});

describe('SYNC', () => {
  const queued = (job: string, call: string) => `${shared}gpu: j1 = submit ${job}
app@cpu0: sync fd ${call}`;
  const hasRun = (text: string) =>
    run('arm64', text)
      .lines.at(-1)
      ?.events.some(({ kind }) => kind === 'job.begin');

  // drivers/dma-buf/dma-buf.c, __dma_buf_begin_cpu_access: write = BIDIRECTIONAL or TO_DEVICE; END waits for none.
  it.each([
    ['START READ', 'write frame+0 64 A', true],
    ['START READ', 'read frame+0 64', false],
    ['START WRITE', 'write frame+0 64 A', true],
    ['START WRITE', 'read frame+0 64', true],
    ['START READ|WRITE', 'read frame+0 64', true],
    ['END READ', 'write frame+0 64 A', false],
    ['END WRITE', 'write frame+0 64 A', false],
    ['END READ|WRITE', 'write frame+0 64 A', false],
    ['START READ|WRITE', 'write frame+0 64 A explicit', false],
  ])('%s after a job to %s: waits %s', (call, job, waits) => {
    expect(hasRun(queued(job, call))).toBe(waits);
  });

  it('START waits before it invalidates, with the engine’s work inside the wait', () => {
    const { lines } = run(
      'arm64',
      `${alone}gpu: j1 = submit write frame+0 64 A
app@cpu0: sync fd START READ expect ok expect none
app@cpu0: read p+0 64 expect A expect none`,
    );
    const events = lines.at(-2)?.events ?? [];
    const at = (kind: string) => events.findIndex((event) => event.kind === kind);
    expect(events.find(({ kind }) => kind === 'dma.write')?.agent).toBe('gpu');
    expect(events[at('fence.wait')]?.agent).toBe('app@cpu0');
    expect(at('fence.wait')).toBeLessThan(at('dma.write'));
    expect(at('dma.write')).toBeLessThan(at('fence.signal'));
    expect(
      events.findIndex(({ label }) => label.startsWith('dma_sync_sgtable_for_cpu(gpu')),
    ).toBeGreaterThan(at('fence.signal'));
  });

  it('START of a system heap syncs before it waits, and misses what is bounced', () => {
    const { lines } = run(
      'bounce',
      `buffer frame pages=1 exporter=system_heap
device gpu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
gpu: map frame BIDIRECTIONAL
gpu: j1 = submit write frame+0 64 A
app@cpu0: sync fd START READ expect ok
app@cpu0: read p+0 64 expect 0 expect stale`,
    );
    const stale = lines.at(-1)?.violations.find(({ rule }) => rule === 'stale-read');
    expect(stale?.defect).toBe('begin-before-wait');
  });
});
