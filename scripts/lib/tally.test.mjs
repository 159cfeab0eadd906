import { describe, expect, it } from 'vitest';
import { sum, tallyConform, tallyPlaywright, tallyVitest } from './tally.mjs';

describe('tallyConform', () => {
  it('counts the sequences of the last line', () => {
    expect(tallyConform('a.jsonl\n12 of 15 agree\n', 1)).toEqual({ passed: 12, failed: 3 });
  });

  it.each([
    ['nothing', ''],
    ['an error', 'cannot read x.jsonl'],
    ['no sequence at all', '0 of 0 agree'],
  ])('counts %s as one failure', (_, output) => {
    expect(tallyConform(output, 1)).toEqual({ passed: 0, failed: 1 });
  });

  it('does not trust a good last line of a run that failed', () => {
    expect(tallyConform('3 of 3 agree', 1)).toEqual({ passed: 3, failed: 1 });
  });
});

describe('tallyVitest', () => {
  it('counts a file that could not be loaded as one failure', () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
      ],
    };
    expect(tallyVitest(report, 1)).toEqual({ passed: 4, failed: 2 });
  });

  it('counts a missing report, and a run without tests, as one failure', () => {
    expect(tallyVitest(undefined, 0)).toEqual({ passed: 0, failed: 1 });
    const empty = { numPassedTests: 0, numFailedTests: 0, testResults: [] };
    expect(tallyVitest(empty, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('tallyPlaywright', () => {
  it('counts a flaky test as failed', () => {
    const report = { errors: [], stats: { expected: 7, unexpected: 1, flaky: 2, skipped: 3 } };
    expect(tallyPlaywright(report, 1)).toEqual({ passed: 7, failed: 3 });
  });

  it('counts errors outside tests, and a missing report', () => {
    const report = { errors: [{}], stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } };
    expect(tallyPlaywright(report, 1)).toEqual({ passed: 0, failed: 1 });
    expect(tallyPlaywright(undefined, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('sum', () => {
  it('adds up', () => {
    const parts = [
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ];
    expect(sum(parts)).toEqual({ passed: 3, failed: 3 });
  });
});
