/**
 * Draws the lanes: a space-time diagram whose time runs to the right. What lies outside the scrolled
 * window is not drawn, so that long runs stay quick.
 */
import './lanes.css';
import { select } from 'd3-selection';
import type { LanePoint } from '../../scene/laneInput.ts';
import { operationAt } from '../../scene/laneTime.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import { drawArrows, drawCursor, drawGrid, drawLabels, drawSpans } from './drawLanes.ts';
import type { Layer, Picture } from './drawLanes.ts';
import { drawPills } from './drawPills.ts';
import { lanesLayout } from './lanesLayout.ts';
import type { LanesLayout } from './lanesLayout.ts';

export interface LanesViewOptions {
  /** Somebody chose a point of the run. */
  readonly onSeek: (point: LanePoint) => void;
}

export interface LanesView {
  update(scene: LanesScene, options: { readonly animate: boolean }): void;
  destroy(): void;
  /** Whether nothing moves. */
  isIdle(): boolean;
}

/** Pixels of the type for which everything is sized. */
const plainType = 11;
const cursorMs = 160;
const cursorEasing = 'cubic-bezier(0.2, 0.6, 0.3, 1)';
/** Pixels drawn beyond each edge of the window. */
const margin = 240;

/** Takes over the inside of `element`, which should have a width. */
export function createLanesView(element: HTMLElement, { onSeek }: LanesViewOptions): LanesView {
  const root = select(element).append('div').attr('class', 'lanes-view');
  const space = root.append('div').attr('class', 'lanes-space');
  const svg = space
    .append('svg')
    .attr('class', 'lanes-svg')
    .attr('role', 'group')
    .attr('aria-label', 'Lanes: an agent a row, time to the right');
  const shifted = svg.append('g');
  const layer = (name: string): Layer => shifted.append('g').attr('class', `lanes-${name}`);
  const ground = shifted.append('rect').attr('class', 'lanes-ground');
  const grid = layer('grid');
  const arrows = layer('arrows');
  const spans = layer('spans');
  const pills = layer('pills');
  const cursor = layer('cursor').attr('aria-hidden', 'true');
  const labels: Layer = svg.append('g').attr('class', 'lanes-labels');
  const curtain = labels.append('rect').attr('class', 'lanes-curtain');

  let scene: LanesScene | null = null;
  let layout: LanesLayout | null = null;
  let moving: Animation | null = null;
  let cursorX = 0;
  /** Where it is scrolled to; asking the element would lay out the page. */
  let left = 0;
  const node = root.node();
  const width = () => node?.clientWidth ?? 0;

  /** Draws what can be seen now. */
  const draw = () => {
    if (!scene || !layout) return;
    const seen = Math.min(layout.viewport, layout.width);
    const picture: Picture = {
      scene,
      layout,
      from: (left - margin - layout.labels) / layout.unit,
      to: (left + seen + margin) / layout.unit,
    };
    svg.attr('width', seen).attr('height', layout.height);
    curtain.attr('width', layout.labels).attr('height', layout.height);
    ground.attr('width', layout.width).attr('height', layout.height);
    shifted.attr('transform', `translate(${-left} 0)`);
    drawGrid(grid, picture);
    drawSpans(spans, picture);
    drawArrows(arrows, picture);
    drawPills(pills, picture, onSeek);
    drawLabels(labels, picture);
  };

  /** Scrolls as little as brings the cursor into the window. */
  const follow = () => {
    if (!scene || !layout || !node || layout.viewport === Infinity) return;
    const x = layout.timeX(scene.cursor.x);
    const right = left + layout.viewport;
    if (x < left + layout.labels + layout.unit || x > right - layout.unit) {
      node.scrollLeft = Math.max(0, x - layout.labels - (layout.viewport - layout.labels) * 0.6);
      left = node.scrollLeft;
    }
  };

  const scrolled = () => {
    left = node?.scrollLeft ?? 0;
    draw();
  };

  const moveCursor = (animate: boolean) => {
    if (!scene || !layout) return;
    drawCursor(cursor, { scene, layout, from: 0, to: 0 });
    const start = cursorX;
    const end = layout.timeX(scene.cursor.x);
    stopCursor();
    cursorX = end;
    cursor.attr('transform', `translate(${end} 0)`);
    const line = cursor.node();
    if (!animate || start === end || !line || !('animate' in line)) return;
    const frames = [start, end].map((x) => ({ transform: `translateX(${x}px)` }));
    moving = line.animate(frames, { duration: cursorMs, easing: cursorEasing });
  };

  const stopCursor = () => {
    moving?.cancel();
    moving = null;
  };

  const measure = () => {
    if (!scene) return;
    const view = element.ownerDocument.defaultView;
    const size = node && view ? Number.parseFloat(view.getComputedStyle(node).fontSize) : 0;
    layout = lanesLayout(scene.run, {
      width: width(),
      // Room is left for the scrollbar.
      height: Math.max(0, element.clientHeight - 4),
      type: size > 0 ? size / plainType : 1,
    });
    space.style('width', `${layout.width}px`).style('height', `${layout.height}px`);
  };

  const resized = () => {
    if (!scene) return;
    measure();
    left = node?.scrollLeft ?? 0;
    follow();
    draw();
    moveCursor(false);
  };

  root.on('scroll', scrolled);
  ground.on('click', (event: MouseEvent) => {
    if (!scene || !layout || !node) return;
    const x = event.clientX - node.getBoundingClientRect().left + node.scrollLeft - layout.labels;
    onSeek({ operation: operationAt(scene.run.slots, x / layout.unit), micro: null });
  });
  const Observer = element.ownerDocument.defaultView?.ResizeObserver;
  const observer = Observer === undefined ? null : new Observer(resized);
  if (node) observer?.observe(node);

  return {
    update(next, { animate }) {
      const sameRun = scene?.run === next.run;
      // The first picture, and one of another run, has nothing to move from.
      const moves = animate && sameRun;
      const focused = isInside(element, pills.node());
      scene = next;
      if (!sameRun || !layout) measure();
      follow();
      draw();
      moveCursor(moves);
      if (focused)
        pills.select<SVGGElement>('[tabindex="0"]').node()?.focus({ preventScroll: true });
    },
    destroy() {
      observer?.disconnect();
      stopCursor();
      root.remove();
    },
    isIdle: () => moving?.playState !== 'running',
  };
}

/** Whether the focus is in a part of the view. */
function isInside(element: HTMLElement, part: Element | null): boolean {
  const { activeElement } = element.ownerDocument;
  return part !== null && activeElement !== null && part.contains(activeElement);
}
