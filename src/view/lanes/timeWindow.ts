/** The part of the run that is in sight: its scale, and how far it is panned. Pure arithmetic. */
import type { LanesScene } from '../../scene/lanesScene.ts';
import { nearUnit, rightAir, type LanesLayout } from './lanesLayout.ts';

export interface TimeWindow {
  /** Pixels of a column. */
  readonly unit: number;
  /** Pixels of the run that are out of sight at the left. */
  readonly left: number;
}

/** Within a redraw: what is drawn, and where. */
export interface Picture {
  readonly scene: LanesScene;
  readonly layout: LanesLayout;
  /** Pixels of a column, and of the run that are out of sight at the left. */
  readonly unit: number;
  readonly left: number;
  /** Columns that are drawn: somewhat more than those in sight. */
  readonly from: number;
  readonly to: number;
  /** Whether micro-events are shown. */
  readonly near: boolean;
  /** Pixels of a time in columns. Near the numbers that the screen has, however long the run. */
  timeX(columns: number): number;
}

/** Pixels drawn beyond each edge of the window: half a pill. */
const margin = 80;

/** Keeps the run in sight: no scale beyond its bounds, nothing empty before it or after. */
export function clampWindow(
  layout: LanesLayout,
  columns: number,
  { unit, left }: TimeWindow,
): TimeWindow {
  const scale = Math.min(layout.mostUnit, Math.max(layout.fitUnit, unit));
  const hidden = layout.labels + columns * scale + rightAir - layout.viewport;
  return { unit: scale, left: Math.max(0, Math.min(left, hidden)) };
}

/** The window at another scale, with what stands `at` pixels from the left edge where it was. */
export function zoomWindow(
  layout: LanesLayout,
  columns: number,
  before: TimeWindow,
  factor: number,
  at: number,
): TimeWindow {
  const unit = Math.min(layout.mostUnit, Math.max(layout.fitUnit, before.unit * factor));
  const column = (at - layout.labels + before.left) / before.unit;
  return clampWindow(layout, columns, { unit, left: column * unit + layout.labels - at });
}

/** The window panned as little as brings a time into it; the same where it is there. */
export function followWindow(
  layout: LanesLayout,
  columns: number,
  before: TimeWindow,
  x: number,
): TimeWindow {
  const room = layout.viewport - layout.labels;
  if (room === Infinity) return before;
  const seen = x * before.unit - before.left;
  const air = Math.min(room / 4, Math.max(24, before.unit));
  const isAfterStart = seen >= Math.min(air, x * before.unit);
  const isBeforeEnd = seen <= room - Math.min(air, (columns - x) * before.unit + rightAir);
  if (isAfterStart && isBeforeEnd) return before;
  return clampWindow(layout, columns, { unit: before.unit, left: x * before.unit - room * 0.6 });
}

/** What to draw for a window, with the left edge of what is in sight at `labels` pixels. */
export function pictureOf(
  scene: LanesScene,
  layout: LanesLayout,
  { unit, left }: TimeWindow,
): Picture {
  const seen = Math.min(layout.viewport, layout.labels + scene.run.width * unit + rightAir);
  return {
    scene,
    layout,
    unit,
    left,
    from: (left - margin) / unit,
    to: (left + seen - layout.labels + margin) / unit,
    near: unit >= nearUnit * layout.type,
    timeX: (columns) => layout.labels + columns * unit - left,
  };
}
