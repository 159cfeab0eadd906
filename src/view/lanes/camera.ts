/** The window on the run: which part of it is in sight at which scale, moved by hands, keys, commands and the cursor. */
import type { LanesRun } from '../../scene/lanesRun.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import { lanesLayout, nearUnit, type LanesLayout } from './lanesLayout.ts';
import type { Skeleton } from './skeleton.ts';
import {
  clampWindow,
  followWindow,
  pictureOf,
  zoomWindow,
  type Picture,
  type TimeWindow,
} from './timeWindow.ts';
import { listenToZoom } from './zoomInput.ts';

/** Pixels of the type for which everything is sized. */
const plainType = 11;

export interface Camera {
  /** Takes in a run, or a size of the page that has changed. */
  readonly measure: (run: LanesRun) => void;
  /** At the scale that the lanes open with. */
  readonly reset: () => void;
  /** Pans as little as brings a time into sight. */
  readonly follow: (x: number) => void;
  /** Zooms about a time where it is in sight, else about the middle. */
  readonly zoomBy: (factor: number, about: number) => void;
  readonly fit: () => void;
  /** Pans by a part of what is in sight, or to an end of the run; false where it is there. */
  readonly panBy: (share: number) => boolean;
  /** The time in columns under a pointer. */
  readonly columnOf: (event: MouseEvent) => number;
  readonly isNear: () => boolean;
  readonly picture: (scene: LanesScene) => Picture | null;
}

/** A camera on nothing yet; it tells when hands have moved it. */
export function createCamera(element: HTMLElement, parts: Skeleton, onMove: () => void): Camera {
  let layout: LanesLayout | null = null;
  let window: TimeWindow = { unit: 1, left: 0 };
  /** Whether the scale is the one that the lanes open with, shows the whole run, or was chosen. */
  let scale: 'open' | 'fit' | 'chosen' = 'open';
  let columns = 0;

  const input = listenToZoom(parts.svg, {
    labels: () => layout?.labels ?? 0,
    clamp: (wanted) => (layout ? clampWindow(layout, columns, wanted) : wanted),
    bounds: () => [layout?.fitUnit ?? 1, layout?.mostUnit ?? 1],
    onChange(next) {
      if (next.unit !== window.unit) scale = 'chosen';
      window = next;
      onMove();
    },
    onDragDown: (pixels) => {
      element.scrollTop -= pixels;
    },
  });

  const show = (next: TimeWindow): void => {
    window = next;
    input.set(next);
  };

  const measure = (run: LanesRun): void => {
    const node = parts.root.node();
    const view = element.ownerDocument.defaultView;
    const size = node && view ? Number.parseFloat(view.getComputedStyle(node).fontSize) : 0;
    columns = run.width;
    layout = lanesLayout(run, {
      width: node?.clientWidth ?? 0,
      height: Math.max(0, element.clientHeight - 4),
      type: size > 0 ? size / plainType : 1,
    });
    const units = { open: layout.openUnit, fit: layout.fitUnit, chosen: window.unit };
    show(clampWindow(layout, columns, { unit: units[scale], left: window.left }));
  };

  return {
    measure,
    reset() {
      scale = 'open';
    },
    follow(x) {
      const next = layout && followWindow(layout, columns, window, x);
      if (next && next !== window) show(next);
    },
    zoomBy(factor, about) {
      if (!layout) return;
      const right = Math.min(layout.viewport, layout.labels + columns * window.unit);
      const at = layout.labels + about * window.unit - window.left;
      const isInSight = at >= layout.labels && at <= right;
      const anchor = isInSight ? at : (layout.labels + right) / 2;
      scale = 'chosen';
      show(zoomWindow(layout, columns, window, factor, anchor));
    },
    fit() {
      if (!layout) return;
      scale = 'fit';
      show(clampWindow(layout, columns, { unit: layout.fitUnit, left: 0 }));
    },
    panBy(share) {
      if (!layout) return false;
      const left = window.left + share * (layout.viewport - layout.labels);
      const next = clampWindow(layout, columns, { unit: window.unit, left });
      if (next.left === window.left) return false;
      show(next);
      return true;
    },
    columnOf({ clientX }) {
      const edge = parts.svg.node()?.getBoundingClientRect().left ?? 0;
      return (clientX - edge - (layout?.labels ?? 0) + window.left) / window.unit;
    },
    isNear: () => layout !== null && window.unit >= nearUnit * layout.type,
    picture: (scene) => layout && pictureOf(scene, layout, window),
  };
}
