/** Scrolling the picture, where it is larger than its place: to what happens, and column by column. */
import type { RoomScene } from '../../scene/roomTypes.ts';
import type { RoomLayout } from './layoutRoom.ts';
import type { Skeleton } from './skeleton.ts';

const margin = 16;

interface Range1 {
  readonly start: number;
  readonly end: number;
}

export function showMoves(
  parts: Skeleton,
  scene: RoomScene,
  layout: RoomLayout,
  smoothly: boolean,
): void {
  const node = (layout.narrow ? parts.root : parts.scroll).node();
  if (!node || scene.moves.length === 0 || typeof node.scrollTo !== 'function') return;
  const { scale } = layout;
  const left = target(
    columnsOf(scene, layout),
    node.scrollLeft / scale,
    node.clientWidth / scale - layout.railWidth,
  );
  const top = target(
    rowsOf(scene, layout),
    node.scrollTop / scale,
    node.clientHeight / scale - layout.headsHeight,
  );
  if (left === null && top === null) return;
  // Where scrolling stops at columns, at the first that still shows what is wanted.
  const stops = layout.narrow && left !== null ? stopsOf(layout) : [];
  const goal = left === null ? null : (stops.find((stop) => stop >= left) ?? left);
  node.scrollTo({
    left: goal === null ? node.scrollLeft : goal * scale,
    top: top === null ? node.scrollTop : top * scale,
    behavior: smoothly ? 'smooth' : 'auto',
  });
}

/** Where the columns begin, with half of the gap before them. */
function stopsOf({ columns }: RoomLayout): readonly number[] {
  const before = 5;
  return [...columns.values()].map(({ x }) => Math.max(0, x - before));
}

/** Marks for the browser where scrolling by finger stops. */
export function placeStops(parts: Skeleton, layout: RoomLayout): void {
  parts.root.style('scroll-padding-left', `${Math.round(layout.railWidth * layout.scale)}px`);
  parts.stops
    .selectAll('i')
    .data(layout.narrow ? stopsOf(layout) : [])
    .join('i')
    .style('left', (x) => `${Math.round(x * layout.scale)}px`);
}

/** Says whether there are columns beyond the right edge, or under the rail. */
export function showMore(parts: Skeleton, layout: RoomLayout): void {
  const node = (layout.narrow ? parts.root : parts.scroll).node();
  if (!node) return;
  const rest = node.scrollWidth - node.clientWidth - node.scrollLeft;
  parts.frame
    .classed('has-more', rest > 8)
    .classed('has-before', node.scrollLeft > 8)
    .style('--rail', `${Math.round(layout.railWidth * layout.scale)}px`);
}

/** Where to scroll so that `wanted` is inside; null where it is. */
function target(wanted: Range1 | null, position: number, size: number): number | null {
  if (!wanted || size <= 0) return null;
  if (wanted.start < position) return Math.max(0, wanted.start - margin);
  if (wanted.end <= position + size) return null;
  return Math.max(0, Math.min(wanted.start - margin, wanted.end + margin - size));
}

function columnsOf(scene: RoomScene, layout: RoomLayout): Range1 | null {
  const boxes = scene.moves
    .flatMap(({ from, to }) => [from, to])
    .flatMap((key) => {
      const box = key === null ? undefined : (layout.parts.get(key) ?? layout.columns.get(key));
      return box ? [{ start: box.x, end: box.x + box.width }] : [];
    });
  return union(boxes);
}

function rowsOf(scene: RoomScene, layout: RoomLayout): Range1 | null {
  const boxes = scene.moves
    .flatMap(({ rows, pages }) => [...rows, ...pages])
    .flatMap((key) => {
      const box = layout.rows.get(key) ?? layout.pages.get(key);
      return box ? [{ start: box.y, end: box.y + box.height }] : [];
    });
  return union(boxes);
}

function union(ranges: readonly Range1[]): Range1 | null {
  if (ranges.length === 0) return null;
  return {
    start: Math.min(...ranges.map(({ start }) => start)),
    end: Math.max(...ranges.map(({ end }) => end)),
  };
}
