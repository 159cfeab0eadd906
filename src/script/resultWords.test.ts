import { describe, expect, it } from 'vitest';
import { makeCell } from '../model/hardware/cell.ts';
import type { OperationResult } from '../model/result.ts';
import {
  asSentence,
  bytesWords,
  isStale,
  resultSentence,
  resultWords,
  valueWords,
} from './resultWords.ts';

const a = makeCell(1, 1, 65);
const b = makeCell(2, 2, 66);
const zero = makeCell(0, 0, 0);

const read: OperationResult = {
  kind: 'bytes',
  cells: [a, a, zero],
  newest: [a, b, zero],
  faults: 1,
};

describe('words', () => {
  it('write bytes as runs, a letter where there is one', () => {
    expect(bytesWords([a, a, a, b, zero])).toBe('A×3 B 0');
    expect(bytesWords([a, b, a, b], 2)).toBe('A B …');
    expect(bytesWords([])).toBe('');
  });

  it('tell a stale read from a good one by the writes, not by the values', () => {
    expect(isStale(read)).toBe(true);
    const again = makeCell(9, 1, 65);
    expect(isStale({ kind: 'bytes', cells: [a], newest: [again], faults: 0 })).toBe(true);
    expect(isStale({ kind: 'bytes', cells: [a], newest: [a], faults: 0 })).toBe(false);
  });

  it('end as a sentence, once', () => {
    expect(asSentence('ok, = 3')).toBe('ok, = 3.');
    expect(asSentence('ok, 0x7f2f…')).toBe('ok, 0x7f2f…');
  });

  it('say what came of an operation', () => {
    expect(resultSentence(read)).toBe('reads A×2 0, but A B 0 is newest, 1 page fault');
    expect(resultWords({ kind: 'ok', value: null, faults: 2 })).toBe('fault');
    expect(resultWords({ kind: 'ok', value: 3, faults: 0 })).toBe('= 3');
    expect(resultWords({ kind: 'errno', errno: 'EINVAL', reason: 'no' })).toBe('−EINVAL');
    expect(resultSentence({ kind: 'errno', errno: 'EINVAL', reason: 'past the end' })).toBe(
      '−EINVAL: past the end',
    );
  });

  it('write descriptors as numbers, addresses in hexadecimal and short', () => {
    expect(valueWords(3)).toBe('= 3');
    expect(valueWords(0x1a2f_0000)).toBe('0x1a2f0000');
    expect(valueWords(0x7f30_0010_0000)).toBe('0x7f30…');
  });
});
