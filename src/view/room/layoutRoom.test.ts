import { describe, expect, it } from 'vitest';
import { runTo, shootdownScript } from '../../../test/roomStates.ts';
import { roomScene } from '../../scene/roomScene.ts';
import { layoutRoom, type RoomLayout } from './layoutRoom.ts';

/** Two pages of eight lines, before anything was done; the CPU owns them. */
const scene = roomScene(runTo(shootdownScript, 2).state);

function at(level: number, width = 760): RoomLayout {
  return layoutRoom(scene, { width, height: null, zoom: 1, level });
}

describe('rows at zooms', () => {
  it('are 22 pixels apart at the usual size, with 8 around a page and 12 between', () => {
    const layout = at(1);
    expect(layout.rows.get('b0l0')).toEqual({ y: 8, height: 22 });
    expect(layout.rows.get('b0l7')).toEqual({ y: 8 + 7 * 22, height: 22 });
    expect(layout.pages.get('b0p1')).toMatchObject({ y: 8 + 8 * 22 + 8 + 12 });
    expect(layout).toMatchObject({ cellHeight: 18, rowGap: 4, type: 1, level: 1 });
  });

  it('are twice as far apart zoomed in twice, with words as large as they become', () => {
    const layout = at(2);
    expect(layout.rows.get('b0l7')).toEqual({ y: 8 + 7 * 44, height: 44 });
    expect(layout.pages.get('b0p1')).toMatchObject({ y: 8 + 8 * 44 + 8 + 12 });
    expect(layout).toMatchObject({ cellHeight: 40, type: 1.6 });
  });

  it('stand closer zoomed out, with less around them, and words keep their size', () => {
    const layout = at(0.5);
    expect(layout.rows.get('b0l7')).toEqual({ y: 4 + 7 * 11, height: 11 });
    expect(layout.pages.get('b0p1')).toMatchObject({ y: 4 + 8 * 11 + 4 + 6 });
    expect(layout).toMatchObject({ cellHeight: 9, rowGap: 2, type: 1 });
  });

  it('are never thinner than 4 pixels', () => {
    expect(at(0.05).rows.get('b0l1')?.height).toBe(4);
  });
});

describe('columns at zooms', () => {
  it('of copies grow as the rows do, those of strips less', () => {
    const width = (level: number, part: string): number =>
      at(level).parts.get(part)?.width ?? Number.NaN;
    expect(width(2, 'memory') / width(1, 'memory')).toBeCloseTo(2, 1);
    expect(width(2, 'tlb:0') / width(1, 'tlb:0')).toBeCloseTo(1.23, 1);
  });

  it('that fit stay when it is zoomed out', () => {
    expect(at(0.5).parts).toEqual(at(1).parts);
  });

  it('that do not fit lose as much as lets them fit', () => {
    const [usual, out] = [at(1, 250), at(0.3, 250)];
    expect(usual.railWidth + usual.width).toBeGreaterThan(250);
    expect(out.railWidth + out.width).toBeLessThanOrEqual(250.5);
  });
});

describe('zooming out', () => {
  it('makes no sense where everything is in view', () => {
    expect(layoutRoom(scene, { width: 760, height: 900, zoom: 1 })).toMatchObject({
      overflows: false,
      leastLevel: 1,
    });
  });

  it('makes sense until everything is', () => {
    const size = { width: 760, height: 300, zoom: 1 };
    const layout = layoutRoom(scene, size);
    expect(layout.overflows).toBe(true);
    expect(layout.leastLevel).toBeLessThan(1);
    const { height, headsHeight } = layoutRoom(scene, { ...size, level: layout.leastLevel });
    expect(height + headsHeight).toBeLessThan(300);
  });
});
