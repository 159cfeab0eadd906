import { describe, expect, it } from 'vitest';
import { arePagesOpen, isPageOpen, mayFold, toggleAllFolds, toggleFold } from './folds.ts';

describe('folds', () => {
  it('open and close by their keys', () => {
    const opened = toggleFold(new Set(), 'b0p3');
    expect([...opened]).toEqual(['b0p3']);
    expect(isPageOpen(opened, 0, 3)).toBe(true);
    expect(isPageOpen(opened, 0, 2)).toBe(false);
    expect([...toggleFold(opened, 'b0p3')]).toEqual([]);
  });

  it('of a buffer open all its pages, and close them with it', () => {
    const opened = toggleFold(new Set(['b0p3', 'b1p0']), 'b0');
    expect(isPageOpen(opened, 0, 7)).toBe(true);
    expect(arePagesOpen(opened, 0, 2, 15)).toBe(true);
    expect(isPageOpen(opened, 1, 7)).toBe(false);
    expect([...toggleFold(opened, 'b0')]).toEqual(['b1p0']);
  });

  it('open and close all together', () => {
    const all = toggleAllFolds(new Set(['b0p3']), 2);
    expect([...all]).toEqual(['b0', 'b1']);
    expect(toggleAllFolds(all, 2).size).toBe(0);
  });

  it('are there for more than 4 pages, or more than 8 lines in a page', () => {
    expect(mayFold(4, 8)).toBe(false);
    expect(mayFold(5, 8)).toBe(true);
    expect(mayFold(1, 9)).toBe(true);
  });
});
