/**
 * Where everything in the room goes, in CSS pixels: columns share the width they are given, or keep their
 * least width and let the picture scroll; rows are as high as their number allows. Zoom changes the pitch of
 * rows and the width of columns, and words only as far as they stay easy to read.
 */
import type { RoomPage, RoomRow, RoomScene } from '../../scene/roomTypes.ts';
import {
  layoutColumns,
  narrowColumns,
  totalWidth,
  wideColumns,
  type ColumnsLayout,
  type Widths,
} from './layoutColumns.ts';
import { setMark, setsBottom } from './layoutSets.ts';
import { layoutPages, usualPitch, type PagesLayout, type RowBox } from './layoutPages.ts';
import { codeWidth, textWidth } from './shapes.ts';

export interface RoomLayout extends ColumnsLayout, PagesLayout {
  /** Everything is enlarged by this on large screens. */
  readonly scale: number;
  readonly railWidth: number;
  /** Room for words in the rail, left of the line numbers. */
  readonly wordsWidth: number;
  readonly headsHeight: number;
  /** The zoom that it was made for. */
  readonly level: number;
  /** Whether it is higher than its place. */
  readonly overflows: boolean;
  /** How far zooming out makes sense: until everything is in view, or rows are thin lines. */
  readonly leastLevel: number;
  /** Enlarges the words in cells and marks where rows are high. */
  readonly type: number;
  /** Enlarges the legend, which is beside the picture and not part of it. */
  readonly legendScale: number;
  /** As on a phone: words of a page above its rows. */
  readonly narrow: boolean;
  /** Columns are so many that translations are strips with words on their side. */
  readonly slim: boolean;
}

const narrowBelow = 560;
const headsHeight = 74;
/** Rows higher than this have larger words. */
const plainPitch = 24;
const mostType = 1.35;
/** Zoomed in, words may become larger than where all rows share a height. */
const mostZoomedType = 1.6;
/** Rows of a picture that is zoomed out are at least marks. */
const thinnestPitch = 4;
const highestPitch = 110;
/** On large screens rows should not become lower than this for the sake of larger words. */
const easyPitch = 21;
const scaleStep = 0.05;
const mostLegendScale = 1.2;

/** What a room is drawn for, in CSS pixels. */
export interface RoomSize {
  readonly width: number;
  /** Height to fit into, heads and legend included; null: as high as it becomes. */
  readonly height: number | null;
  /** Enlargement for large screens, as far as the columns and the rows allow it. */
  readonly zoom: number;
  /** Zoom by the reader; 1, the usual size, where it is absent. */
  readonly level?: number;
}

/** Boxes for a scene in a container: as large as is asked for, or as lets everything still fit. */
export function layoutRoom(scene: RoomScene, size: RoomSize): RoomLayout {
  const wanted = size.width > 1300 ? Math.max(size.zoom, size.width / 1150) : size.zoom;
  const most = Math.min(1.6, wanted);
  for (let scale = most; scale > 1; scale -= scaleStep)
    if (isEasy(scene, size, scale)) return layoutAt(scene, size, scale);
  return layoutAt(scene, size, 1);
}

/** Whether columns have about their natural width, and rows an easy height. */
function isEasy(scene: RoomScene, size: RoomSize, scale: number): boolean {
  const frame = frameOf(scene, size, scale, 1);
  const columns = totalWidth(
    scene.columns,
    wideColumns,
    (width) => width.min + (width.natural - width.min) * 0.6,
  );
  const fits = columns <= frame.available - frame.railWidth;
  return fits && (size.height === null || frame.pitch >= easyPitch);
}

/** What is known before anything has its place. */
interface Frame {
  readonly available: number;
  readonly narrow: boolean;
  readonly legendScale: number;
  /** Height for the rows; null: as high as they become. */
  readonly room: number | null;
  readonly pitch: number;
  readonly type: number;
  readonly wordsWidth: number;
  readonly railWidth: number;
}

function frameOf(scene: RoomScene, size: RoomSize, scale: number, level: number): Frame {
  const available = size.width / scale;
  const narrow = available < narrowBelow;
  const legendScale = Math.min(scale, mostLegendScale);
  const legend = narrow
    ? 0
    : legendHeight(scene, size.width / legendScale, size.height) * legendScale;
  const room = size.height === null ? null : (size.height - legend) / scale - headsHeight;
  const pitch = pitchAt(usualPitch(scene, room, narrow), level);
  const largest = level > 1 ? mostZoomedType : mostType;
  const type = Math.round(Math.min(largest, Math.max(1, pitch / plainPitch)) * 20) / 20;
  const wordsWidth = narrow ? 0 : widthOfWords(scene, type);
  const numbers = widthOfNumbers(scene, type);
  const railWidth = narrow ? 10 + numbers + 4 : 12 + wordsWidth + 8 + numbers + 6;
  return { available, narrow, legendScale, room, pitch, type, wordsWidth, railWidth };
}

