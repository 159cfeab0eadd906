import { expect, test } from 'vitest';
import { carriesText } from './carriesText.ts';

test.each([
  ['script=title%20x', true],
  ['#z=abcd', true],
  ['scenario=shootdown&fork=@4', true],
  ['at=3&compare=fork:%404', true],
  ['', false],
  ['scenario=shootdown&at=3', false],
  ['compare=x86', false],
  // A key that only ends like one of them.
  ['pitz=1', false],
  ['scenario=a&noscript=1', false],
])('%s carries text: %s', (fragment, expected) => {
  expect(carriesText(fragment)).toBe(expected);
});
