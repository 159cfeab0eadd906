/** Reading records of dma-buf calls, and telling where the model is not what the kernel was. */
import { describe, expect, it } from 'vitest';
import { dmabufValuesFormat } from './format.ts';
import type { RecordContext, Replayed } from '../format.ts';

const context = (kernel: RecordContext['kernel']): RecordContext => ({
  file: 'dmabuf-values-swiotlb.jsonl',
  kernel,
  sequence: () => undefined,
});

type Op = Readonly<Record<string, unknown>>;

/** A record of one page of ones; what is given replaces its fields. */
const record = (ops: readonly Op[], more: Op = {}): unknown => ({
  id: 'made-up',
  exporter: 'ours',
  style: 'random',
  pages: 1,
  init: { base: 1, cell: 4096, period: 1 },
  ops,
  final: { cpu: [[1, 4096]], dev: {} },
  env: 'swiotlb=force',
  ...more,
});

const replay = (json: unknown, kernel: RecordContext['kernel'] = '7.3'): Replayed =>
  dmabufValuesFormat.replay(json, context(kernel));

function differences(json: unknown, kernel: RecordContext['kernel'] = '7.3'): readonly string[] {
  const replayed = replay(json, kernel);
  if (!replayed.ok) return [replayed.message];
  const { outcome } = replayed;
  return outcome.kind === 'differs'
    ? outcome.differences.map(({ where, expected, got }) => `${where} ${expected} ${got}`)
    : [];
}

const attach: Op = { op: 'attach', att: 0, dev: 0 };
const map: Op = { op: 'map_attachment', att: 0, dir: 'BIDIRECTIONAL' };
const unmap: Op = { op: 'unmap_attachment', att: 0 };
const device: Op = { op: 'dev_write', att: 0, off: 0, len: 64, val: 9 };

describe('a record', () => {
  it('agrees where every result, read and the end are the same', () => {
    // The device writes its slot; START READ copies the slot out; the CPU reads 9 in the first line.
    const read: Op = { op: 'cpu_read', off: 0, len: 64, got: [[9, 64]] };
    const end = {
      cpu: [
        [9, 64],
        [1, 4032],
      ],
      dev: {
        0: [
          [9, 64],
          [1, 4032],
        ],
      },
    };
    const start: Op = { op: 'sync_start', flags: 'READ' };
    expect(differences(record([attach, map, device, start, read], { final: end }))).toEqual([]);
  });

  it('differs in a read, and at the end', () => {
    const read: Op = { op: 'cpu_read', off: 0, len: 64, got: [[9, 64]] };
    const end = {
      cpu: [
        [9, 64],
        [1, 4032],
      ],
      dev: {},
    };
    expect(differences(record([attach, map, device, read], { final: end }))).toEqual([
      'ops[3].got 9*64 1*64',
      'final.cpu 9*64,1*4032 1*4096',
    ]);
  });

  it('differs in a result', () => {
    const end: Op = { op: 'sync_end', flags: 'READ', ret: -22 };
    expect(differences(record([end]))).toEqual(['ops[0].ret -22 0']);
    expect(differences(record([end], { exporter: 'udmabuf' }))).toEqual([]);
    const quiet: Op = { op: 'sync_end', flags: 'READ' };
    expect(differences(record([quiet], { exporter: 'udmabuf' }))).toEqual(['ops[0].ret 0 -22']);
  });

  it('takes what the lab refused for a statement that nothing is mapped', () => {
    const refused: Op = { ...device, ret: -22 };
    expect(differences(record([attach, map, unmap, refused]))).toEqual([]);
    expect(differences(record([attach, map, refused]))).toEqual([
      'ops[2] found nothing mapped mapped',
    ]);
    const end = { cpu: [[1, 4096]], dev: { 0: [] } };
    expect(differences(record([attach, map, unmap], { final: end }))).toEqual([]);
    expect(differences(record([attach, map], { final: end }))).toEqual([
      'final.dev.0 found nothing mapped mapped',
    ]);
  });

  it('is of a kernel: before 7.3 udmabuf kept the first mapping of an attachment', () => {
    const other: Op = { op: 'map_attachment', att: 0, dir: 'TO_DEVICE' };
    const first: Op = { op: 'map_attachment', att: 0, dir: 'FROM_DEVICE' };
    const ops = [attach, first, unmap, other];
    expect(differences(record(ops, { exporter: 'udmabuf' }))).toEqual([]);
    expect(differences(record(ops, { exporter: 'udmabuf' }), '6.12')).toEqual(['ops[3].ret 0 -16']);
  });

  it('can be printed as a scenario', () => {
    const replayed = replay(record([attach, map, device]));
    expect(replayed.ok && replayed.scenarios().length).toBe(1);
  });
});

describe('what is no record', () => {
  it.each([
    ['an unknown field', record([{ ...attach, colour: 'red' }]), 'colour'],
    ['an unknown operation', record([{ op: 'fly' }]), 'fly'],
    ['an unknown exporter', record([], { exporter: 'vgem' }), 'vgem'],
    ['an unknown environment', record([], { env: 'moon' }), 'moon'],
    ['an attachment that was not made', record([map]), 'never made'],
    ['an attachment that is made twice', record([attach, attach]), 'again'],
    ['a content of another length', record([], { final: { cpu: [[1, 4095]] } }), '4095'],
    ['flags that are not known', record([{ op: 'sync_start', flags: 'RW' }]), 'RW'],
    ['a positive result', record([{ ...attach, ret: 3 }]), 'ret'],
  ])('%s is an error', (_, json, word) => {
    const replayed = replay(json);
    expect(replayed.ok).toBe(false);
    expect(replayed.ok ? '' : replayed.message).toContain(word);
  });
});
