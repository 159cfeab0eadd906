/**
 * Where everything in the room goes, in CSS pixels: columns share the width they are given, or keep their
 * least width and let the picture scroll; rows are as high as their number allows.
 */
import type { PartKind, RoomColumn, RoomPage, RoomRow, RoomScene } from '../../scene/roomTypes.ts';
import { codeWidth, textWidth } from './shapes.ts';

export interface Span1 {
  readonly x: number;
  readonly width: number;
}

export interface RowBox {
  readonly y: number;
  readonly height: number;
}

export interface PageBox extends RowBox {
  /** Top and height of the rows inside. */
  readonly innerY: number;
  readonly innerHeight: number;
}

export interface RoomLayout {
  /** Everything is enlarged by this on large screens. */
  readonly scale: number;
  readonly railWidth: number;
  /** Room for words in the rail, left of the line numbers. */
  readonly wordsWidth: number;
  readonly headsHeight: number;
  /** Width of the columns' picture, beside the rail. */
  readonly width: number;
  readonly height: number;
  readonly columns: ReadonlyMap<string, Span1>;
  readonly parts: ReadonlyMap<string, Span1>;
  readonly buffers: ReadonlyMap<string, number>;
  readonly pages: ReadonlyMap<string, PageBox>;
  readonly rows: ReadonlyMap<string, RowBox>;
  /** Height of a cell in a row of plain height. */
  readonly cellHeight: number;
  readonly narrow: boolean;
}

interface Width {
  readonly min: number;
  readonly natural: number;
  readonly max: number;
}

const partWidths: Record<PartKind, Width> = {
  cells: { min: 62, natural: 116, max: 190 },
  box: { min: 60, natural: 92, max: 130 },
  strip: { min: 20, natural: 22, max: 24 },
  span: { min: 17, natural: 18, max: 22 },
};
const gapWidth: Width = { min: 10, natural: 26, max: 44 };
const partGap = 6;
const edge = 10;
const headsHeight = 74;
const bufferTitleHeight = 30;
const pagePadding = 8;
const pageGap = 12;
const foldExtra = 8;
const leastPitch = 17;
const mostPitch = 28;

/** What a room is drawn for, in CSS pixels. */
export interface RoomSize {
  readonly width: number;
  /** Height to fit into, heads and legend included; null: as high as it becomes. */
  readonly height: number | null;
  /** For large screens. */
  readonly zoom: number;
}

/** Boxes for a scene in a container. */
export function layoutRoom(scene: RoomScene, size: RoomSize): RoomLayout {
  const { width: containerWidth, zoom } = size;
  const scale = containerWidth > 1300 ? Math.min(1.6, containerWidth / 1150) : zoom;
  const available = containerWidth / scale;
  const narrow = available < 560;
  const wordsWidth = widthOfWords(scene, narrow);
  const railWidth = 12 + wordsWidth + 8 + widthOfNumbers(scene) + 6;
  const { columns, parts, width } = layoutColumns(scene.columns, available - railWidth);
  const room =
    size.height === null
      ? null
      : size.height / scale - headsHeight - (narrow ? 0 : legendHeight(scene, available));
  const vertical = layoutPages(scene, room);
  return {
    scale,
    railWidth,
    wordsWidth,
    headsHeight,
    width,
    columns,
    parts,
    narrow,
    ...vertical,
  };
}

function widthOfWords(scene: RoomScene, narrow: boolean): number {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const widths = pages.map(({ ownerWords, ownerDetail, title, owner }) =>
    Math.max(
      textWidth(ownerWords, 12) + (owner.kind === 'contested' ? 16 : 0),
      textWidth(title, 12),
      textWidth(ownerDetail, 10.5),
    ),
  );
  return Math.ceil(Math.min(narrow ? 88 : 112, Math.max(narrow ? 60 : 76, ...widths)));
}

function widthOfNumbers(scene: RoomScene): number {
  const rows = scene.buffers.flatMap((buffer) => buffer.pages).flatMap((page) => page.rows);
  const widths = rows.map(({ title, fold }) =>
    codeWidth(fold === null ? title : `▸${title}`, 10.5),
  );
  return Math.ceil(Math.max(12, ...widths));
}

