import { describe, expect, it } from 'vitest';
import { runTo, shootdownScript } from '../../../test/roomStates.ts';
import { roomScene } from '../../scene/roomScene.ts';
import { layoutRoom } from './layoutRoom.ts';
import { overviewOf, windowWords } from './overviewMarks.ts';

/** Lines 0 (A) and 1, 2 (B) are dirty in caches, and memory is behind them; rows 22 apart, pages at 0 and 204. */
const scene = roomScene(runTo(shootdownScript, 5).state, {
  selection: { kind: 'line', buffer: 0, line: 9, place: null },
});
const layout = layoutRoom(scene, { width: 760, height: null, zoom: 1 });
const { pages, signs } = overviewOf(scene, layout);

describe('the overview', () => {
  it('has a mark for each page, with its owner', () => {
    expect(pages.map(({ key, start, roles }) => [key, start, roles])).toEqual([
      ['b0p0', 0, ['cpu']],
      ['b0p1', 204, ['cpu']],
    ]);
  });

  it('has signs at their rows, neighbours in one', () => {
    const of = (kind: string) =>
      signs.filter((sign) => sign.kind === kind).map(({ start, end }) => [start, end]);
    expect(of('dirty')).toEqual([[8, 8 + 3 * 22]]);
    expect(of('stale')).toEqual([[8, 8 + 3 * 22]]);
    expect(of('chosen')).toEqual([[204 + 8 + 22, 204 + 8 + 2 * 22]]);
    expect(of('violated')).toEqual([]);
  });

  it('says what is in view', () => {
    expect(windowWords(scene, layout, { start: 0, end: 150 })).toBe('page 0 of 2');
    expect(windowWords(scene, layout, { start: 150, end: 300 })).toBe('pages 0 to 1 of 2');
    expect(windowWords(scene, layout, { start: 300, end: 500 })).toBe('page 1 of 2');
  });
});
