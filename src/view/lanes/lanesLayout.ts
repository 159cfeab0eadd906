/** Where the lanes stand on screen: from columns and rows to pixels. */
import type { LanesRun, Pill } from '../../scene/lanesRun.ts';
import { textWidth as wordsWidth } from '../room/shapes.ts';

const plainLane = 32;
const plainRow = 22;
/** Lanes come closer, or apart, by this at most, to fit the height. */
const [leastStretch, mostStretch] = [0.8, 1.15];
const axisHeight = 28;
const rowsGap = 6;
const bottom = 8;
const narrow = 520;

/** Pixels of a pill from edge to edge: what a finger can hit. */
export const pillHeight = 24;
export const spanHeight = 16;

export interface LanesLayout {
  /** Pixels that can be seen at once; infinite where the element has no size, as in tests. */
  readonly viewport: number;
  /** Pixels that the names of the lanes take at the left. */
  readonly labels: number;
  /** Pixels of a column. */
  readonly unit: number;
  /** Size of its type, as a part of 11 pixels. */
  readonly type: number;
  /** Whether columns are so narrow that pills have short names. */
  readonly compact: boolean;
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

const leastToFit = 38;
/** Pixels between the words of two pills, at the least. */
const leastAir = 7;
const compactBelow = 66;
const plainUnit = 72;
const mostUnit = 112;

/** Columns share the width that there is; where that would make pills unreadable the run scrolls. */
export function lanesLayout(
  run: LanesRun,
  { width: clientWidth, height, type }: LanesSize,
): LanesLayout {
  const labels = labelsWidth(run, clientWidth > 0 && clientWidth < narrow ? 84 : 112) * type;
  const stretch = stretchOf(run, height);
  const laneHeight = plainLane * stretch;
  const rowHeight = plainRow * stretch;
  const room = Math.floor((clientWidth - labels - 12) / Math.max(1, run.width));
  const unit = room < leastUnit(run) * type ? plainUnit : Math.min(mostUnit, room);
  const rowsTop = axisHeight + run.lanes.length * laneHeight + rowsGap;
  return {
    viewport: clientWidth > 0 ? clientWidth : Infinity,
    labels,
    unit,
    type,
    compact: unit < compactBelow * type,
    width: labels + run.width * unit + 12,
    height: rowsTop + run.rows.length * rowHeight + bottom,
    laneY: (lane) => axisHeight + (lane + 0.5) * laneHeight,
    rowY: (row) => rowsTop + (row + 0.5) * rowHeight,
    timeX: (columns) => labels + columns * unit,
  };
}

/** The narrowest columns in which neighbours in a lane have their words whole; never more than scrolling takes. */
function leastUnit({ lanes, pills }: LanesRun): number {
  const needs = [...lanes.keys()].flatMap((lane) => {
    const inOrder = pills.filter((pill) => pill.lane === lane).toSorted((a, b) => a.x - b.x);
    return inOrder.flatMap((pill, index) => {
      const next = inOrder[index + 1];
      if (!next || next.x <= pill.x) return [];
      return [((wordsOf(pill) + wordsOf(next)) / 2 + leastAir) / (next.x - pill.x)];
    });
  });
  const most = needs.reduce((least, need) => Math.max(least, need), leastToFit);
  return Math.min(compactBelow, most);
}

function wordsOf({ text, failed }: Pill): number {
  const name = text.replace(/^DMA /u, '');
  return wordsWidth(failed ? `${name} ✕` : name, 11);
}

/** What the lanes are drawn into. */
export interface LanesSize {
  /** Pixels that can be seen at once; 0 where that is not known. */
  readonly width: number;
  readonly height: number;
  /** Size of its type, as a part of 11 pixels. */
  readonly type: number;
}

/** Factor for heights of lanes and rows. */
function stretchOf({ lanes, rows }: LanesRun, height: number): number {
  if (height <= 0) return 1;
  const room = height - axisHeight - rowsGap - bottom;
  const wanted = lanes.length * plainLane + rows.length * plainRow;
  return Math.min(mostStretch, Math.max(leastStretch, room / Math.max(1, wanted)));
}

/** The longest name of a lane or row, with some air; at most `most`. */
function labelsWidth({ lanes, rows }: LanesRun, most: number): number {
  const longest = Math.max(0, ...[...lanes, ...rows].map(({ label }) => label.length));
  return Math.min(most, Math.max(56, Math.ceil(longest * 6.9) + 16));
}

/** Pixels that a text of the small size takes, near enough. */
export function textWidth(text: string): number {
  return text.length * 6.7;
}
