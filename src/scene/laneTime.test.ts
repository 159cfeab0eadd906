import { describe, expect, it } from 'vitest';
import { microX, operationAt, placeInSlot, pointX } from './laneTime.ts';

describe('placeInSlot', () => {
  it('gives an operation with one mark a lane a single column', () => {
    const marks = [
      { lane: 'gpu', micro: 0 },
      { lane: 'app', micro: 3 },
    ];
    expect(placeInSlot(5, marks, 8)).toEqual({
      slot: { start: 5, width: 1, bounds: [0, 8] },
      columns: [0, 0],
    });
  });

  it('begins a column where a lane has a second mark', () => {
    const marks = [
      { lane: 'gpu', micro: 0 },
      { lane: 'app', micro: 2 },
      { lane: 'app', micro: 4 },
    ];
    expect(placeInSlot(0, marks, 10)).toEqual({
      slot: { start: 0, width: 2, bounds: [0, 4, 10] },
      columns: [0, 0, 1],
    });
  });
});

describe('microX', () => {
  it('spreads the micro-events of a column evenly', () => {
    const slot = { start: 3, width: 2, bounds: [0, 4, 10] };
    expect(microX(slot, 0)).toBe(3);
    expect(microX(slot, 1)).toBe(3.25);
    expect(microX(slot, 4)).toBe(4);
    expect(microX(slot, 7)).toBe(4.5);
    expect(microX(slot, 10)).toBe(5);
  });

  it('stands at the end of an operation without micro-events', () => {
    expect(microX({ start: 2, width: 1, bounds: [0, 0] }, 0)).toBe(3);
  });
});

describe('points of a run', () => {
  const slots = [
    { start: 0, width: 1, bounds: [0, 2] },
    { start: 1, width: 2, bounds: [0, 3, 6] },
    { start: 3, width: 1, bounds: [0, 1] },
  ];

  it('stand before, inside and after operations, and never beyond the run', () => {
    expect(pointX(slots, { operation: 0, micro: null })).toBe(0);
    expect(pointX(slots, { operation: 1, micro: 1 })).toBe(0.5);
    expect(pointX(slots, { operation: 2, micro: null })).toBe(3);
    expect(pointX(slots, { operation: 9, micro: null })).toBe(4);
    expect(pointX([], { operation: 1, micro: null })).toBe(0);
  });

  it('are found again from where they stand', () => {
    expect([-1, 0, 0.9, 1, 2.9, 3, 99].map((x) => operationAt(slots, x))).toEqual([
      1, 1, 1, 2, 2, 3, 3,
    ]);
  });
});
