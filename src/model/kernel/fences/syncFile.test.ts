/** Files of fences, and the waits that they end. What is recorded of them is in `errno.jsonl`. */
import { describe, expect, it } from 'vitest';
import { run } from '../../testing/runScript.ts';

const start = `buffer frame pages=1 exporter=gem mmap=sync-ioctl
buffer other pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: od = export other
app@cpu0: t = open sw_sync
gpu: import fd
gpu: map frame BIDIRECTIONAL
`;

/** What the last line returned. */
function last(script: string): string | number | null {
  const result = run('arm64', start + script).lines.at(-1)?.result;
  if (result?.kind === 'ok') return result.value;
  return result?.kind === 'errno' ? result.errno : (result?.kind ?? null);
}

const read = 'app@cpu0: s = sw_sync_fence t 2\napp@cpu0: import_sync_file fd s READ\n';
const write = 'app@cpu0: s = sw_sync_fence t 2\napp@cpu0: import_sync_file fd s WRITE\n';
const both = 'app@cpu0: s = sw_sync_fence t 2\napp@cpu0: import_sync_file fd s READ|WRITE\n';

describe('poll', () => {
  // dma_buf_poll: POLLIN 1 is held back by writers, POLLOUT 4 by all.
  it.each([
    ['no fence', '', 5],
    ['a reader', read, 1],
    ['a writer', write, 0],
    ['one imported with both flags, which counts as a writer', both, 0],
    ['a reader before its point', `${read}app@cpu0: sw_sync_inc t 1\n`, 1],
    ['a reader at its point', `${read}app@cpu0: sw_sync_inc t 2\n`, 5],
    ['a writer behind its point', `${write}app@cpu0: sw_sync_inc t 3\n`, 5],
    ['a writer whose timeline is closed', `${write}app@cpu0: close t\n`, 5],
  ])('of a buffer with %s', (_, script, revents) => {
    expect(last(`${script}app@cpu0: poll fd POLLIN|POLLOUT`)).toBe(revents);
  });

  it('without a timeout asks, with one lets the engines finish', () => {
    const job = 'gpu: j = submit write frame+0 64 A\n';
    expect(last(`${job}app@cpu0: poll fd POLLIN`)).toBe(0);
    expect(last(`${job}app@cpu0: poll fd POLLIN timeout=50`)).toBe(1);
  });

  it('of a sync_file answers when all its fences are signaled', () => {
    const asked = `${read}app@cpu0: e = export_sync_file fd WRITE\n`;
    expect(last(`${asked}app@cpu0: poll e POLLIN`)).toBe(0);
    expect(last(`${asked}app@cpu0: sw_sync_inc t 2\napp@cpu0: poll e POLLIN`)).toBe(1);
  });

  it('of a sync_file exported for reading does not hear of readers', () => {
    expect(last(`${read}app@cpu0: e = export_sync_file fd READ\napp@cpu0: poll e POLLIN`)).toBe(1);
  });
});

describe('a wait that nobody ends', () => {
  it.each([
    ['START READ', write, 'EINTR'],
    ['START READ', read, null],
    ['START WRITE', read, 'EINTR'],
    ['END READ|WRITE', both, null],
  ])('of %s is interrupted', (call, script, result) => {
    expect(last(`${script}app@cpu0: sync fd ${call}`)).toBe(result);
  });

  it('says through whom it waits', () => {
    const { violations } = run(
      'arm64',
      `${start}${write}gpu: j = submit read frame+0 64
app@cpu0: sync fd START READ|WRITE expect EINTR expect wait-without-end`,
    );
    expect(violations.map(({ outcome }) => outcome)).toEqual(['nobody signals t point 2']);
    const { lines } = run(
      'arm64',
      `${start}app@cpu0: s = sw_sync_fence t 2
gpu: w = submit wait s
gpu: j = submit write frame+0 64 A
app@cpu0: sync fd START READ expect EINTR`,
    );
    expect(lines.at(-1)?.result).toMatchObject({
      reason: 'w waits and nobody signals t point 2',
    });
  });
});

describe('a reservation', () => {
  it('keeps the last fence of each timeline, and forgets what is signaled', () => {
    const { state } = run(
      'arm64',
      `${start}gpu: j1 = submit write frame+0 64 A
gpu: j2 = submit write frame+0 64 B
gpu: j3 = submit read frame+0 64`,
    );
    const names = state.buffers[0]?.resv?.map(
      ({ fence, usage }) => `${state.fences.find(({ id }) => id === fence)?.name ?? ''} ${usage}`,
    );
    // dma_resv_add_fence: j2 replaces j1 (same timeline, same usage); a reader replaces no writer.
    expect(names).toEqual(['j2 WRITE', 'j3 READ']);
  });

  it('gives its fences to another buffer', () => {
    expect(
      last(`gpu: j = submit write frame+0 64 A
app@cpu0: e = export_sync_file fd READ
app@cpu0: import_sync_file od e WRITE
app@cpu0: poll od POLLIN`),
    ).toBe(0);
  });
});
