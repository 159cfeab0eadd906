/** Replays of dma-debug recordings: what agrees, and what is noticed where something was changed. */
import { describe, expect, it } from 'vitest';
import type { RecordContext } from '../format.ts';
import { dmaDebugFormat } from './format.ts';
import { withoutAddresses, withoutBuild } from './messages.ts';
import { dmaDebugRandomFormat } from './randomFormat.ts';

const complaint =
  'dbtruth dbtruth.0: device driver tries to sync DMA memory it has not allocated [device address=0x0000000004004000] [size=4097 bytes]';

/** A record as a real kernel gave it. */
const pastEnd = {
  id: 'dd-sync-past-end-for-cpu@direct',
  env: 'direct',
  device: 'platform',
  complains: true,
  steps: [
    { op: 'alloc', pages: 2 },
    { op: 'dma_map_single', m: 0, off: 0, len: 4096, dir: 'BIDIRECTIONAL', info: 'direct' },
    {
      op: 'dma_sync_single_for_cpu',
      ...{ m: 0, off: 0, len: 4097, dir: 'BIDIRECTIONAL' },
      complaints: [complaint],
    },
    { op: 'dma_unmap_single', m: 0 },
  ],
};

const context: RecordContext = { file: 'x.jsonl', kernel: '7.3', sequence: () => undefined };

function replayed(record: unknown, changed: RecordContext = context): string {
  const done = dmaDebugFormat.replay(record, changed);
  if (!done.ok) return `unreadable: ${done.message}`;
  if (done.outcome.kind !== 'differs') return done.outcome.kind;
  return done.outcome.differences.map(({ where }) => where).join(' ');
}

const withStep = (index: number, change: object): unknown => ({
  ...pastEnd,
  steps: pastEnd.steps.map((step, i) => (i === index ? { ...step, ...change } : step)),
});

describe('a case', () => {
  it('agrees', () => {
    expect(replayed(pastEnd)).toBe('agrees');
  });

  it.each<readonly [string, unknown, string]>([
    [
      'another size',
      withStep(2, { complaints: [complaint.replace('4097', '4096')] }),
      'steps[2].complaints[0]',
    ],
    [
      'a complaint that did not come',
      withStep(1, { complaints: [complaint] }),
      'steps[1].complaints[0]',
    ],
    [
      'one that came, and was not recorded',
      withStep(2, { complaints: [] }),
      'steps[2].complaints[0]',
    ],
    ['one twice', withStep(2, { complaints: [complaint, complaint] }), 'steps[2].complaints[1]'],
    ['a return value', withStep(3, { ret: '-EINVAL' }), 'steps[3].ret'],
    ['what the map told', withStep(1, { info: 'bounced' }), 'steps[1].info'],
    ['another message', withStep(3, { other_kmsg: ['out of slots'] }), 'steps[3].other_kmsg[0]'],
    ['a failed step that is not replayed', withStep(0, { ret: '-ENOMEM' }), 'steps[0].ret'],
    ['the verdict', { ...pastEnd, complains: false }, 'complains'],
    ['the environment', { ...pastEnd, env: 'moon' }, 'env'],
  ])('notices %s', (_, record, where) => {
    expect(replayed(record)).toBe(where);
  });

  it('does not read what it does not know', () => {
    expect(replayed(withStep(3, { colour: 1 }))).toContain('"colour" that is not known');
    expect(replayed(withStep(3, { op: 'dma_fly' }))).toContain('dma_fly');
    expect(replayed(withStep(1, { dir: 'UP' }))).toContain('steps[1].dir');
  });

  it('is on the kernel that its environment or its file names', () => {
    const unchecked = (mapped: string) => ({
      ...pastEnd,
      steps: [
        pastEnd.steps[0],
        { ...pastEnd.steps[1], mapping_error_checked: false },
        {
          op: 'dma_unmap_single',
          m: 0,
          complaints: [
            `dbtruth dbtruth.0: device driver failed to check map error[device address=0x0] [size=4096 bytes] [mapped as ${mapped}]`,
          ],
        },
      ],
    });
    expect(replayed(unchecked('phy'))).toBe('agrees');
    expect(replayed(unchecked('single'))).not.toBe('agrees');
    expect(replayed({ ...unchecked('single'), env: 'direct, 6.12.117' })).toBe('agrees');
    expect(replayed(unchecked('single'), { ...context, kernel: '6.12' })).toBe('agrees');
  });
});

describe('a random sequence', () => {
  const sequence = {
    ...{ id: 'seq-1', style: 'random', pages: 1, env: 'direct' },
    init: { base: 1, cell: 4096, period: 1 },
    ops: [
      { op: 'map', m: 0, dev: 0, off: 0, len: 64, dir: 'TO_DEVICE' },
      { op: 'unmap', m: 0, dir: 'FROM_DEVICE' },
    ],
    final: { cpu: [[1, 4096]] },
  };
  const text =
    'dbtruth dbtruth.0: device driver frees DMA memory with different direction [device address=ADDR] [size=64 bytes] [mapped with DMA_TO_DEVICE] [unmapped with DMA_FROM_DEVICE]';
  const replay = (complaints: unknown) =>
    dmaDebugRandomFormat.replay(
      { id: 'seq-1', complaints },
      { ...context, sequence: () => sequence },
    );
  const outcome = (complaints: unknown) => {
    const done = replay(complaints);
    return done.ok ? done.outcome : done.message;
  };

  it('agrees where each operation draws what was recorded', () => {
    const all = [{ op: 1, text: [text] }];
    expect(outcome({ direct: all, 'swiotlb=force': all })).toEqual({ kind: 'agrees' });
  });

  it('differs where it draws more, less, or something else', () => {
    for (const all of [
      [],
      [{ op: 0, text: [text] }],
      [{ op: 1, text: [text, text] }],
      [{ op: 9, text: [text] }],
    ])
      expect(outcome({ direct: all })).toMatchObject({ kind: 'differs' });
  });

  it('is unreadable without its sequence, or without an environment', () => {
    const done = dmaDebugRandomFormat.replay({ id: 'other', complaints: { direct: [] } }, context);
    expect(done.ok).toBe(false);
    expect(outcome({})).toContain('no environment');
    expect(outcome({ moon: [] })).toContain('moon');
  });
});

describe('messages', () => {
  it('lose addresses, and nothing else', () => {
    expect(withoutAddresses(complaint)).toBe(complaint.replace('0x0000000004004000', 'ADDR'));
    expect(withoutAddresses('dma_map_resource called for RAM address 0x0000000003bf4000')).toBe(
      'dma_map_resource called for RAM address ADDR',
    );
    expect(withoutAddresses('[start=0x1] [end=0x2] [boundary=0x3]')).toBe(
      '[start=ADDR] [end=ADDR] [boundary=0x3]',
    );
  });

  it('lose what depends on the build', () => {
    const place = 'WARNING: include/linux/dma-mapping.h at dma_map_single_attrs';
    expect(
      withoutBuild(
        'WARNING: include/linux/dma-mapping.h:531 at dma_map_single_attrs+0xb2/0xe0 [dbtruth], CPU#0: drv/51',
      ),
    ).toBe(place);
    expect(
      withoutBuild(
        'WARNING: CPU: 0 PID: 50 at include/linux/dma-mapping.h:381 dma_map_single_attrs+0xd4/0xf0 [dbtruth]',
      ),
    ).toBe(place);
  });
});
