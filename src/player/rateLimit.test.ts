import { expect, it } from 'vitest';
import { createRateLimit } from './rateLimit.ts';

it('lets a burst through, then a rate, and after any rest no more than a burst', () => {
  let time = 1_000;
  const mayCome = createRateLimit({ burst: 5, perSecond: 10, now: () => time });
  const howMany = () => Array.from({ length: 100 }, mayCome).filter(Boolean).length;
  const counts = [0, 99, 1, 250, 60_000, 0].map((rest) => {
    time += rest;
    return howMany();
  });
  // Ten a second are one in 100 ms: none in 99, the one in the next; two and a half in 250.
  expect(counts).toEqual([5, 0, 1, 2, 5, 0]);
});
