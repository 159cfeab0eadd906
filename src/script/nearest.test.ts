import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['', 'abc', 3],
    ['map', 'mpa', 1],
    ['map', 'mapp', 1],
    ['unmap', 'map', 2],
    ['kitten', 'sitting', 3],
    ['READ', 'read', 0],
  ])('%s, %s: %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('nearest', () => {
  it('takes the nearest, and the first of equals', () => {
    expect(nearest('mapp', ['unmap', 'map', 'mmap'])).toBe('map');
    expect(nearest('wap', ['map', 'cap'])).toBe('map');
  });

  it('takes none that is too far to be meant', () => {
    expect(nearest('map', ['export', 'close'])).toBeNull();
    expect(nearest('a', ['b', 'ab'])).toBe('ab');
    expect(nearest('x'.repeat(41), ['x'.repeat(40)])).toBeNull();
    expect(nearest('map', [])).toBeNull();
  });
});
