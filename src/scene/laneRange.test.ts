import { describe, expect, it } from 'vitest';
import { laneRange, nudgeEnd, partBetween, withEnd } from './laneRange.ts';
import { nearestPoint, pointBeside } from './laneTime.ts';

/** Three operations with 4, 6 and no micro-events; the second is two columns wide. */
const slots = [
  { start: 0, width: 1, bounds: [0, 4] },
  { start: 1, width: 2, bounds: [0, 2, 6] },
  { start: 3, width: 1, bounds: [0, 0] },
];
const after = (operation: number) => ({ operation, micro: null });

describe('drawing along the numbers', () => {
  it('marks whole operations, in whichever direction', () => {
    const both = { from: after(0), to: after(2) };
    expect(partBetween(slots, 0.4, 1.2, false)).toEqual(both);
    expect(partBetween(slots, 1.2, 0.4, false)).toEqual(both);
    expect(partBetween(slots, 3.1, 99, false)).toEqual({ from: after(2), to: after(3) });
  });

  it('marks what lies between micro-events from near', () => {
    expect(partBetween(slots, 0.3, 2.5, true)).toEqual({
      from: { operation: 1, micro: 1 },
      to: { operation: 2, micro: 4 },
    });
  });

  it('marks nothing where nothing lies between, or nothing was done', () => {
    expect(partBetween(slots, 0.3, 0.31, true)).toBe(null);
    expect(partBetween([], 0, 1, false)).toBe(null);
  });
});

describe('the nearest point', () => {
  it('is an end of an operation, or a micro-event', () => {
    expect([-1, 0.4, 0.6, 1.9, 2.1, 9].map((x) => nearestPoint(slots, x, false).operation)).toEqual(
      [0, 0, 1, 1, 2, 3],
    );
    expect(nearestPoint(slots, 0.6, true)).toEqual({ operation: 1, micro: 2 });
    expect(nearestPoint(slots, 0.95, true)).toEqual(after(1));
    expect(nearestPoint(slots, 1.1, true)).toEqual(after(1));
    expect(nearestPoint(slots, 2.75, true)).toEqual({ operation: 2, micro: 5 });
  });

  it('has one beside it, never beyond the run', () => {
    expect(pointBeside(slots, after(1), 1, true)).toEqual({ operation: 2, micro: 1 });
    expect(pointBeside(slots, { operation: 2, micro: 5 }, 1, true)).toEqual(after(2));
    // An operation without micro-events is passed in one step.
    expect(pointBeside(slots, after(2), 1, true)).toEqual(after(3));
    expect(pointBeside(slots, after(3), -1, true)).toEqual(after(2));
    expect(pointBeside(slots, { operation: 1, micro: 1 }, -1, true)).toEqual(after(0));
    expect(pointBeside(slots, { operation: 2, micro: 3 }, 1, false)).toEqual(after(2));
    expect(pointBeside(slots, after(3), 1, false)).toEqual(after(3));
    expect(pointBeside(slots, after(0), -1, false)).toEqual(after(0));
  });
});

describe('an end of the range', () => {
  const part = { from: after(1), to: { operation: 2, micro: 3 } };

  it('moves, and never past the other', () => {
    expect(nudgeEnd(slots, part, 'to', 1, false).to).toEqual(after(2));
    expect(nudgeEnd(slots, part, 'from', 1, true).from).toEqual({ operation: 2, micro: 1 });
    expect(nudgeEnd(slots, part, 'from', 1, false)).toBe(part);
    expect(withEnd(slots, part, 'to', after(1))).toBe(part);
    // The end of an operation, though written otherwise, is not before itself.
    expect(
      withEnd(slots, { from: after(0), to: after(2) }, 'from', { operation: 2, micro: 6 }),
    ).toEqual({ from: after(0), to: after(2) });
  });

  it('says where the range lies', () => {
    expect(laneRange(slots, part)).toMatchObject({
      fromX: 1,
      toX: 2.25,
      text: 'step 1 to 2.3',
    });
  });
});
