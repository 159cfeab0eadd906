import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import { alignRuns, alignWords, cursorBeside, matchWords, pairEvents } from './align.ts';
import { parseCursor, printCursor } from './cursor.ts';
import { runAll, type History } from './history.ts';

const letters = (text: string): readonly string[] => [...text];
/** `s3` same as 3, `o3` another one up to 3, `-3` only here, after 3. */
const marks = { same: 's', other: 'o', 'only-here': '-' } as const;
const aligned = (here: string, there: string): string =>
  alignWords(letters(here), letters(there))
    .map(({ kind, there: number }) => `${marks[kind]}${number}`)
    .join(' ');

describe('the operations of two runs', () => {
  it('stay in step where a fix has put calls around one of them', () => {
    expect(aligned('mwr', 'mSwEr')).toBe('s1 s3 s5');
    expect(aligned('mSwEr', 'mwr')).toBe('s1 -1 s2 -2 s3');
  });

  it('are paired in their order where they are replaced, and the ends meet', () => {
    expect(aligned('abcd', 'ax')).toBe('s1 o2 -2 -2');
    expect(aligned('ax', 'abcd')).toBe('s1 o4');
    expect(aligned('axyb', 'apqrb')).toBe('s1 o2 o4 s5');
  });

  it('wait where the other run has nothing, and begin at its beginning', () => {
    expect(aligned('ab', '')).toBe('-0 -0');
    expect(aligned('', 'ab')).toBe('');
    expect(aligned('b', 'ab')).toBe('s2');
  });

  it('never go back', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    fc.assert(
      fc.property(word, word, (here, there) => {
        const numbers = alignWords(letters(here), letters(there)).map((step) => step.there);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(there.length);
      }),
    );
  });
});

describe('matching words', () => {
  /** By definition: the longest of all subsequences that both have. */
  function longest(a: readonly string[], b: readonly string[]): number {
    const [first, ...rest] = a;
    if (first === undefined) return 0;
    const at = b.indexOf(first);
    const without = longest(rest, b);
    return at < 0 ? without : Math.max(without, 1 + longest(rest, b.slice(at + 1)));
  }

  it('finds a longest common subsequence', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
    fc.assert(
      fc.property(word, word, (here, there) => {
        const [a, b] = [letters(here), letters(there)];
        const matched = matchWords(a, b).map((index, i) => ({ index, word: a[i] }));
        const pairs = matched.filter(({ index }) => index >= 0);
        for (const { index, word: own } of pairs) expect(b[index]).toBe(own);
        expect(pairs).toHaveLength(longest(a, b));
      }),
    );
  });

  it('takes the earliest of equal ones', () => {
    expect(matchWords(letters('xa'), letters('aya'))).toEqual([-1, 2]);
    expect(matchWords(letters('ab'), letters('xaab'))).toEqual([2, 3]);
    expect(matchWords(letters('qaq'), letters('zaaz'))).toEqual([-1, 1, -1]);
  });
});

function missedClean(platform: string): History {
  const { scenario } = parseScenario(findScenario('missed-clean')?.text ?? '');
  if (!scenario) throw new Error('the scenario is wrong');
  return runAll(setupOf(scenario, platform), inputsOf(scenario));
}

describe('points of two runs', () => {
  const [arm64, x86] = [missedClean('arm64'), missedClean('x86')];
  const beside = (here: History, there: History, at: string): string => {
    const cursor = parseCursor(at);
    if (!cursor) throw new Error(at);
    return printCursor(cursorBeside(here, there, alignRuns(here, there), cursor));
  };

  it('are the same between operations of the same script', () => {
    for (const at of ['0', '1', '5', '8', '10']) expect(beside(arm64, x86, at)).toBe(at);
  });

  it('follow the micro-events inside an operation: snooping happens on one side alone', () => {
    // arm64: the transfer begins, bytes are read, the transfer is complete.
    // x86: the same with a snoop and a write-back before the bytes are read.
    expect(beside(arm64, x86, '8.1')).toBe('8.1');
    expect(beside(arm64, x86, '8.2')).toBe('8.4');
    expect(beside(x86, arm64, '8.2')).toBe('8.1');
    expect(beside(x86, arm64, '8.3')).toBe('8.1');
    expect(beside(x86, arm64, '8.4')).toBe('8.2');
  });

  it('show the calls of both opposite each other', () => {
    const calls = (history: History) => history.entries[7]?.events ?? [];
    const rows = pairEvents(calls(arm64), calls(x86)).map(
      ({ here, there, same }) => `${here?.kind ?? ''}|${there?.kind ?? ''}|${same}`,
    );
    expect(rows).toEqual([
      'dma.start|dma.start|true',
      '|dma.snoop|false',
      '|cache.writeback|false',
      'dma.read|dma.read|true',
      'dma.done|dma.done|true',
    ]);
  });
});
