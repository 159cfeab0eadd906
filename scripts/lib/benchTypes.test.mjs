import { describe, expect, it } from 'vitest';
import { formatTable, meetsTarget } from './benchTypes.mjs';

describe('meetsTarget', () => {
  it('judges by the target, in its own direction', () => {
    const row = { name: 'speed', value: 5, unit: 'x' };
    expect(meetsTarget(row)).toBe(true);
    expect(meetsTarget({ ...row, target: { atLeast: 6 } })).toBe(false);
    expect(meetsTarget({ ...row, target: { atMost: 6 } })).toBe(true);
  });
});

describe('formatTable', () => {
  it('lines up its columns', () => {
    const text = formatTable([
      { bench: 'step', name: 'speed', value: 123456.7, unit: 'events/s', target: { atLeast: 1e5 } },
      { bench: 'seek', name: 'p95', value: 17.25, unit: 'ms', target: { atMost: 16 } },
    ]);
    expect(text.split('\n')).toEqual([
      'bench  what     value  unit      target',
      'step   speed  123,457  events/s  at least 100,000  ok',
      'seek   p95      17.25  ms        at most 16        MISSED',
    ]);
  });
});