/** Half pixels keep rows on the pixels of common screens. */
function pitchAt(usual: number, level: number): number {
  if (level === 1) return usual;
  const pitch = Math.round(2 * usual * level) / 2;
  return Math.min(Math.max(highestPitch, usual), Math.max(thinnestPitch, pitch));
}

function layoutAt(scene: RoomScene, size: RoomSize, scale: number): RoomLayout {
  const level = size.level ?? 1;
  const frame = frameOf(scene, size, scale, level);
  const { available, narrow, railWidth } = frame;
  // Larger words in the rail take nothing from columns that are zoomed into.
  const beside = level > 1 ? frameOf(scene, size, scale, 1).railWidth : railWidth;
  const vertical = layoutPages(scene, frame, level);
  const least = totalWidth(scene.columns, wideColumns, (width) => width.min);
  const slim = narrow || least > available - beside;
  const widths = slim ? narrowColumns : wideColumns;
  const columns = layoutColumns(scene.columns, widths, available - beside, level);
  const height = Math.max(
    vertical.height,
    setsBottom(scene, { type: frame.type, narrow, pages: vertical.pages }),
  );
  const usual = level === 1 ? { ...columns, height } : usualSize(scene, frame, widths);
  return {
    scale,
    legendScale: frame.legendScale,
    railWidth,
    wordsWidth: frame.wordsWidth,
    headsHeight,
    narrow,
    slim,
    ...columns,
    ...vertical,
    height,
    type: frame.type,
    level,
    overflows: frame.room !== null && height > frame.room + 1,
    leastLevel: leastLevel(usual, frame),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large the picture is at its usual size, about. */
function usualSize(scene: RoomScene, frame: Frame, widths: Widths): Size {
  const pitch = usualPitch(scene, frame.room, frame.narrow);
  const { width } = layoutColumns(scene.columns, widths, frame.available - frame.railWidth, 1);
  return { width, height: layoutPages(scene, { ...frame, pitch }, 1).height };
}

const smallestLevel = 0.2;

/** The zoom at which all of a picture is in view that is as large as `usual` without. */
function leastLevel(usual: Size, { available, railWidth, room }: Frame): number {
  const wide = (available - railWidth) / usual.width;
  const high = room === null ? 1 : room / usual.height;
  return Math.max(smallestLevel, Math.min(1, wide, high));
}

function widthOfWords(scene: RoomScene, type: number): number {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const widths = pages.map(({ ownerWords, ownerDetail, title, owner }) =>
    Math.max(
      textWidth(ownerWords, 12) + (owner.kind === 'contested' ? 16 : 0),
      textWidth(title, 12),
      textWidth(ownerDetail, 10.5),
    ),
  );
  return Math.ceil(type * Math.min(112, Math.max(76, ...widths)));
}

function widthOfNumbers(scene: RoomScene, type: number): number {
  const rows = scene.buffers.flatMap((buffer) => buffer.pages).flatMap((page) => page.rows);
  const widths = rows.map((row) =>
    codeWidth(`${row.fold === null ? row.title : `▸${row.title}`}${setMark(row)}`, 10.5),
  );
  return Math.ceil(type * Math.max(12, ...widths));
}

/** What the buttons at its end take, as if they were an entry. */
const legendTools = 142;

/** Lines that a run's signs take at most of its steps, kept free at all of them: so rows keep their height. */
function leastLegendLines(available: number, height: number | null): number {
  if (height === null || height < 380) return 1;
  return available < 860 ? 3 : 2;
}

/** About as high as the legend becomes. */
function legendHeight(scene: RoomScene, available: number, height: number | null): number {
  const entries = scene.legend.map(({ text }) => 42 + textWidth(text, 11));
  const width = entries.reduce((sum, each) => sum + each, legendTools);
  const least = leastLegendLines(available, height);
  return Math.max(least, Math.ceil((0.94 * width) / Math.max(1, available - 24))) * 21 + 20;
}

/** The band behind one row: up to the edges of the page at its first and last row. */
export function groundOf(page: RoomPage, row: RoomRow, layout: RoomLayout): RowBox | null {
  const box = layout.rows.get(row.key);
  const around = layout.pages.get(page.key);
  if (!box || !around) return null;
  const half = layout.rowGap / 2;
  const top = row.key === around.firstRow ? around.y : box.y - half;
  const bottom = row.key === around.lastRow ? around.y + around.height : box.y + box.height - half;
  return { y: top, height: bottom - top };
}
