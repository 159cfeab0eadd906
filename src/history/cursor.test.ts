import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterOperation,
  compareCursors,
  isSameCursor,
  parseCursor,
  printCursor,
  startCursor,
} from './cursor.ts';

const cursors = fc.record({
  operation: fc.integer({ min: 1, max: 10_000 }),
  micro: fc.option(fc.integer({ min: 1, max: 5_000 })),
});

describe('parseCursor', () => {
  it('reads operations and micro-events', () => {
    expect(parseCursor('0')).toEqual(startCursor);
    expect(parseCursor('12')).toEqual({ operation: 12, micro: null });
    expect(parseCursor('12.3')).toEqual({ operation: 12, micro: 3 });
  });

  it('takes the beginning of an operation as the end of the one before', () => {
    expect(parseCursor('12.0')).toEqual(afterOperation(11));
    expect(parseCursor('0.0')).toEqual(startCursor);
  });

  it('refuses what is no step', () => {
    for (const text of ['', '.', '1.', '.1', '-1', '1.2.3', '1e3', ' 1', '0.1', '99999999', '١']) {
      expect(parseCursor(text), text).toBeNull();
    }
  });

  it('is the inverse of printing', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(parseCursor(printCursor(cursor))).toEqual(cursor);
      }),
    );
  });
});

describe('compareCursors', () => {
  it('puts the inside of an operation before its end and after its beginning', () => {
    const order = ['0', '1.1', '1.2', '1', '2.1', '2'].map(
      (text) => parseCursor(text) ?? startCursor,
    );
    const shuffled = [order[4], order[0], order[2], order[5], order[1], order[3]];
    const sorted = shuffled.map((c) => c ?? startCursor).sort(compareCursors);
    expect(sorted).toEqual(order);
  });

  it('finds a cursor equal to itself alone', () => {
    expect(isSameCursor(afterOperation(3), { operation: 3, micro: null })).toBe(true);
    expect(isSameCursor(afterOperation(3), { operation: 3, micro: 1 })).toBe(false);
  });
});
