import { describe, expect, it } from 'vitest';
import type { Violation } from '../model/violation.ts';
import { refusalOf, rulesOfRun, verdictOfStep, worstOfRun } from './stepVerdict.ts';

function violation(id: number, rule: Violation['rule']): Violation {
  const about = { agent: 'gpu', bytes: null, causes: [], defect: null, outcome: '', fix: null };
  return { id, class: 'ownership', rule, ...about };
}

const early = violation(1, 'cpu-access-while-device-owns');
const stale = violation(2, 'stale-read');
const judge = ({ id }: Violation) => (id === 2 ? 'harm' : 'luck');

describe('one operation', () => {
  it('is right without violations, luck where nothing came of them, else wrong', () => {
    expect(verdictOfStep({ violations: [] }, judge)).toBe('right');
    expect(verdictOfStep({ violations: [early] }, judge)).toBe('luck');
    expect(verdictOfStep({ violations: [early, stale] }, judge)).toBe('wrong');
  });

  it('says how it was refused', () => {
    expect(refusalOf({ kind: 'ok', value: null, faults: 0 })).toBeNull();
    expect(refusalOf({ kind: 'errno', errno: 'EBUSY', reason: '' })).toBe('EBUSY');
    expect(refusalOf({ kind: 'signal', signal: 'SIGBUS', code: 2, reason: '' })).toBe('SIGBUS');
    expect(refusalOf({ kind: 'blocked', reason: '' })).toBe('blocked');
    expect(refusalOf({ kind: 'scriptError', message: '' })).toBe('not possible');
  });
});

describe('a run', () => {
  it('is as bad as the worst of it, and names each rule once', () => {
    const run = { violations: [early, stale, { ...early, id: 3 }] };
    expect(worstOfRun(run, judge)).toBe('wrong');
    expect(worstOfRun({ violations: [early] }, judge)).toBe('luck');
    expect(rulesOfRun(run)).toEqual(['cpu-access-while-device-owns', 'stale-read']);
  });
});
