/**
 * Where everything in the room goes, in CSS pixels: columns share the width they are given, or keep their
 * least width and let the picture scroll; rows are as high as their number allows.
 */
import type { PartKind, RoomColumn, RoomPage, RoomScene } from '../../scene/roomTypes.ts';

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
  cells: { min: 76, natural: 116, max: 190 },
  box: { min: 68, natural: 92, max: 130 },
  strip: { min: 20, natural: 22, max: 24 },
  span: { min: 17, natural: 18, max: 22 },
};
const gapWidth: Width = { min: 14, natural: 26, max: 44 };
const partGap = 6;
const edge = 10;
const headsHeight = 74;
const bufferTitleHeight = 30;
const pagePadding = 8;
const pageGap = 12;

/** Boxes for a scene in a container of `containerWidth` CSS pixels. */
export function layoutRoom(scene: RoomScene, containerWidth: number, zoom = 1): RoomLayout {
  const scale = containerWidth > 1300 ? Math.min(1.6, containerWidth / 1150) : zoom;
  const available = containerWidth / scale;
  const narrow = available < 560;
  const railWidth = narrow ? 96 : 124;
  const { columns, parts, width } = layoutColumns(scene.columns, available - railWidth);
  const vertical = layoutPages(scene, narrow);
  return {
    scale,
    railWidth,
    headsHeight,
    width,
    columns,
    parts,
    narrow,
    ...vertical,
  };
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
  narrow: boolean,
): Pick<RoomLayout, 'buffers' | 'pages' | 'rows' | 'height' | 'cellHeight'> {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const rowCount = pages.reduce((sum, page) => sum + page.rows.length, 0);
  const pitch = rowCount <= 24 ? 22 : rowCount <= 48 ? 19 : 16;
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
        const height = row.lastLine > row.firstLine ? pitch + 8 : pitch;
        rows.set(row.key, { y, height });
        y += height;
      }
      const innerHeight = Math.max(y - top - pagePadding, leastHeight(page, narrow));
      y = top + pagePadding + innerHeight + pagePadding;
      pageBoxes.set(page.key, { y: top, height: y - top, innerY: top + pagePadding, innerHeight });
      y += pageGap;
    }
  }
  return { buffers, pages: pageBoxes, rows, height: Math.max(0, y - pageGap) + 2, cellHeight: pitch - 4 };
}

/** The words in the rail need this much. */
function leastHeight(page: RoomPage, narrow: boolean): number {
  const lines = 2 + (narrow && page.pfn !== '' ? 1 : 0) + (page.ownerDetail === '' ? 0 : 1);
  return lines * 16 + 4 + (page.fold === null ? 0 : 16);
}
