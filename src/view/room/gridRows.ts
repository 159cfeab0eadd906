/** What the keyboard walks in the room: pages, their marks, their copies, and the lists, row by row. */
import type {
  PageMark,
  PartKind,
  RoomCell,
  RoomPage,
  RoomRow,
  RoomScene,
  RoomSpan,
} from '../../scene/roomTypes.ts';
import type { Selection } from '../../scene/selection.ts';
import { drawCell, type CellBox, type Group } from './drawCell.ts';
import { drawMark, drawSpan } from './drawMark.ts';
import type { Span1 } from './layoutColumns.ts';
import type { PageBox, RoomLayout, RowBox } from './layoutRoom.ts';
import { boxPath } from './shapes.ts';

/** A thing in the grid that can be focused and selected. */
export interface GridItem {
  readonly key: string;
  readonly name: string;
  readonly selection: Selection;
  readonly selected: boolean;
  readonly x: number;
  readonly y: number;
  /** Middle, for moving up and down with the keyboard. */
  readonly middle: number;
  /** What it looks like; where it is unchanged nothing is drawn again. */
  readonly look: string;
  readonly draw: (group: Group) => void;
}

export interface GridRow {
  readonly key: string;
  readonly name: string;
  readonly items: readonly GridItem[];
}

/** Names of the patterns and gradients of one view. */
export interface Ids {
  readonly hatch: string;
  readonly band: (page: string) => string;
}

/** The rows of the grid, top to bottom; the lists come last. */
export function gridRows(scene: RoomScene, layout: RoomLayout, ids: Ids): readonly GridRow[] {
  const kinds = new Map(
    scene.columns.flatMap((column) => column.parts.map((part) => [part.key, part.kind] as const)),
  );
  const rows: GridRow[] = [];
  for (const page of scene.buffers.flatMap((buffer) => buffer.pages)) {
    const box = layout.pages.get(page.key);
    if (!box) continue;
    const marks = page.marks.filter(({ part }) => !isCovered(page, part, kinds));
    rows.push({
      key: page.key,
      name: page.name,
      items: [
        pageItem(page, box, layout),
        ...marks.map((mark) =>
          markItem(
            mark,
            kinds.get(mark.part) ?? 'box',
            markBox(mark, page, box, layout),
            markPlace(mark, scene, layout),
            layout,
            ids,
          ),
        ),
      ],
    });
    for (const row of page.rows)
      rows.push({
        key: row.key,
        name: row.lastLine > row.firstLine ? `lines ${row.title}` : `line ${row.title}`,
        items: row.cells.map((cell) => cellItem(cell, row, scene, layout, ids)),
      });
  }
  if (scene.spans.length > 0)
    rows.push({
      key: 'lists',
      name: 'sg_table and DMA lists',
      items: scene.spans.map((span) => spanItem(span, scene, layout, ids)),
    });
  return rows;
}

/** A device's words for a page give way to the bytes that it has read there. */
function isCovered(page: RoomPage, part: string, kinds: ReadonlyMap<string, PartKind>): boolean {
  return (
    kinds.get(part) === 'cells' &&
    page.rows.some((row) => row.cells.some((cell) => cell.part === part && !cell.absent))
  );
}

function pageItem(page: RoomPage, box: PageBox, layout: RoomLayout): GridItem {
  return {
    key: `${page.key}/page`,
    name: page.name,
    selection: page.selection,
    selected: page.selected,
    x: 0,
    y: box.y,
    middle: 0,
    look: `${page.selected} ${layout.width} ${box.height}`,
    draw: (group) => {
      group
        .append('path')
        .attr('class', page.selected ? 'page-face chosen' : 'page-face')
        .attr('d', boxPath(0, 0.5, layout.width - 0.5, box.height - 1, 0, 8));
    },
  };
}

