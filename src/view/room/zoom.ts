/**
 * Zooming the room. Native scrolling moves the picture, and zoom is a number that the layout takes: d3-zoom
 * would transform the whole picture, with type that becomes illegible, and heads and rail that leave. Here the
 * point under the pointer stays where it is as a place of the scene, a share of a row and of a part, for rows
 * and parts do not grow alike.
 */
import type { RoomLayout } from './layoutRoom.ts';

/** A point of the picture in the terms of the scene. */
export interface PicturePoint {
  readonly row: string | null;
  readonly part: string | null;
  /** How far it is into them; below 0 or above 1 it is before or after. */
  readonly down: number;
  readonly across: number;
}

/** A point of the layout, in its pixels. */
export interface LayoutPoint {
  readonly x: number;
  readonly y: number;
}

const mostLevel = 6;
const usualLevel = 1;
/** So near to the usual size the reader means that. */
const snap = 0.03;
/** One turn of a wheel changes the level by this factor at most. */
const mostFactor = 1.25;
const perPixel = 0.01;
const lineOfWheel = 16;

/** `level`, as far as it makes sense in a picture. */
export function clampLevel(level: number, leastLevel: number): number {
  const rounded = Math.round(level * 1000) / 1000;
  if (Math.abs(rounded - usualLevel) < snap) return usualLevel;
  return Math.min(mostLevel, Math.max(leastLevel, rounded));
}

/** What a turn of the wheel multiplies the level by. */
export function wheelFactor({
  deltaY,
  deltaMode,
}: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
  const pixels = deltaMode === 0 ? deltaY : lineOfWheel * deltaY;
  return Math.min(mostFactor, Math.max(1 / mostFactor, Math.exp(-perPixel * pixels)));
}

/** What is at a point of a layout. */
export function pointAt(layout: RoomLayout, { x, y }: LayoutPoint): PicturePoint {
  const row = nearest(layout.rows, ({ y: top, height }) => [top, height], y);
  const part = nearest(layout.parts, ({ x: left, width }) => [left, width], x);
  return {
    row: row?.key ?? null,
    part: part?.key ?? null,
    down: row?.share ?? 0,
    across: part?.share ?? 0,
  };
}

/** Where that is in another layout of the same scene. */
export function placeOf(layout: RoomLayout, point: PicturePoint): LayoutPoint {
  const row = layout.rows.get(point.row ?? '');
  const part = layout.parts.get(point.part ?? '');
  return {
    x: part ? part.x + point.across * part.width : 0,
    y: row ? row.y + point.down * row.height : 0,
  };
}

function nearest<Box>(
  boxes: ReadonlyMap<string, Box>,
  rangeOf: (box: Box) => readonly [start: number, size: number],
  at: number,
): { readonly key: string; readonly share: number } | null {
  let best: { readonly key: string; readonly share: number } | null = null;
  let least = Infinity;
  for (const [key, box] of boxes) {
    const [start, size] = rangeOf(box);
    const distance = at < start ? start - at : Math.max(0, at - start - size);
    if (distance >= least) continue;
    least = distance;
    best = { key, share: size > 0 ? (at - start) / size : 0 };
  }
  return best;
}
