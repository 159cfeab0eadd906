import { describe, expect, it } from 'vitest';
import type { LanesLayout } from './lanesLayout.ts';
import { clampWindow, followWindow, zoomWindow } from './timeWindow.ts';

/** 100 columns in 500 pixels beside names of 100. */
const columns = 100;
const layout: LanesLayout = {
  viewport: 612,
  labels: 100,
  labelX: 12,
  type: 1,
  height: 200,
  openUnit: 72,
  fitUnit: 5,
  mostUnit: 400,
  laneY: () => 0,
  rowY: () => 0,
};

describe('the window on the run', () => {
  it('shows the whole run at the least, and nothing beyond it', () => {
    expect(clampWindow(layout, columns, { unit: 1, left: 50 })).toEqual({ unit: 5, left: 0 });
    // 1000 pixels of run, of which 500 are in sight.
    expect(clampWindow(layout, columns, { unit: 10, left: 9999 })).toEqual({ unit: 10, left: 500 });
    expect(clampWindow(layout, columns, { unit: 9000, left: -3 })).toEqual({ unit: 400, left: 0 });
  });

  it('keeps what is under the pointer where it is', () => {
    // At 350 pixels stands column 35: 250 + 100 at 10 pixels.
    const next = zoomWindow(layout, columns, { unit: 10, left: 100 }, 2, 350);
    expect(next).toEqual({ unit: 20, left: 35 * 20 - 250 });
  });

  it('stays where the cursor is in sight, and pans where it is not', () => {
    const before = { unit: 10, left: 200 };
    expect(followWindow(layout, columns, before, 40)).toBe(before);
    // 60 % of 512 pixels before it.
    expect(followWindow(layout, columns, before, 80).left).toBeCloseTo(800 - 307.2);
    expect(followWindow(layout, columns, before, 5)).toEqual({ unit: 10, left: 0 });
    // The ends of the run are in sight at the edges.
    const end = { unit: 10, left: 500 };
    expect(followWindow(layout, columns, end, 100)).toBe(end);
  });
});
