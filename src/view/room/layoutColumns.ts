/**
 * Widths of the room's columns: they share what there is between their least and their natural width, grow
 * up to a limit, and below the least let the picture scroll.
 */
import type { PartKind, RoomPart } from '../../scene/roomPart.ts';
import type { RoomColumn } from '../../scene/roomTypes.ts';
import { waysWidth } from './layoutSets.ts';

export interface Span1 {
  readonly x: number;
  readonly width: number;
}

export interface ColumnsLayout {
  /** Width of the columns' picture, beside the rail. */
  readonly width: number;
  readonly columns: ReadonlyMap<string, Span1>;
  readonly parts: ReadonlyMap<string, Span1>;
}

interface Width {
  readonly min: number;
  readonly natural: number;
  readonly max: number;
}

/** Widths of the columns' parts and of what is between them; `ways` is the width of one of them. */
export interface Widths {
  readonly parts: Record<PartKind, Width>;
  readonly gap: Width;
  readonly partGap: number;
  readonly edge: number;
}

export const wideColumns: Widths = {
  parts: {
    cells: { min: 62, natural: 116, max: 190 },
    box: { min: 60, natural: 92, max: 130 },
    strip: { min: 20, natural: 22, max: 24 },
    span: { min: 17, natural: 18, max: 22 },
    ways: { min: 42, natural: 56, max: 84 },
  },
  gap: { min: 10, natural: 26, max: 44 },
  partGap: 6,
  edge: 10,
};
/** On a phone a translation is a strip, and a list entry a thin mark without words. */
export const narrowColumns: Widths = {
  parts: {
    cells: { min: 50, natural: 84, max: 120 },
    box: { min: 22, natural: 24, max: 30 },
    strip: { min: 18, natural: 19, max: 22 },
    span: { min: 5, natural: 6, max: 8 },
    ways: { min: 38, natural: 42, max: 56 },
  },
  gap: { min: 9, natural: 12, max: 20 },
  partGap: 3,
  edge: 6,
};

/** Width of all columns when every part has what `pick` takes of its widths. */
export function totalWidth(
  columns: readonly RoomColumn[],
  widths: Widths,
  pick: (width: Width) => number,
): number {
  const allParts = columns.flatMap((column) => column.parts);
  return (
    2 * widths.edge +
    allParts.reduce((sum, part) => sum + widthOf(part, pick(widths.parts[part.kind])), 0) +
    (columns.length - 1) * pick(widths.gap) +
    (allParts.length - columns.length) * widths.partGap
  );
}

/** How much of a zoom goes into the width of a part: copies show more when they are wider, strips do not. */
const stretch: Record<PartKind, number> = { cells: 1, box: 0.6, strip: 0.3, span: 0.3, ways: 0.6 };

/** Width of a part that is `width` wide at the usual size. */
function zoomed(width: number, kind: PartKind, level: number): number {
  return level <= 1 ? width : width * level ** stretch[kind];
}

/** Boxes of columns and their parts, and the width of the picture. `level`: the zoom, 1 the usual size. */
export function layoutColumns(
  columns: readonly RoomColumn[],
  widths: Widths,
  available: number,
  level: number,
): ColumnsLayout {
  if (level < 1) return squeezed(columns, widths, available, level);
  const min = totalWidth(columns, widths, (width) => width.min);
  const natural = totalWidth(columns, widths, (width) => width.natural);
  const max = totalWidth(columns, widths, (width) => width.max);
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
  let x = widths.edge;
  for (const column of columns) {
    const start = x;
    column.parts.forEach((part, index) => {
      if (index > 0) x += widths.partGap;
      const width = widthOf(part, zoomed(size(widths.parts[part.kind]), part.kind, level));
      partBoxes.set(part.key, { x: round(x), width: round(width) });
      x += width;
    });
    columnBoxes.set(column.key, { x: round(start), width: round(x - start) });
    x += size(widths.gap) + spare;
  }
  const end = level === 1 ? min : x - size(widths.gap) - spare + widths.edge;
  return { columns: columnBoxes, parts: partBoxes, width: round(Math.max(available, end)) };
}

/** Zooming out takes width from columns that do not fit, as far as to where they do. */
function squeezed(
  columns: readonly RoomColumn[],
  widths: Widths,
  available: number,
  level: number,
): ColumnsLayout {
  const usual = layoutColumns(columns, widths, available, 1);
  const share = Math.max(level, Math.min(1, available / usual.width));
  if (share === 1) return usual;
  const shrink = (boxes: ReadonlyMap<string, Span1>): ReadonlyMap<string, Span1> =>
    new Map([...boxes].map(([key, { x, width }]) => [key, box(x * share, width * share)]));
  return {
    columns: shrink(usual.columns),
    parts: shrink(usual.parts),
    width: round(Math.max(available, usual.width * share)),
  };
}

function box(x: number, width: number): Span1 {
  return { x: round(x), width: round(width) };
}

/** Ways stand side by side; everything else has the width of its kind. */
function widthOf({ kind, ways }: RoomPart, width: number): number {
  return kind === 'ways' ? waysWidth(ways ?? 1, width) : width;
}

/** Half pixels keep thin lines sharp on common screens, and numbers short in stored pictures. */
function round(value: number): number {
  return Math.round(value * 2) / 2;
}
