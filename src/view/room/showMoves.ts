/** Scrolls the picture, where it is larger than its place, to what happens in the current step. */
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
  node.scrollTo({
    left: left === null ? node.scrollLeft : left * scale,
    top: top === null ? node.scrollTop : top * scale,
    behavior: smoothly ? 'smooth' : 'auto',
  });
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
