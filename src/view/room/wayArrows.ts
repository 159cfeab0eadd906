/**
 * Arrows to and from the ways of a cache that is shown by set: they leave a way below, run between the sets to the
 * side of the cache, and from there along the row of the line, or to a way of another cache.
 */
import type { RoomScene } from '../../scene/roomTypes.ts';
import type { Span1 } from './layoutColumns.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { layoutSets, setGap, wayBox } from './layoutSets.ts';

/** Where a line stands in a cache: the middle of its way, and the lane below it. */
export interface WayPlace {
  readonly x: number;
  readonly lane: number;
  /** The cache around it. */
  readonly part: Span1;
}

/** A way in the picture. */
export interface WayRect extends Span1 {
  readonly y: number;
  readonly height: number;
  /** The cache around it. */
  readonly part: Span1;
}

/** The way that holds the line of a row; null where the part is no cache by sets, or does not hold it. */
export function wayRect(
  scene: RoomScene,
  layout: RoomLayout,
  row: string,
  part: string | null,
): WayRect | null {
  const box = part === null ? undefined : layout.parts.get(part);
  if (part === null || !box || scene.sets.length === 0) return null;
  const boxes = layoutSets(scene.sets, layout);
  for (const { key, caches } of scene.sets) {
    const ways = caches.find((cache) => cache.part === part)?.ways ?? [];
    const index = ways.findIndex((way) => isLineOf(way.key, row, part));
    const at = boxes.get(key);
    if (index < 0 || !at) continue;
    const height = at.height - setGap;
    return { ...wayBox(box, ways.length, index), y: at.y, height, part: box };
  }
  return null;
}

/** Where an arrow leaves or reaches the way that holds the line of a row. */
export function wayPlace(...of: Parameters<typeof wayRect>): WayPlace | null {
  const way = wayRect(...of);
  if (!way) return null;
  return { x: way.x + way.width / 2, lane: way.y + way.height + setGap / 2, part: way.part };
}

/** Where caches tag by virtual address, a line has the mapping after the key of its cell. */
function isLineOf(key: string, row: string, part: string): boolean {
  const cell = `${row}/${part}`;
  return key === cell || key.startsWith(`${cell}/`);
}

/** An end of an arrow: a way, or the edge of a part on the row of the line. */
export type ArrowEnd = WayPlace | { readonly edge: number; readonly y: number };

export interface WayArrow {
  /** From its start to the lane of its end. */
  readonly start: string;
  /** The long stretch, which does not cross what is wide. */
  readonly from: number;
  readonly to: number;
  readonly y: number;
  /** The rest, and the head. */
  readonly end: string;
  readonly head: string;
}

const beside = 7;

/** The pieces of an arrow of which at least one end is a way. */
export function wayArrow(from: ArrowEnd, to: ArrowEnd): WayArrow {
  const isRight = middle(from) < middle(to);
  const y = 'lane' in to ? to.lane : to.y;
  const side = 'lane' in from ? outside(from.part, isRight) : from.edge;
  const start =
    'lane' in from
      ? `M${from.x},${from.lane - setGap / 2}V${from.lane}H${side}V${y}`
      : `M${side},${from.y}V${y}`;
  if ('lane' in to) {
    const edge = outside(to.part, !isRight);
    return {
      start,
      from: side,
      to: edge,
      y,
      end: `M${edge},${y}H${to.x}`,
      head: `M${to.x},${y - setGap / 2 - 2}l-4.5,6h9Z`,
    };
  }
  const back = isRight ? -1 : 1;
  return {
    start,
    from: side,
    to: to.edge + back * 7,
    y,
    end: '',
    head: `M${to.edge + back * 1.5},${y}l${back * 7},-4.5v9Z`,
  };
}

function middle(end: ArrowEnd): number {
  return 'lane' in end ? end.x : end.edge;
}

function outside({ x, width }: Span1, isRight: boolean): number {
  return isRight ? x + width + beside : x - beside;
}
