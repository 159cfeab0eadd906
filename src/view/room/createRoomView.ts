/**
 * The room on screen: owns all DOM below the element it is given, draws a scene into it, and tells what
 * is chosen there. How one scene becomes the next is `motion.ts`.
 */
import type { RoomScene } from '../../scene/roomTypes.ts';
import { drawBody, type Svg } from './drawBody.ts';
import { drawFoldStrips } from './drawFolds.ts';
import { drawHeads } from './drawHeads.ts';
import { drawLegend } from './drawLegend.ts';
import { drawMoves } from './drawMoves.ts';
import { drawRail } from './drawRail.ts';
import { watchSize } from './elementSize.ts';
import { listenToGrid, type GridEvents, type RowEvents } from './gridEvents.ts';
import { createMotion, type RoomMotion } from './motion.ts';
import type { Overview } from './overview.ts';
import { pinWords } from './pinWords.ts';
import { placeStops, showMore } from './showMoves.ts';
import { setTabStop } from './gridKeys.ts';
import type { Ids } from './gridItem.ts';
import { layoutRoom, type RoomLayout } from './layoutRoom.ts';
import type { RoomExtras } from './roomExtras.ts';
import { createScrolling } from './scrolling.ts';
import { createSkeleton, type Skeleton } from './skeleton.ts';
import { countRows, cutScene, drawnRange, fewRows, isInside, type Range1 } from './window.ts';
import { clampLevel, pointAt, type PicturePoint } from './zoom.ts';
import type { WindowPoint } from './zoomInput.ts';
import { onceDrawn } from '../onceDrawn.ts';
import './room.css';

export interface RoomViewOptions extends GridEvents {
  /** A fold was opened or closed: its key. */
  readonly onFold?: (key: string) => void;
  /** A column was folded or unfolded by its head: its key. */
  readonly onFoldColumn?: (key: string) => void;
  /** The reader has zoomed, or has asked for more than makes sense: the level now. */
  readonly onZoom?: (level: number) => void;
  /** Width to draw for, in CSS pixels, instead of the element's own. */
  readonly width?: number;
  /** A figure on a page is drawn large where it is wide itself, not where the window is. */
  readonly isFigure?: boolean;
  /** Makes ids of patterns unique on a page with several rooms. */
  readonly id?: string;
}

export interface RoomView {
  readonly update: RoomMotion['update'];
  /** Gives the view `roomExtras`, once; without them it shows no sets, differences or overview, and does not zoom by hand. */
  readonly equip: (extras: RoomExtras) => void;
  /** Draws at another zoom; 1 is the usual size. */
  readonly zoomTo: (level: number) => void;
  readonly destroy: () => void;
  /** Whether nothing moves. */
  readonly isIdle: () => boolean;
}

/** An element that is this high when empty has its height from its surroundings, and is to be filled. */
const leastOwnHeight = 160;

/** Of the overview, in CSS pixels, with the gap before it. A phone has no room for it. */
const overviewWidth = 46;

interface Drawn {
  readonly scene: RoomScene;
  readonly layout: RoomLayout;
  /** The rows in the DOM; null: all. */
  readonly range: Range1 | null;
}

