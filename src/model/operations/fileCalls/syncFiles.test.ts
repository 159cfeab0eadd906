/** sync_file ioctls, timelines of sw_sync, and poll: who is held back by which fence. */
import { describe, expect, it } from 'vitest';
import { outcomes, run } from '../../testing/runScript.ts';

const declared = `buffer b pages=1 exporter=gem
app@cpu0: fd = export b
app@cpu0: t = open sw_sync
app@cpu0: s = sw_sync_fence t 1
`;

const after = (lines: string) => run('x86 page=256', declared + lines);
const got = (lines: string): readonly string[] => outcomes(after(lines)).slice(3);

/** What each poll of the lines finds. */
function ready(lines: string): readonly (number | null)[] {
  return after(lines).lines.flatMap(({ events, result }) =>
    events.some(({ kind }) => kind === 'poll.ready') && result.kind === 'ok' ? [result.value] : [],
  );
}

const polls = `app@cpu0: poll fd POLLIN
app@cpu0: poll fd POLLOUT
app@cpu0: poll fd POLLIN|POLLOUT
`;

describe('poll of a dma-buf', () => {
  // POLLIN is 1, POLLOUT 4.
  it('is ready for both where nobody works on it', () => {
    expect(ready(polls)).toEqual([1, 4, 5]);
    expect(ready('app@cpu0: poll fd POLLPRI\napp@cpu0: poll fd 0')).toEqual([0, 0]);
  });

  it.each([
    ['READ', [1, 0, 1]],
    ['WRITE', [0, 0, 0]],
    ['READ|WRITE', [0, 0, 0]],
  ])('waits for a fence that was imported for %s until it is signaled', (flags, held) => {
    const lines = `app@cpu0: import_sync_file fd s ${flags}\n${polls}app@cpu0: sw_sync_inc t 1\n${polls}`;
    expect(ready(lines)).toEqual([...held, 1, 4, 5]);
  });

  it('ends after its timeout where nobody signals', () => {
    expect(
      ready('app@cpu0: import_sync_file fd s WRITE\napp@cpu0: poll fd POLLIN timeout=50'),
    ).toEqual([0]);
  });

  it('of what is not open is POLLNVAL', () => {
    expect(ready('app@cpu0: poll no_fd POLLIN')).toEqual([0x20]);
  });

  it('is always ready for files without poll', () => {
    expect(ready('app@cpu0: poll t POLLIN|POLLOUT')).toEqual([5]);
  });
});

describe('export_sync_file', () => {
  it.each([
    ['READ', 'ok'],
    ['READ|WRITE', 'ok'],
    ['0', 'EINVAL'],
    ['4', 'EINVAL'],
    ['7', 'EINVAL'],
    ['-1', 'EINVAL'],
  ])('with %s: %s', (flags, expected) => {
    expect(got(`app@cpu0: x = export_sync_file fd ${flags}`)).toEqual([expected]);
    expect(got(`app@cpu0: import_sync_file fd s ${flags}`)).toEqual([expected]);
  });

  it.each([
    ['READ', 'READ', 1],
    ['READ', 'WRITE', 0],
    ['WRITE', 'READ', 0],
    ['WRITE', 'WRITE', 0],
  ])('of a fence of %s for %s is ready: %i', (imported, exported, before) => {
    const lines = `app@cpu0: import_sync_file fd s ${imported}
      app@cpu0: x = export_sync_file fd ${exported}
      app@cpu0: poll x POLLIN
      app@cpu0: sw_sync_inc t 1
      app@cpu0: poll x POLLIN`;
    expect(ready(lines)).toEqual([before, 1]);
  });

  it('is for dma-bufs, import for sync_files', () => {
    expect(got('app@cpu0: x = export_sync_file t READ')).toEqual(['ENOTTY']);
    expect(got('app@cpu0: import_sync_file t s READ')).toEqual(['ENOTTY']);
    expect(got('app@cpu0: import_sync_file fd fd READ')).toEqual(['EINVAL']);
    expect(got('app@cpu0: import_sync_file fd no_fd READ')).toEqual(['EINVAL']);
    expect(got('app@cpu0: x = sw_sync_fence s 1')).toEqual(['ENOTTY']);
    expect(got('app@cpu0: sw_sync_inc s 1')).toEqual(['ENOTTY']);
  });
});

describe('SYNC', () => {
  // READ waits for writers, anything with WRITE for all; END waits for nobody.
  it.each([
    ['READ', 'START READ', 'ok'],
    ['READ', 'START WRITE', 'EINTR'],
    ['READ', 'START READ|WRITE', 'EINTR'],
    ['WRITE', 'START READ', 'EINTR'],
    ['WRITE', 'START WRITE', 'EINTR'],
    ['WRITE', 'END READ|WRITE', 'ok'],
  ])('with a pending fence of %s: %s gives %s', (imported, flags, expected) => {
    const lines = `app@cpu0: import_sync_file fd s ${imported}\napp@cpu0: sync fd ${flags}`;
    expect(got(lines)).toEqual(['ok', expected]);
    const signaled = lines.replace('\n', '\napp@cpu0: sw_sync_inc t 1\n');
    expect(got(signaled)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('a timeline', () => {
  it('that is closed signals what it has left', () => {
    const lines = `app@cpu0: import_sync_file fd s WRITE
      app@cpu0: poll s POLLIN
      app@cpu0: close t
      app@cpu0: poll s POLLIN
      app@cpu0: poll fd POLLIN`;
    expect(ready(lines)).toEqual([0, 1, 1]);
  });

  it('signals at once what it has passed', () => {
    expect(
      ready('app@cpu0: sw_sync_inc t 3\napp@cpu0: x = sw_sync_fence t 2\napp@cpu0: poll x POLLIN'),
    ).toEqual([1]);
  });
});