function layoutColumns(
  columns: readonly RoomColumn[],
  available: number,
): Pick<RoomLayout, 'columns' | 'parts' | 'width'> {
  const allParts = columns.flatMap((column) => column.parts);
  const innerGaps = allParts.length - columns.length;
  const total = (pick: (width: Width) => number): number =>
    2 * edge +
    allParts.reduce((sum, part) => sum + pick(partWidths[part.kind]), 0) +
    (columns.length - 1) * pick(gapWidth) +
    innerGaps * partGap;
  const [min, natural, max] = [
    total((width) => width.min),
    total((width) => width.natural),
    total((width) => width.max),
  ];
  const size = (width: Width): number => {
    if (available <= min) return width.min;
    if (available <= natural)
      return width.min + ((width.natural - width.min) * (available - min)) / (natural - min);
    const share = Math.min(1, (available - natural) / (max - natural));
    return width.natural + (width.max - width.natural) * share;
  };
  const spare = Math.max(0, available - max) / Math.max(1, columns.length);
  const columnBoxes = new Map<string, Span1>();
  const partBoxes = new Map<string, Span1>();
  let x = edge;
  for (const column of columns) {
    const start = x;
    column.parts.forEach((part, index) => {
      if (index > 0) x += partGap;
      const width = size(partWidths[part.kind]);
      partBoxes.set(part.key, { x: round(x), width: round(width) });
      x += width;
    });
    columnBoxes.set(column.key, { x: round(start), width: round(x - start) });
    x += size(gapWidth) + spare;
  }
  return { columns: columnBoxes, parts: partBoxes, width: round(Math.max(available, min)) };
}

/** Half pixels keep thin lines sharp on common screens, and numbers short in stored pictures. */
function round(value: number): number {
  return Math.round(value * 2) / 2;
}

function layoutPages(
  scene: RoomScene,
  room: number | null,
): Pick<RoomLayout, 'buffers' | 'pages' | 'rows' | 'height' | 'cellHeight'> {
  const pitch = pitchOf(scene, room);
  const buffers = new Map<string, number>();
  const pageBoxes = new Map<string, PageBox>();
  const rows = new Map<string, RowBox>();
  let y = 0;
  for (const buffer of scene.buffers) {
    buffers.set(buffer.key, y);
    if (scene.buffers.length > 1) y += bufferTitleHeight;
    for (const page of buffer.pages) {
      const top = y;
      y += pagePadding;
      for (const row of page.rows) {
        const height = row.lastLine > row.firstLine ? pitch + foldExtra : pitch;
        rows.set(row.key, { y, height });
        y += height;
      }
      const innerHeight = Math.max(y - top - pagePadding, leastHeight(page));
      y = top + pagePadding + innerHeight + pagePadding;
      pageBoxes.set(page.key, { y: top, height: y - top, innerY: top + pagePadding, innerHeight });
      y += pageGap;
    }
  }
  return {
    buffers,
    pages: pageBoxes,
    rows,
    height: Math.max(0, y - pageGap) + 2,
    cellHeight: pitch - 4,
  };
}

/** Height of a row: what lets all rows fit, within limits. */
function pitchOf(scene: RoomScene, room: number | null): number {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const rows = pages.flatMap((page) => page.rows);
  if (room === null || rows.length === 0)
    return rows.length <= 24 ? 22 : rows.length <= 48 ? 19 : leastPitch;
  const titles = scene.buffers.length > 1 ? scene.buffers.length * bufferTitleHeight : 0;
  const folds = rows.filter(({ firstLine, lastLine }) => lastLine > firstLine).length;
  const around = titles + pages.length * (2 * pagePadding + pageGap) + folds * foldExtra;
  const pitch = Math.floor((room - around) / rows.length);
  return Math.max(leastPitch, Math.min(mostPitch, pitch));
}

/** About as high as the legend becomes. */
function legendHeight(scene: RoomScene, available: number): number {
  const width = scene.legend.reduce((sum, { text }) => sum + 42 + textWidth(text, 11), 0);
  return Math.ceil((0.94 * width) / Math.max(1, available - 24)) * 21 + 20;
}

/** The words in the rail need this much. */
function leastHeight(page: RoomPage): number {
  return 44 + (page.ownerDetail === '' ? 0 : 16) + (page.fold === null ? 0 : 16);
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