export function createRoomView(element: HTMLElement, options: RoomViewOptions): RoomView {
  const prefix = options.id ?? 'room';
  const ids: Ids = { hatch: `${prefix}-hatch`, band: (page) => `${prefix}-band-${page}` };
  const hasOwnHeight = element.clientHeight > leastOwnHeight;
  const parts = createSkeleton(element, ids.hatch, `${prefix}-grid`);
  let drawn: Drawn | null = null;
  let level = 1;
  const sizes = watchSize(element, options, () => {
    if (drawn) draw(drawn.scene);
    onceDrawn(() => scrolling.measure());
  });
  const scrolling = createScrolling(parts, () => drawn?.layout ?? null);
  let extras: RoomExtras | null = null;
  let overview: Overview | null = null;

  const place = (scene: RoomScene): RoomLayout => {
    const { width, height, zoom } = sizes.current();
    const across = options.width ?? width;
    const size = { width: across, height: hasOwnHeight ? height : null, zoom, level };
    const layout = layoutRoom(scene, size);
    const isHigher = layout.overflows && !layout.narrow;
    return isHigher ? layoutRoom(scene, { ...size, width: across - overviewWidth }) : layout;
  };

  const draw = (scene: RoomScene, kept: Kept | null = null): RoomLayout => {
    const layout = place(scene);
    drawn = { scene, layout, range: null };
    sizeParts(parts, layout, sizes.current().width);
    if (kept) scrolling.scrollTo(kept.point, kept.at);
    writeTitles(parts, scene);
    drawHeads(parts.heads, scene, layout, options.onFoldColumn ?? null);
    drawRows();
    drawLegend(parts.legend, scene.legend, ids.hatch);
    placeStops(parts, layout);
    onceDrawn(() => {
      scrolling.measure();
      showMore(parts, layout);
      showWindow();
    });
    return layout;
  };

  /** The rows in view, and what goes with them. */
  const drawRows = (): void => {
    if (!drawn) return;
    const { scene, layout } = drawn;
    const isLarge = hasOwnHeight && countRows(scene) > fewRows;
    const visible = scrolling.visible(sizes.current().height);
    const range = isLarge ? drawnRange(visible, layout.height) : null;
    drawn = { scene, layout, range };
    const shown = range ? cutScene(scene, layout, range, scrolling.focusedRow()) : scene;
    drawRail(parts.rail, shown, layout, {
      select: options.onSelect,
      fold: options.onFold ?? ignore,
    });
    drawMoves(parts.body, scene, layout);
    drawBody(parts.body, shown, layout, ids, extras);
    extras?.drawSets(parts.body, shown, layout);
    drawFoldStrips(parts.body, shown, layout);
    pinWords(parts, visible);
    const grid = parts.grid.node();
    if (grid) setTabStop(grid, null);
  };

  const showWindow = (): void => {
    if (!drawn) return;
    const { scene, layout } = drawn;
    const top = layout.headsHeight * layout.scale;
    const height = scrolling.height() - top;
    const isNeeded = layout.overflows && !layout.narrow && height > 0;
    const visible = scrolling.visible(0);
    parts.frame.style('--overview', `${isNeeded ? overviewWidth : 0}px`);
    overview?.draw(isNeeded ? { scene, layout, top, height, visible } : null);
  };

  const onScroll = (): void => {
    if (!drawn) return;
    scrolling.measure();
    const visible = scrolling.visible(0);
    showMore(parts, drawn.layout);
    overview?.show(visible);
    if (drawn.range && !isInside(visible, drawn.range, drawn.layout.height)) drawRows();
    else pinWords(parts, visible);
  };
  for (const scroller of [parts.root, parts.scroll])
    scroller.on('scroll', onScroll, { passive: true });

  const zoomTo = (wanted: number, at: WindowPoint | null = null): void => {
    const next = drawn ? clampLevel(wanted, drawn.layout.leastLevel) : wanted;
    const isNew = next !== level;
    const before = drawn;
    level = next;
    if (isNew && before) {
      motion.settle();
      draw(before.scene, keptPoint(before, scrolling.anchor(before.scene, at)));
    }
    if (next !== wanted || (isNew && at)) options.onZoom?.(next);
  };

  const motion = createMotion(parts, draw);
  const stops = listen(parts, options, {
    draw: (row) => {
      if (drawn && scrolling.reach(drawn.scene, row)) drawRows();
    },
    fold: (row) => {
      const key = drawn ? foldOf(drawn.scene, row) : null;
      if (key !== null) options.onFold?.(key);
    },
  });

  const equip = (given: RoomExtras): void => {
    if (extras) return;
    extras = given;
    overview = given.createOverview(parts.overview, `${prefix}-grid`, scrolling.scrollToTop);
    const zoom = (factor: number, at: WindowPoint): void => zoomTo(level * factor, at);
    stops.push(...listenToMore(parts, given, zoom, scrolling.node));
    if (drawn) draw(drawn.scene);
  };

  return {
    update: motion.update,
    equip,
    zoomTo: (wanted) => zoomTo(wanted),
    isIdle: motion.isIdle,
    destroy: () => {
      sizes.stop();
      overview?.destroy();
      for (const stop of stops) stop();
      motion.settle();
      parts.frame.remove();
    },
  };
}

/** What stays where it is on screen, while everything becomes larger or smaller. */
interface Kept {
  readonly point: PicturePoint;
  readonly at: { readonly x: number; readonly y: number };
}

function keptPoint(
  { layout }: Drawn,
  anchor: { readonly x: number; readonly y: number; readonly at: Kept['at'] },
): Kept {
  return { point: pointAt(layout, anchor), at: anchor.at };
}

/** Key of the fold of a page or of lines, by the key of its row. */
function foldOf({ buffers }: RoomScene, row: string): string | null {
  for (const { pages } of buffers)
    for (const page of pages) {
      if (page.key === row)
        return page.fold ?? page.rows.find(({ fold }) => fold !== null)?.fold ?? null;
      const found = page.rows.find(({ key }) => key === row);
      if (found) return found.fold ?? page.fold;
    }
  return null;
}

/** What is chosen with the mouse, fingers and keys. */
function listen(parts: Skeleton, options: RoomViewOptions, rows: RowEvents): (() => void)[] {
  const grid = parts.grid.node();
  return grid ? [listenToGrid(grid, options, rows)] : [];
}

/** What else the mouse and fingers do: zooming, panning, and lighting the lines of one set. */
function listenToMore(
  parts: Skeleton,
  { lightPartners, listenToZoom, listenToPan }: RoomExtras,
  zoom: (factor: number, at: WindowPoint) => void,
  scroller: () => HTMLElement | null,
): readonly (() => void)[] {
  const [pictures, body] = [parts.scroll.node(), parts.body.node()];
  if (!pictures || !body) return [];
  return [lightPartners(pictures), listenToZoom(pictures, zoom), listenToPan(body, scroller)];
}

function writeTitles(parts: Skeleton, { buffers, name }: RoomScene): void {
  const [first] = buffers;
  const isOne = buffers.length === 1;
  parts.title.text(isOne ? (first?.title ?? '') : 'buffers');
  parts.subtitle.text(isOne ? (first?.subtitle ?? '') : String(buffers.length));
  parts.grid.attr('aria-label', name);
}

function ignore(): void {
  // Nothing to do: the caller did not ask to hear of it.
}

function sizeParts(parts: Skeleton, layout: RoomLayout, containerWidth: number): void {
  const size = (svg: Svg, width: number, height: number): void => {
    svg
      .attr('width', Math.round(width * layout.scale))
      .attr('height', Math.round(height * layout.scale))
      .attr('viewBox', `0 0 ${width} ${height}`);
  };
  parts.root.classed('is-narrow', layout.narrow);
  parts.legend
    .style('zoom', String(layout.legendScale))
    .style('width', layout.narrow ? `${containerWidth}px` : 'auto');
  size(parts.corner, layout.railWidth, layout.headsHeight);
  size(parts.heads, layout.width, layout.headsHeight);
  size(parts.rail, layout.railWidth, layout.height);
  size(parts.body, layout.width, layout.height);
}
