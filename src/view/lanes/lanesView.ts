/**
 * Draws the lanes: a space-time diagram whose time runs to the right, from the whole run to single micro-events.
 * Only what is in sight is drawn, and from far it is counted, so that long runs stay quick.
 */
import './lanes.css';
import type { LanePoint } from '../../scene/laneInput.ts';
import type { LaneMark } from '../../scene/laneMarks.ts';
import type { LanePart } from '../../scene/laneRange.ts';
import { nearestPoint, operationAt } from '../../scene/laneTime.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import { createCamera } from './camera.ts';
import { drawLabels } from './drawGrid.ts';
import { drawLanes } from './drawLanes.ts';
import { markOfEvent, markOfKeyPress } from './markKeys.ts';
import { createCursorMotion } from './moveCursor.ts';
import { listenToRange } from './rangeInput.ts';
import { buildSkeleton } from './skeleton.ts';

export interface LanesViewOptions {
  /** Somebody chose a point of the run. */
  readonly onSeek: (point: LanePoint) => void;
  /** Somebody marked a part of the run; null: no part any more. */
  readonly onRange?: (part: LanePart | null) => void;
  /** Somebody pressed a key that zooms: in, out, or to the whole run. */
  readonly onZoom?: (to: 'in' | 'out' | 'fit') => void;
}

export interface LanesUpdate {
  /** Whether the cursor glides to where it is now. */
  readonly animate: boolean;
  /** For how long; a step's own time where it is left out. */
  readonly durationMs?: number;
}

export interface LanesView {
  update(scene: LanesScene, options: LanesUpdate): void;
  zoomBy(factor: number): void;
  fit(): void;
  destroy(): void;
  /** Whether nothing moves. */
  isIdle(): boolean;
}

const glideMs = 320;
/** Part of the window that an arrow key pans. */
const panShare = 0.25;

/** Takes over the inside of `element`, which should have a width. */
export function createLanesView(element: HTMLElement, options: LanesViewOptions): LanesView {
  const parts = buildSkeleton(element);
  const { svg } = parts;
  let scene: LanesScene | null = null;
  /** Key of the mark that Tab reaches, where keys have led away from the cursor's. */
  let stop: string | null = null;
  const draw = (): void => redraw(0);
  const camera = createCamera(element, parts, draw);
  const cursor = createCursorMotion(parts.cursor);

  const redraw = (forMs: number): void => {
    const picture = scene && camera.picture(scene);
    if (!picture) return;
    drawLanes(parts, picture, stop, ({ seek }) => options.onSeek(seek));
    cursor.move(picture, forMs);
  };

  const measure = (): void => {
    const picture = scene && (camera.measure(scene.run), camera.picture(scene));
    if (picture) drawLabels(parts.labels, picture);
  };

  const range = listenToRange(svg, {
    scene: () => scene,
    columnOf: camera.columnOf,
    near: camera.isNear,
    onRange: (part) => options.onRange?.(part),
  });

  const focusStop = (): void => {
    svg.select<SVGGElement>('.lanes-mark[tabindex="0"]').node()?.focus({ preventScroll: true });
  };

  const onMarkKey = (event: KeyboardEvent, mark: LaneMark): boolean => {
    if (!scene) return false;
    if (event.key === 'Enter' || event.key === ' ') {
      options.onSeek(mark.seek);
      return true;
    }
    const next = markOfKeyPress(scene.run, mark, camera.isNear(), event);
    if (!next) return false;
    stop = next.key;
    camera.follow(next.x);
    draw();
    focusStop();
    return true;
  };

  const pan = (share: number): boolean => {
    const hasMoved = camera.panBy(share);
    if (hasMoved) draw();
    return hasMoved;
  };

  const onEscape = (): boolean => {
    if (range.cancel()) return true;
    if (!scene?.range) return false;
    options.onRange?.(null);
    return true;
  };

  const zoom = (to: 'in' | 'out' | 'fit'): boolean => {
    options.onZoom?.(to);
    return true;
  };

  const keys: Readonly<Record<string, (isOwn: boolean) => boolean>> = {
    '+': () => zoom('in'),
    '=': () => zoom('in'),
    '-': () => zoom('out'),
    '0': () => zoom('fit'),
    Escape: onEscape,
    ArrowLeft: (isOwn) => isOwn && pan(-panShare),
    ArrowRight: (isOwn) => isOwn && pan(panShare),
    Home: (isOwn) => isOwn && pan(-Infinity),
    End: (isOwn) => isOwn && pan(Infinity),
  };

  svg.on('keydown.lanes', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = markOfEvent(event);
    const isDone = mark !== null && onMarkKey(event, mark);
    if (!isDone && !keys[event.key]?.(event.target === svg.node())) return;
    event.preventDefault();
    event.stopPropagation();
  });

  svg.on('click', (event: MouseEvent) => {
    const { target } = event;
    const isMarked = target instanceof Element && target.closest('.lanes-mark, .lanes-handle');
    if (!scene || isMarked || range.hasDragged()) return;
    const column = camera.columnOf(event);
    const { slots } = scene.run;
    if (column < 0 || slots.length === 0) return;
    const operation = { operation: operationAt(slots, column), micro: null };
    options.onSeek(camera.isNear() ? nearestPoint(slots, column, true) : operation);
  });

  const resized = (): void => {
    measure();
    if (scene) camera.follow(scene.cursor.x);
    draw();
  };
  const Observer = element.ownerDocument.defaultView?.ResizeObserver;
  const observer = Observer === undefined ? null : new Observer(resized);
  const node = parts.root.node();
  if (node) observer?.observe(node);

  return {
    update(next, { animate, durationMs = glideMs }) {
      // The first picture, and one of another run, has nothing to move from.
      const isSameRun = scene?.run === next.run;
      const hasMoved = !isSameRun || scene?.cursor.text !== next.cursor.text;
      const isFocused = isOnMark(element);
      scene = next;
      if (hasMoved) stop = null;
      if (!isSameRun) {
        camera.reset();
        measure();
      }
      if (hasMoved) camera.follow(next.cursor.x);
      redraw(animate && isSameRun ? durationMs : 0);
      if (isFocused && hasMoved) focusStop();
    },
    zoomBy(factor) {
      camera.zoomBy(factor, scene?.cursor.x ?? 0);
      draw();
    },
    fit() {
      camera.fit();
      draw();
    },
    destroy() {
      observer?.disconnect();
      cursor.stop();
      parts.root.remove();
    },
    isIdle: cursor.isIdle,
  };
}

/** Whether the focus is on a mark. */
function isOnMark(element: HTMLElement): boolean {
  const root = element.getRootNode();
  // In a shadow tree, which only browsers have, the document knows its host alone.
  const isShadow = typeof ShadowRoot !== 'undefined' && root instanceof ShadowRoot;
  const { activeElement } = isShadow ? root : element.ownerDocument;
  return element.contains(activeElement) && activeElement?.closest('.lanes-mark') !== null;
}
