/** Where buffers, pages and rows go, from top to bottom, in CSS pixels. */
import type { RoomPage, RoomScene } from '../../scene/roomTypes.ts';

export interface RowBox {
  readonly y: number;
  readonly height: number;
}

export interface PageBox extends RowBox {
  /** Keys of its first row and its last. */
  readonly firstRow: string;
  readonly lastRow: string;
  /** Top and height of the rows inside. */
  readonly innerY: number;
  readonly innerHeight: number;
}

export interface PagesLayout {
  readonly height: number;
  readonly buffers: ReadonlyMap<string, number>;
  readonly pages: ReadonlyMap<string, PageBox>;
  readonly rows: ReadonlyMap<string, RowBox>;
  /** Height of a cell in a row of plain height. */
  readonly cellHeight: number;
  /** What is free below the cells of a row. */
  readonly rowGap: number;
}

interface RowSizes {
  /** As on a phone: words of a page above its rows. */
  readonly narrow: boolean;
  /** From row to row. */
  readonly pitch: number;
  /** Enlarges words. */
  readonly type: number;
}

/** Height of a page's words above its rows, on a phone. */
const pageWords = 22;
const bufferTitleHeight = 30;
const pagePadding = 8;
const pageGap = 12;
const foldExtra = 8;
const leastPitch = 17;
/** On a phone the picture scrolls anyway, and rows are touched. */
const narrowPitch = 20;
const mostPitch = 40;
const rowGap = 4;

/** Boxes at a zoom, 1 the usual size. */
export function layoutPages(
  scene: RoomScene,
  { narrow, pitch, type }: RowSizes,
  level: number,
): PagesLayout {
  const words = narrow ? pageWords : 0;
  const less = Math.min(1, level);
  const padding = Math.max(2, Math.round(pagePadding * less));
  const between = Math.max(3, Math.round(pageGap * less));
  const extra = Math.round(foldExtra * less);
  const buffers = new Map<string, number>();
  const pageBoxes = new Map<string, PageBox>();
  const rows = new Map<string, RowBox>();
  let y = 0;
  for (const buffer of scene.buffers) {
    buffers.set(buffer.key, y);
    if (scene.buffers.length > 1 || buffer.fences !== null) y += bufferTitleHeight;
    for (const page of buffer.pages) {
      const top = y;
      y += padding + words;
      for (const row of page.rows) {
        const height = row.lastLine > row.firstLine ? pitch + extra : pitch;
        rows.set(row.key, { y, height });
        y += height;
      }
      const innerY = top + padding + words;
      const innerHeight = Math.max(y - innerY, narrow ? 0 : leastHeight(page, type, less));
      y = innerY + innerHeight + padding;
      const [firstRow, lastRow] = [page.rows[0]?.key ?? '', page.rows.at(-1)?.key ?? ''];
      pageBoxes.set(page.key, { y: top, height: y - top, innerY, innerHeight, firstRow, lastRow });
      y += between;
    }
  }
  return {
    buffers,
    pages: pageBoxes,
    rows,
    height: Math.max(0, y - between) + 2,
    rowGap: gapAt(pitch),
    cellHeight: pitch - gapAt(pitch),
  };
}

/** From row to row: what lets all rows fit into `room`, within limits. */
export function usualPitch(scene: RoomScene, room: number | null, narrow: boolean): number {
  const pitch = pitchOf(scene, room, narrow ? pageWords : 0);
  return Math.max(narrow ? narrowPitch : leastPitch, pitch);
}

function pitchOf(scene: RoomScene, room: number | null, words: number): number {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const rows = pages.flatMap((page) => page.rows);
  if (room === null || rows.length === 0)
    return rows.length <= 24 ? 22 : rows.length <= 48 ? 19 : leastPitch;
  const titled = scene.buffers.filter(({ fences }) => scene.buffers.length > 1 || fences !== null);
  const titles = titled.length * bufferTitleHeight;
  const folds = rows.filter(({ firstLine, lastLine }) => lastLine > firstLine).length;
  const around = titles + pages.length * (2 * pagePadding + words + pageGap) + folds * foldExtra;
  const pitch = Math.floor((room - around) / rows.length);
  return Math.max(leastPitch, Math.min(mostPitch, pitch));
}

/** Thin rows stand closer together. */
function gapAt(pitch: number): number {
  return Math.min(rowGap, Math.max(1, Math.floor(pitch / 4)));
}

/** The words in the rail need this much; where the picture is zoomed out, some of them do. */
function leastHeight(page: RoomPage, type: number, less: number): number {
  const lines = 44 + (page.ownerDetail === '' ? 0 : 16) + (page.fold === null ? 0 : 16);
  return type * Math.max(14, lines * less);
}
