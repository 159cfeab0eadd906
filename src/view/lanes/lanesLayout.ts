/** Where the lanes stand on screen: from columns and rows to pixels. */
import type { LanesRun } from '../../scene/lanesRun.ts';

const laneHeight = 32;
const rowHeight = 22;
const axisHeight = 28;
const rowsGap = 6;
const narrow = 520;

/** Pixels of a pill from edge to edge. */
export const pillHeight = 20;
export const spanHeight = 16;

export interface LanesLayout {
  /** Pixels that can be seen at once; infinite where the element has no size, as in tests. */
  readonly viewport: number;
  /** Pixels that the names of the lanes take at the left. */
  readonly labels: number;
  /** Pixels of a column. */
  readonly unit: number;
  /** Pixels of the whole run, with the names. */
  readonly width: number;
  readonly height: number;
  /** Middle of a lane. */
  laneY(lane: number): number;
  /** Middle of a row of spans. */
  rowY(row: number): number;
  /** Pixels from the left edge of the run, of a time in columns. */
  timeX(columns: number): number;
}

/** Columns share the width that there is, between 72 and 112 pixels each. */
export function lanesLayout(run: LanesRun, clientWidth: number): LanesLayout {
  const labels = clientWidth > 0 && clientWidth < narrow ? 78 : 104;
  const room = (clientWidth - labels - 16) / Math.max(1, run.width);
  const unit = Math.min(112, Math.max(72, Math.floor(room)));
  const rowsTop = axisHeight + run.lanes.length * laneHeight + rowsGap;
  return {
    viewport: clientWidth > 0 ? clientWidth : Infinity,
    labels,
    unit,
    width: labels + run.width * unit + 16,
    height: rowsTop + run.rows.length * rowHeight + 8,
    laneY: (lane) => axisHeight + (lane + 0.5) * laneHeight,
    rowY: (row) => rowsTop + (row + 0.5) * rowHeight,
    timeX: (columns) => labels + columns * unit,
  };
}

/** Pixels that a text of the small size takes, near enough. */
export function textWidth(text: string): number {
  return text.length * 6.7;
}
