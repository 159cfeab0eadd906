import { describe, expect, it } from 'vitest';
import { runTo, shootdownScript } from '../../../test/roomStates.ts';
import { roomScene } from '../../scene/roomScene.ts';
import type { RoomSpan } from '../../scene/roomTypes.ts';
import { layoutRoom } from './layoutRoom.ts';
import {
  countRows,
  cutScene,
  drawnRange,
  isInside,
  keysByNumber,
  rowNumbers,
  spanBox,
  wholePage,
  wholeScene,
} from './window.ts';

/** Two pages of eight lines; rows are 22 pixels apart, pages begin at 0 and 204. */
const scene = roomScene(runTo(shootdownScript, 6).state);
const layout = layoutRoom(scene, { width: 760, height: null, zoom: 1 });

describe('what is drawn', () => {
  it('is what is in view and half as much before and after', () => {
    expect(drawnRange({ start: 1000, end: 1600 }, 9000)).toEqual({ start: 700, end: 1900 });
  });

  it('is at least 200 pixels more, and not more than there is', () => {
    expect(drawnRange({ start: 100, end: 200 }, 350)).toEqual({ start: 0, end: 350 });
  });

  it('is enough as long as all that is in view is inside', () => {
    const drawn = { start: 700, end: 1900 };
    expect(isInside({ start: 700, end: 1300 }, drawn, 9000)).toBe(true);
    expect(isInside({ start: 690, end: 1290 }, drawn, 9000)).toBe(false);
    expect(isInside({ start: 1400, end: 2000 }, drawn, 9000)).toBe(false);
    expect(isInside({ start: 1400, end: 2000 }, drawn, 1900), 'below the end is nothing').toBe(
      true,
    );
  });
});

describe('a cut scene', () => {
  // Lines 3 to 6 begin at 8 + 3 * 22 = 74 and end at 8 + 7 * 22 = 162.
  const cut = cutScene(scene, layout, { start: 75, end: 161 }, null);

  it('has the rows in view, in their page', () => {
    expect(cut.buffers.flatMap(({ pages }) => pages.map(({ key }) => key))).toEqual(['b0p0']);
    const rows = cut.buffers[0]?.pages[0]?.rows.map(({ key }) => key);
    expect(rows).toEqual(['b0l3', 'b0l4', 'b0l5', 'b0l6']);
  });

  it('knows the whole', () => {
    expect(wholeScene(cut)).toBe(scene);
    const [page] = cut.buffers[0]?.pages ?? [];
    expect(page && wholePage(page)).toBe(scene.buffers[0]?.pages[0]);
    expect(countRows(wholeScene(cut))).toBe(16);
  });

  it('numbers its rows as in the whole', () => {
    const numbers = rowNumbers(cut);
    const keys = keysByNumber(cut);
    expect(numbers?.get('b0p0')).toBe(keys.indexOf('b0p0') + 1);
    expect(numbers?.get('b0l3')).toBe((numbers?.get('b0p0') ?? 0) + 4);
    expect(numbers?.get('b0p1')).toBe((numbers?.get('b0p0') ?? 0) + 9);
    expect(rowNumbers(scene), 'all are drawn').toBeNull();
  });

  it('keeps the row with the focus', () => {
    const kept = cutScene(scene, layout, { start: 75, end: 161 }, 'b0l12');
    expect(kept.buffers[0]?.pages[1]?.rows.map(({ key }) => key)).toEqual(['b0l12']);
  });
});

describe('an entry of a list', () => {
  const span: RoomSpan = {
    key: 's',
    part: 'sg:0',
    buffer: 0,
    start: 64,
    end: 640,
    state: 'solid',
    role: 'none',
    label: '',
    code: '',
    name: '',
    selection: { kind: 'page', buffer: 0, page: 0, place: null },
    selected: false,
    merges: '',
  };

  it('reaches from its first line to its last, over the gap between pages', () => {
    // Lines 1 to 9: from 8 + 22 to the second row of the page at 204.
    const bottom = 204 + 8 + 2 * 22 - 4;
    expect(spanBox(span, scene, layout)).toEqual({ y: 30, height: bottom - 30 });
  });

  it('is the same in a cut scene', () => {
    const cut = cutScene(scene, layout, { start: 75, end: 161 }, null);
    expect(spanBox(span, cut, layout)).toEqual(spanBox(span, scene, layout));
  });
});
