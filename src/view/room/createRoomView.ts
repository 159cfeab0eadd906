/**
 * The room on screen: owns all DOM below the element it is given. Draws a scene still, or lets what moves
 * in its current step run from where it starts to where it lands before the contents there change.
 */
import { select } from 'd3-selection';
import type { RoomScene } from '../../scene/roomTypes.ts';
import type { Selection } from '../../scene/selection.ts';
import { drawBody, type Svg } from './drawBody.ts';
import { drawHeads } from './drawHeads.ts';
import { drawLegend } from './drawLegend.ts';
import { drawMoves, runTokens } from './drawMoves.ts';
import { drawRail } from './drawRail.ts';
import { placeStops, showMore, showMoves } from './showMoves.ts';
import { setTabStop, walkGrid } from './gridKeys.ts';
import type { GridItem, Ids } from './gridRows.ts';
import { layoutRoom, type RoomLayout } from './layoutRoom.ts';
import { createSkeleton, type Skeleton } from './skeleton.ts';
import { onceDrawn } from '../onceDrawn.ts';
import './room.css';

export interface RoomViewOptions {
  /** Something was clicked, or chosen with Enter. */
  readonly onSelect: (selection: Selection) => void;
  /** The menu of a thing is asked for, at a point of the window. */
  readonly onCellMenu?: (
    selection: Selection,
    point: { readonly x: number; readonly y: number },
  ) => void;
  /** A fold was opened or closed: its key. */
  readonly onFold?: (key: string) => void;
  /** Width to draw for, in CSS pixels, instead of the element's own. */
  readonly width?: number;
  /** Makes ids of patterns unique on a page with several rooms. */
  readonly id?: string;
}

export interface RoomUpdate {
  readonly animate: boolean;
  /** Of the whole movement; 0 is still. */
  readonly durationMs: number;
}

export interface RoomView {
  readonly update: (scene: RoomScene, how?: RoomUpdate) => void;
  readonly destroy: () => void;
  /** Whether nothing moves. */
  readonly isIdle: () => boolean;
}

const defaultWidth = 760;
const still: RoomUpdate = { animate: false, durationMs: 0 };
const nothing: ReadonlySet<string> = new Set();
const largeWindow = 1800;
const largeZoom = 1.5;
/** An element that is this high when empty has its height from its surroundings, and is to be filled. */
const leastOwnHeight = 160;

export function createRoomView(element: HTMLElement, options: RoomViewOptions): RoomView {
  const prefix = options.id ?? 'room';
  const ids: Ids = { hatch: `${prefix}-hatch`, band: (page) => `${prefix}-band-${page}` };
  const hasOwnHeight = element.clientHeight > leastOwnHeight;
  const parts = createSkeleton(element, ids.hatch);
  const state: {
    scene: RoomScene | null;
    layout: RoomLayout | null;
    running: readonly Animation[];
  } = {
    scene: null,
    layout: null,
    running: [],
  };
  const sizes = watchSize(element, options, () => draw(nothing));

  const draw = (hold: ReadonlySet<string>): void => {
    const { scene } = state;
    if (!scene) return;
    const { width, height, zoom } = sizes.current();
    const layout = layoutRoom(scene, {
      width: options.width ?? width,
      height: hasOwnHeight ? height : null,
      zoom,
    });
    state.layout = layout;
    sizeParts(parts, layout, width);
    parts.title.text(scene.buffers.length === 1 ? (scene.buffers[0]?.title ?? '') : 'buffers');
    parts.subtitle.text(
      scene.buffers.length === 1
        ? (scene.buffers[0]?.subtitle ?? '')
        : String(scene.buffers.length),
    );
    parts.grid.attr('aria-label', scene.name);
    drawHeads(parts.heads, scene, layout);
    drawRail(parts.rail, scene, layout, {
      select: options.onSelect,
      fold: options.onFold ?? ignore,
    });
    drawMoves(parts.body, scene, layout);
    drawBody(parts.body, scene, layout, ids, hold);
    drawLegend(parts.legend, scene.legend, ids.hatch);
    placeStops(parts, layout);
    onceDrawn(() => showMore(parts, layout));
    const grid = parts.grid.node();
    if (grid) setTabStop(grid, null);
  };

  const settle = (): void => {
    const { running } = state;
    state.running = [];
    for (const animation of running) animation.cancel();
    if (running.length > 0) draw(nothing);
  };

  const update = (scene: RoomScene, how: RoomUpdate = still): void => {
    settle();
    const isNewStep = JSON.stringify(state.scene?.moves) !== JSON.stringify(scene.moves);
    state.scene = scene;
    const moves = how.animate && how.durationMs > 0 && canAnimate(element);
    draw(moves ? arrivals(scene) : nothing);
    const { layout } = state;
    if (layout && isNewStep) onceDrawn(() => showMoves(parts, scene, layout, moves));
    if (!moves || !layout) return;
    const running = runTokens(parts.body, parts.heads, scene, layout, how.durationMs);
    state.running = running;
    Promise.allSettled(running.map((animation) => animation.finished))
      .then(() => {
        if (state.running === running) {
          state.running = [];
          draw(nothing);
        }
        return undefined;
      })
      .catch(ignore);
    if (running.length === 0) draw(nothing);
  };

  const stopListening = listen(parts, options);
  const onScroll = (): void => {
    if (state.layout) showMore(parts, state.layout);
  };
  for (const scroller of [parts.root, parts.scroll])
    scroller.on('scroll', onScroll, { passive: true });

  return {
    update,
    isIdle: () => state.running.length === 0,
    destroy: () => {
      sizes.stop();
      stopListening();
      state.running.forEach((animation) => animation.cancel());
      state.running = [];
      parts.frame.remove();
    },
  };
}

