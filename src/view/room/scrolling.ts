/**
 * Where the picture is scrolled to. What the browser knows of it is read when it changes, and remembered: asking
 * while something is drawn would lay out the page once more.
 */
import { select } from 'd3-selection';
import type { RoomScene } from '../../scene/roomTypes.ts';
import type { RoomLayout } from './layoutRoom.ts';
import type { GridRow } from './gridItem.ts';
import type { Skeleton } from './skeleton.ts';
import { keysByNumber, type Range1 } from './window.ts';
import { placeOf, type LayoutPoint, type PicturePoint } from './zoom.ts';
import type { WindowPoint } from './zoomInput.ts';

/** A point of the layout, and where on screen it is: pixels from the scroller's corner. */
export interface Anchor extends LayoutPoint {
  readonly at: LayoutPoint;
}

export interface Scrolling {
  readonly node: () => HTMLElement | null;
  /** Reads where the picture is scrolled to. */
  readonly measure: () => void;
  /** Height of what scrolls, heads included, in CSS pixels. */
  readonly height: () => number;
  /** Rows in view; `ifUnknown`: the height, before it was measured. */
  readonly visible: (ifUnknown: number) => Range1;
  /** Brings a place of the layout to the top. */
  readonly scrollToTop: (y: number) => void;
  /** Scrolls so that a point is at a place of the scroller. */
  readonly scrollTo: (point: PicturePoint, at: LayoutPoint) => void;
  /** What zooming leaves in its place: what the pointer is at, what happens, or the middle. */
  readonly anchor: (scene: RoomScene, at: WindowPoint | null) => Anchor;
  /** Key of the grid's row that has the focus; null: none has. */
  readonly focusedRow: () => string | null;
  /** Brings the grid's row with a number into view; false where there is none, or it has no place of its own. */
  readonly reach: (scene: RoomScene, row: number) => boolean;
}

const margin = 24;

/** Where on screen the current step lands, in pixels from the scroller's left edge; null: not in view. */
function happeningAt(
  { moves }: RoomScene,
  { parts, scale, railWidth }: RoomLayout,
  scroller: HTMLElement,
): number | null {
  for (const { from, to } of moves)
    for (const part of [parts.get(to ?? ''), parts.get(from ?? '')]) {
      if (!part) continue;
      const x = (railWidth + part.x + part.width / 2) * scale - scroller.scrollLeft;
      if (x > railWidth * scale && x < scroller.clientWidth) return x;
    }
  return null;
}

export function createScrolling(parts: Skeleton, layoutOf: () => RoomLayout | null): Scrolling {
  let top = 0;
  let high = 0;

  const node = (): HTMLElement | null =>
    (layoutOf()?.narrow === true ? parts.root : parts.scroll).node();

  const measure = (): void => {
    const scroller = node();
    top = scroller?.scrollTop ?? 0;
    high = scroller?.clientHeight ?? 0;
  };

  const visible = (ifUnknown: number): Range1 => {
    const layout = layoutOf();
    if (!layout) return { start: 0, end: 0 };
    const start = top / layout.scale;
    return { start, end: start + (high || ifUnknown) / layout.scale - layout.headsHeight };
  };

  const scroll = (to: { readonly left?: number; readonly top?: number }): void => {
    const scroller = node();
    if (typeof scroller?.scrollTo === 'function') scroller.scrollTo({ ...to, behavior: 'instant' });
    measure();
  };

  const anchor = (scene: RoomScene, at: WindowPoint | null): Anchor => {
    const [scroller, layout] = [node(), layoutOf()];
    if (!scroller || !layout) return { x: 0, y: 0, at: { x: 0, y: 0 } };
    const { scale, railWidth, headsHeight } = layout;
    const box = scroller.getBoundingClientRect();
    const shown = visible(0);
    const happens = scene.moves
      .flatMap(({ rows, pages }) => [...rows, ...pages])
      .flatMap((key) => layout.rows.get(key) ?? layout.pages.get(key) ?? [])
      .find(({ y }) => y >= shown.start && y <= shown.end);
    const middle = {
      x: happeningAt(scene, layout, scroller) ?? box.width / 2,
      y: happens ? (happens.y - shown.start + headsHeight) * scale : box.height / 2,
    };
    const place = at ? { x: at.x - box.left, y: at.y - box.top } : middle;
    return {
      x: (place.x + scroller.scrollLeft) / scale - railWidth,
      y: (place.y + scroller.scrollTop) / scale - headsHeight,
      at: place,
    };
  };

  return {
    node,
    measure,
    height: () => high,
    visible,
    scrollToTop: (y) => scroll({ top: y * (layoutOf()?.scale ?? 1) }),
    scrollTo: (point, at) => {
      const layout = layoutOf();
      if (!layout) return;
      const { x, y } = placeOf(layout, point);
      scroll({
        left: (x + layout.railWidth) * layout.scale - at.x,
        top: (y + layout.headsHeight) * layout.scale - at.y,
      });
    },
    anchor,
    focusedRow: () => {
      const focused = parts.grid.node()?.querySelector('.item:focus')?.closest('.row');
      return focused ? (select<Element, GridRow | undefined>(focused).datum()?.key ?? null) : null;
    },
    reach: (scene, row) => {
      const layout = layoutOf();
      const key = keysByNumber(scene)[row - 1];
      const box = key === undefined ? undefined : (layout?.rows.get(key) ?? layout?.pages.get(key));
      if (!layout || !box) return false;
      const shown = visible(0);
      const size = shown.end - shown.start;
      const isAbove = box.y < shown.start + margin;
      if (isAbove) scroll({ top: (box.y - margin) * layout.scale });
      else if (box.y + margin > shown.end)
        scroll({ top: (box.y + Math.min(box.height, size) + margin - size) * layout.scale });
      return true;
    },
  };
}
