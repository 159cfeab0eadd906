/** Places of sets and ways, arrows between them, and tags in little room; all numbers by hand. */
import { describe, expect, it } from 'vitest';
import type { RoomSetRow } from '../../scene/roomTypes.ts';
import { fitTag } from './drawSets.ts';
import { layoutSets, setMark, setsBottom, setsTop, wayBox, waysWidth } from './layoutSets.ts';
import { wayArrow } from './wayArrows.ts';

const set = (first: number, last = first): RoomSetRow => ({
  key: `set:${first}`,
  first,
  last,
  title: String(first),
  chosen: false,
  caches: first === last ? [{ part: 'cache:0', ways: [] }] : [],
});
const wide = { type: 1, narrow: false, pages: new Map([['b0p0', { y: 0, innerY: 8 }]]) };

describe('sets', () => {
  it('stand below each other, folded ones lower', () => {
    const boxes = layoutSets([set(0), set(1, 6), set(7)], wide);
    expect([...boxes.values()]).toEqual([
      { y: 24, height: 42 },
      { y: 66, height: 20 },
      { y: 86, height: 42 },
    ]);
    expect(setsBottom({ sets: [set(0), set(1, 6), set(7)] }, wide)).toBe(134);
    expect(setsBottom({ sets: [] }, wide)).toBe(0);
  });

  it('keep clear of the words of pages on a phone', () => {
    const pages = new Map([
      ['b0p0', { y: 0, innerY: 30 }],
      ['b0p1', { y: 110, innerY: 140 }],
    ]);
    const narrow = { type: 1, narrow: true, pages };
    expect(setsTop(narrow)).toBe(30);
    // The second would reach from 96 to 138, where the words of page 1 are.
    const boxes = layoutSets([set(0), set(1)], narrow);
    expect([...boxes.values()].map(({ y }) => y)).toEqual([54, 140]);
  });
});

describe('ways', () => {
  it('share the width of their part after the number of the set', () => {
    const part = { x: 100, width: waysWidth(4, 50) };
    expect(part.width).toBe(28 + 4 * 50 + 3 * 4 + 6);
    expect([0, 3].map((way) => wayBox(part, 4, way))).toEqual([
      { x: 128, width: 50 },
      { x: 128 + 3 * 54, width: 50 },
    ]);
  });

  it('are left and reached from below', () => {
    const way = { x: 150, lane: 63, part: { x: 100, width: 100 } };
    const leaving = wayArrow(way, { edge: 300, y: 200 });
    // Down into the lane, out at the right of the part, along the row to memory.
    expect(leaving.start).toBe('M150,60V63H207V200');
    expect([leaving.from, leaving.to, leaving.y]).toEqual([207, 293, 200]);
    const landing = wayArrow({ edge: 300, y: 200 }, way);
    expect(landing.start).toBe('M300,200V63');
    expect(landing.end).toBe('M207,63H150');
    expect([landing.from, landing.to, landing.y]).toEqual([300, 207, 63]);
  });
});

describe('words', () => {
  it('keep the number of a line where names have no room', () => {
    expect(fitTag('line 12', 100, 10)).toBe('line 12');
    expect(fitTag('line 12', 20, 10)).toBe('12');
    expect(fitTag('frame 12', 40, 10)).toMatch(/^f.*… 12$/u);
    expect(fitTag('slot: line 3', 40, 10)).toBe('slot: 3');
  });

  it('name the set of a row, so that figures stand below each other', () => {
    expect([setMark({ set: '3' }), setMark({ set: '12' })]).toEqual(['\u00a0 s3', ' s12']);
    expect([setMark({ set: '0–63' }), setMark({ set: 'all' })]).toEqual([' s0–63', ' all']);
    expect(setMark({ set: '' })).toBe('');
  });
});
