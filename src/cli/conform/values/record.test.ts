import { describe, expect, it } from 'vitest';
import { readRecord } from './record.ts';

const record = {
  id: 'seq-1',
  style: 'random',
  pages: 1,
  init: { base: 1, cell: 1024, period: 16 },
  ops: [
    { op: 'map', m: 0, dev: 1, off: 64, len: 128, dir: 'TO_DEVICE', attrs: ['SKIP_CPU_SYNC'] },
    { op: 'dev_read', m: 0, off: 0, len: 128, got: [[1, 128]] },
    { op: 'unmap', m: 0, len: 64 },
    { op: 'cpu_write', off: 0, len: 4096, val: 7 },
  ],
  env: 'mixed',
  final: { cpu: [[7, 4096]], dev: { '0': [[1, 128]] } },
};

/** What is wrong with the record after a change; null where nothing is. */
function problemOf(change: Readonly<Record<string, unknown>>): string | null {
  const read = readRecord({ ...record, ...change });
  return read.ok ? null : read.message;
}

function problemOfOp(op: unknown): string | null {
  return problemOf({ ops: [record.ops[0], op] });
}

describe('readRecord', () => {
  it('reads a sequence', () => {
    const read = readRecord(record);
    expect(read.ok && read.record).toEqual({
      id: 'seq-1',
      env: 'mixed',
      pages: 1,
      init: { base: 1, cell: 1024, period: 16 },
      ops: [
        {
          op: 'map',
          m: 0,
          dev: 1,
          off: 64,
          len: 128,
          dir: 'TO_DEVICE',
          skipCpuSync: true,
          bounced: null,
        },
        { op: 'dev_read', m: 0, off: 0, len: 128, got: [{ value: 1, count: 128 }] },
        { op: 'unmap', m: 0, len: 64, dir: null, skipCpuSync: false },
        { op: 'cpu_write', off: 0, len: 4096, val: 7 },
      ],
      finalCpu: [{ value: 7, count: 4096 }],
      finalDevices: [{ m: 0, runs: [{ value: 1, count: 128 }] }],
    });
  });

  it('names the wrong field', () => {
    expect(problemOf({ id: 3 })).toBe('id is not text');
    expect(problemOf({ pages: 0 })).toBe('pages is not a whole number from 1 to 1024');
    expect(problemOf({ env: 'iommu' })).toContain('env is "iommu", not one of direct');
    expect(problemOf({ final: {} })).toBe('final has no "cpu"');
    expect(problemOf({ final: { cpu: [[7, 4095]] } })).toBe('final.cpu holds 4095 bytes, not 4096');
    expect(problemOf({ final: { cpu: [[7, 4096]], dev: { '0': [[1, 64]] } } })).toContain(
      'final.dev.0 holds 64 bytes, not the 128 of it',
    );
    expect(problemOf({ ops: {} })).toBe('ops is not a list');
    expect(problemOf({ surprise: 1 })).toBe('has a field "surprise" that is not known');
  });

  it('names the wrong field of an operation', () => {
    expect(problemOfOp({ op: 'mapp' })).toContain('ops[1].op is "mapp", not one of map');
    expect(problemOfOp({ op: 'unmap', m: 1 })).toContain('mapping 1, which was never made');
    expect(problemOfOp({ op: 'unmap', m: 0, attrs: ['WEAK'] })).toContain('ops[1].attrs has WEAK');
    expect(problemOfOp({ op: 'unmap', m: 0, dir: 'NONE' })).toContain('ops[1].dir is "NONE"');
    expect(problemOfOp({ op: 'cpu_write', off: 0, len: 1, val: 256 })).toContain('ops[1].val');
    expect(problemOfOp({ op: 'cpu_read', off: 0, len: 2, got: [[1, 1]] })).toBe(
      'ops[1].got holds 1 bytes, not 2',
    );
    expect(problemOfOp({ op: 'cpu_read', off: 0, len: 2, got: [[1]] })).toContain(
      'ops[1].got[0] is not [value, count]',
    );
    expect(problemOfOp({ op: 'cpu_write', off: 0, len: 1, val: 1, by: 'x' })).toContain(
      'ops[1] has a field "by" that is not known',
    );
    expect(problemOfOp(null)).toContain('ops[1] has no "op"');
  });
});