function ignore(): void {
  // Nothing to do: the caller did not ask to hear of it.
}

function widthOf(element: HTMLElement): number {
  return element.clientWidth > 0 ? element.clientWidth : defaultWidth;
}

/** Large screens are looked at from afar. */
function zoomOf(element: HTMLElement): number {
  return (element.ownerDocument.defaultView?.innerWidth ?? 0) >= largeWindow ? largeZoom : 1;
}

function canAnimate(element: HTMLElement): boolean {
  return 'animate' in element && typeof element.animate === 'function';
}

/** Keys of what a scene's moves change: it changes when the token arrives. */
function arrivals(scene: RoomScene): ReadonlySet<string> {
  return new Set(
    scene.moves.flatMap(({ from, to, rows, pages }) =>
      from === null || to === null ? [] : [...rows, ...pages].map((place) => `${place}/${to}`),
    ),
  );
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

function listen(parts: Skeleton, options: RoomViewOptions): () => void {
  const grid = parts.grid.node();
  if (!grid) return ignore;
  const choose = (item: Element): void => {
    const data = itemOf(item);
    if (data) options.onSelect(data.selection);
  };
  const openMenu = (item: Element, point: { readonly x: number; readonly y: number }): void => {
    const data = itemOf(item);
    if (data) options.onCellMenu?.(data.selection, point);
  };
  const onClick = (event: MouseEvent): void => {
    const item = itemAt(event);
    if (item) choose(item);
  };
  // Keeps the focus where it was, so that the arrow keys go on stepping after a click.
  const onDown = (event: MouseEvent): void => event.preventDefault();
  const onMenu = (event: MouseEvent): void => {
    const item = itemAt(event);
    if (!item || !options.onCellMenu) return;
    event.preventDefault();
    openMenu(item, { x: event.clientX, y: event.clientY });
  };
  const onKey = (event: KeyboardEvent): void => {
    const menu = (item: Element): void => {
      const box = item.getBoundingClientRect();
      openMenu(item, { x: box.left + box.width / 2, y: box.bottom });
    };
    if (!walkGrid(grid, event, { choose, menu })) return;
    event.preventDefault();
    event.stopPropagation();
  };
  grid.addEventListener('click', onClick);
  grid.addEventListener('mousedown', onDown);
  grid.addEventListener('contextmenu', onMenu);
  grid.addEventListener('keydown', onKey);
  return () => {
    grid.removeEventListener('click', onClick);
    grid.removeEventListener('mousedown', onDown);
    grid.removeEventListener('contextmenu', onMenu);
    grid.removeEventListener('keydown', onKey);
  };
}

/** The nearest grid item around what an event hit. */
function itemAt(event: Event): Element | null {
  for (const node of event.composedPath())
    if ('closest' in node && typeof node.closest === 'function') {
      const item: unknown = node.closest('.item');
      return isElement(item) ? item : null;
    }
  return null;
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'getAttribute' in value;
}

function itemOf(element: Element): GridItem | undefined {
  return select<Element, GridItem | undefined>(element).datum();
}

/** In CSS pixels. */
interface ElementSize {
  readonly width: number;
  readonly height: number;
  /** Factor for large screens. */
  readonly zoom: number;
}

function sizeOf(element: HTMLElement): ElementSize {
  return { width: widthOf(element), height: element.clientHeight, zoom: zoomOf(element) };
}

interface WatchedSize {
  readonly current: () => ElementSize;
  readonly stop: () => void;
}

/** Draws again when the size changes; in between, asking for it does not lay out the page. */
function watchSize(
  element: HTMLElement,
  options: RoomViewOptions,
  redraw: () => void,
): WatchedSize {
  const Observer = element.ownerDocument.defaultView?.ResizeObserver;
  if (options.width !== undefined || !Observer)
    return { current: () => sizeOf(element), stop: ignore };
  let size = sizeOf(element);
  const observer = new Observer(() => {
    const now = sizeOf(element);
    if (now.width === size.width && now.height === size.height) return;
    size = now;
    redraw();
  });
  observer.observe(element);
  return { current: () => size, stop: () => observer.disconnect() };
}
