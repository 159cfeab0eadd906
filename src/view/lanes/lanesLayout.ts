/** Where lanes and rows stand on screen, and which scales of time suit a run; which one is shown is `timeWindow.ts`. */
import type { LanesRun } from '../../scene/lanesRun.ts';
import type { Pill } from '../../scene/laneMarks.ts';
import { textWidth } from '../room/shapes.ts';

const plainLane = 32;
const plainRow = 22;
/** Lanes come closer, or apart, by this at most, to fit the height. */
const [leastStretch, mostStretch] = [0.8, 1.15];
/** Pixels of the numbers above. */
export const axisHeight = 28;
const rowsGap = 6;
const bottom = 8;
const narrow = 520;
/** Pixels kept free at the right. */
export const rightAir = 12;

/** Pixels of a pill from edge to edge: what a finger can hit. */
export const pillHeight = 24;
export const spanHeight = 16;
/** Pixels of the small type. */
export const textSize = 11;

export interface LanesLayout {
  /** Pixels that can be seen at once; infinite where the element has no size, as in tests. */
  readonly viewport: number;
  /** Pixels that the names of the lanes take at the left. */
  readonly labels: number;
  /** Where they begin: under the words of the room. */
  readonly labelX: number;
  /** Size of its type, as a part of 11 pixels. */
  readonly type: number;
  readonly height: number;
  /** Pixels of a column as the lanes open: the width is shared where pills can be read, else a plain width. */
  readonly openUnit: number;
  /** Pixels of a column where the whole run is in sight. */
  readonly fitUnit: number;
  /** Pixels of a column where every micro-event has its words. */
  readonly mostUnit: number;
  /** Middle of a lane. */
  laneY(lane: number): number;
  /** Middle of a row of spans. */
  rowY(row: number): number;
}

/** What the lanes are drawn into. */
export interface LanesSize {
  /** Pixels that can be seen at once; 0 where that is not known. */
  readonly width: number;
  readonly height: number;
  /** Size of its type, as a part of 11 pixels. */
  readonly type: number;
}

const leastToFit = 38;
/** Pixels between the words of two pills, at the least. */
const leastAir = 7;
/** Below this width of a column pills have short names. */
export const compactBelow = 66;
const plainUnit = 72;
const mostOpenUnit = 112;
/** Pixels of a micro-event with its words, and the widest column there is. */
const microWidth = 130;
const widestUnit = 60_000;
/** From this width of a column on, micro-events are shown. */
export const nearUnit = 180;

export function lanesLayout(run: LanesRun, { width, height, type }: LanesSize): LanesLayout {
  const isNarrow = width > 0 && width < narrow;
  const labelX = isNarrow ? 4 : 12;
  const labels = labelsWidth(run, isNarrow) * type + labelX - 4;
  const stretch = stretchOf(run, height);
  const laneHeight = plainLane * stretch;
  const rowHeight = plainRow * stretch;
  const share = (width - labels - rightAir) / Math.max(1, run.width);
  const room = Math.floor(share);
  const openUnit = room < leastUnit(run) * type ? plainUnit : Math.min(mostOpenUnit, room);
  const rowsTop = axisHeight + run.lanes.length * laneHeight + rowsGap;
  return {
    viewport: width > 0 ? width : Infinity,
    labels,
    labelX,
    type,
    height: rowsTop + run.rows.length * rowHeight + bottom,
    openUnit,
    fitUnit: width > 0 ? Math.max(1e-4, Math.min(openUnit, share)) : openUnit,
    mostUnit: mostUnitOf(run),
    laneY: (lane) => axisHeight + (lane + 0.5) * laneHeight,
    rowY: (row) => rowsTop + (row + 0.5) * rowHeight,
  };
}

const leastUnits = new WeakMap<LanesRun, number>();

/** The narrowest columns in which neighbours in a lane have their words whole; never more than scrolling takes. */
function leastUnit(run: LanesRun): number {
  const known = leastUnits.get(run);
  if (known !== undefined) return known;
  let least = leastToFit;
  for (const pills of run.byLane) {
    let before: Pill | null = null;
    for (const pill of pills) {
      if (before && pill.x > before.x) {
        const words = (wordsOf(pill) + wordsOf(before)) / 2 + leastAir;
        least = Math.max(least, words / (pill.x - before.x));
      }
      before = pill;
    }
  }
  const made = Math.min(compactBelow, least);
  leastUnits.set(run, made);
  return made;
}

function mostUnitOf({ slots }: LanesRun): number {
  let most = 0;
  for (const { bounds } of slots)
    for (let i = 1; i < bounds.length; i++)
      most = Math.max(most, (bounds[i] ?? 0) - (bounds[i - 1] ?? 0));
  return Math.min(widestUnit, Math.max(2 * nearUnit, most * microWidth));
}

function wordsOf({ text, failed }: Pill): number {
  const name = text.replace(/^DMA /u, '');
  return textWidth(failed ? `${name} ✕` : name, textSize);
}

/** Factor for heights of lanes and rows. */
function stretchOf({ lanes, rows }: LanesRun, height: number): number {
  if (height <= 0) return 1;
  const room = height - axisHeight - rowsGap - bottom;
  const wanted = lanes.length * plainLane + rows.length * plainRow;
  return Math.min(mostStretch, Math.max(leastStretch, room / Math.max(1, wanted)));
}

/** Type of the names, in CSS pixels. */
export const nameSize = 12;

/** The longest name of a lane or row, with some air; where there is room, enough for the buttons above. */
function labelsWidth({ lanes, rows }: LanesRun, isNarrow: boolean): number {
  const longest = Math.max(
    0,
    ...[...lanes, ...rows].map(({ label }) => textWidth(label, nameSize)),
  );
  const [least, most] = isNarrow ? [56, 84] : [108, 128];
  return Math.min(most, Math.max(least, Math.ceil(longest) + 16));
}