/** The rows of the page, or those that a mark is about. */
function markBox(mark: PageMark, page: RoomPage, box: PageBox, layout: RoomLayout): RowBox {
  const [first, last] = mark.lines ?? [0, Infinity];
  const rows = page.rows
    .filter(({ firstLine, lastLine }) => firstLine <= last && lastLine >= first)
    .flatMap((row) => layout.rows.get(row.key) ?? []);
  const [top, bottom] = [rows[0], rows.at(-1)];
  if (mark.lines === null || !top || !bottom) return { y: box.innerY, height: box.innerHeight };
  return { y: top.y, height: bottom.y + bottom.height - top.y };
}

/** A device's words take the whole column where its lists are empty. */
function markPlace(mark: PageMark, scene: RoomScene, layout: RoomLayout): Span1 {
  const part = layout.parts.get(mark.part) ?? { x: 0, width: 0 };
  const column = scene.columns.find(({ key }) => key === mark.part);
  const start = column && layout.columns.get(column.key);
  if (mark.place.kind !== 'device' || !column || !start) return part;
  const parts = new Set(column.parts.map(({ key }) => key));
  if (scene.spans.some((span) => parts.has(span.part))) return part;
  return { x: start.x, width: part.x + part.width - start.x };
}

function markItem(
  mark: PageMark,
  kind: PartKind,
  box: RowBox,
  part: Span1,
  layout: RoomLayout,
  ids: Ids,
): GridItem {
  const height = box.height - 4;
  const size = { width: part.width, height, hatch: ids.hatch, type: layout.type };
  const shape = layout.slim && kind === 'box' ? 'strip' : kind;
  return {
    key: mark.key,
    name: mark.name,
    selection: mark.selection,
    selected: mark.selected,
    x: part.x,
    y: box.y,
    middle: part.x + part.width / 2,
    look: JSON.stringify([mark, size, shape]),
    draw: (group) => drawMark(group, mark, shape, size),
  };
}

function cellItem(
  cell: RoomCell,
  row: RoomRow,
  scene: RoomScene,
  layout: RoomLayout,
  ids: Ids,
): GridItem {
  const part = layout.parts.get(cell.part) ?? { x: 0, width: 0 };
  const box = layout.rows.get(row.key) ?? { y: 0, height: 0 };
  const look: CellBox = {
    width: part.width,
    height: box.height - 4,
    stacked: row.lastLine > row.firstLine,
    foldNote: cell.part === 'memory' ? row.foldNote : '',
    lineSize: scene.lineSize,
    hatch: ids.hatch,
    type: layout.type,
  };
  return {
    key: cell.key,
    name: cell.name,
    selection: cell.selection,
    selected: cell.selected,
    x: part.x,
    y: box.y,
    middle: part.x + part.width / 2,
    look: JSON.stringify([cell, look]),
    draw: (group) => drawCell(group, cell, look),
  };
}

function spanItem(span: RoomSpan, scene: RoomScene, layout: RoomLayout, ids: Ids): GridItem {
  const part = layout.parts.get(span.part) ?? { x: 0, width: 0 };
  const { y, height } = spanBox(span, scene, layout);
  const size = { width: part.width, height, hatch: ids.hatch, type: layout.type };
  return {
    key: span.key,
    name: span.name,
    selection: span.selection,
    selected: span.selected,
    x: part.x,
    y,
    middle: part.x + part.width / 2,
    look: JSON.stringify([span, size]),
    draw: (group) => drawSpan(group, span, size),
  };
}

/** From the first row that a list entry covers to the last, over the gaps between pages. */
function spanBox(
  span: RoomSpan,
  scene: RoomScene,
  layout: RoomLayout,
): { readonly y: number; readonly height: number } {
  const rows = scene.buffers
    .flatMap((buffer) => buffer.pages)
    .flatMap((page) => page.rows)
    .filter(
      (row) =>
        row.buffer === span.buffer &&
        row.firstLine * scene.lineSize < span.end &&
        (row.lastLine + 1) * scene.lineSize > span.start,
    );
  const [first, last] = [rows[0], rows.at(-1)];
  const top = first && layout.rows.get(first.key);
  const bottom = last && layout.rows.get(last.key);
  if (!top || !bottom) return { y: 0, height: 0 };
  return { y: top.y, height: bottom.y + bottom.height - 4 - top.y };
}
