import { expect, it } from 'vitest';
import { resolveValue } from './styleValue.ts';

const variables = new Map([
  ['--ink', 'light-dark(#111111, #eeeeee)'],
  ['--edge', 'var(--ink)'],
  ['--size', '0.75rem'],
]);

it('works out variables, themes, mixtures and lengths', () => {
  expect(resolveValue('var(--edge)', variables, 'light')).toBe('#111111');
  expect(resolveValue('var(--edge)', variables, 'dark')).toBe('#eeeeee');
  expect(resolveValue('var(--none, var(--edge))', variables, 'light')).toBe('#111111');
  expect(resolveValue('var(--size)', variables, 'light')).toBe('12');
  expect(resolveValue('4px 3px', variables, 'light')).toBe('4 3');
  // A quarter of white over black: 255 / 4 is 63.75, 0x40 is 64.
  const mixed = 'color-mix(in srgb, #ffffff 25%, #000000)';
  expect(resolveValue(mixed, variables, 'light')).toBe('#404040');
  const clear = 'color-mix(in srgb, var(--ink) 30%, transparent)';
  expect(resolveValue(clear, variables, 'light')).toBe('rgba(17, 17, 17, 0.3)');
});

it('ends where a variable names itself', () => {
  expect(resolveValue('var(--a)', new Map([['--a', 'x var(--a)']]), 'light')).toContain('x');
});
