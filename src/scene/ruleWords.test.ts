import { expect, it } from 'vitest';
import { ruleWords } from './ruleWords.ts';

it('writes initials large, and parts of words as they are', () => {
  expect(ruleWords('cpu-access-while-device-owns')).toBe('CPU access while device owns');
  expect(ruleWords('dma-in-lazy-window')).toBe('DMA in lazy window');
  expect(ruleWords('stale-tlb')).toBe('stale TLB');
  expect(ruleWords('clobber')).toBe('clobber');
});
