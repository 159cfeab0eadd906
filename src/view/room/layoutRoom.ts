/**
 * Where everything in the room goes, in CSS pixels: columns share the width they are given, or keep their
 * least width and let the picture scroll; rows are as high as their number allows.
 */
import type { RoomPage, RoomRow, RoomScene } from '../../scene/roomTypes.ts';
import {
  layoutColumns,
  narrowColumns,
  totalWidth,
  wideColumns,
  type ColumnsLayout,
} from './layoutColumns.ts';
import { codeWidth, textWidth } from './shapes.ts';

export interface RowBox {
  readonly y: number;
  readonly height: number;
}

export interface PageBox extends RowBox {
  /** Top and height of the rows inside. */
  readonly innerY: number;
  readonly innerHeight: number;
}

export interface RoomLayout extends ColumnsLayout {
  /** Everything is enlarged by this on large screens. */
  readonly scale: number;
  readonly railWidth: number;
  /** Room for words in the rail, left of the line numbers. */
  readonly wordsWidth: number;
  readonly headsHeight: number;
  readonly height: number;
  readonly buffers: ReadonlyMap<string, number>;
  readonly pages: ReadonlyMap<string, PageBox>;
  readonly rows: ReadonlyMap<string, RowBox>;
  /** Height of a cell in a row of plain height. */
  readonly cellHeight: number;
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
/** Height of a page's words above its rows, on a phone. */
const pageWords = 22;
const headsHeight = 74;
const bufferTitleHeight = 30;
const pagePadding = 8;
const pageGap = 12;
const foldExtra = 8;
const leastPitch = 17;
/** On a phone the picture scrolls anyway, and rows are touched. */
const narrowPitch = 20;
const mostPitch = 40;
/** Rows higher than this have larger words. */
const plainPitch = 24;
const mostType = 1.35;
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
}

/** Boxes for a scene in a container: as large as is asked for, or as lets everything still fit. */
export function layoutRoom(scene: RoomScene, size: RoomSize): RoomLayout {
  const wanted = size.width > 1300 ? Math.max(size.zoom, size.width / 1150) : size.zoom;
  const most = Math.min(1.6, wanted);
  for (let scale = most; scale > 1; scale -= scaleStep) {
    const layout = layoutAt(scene, size, scale);
    if (isEasy(scene, size, layout)) return layout;
  }
  return layoutAt(scene, size, 1);
}

/** Whether columns have about their natural width, and rows an easy height. */
function isEasy(scene: RoomScene, size: RoomSize, layout: RoomLayout): boolean {
  const columns = totalWidth(
    scene.columns,
    wideColumns,
    (width) => width.min + (width.natural - width.min) * 0.6,
  );
  const fits = columns <= size.width / layout.scale - layout.railWidth;
  const rows = size.height === null || layout.cellHeight + 4 >= easyPitch;
  return fits && rows;
}

function layoutAt(scene: RoomScene, size: RoomSize, scale: number): RoomLayout {
  const available = size.width / scale;
  const narrow = available < narrowBelow;
  const legendScale = Math.min(scale, mostLegendScale);
  const legend = narrow ? 0 : legendHeight(scene, size.width / legendScale) * legendScale;
  const room = size.height === null ? null : (size.height - legend) / scale - headsHeight;
  const vertical = layoutPages(scene, room, narrow);
  const wordsWidth = narrow ? 0 : widthOfWords(scene, vertical.type);
  const numbers = widthOfNumbers(scene, vertical.type);
  const railWidth = narrow ? 10 + numbers + 4 : 12 + wordsWidth + 8 + numbers + 6;
  const least = totalWidth(scene.columns, wideColumns, (width) => width.min);
  const slim = narrow || least > available - railWidth;
  const widths = slim ? narrowColumns : wideColumns;
  return {
    scale,
    legendScale,
    railWidth,
    wordsWidth,
    headsHeight,
    narrow,
    slim,
    ...layoutColumns(scene.columns, widths, available - railWidth),
    ...vertical,
  };
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
  const widths = rows.map(({ title, fold }) =>
    codeWidth(fold === null ? title : `▸${title}`, 10.5),
  );
  return Math.ceil(type * Math.max(12, ...widths));
}

function layoutPages(
  scene: RoomScene,
  room: number | null,
  narrow: boolean,
): Pick<RoomLayout, 'buffers' | 'pages' | 'rows' | 'height' | 'cellHeight' | 'type'> {
  const words = narrow ? pageWords : 0;
  const least = narrow ? narrowPitch : leastPitch;
  const pitch = Math.max(least, pitchOf(scene, room, words));
  const type = Math.round(Math.min(mostType, Math.max(1, pitch / plainPitch)) * 20) / 20;
  const buffers = new Map<string, number>();
  const pageBoxes = new Map<string, PageBox>();
  const rows = new Map<string, RowBox>();
  let y = 0;
  for (const buffer of scene.buffers) {
    buffers.set(buffer.key, y);
    if (scene.buffers.length > 1) y += bufferTitleHeight;
    for (const page of buffer.pages) {
      const top = y;
      y += pagePadding + words;
      for (const row of page.rows) {
        const height = row.lastLine > row.firstLine ? pitch + foldExtra : pitch;
        rows.set(row.key, { y, height });
        y += height;
      }
      const innerY = top + pagePadding + words;
      const innerHeight = Math.max(y - innerY, narrow ? 0 : leastHeight(page, type));
      y = innerY + innerHeight + pagePadding;
      pageBoxes.set(page.key, { y: top, height: y - top, innerY, innerHeight });
      y += pageGap;
    }
  }
  return {
    buffers,
    pages: pageBoxes,
    rows,
    height: Math.max(0, y - pageGap) + 2,
    cellHeight: pitch - 4,
    type,
  };
}

/** Height of a row: what lets all rows fit, within limits. */
function pitchOf(scene: RoomScene, room: number | null, words: number): number {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const rows = pages.flatMap((page) => page.rows);
  if (room === null || rows.length === 0)
    return rows.length <= 24 ? 22 : rows.length <= 48 ? 19 : leastPitch;
  const titles = scene.buffers.length > 1 ? scene.buffers.length * bufferTitleHeight : 0;
  const folds = rows.filter(({ firstLine, lastLine }) => lastLine > firstLine).length;
  const around = titles + pages.length * (2 * pagePadding + words + pageGap) + folds * foldExtra;
  const pitch = Math.floor((room - around) / rows.length);
  return Math.max(leastPitch, Math.min(mostPitch, pitch));
}

/** About as high as the legend becomes. */
function legendHeight(scene: RoomScene, available: number): number {
  const width = scene.legend.reduce((sum, { text }) => sum + 42 + textWidth(text, 11), 0);
  return Math.ceil((0.94 * width) / Math.max(1, available - 24)) * 21 + 20;
}

/** The words in the rail need this much. */
function leastHeight(page: RoomPage, type: number): number {
  return type * (44 + (page.ownerDetail === '' ? 0 : 16) + (page.fold === null ? 0 : 16));
}

/** The band behind one row: up to the edges of the page at its first and last row. */
export function groundOf(page: RoomPage, row: RoomRow, layout: RoomLayout): RowBox | null {
  const box = layout.rows.get(row.key);
  const around = layout.pages.get(page.key);
  if (!box || !around) return null;
  const top = row === page.rows[0] ? around.y : box.y - 2;
  const bottom = row === page.rows.at(-1) ? around.y + around.height : box.y + box.height - 2;
  return { y: top, height: bottom - top };
}
