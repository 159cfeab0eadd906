/** What the keyboard walks in the room: pages, their marks, their copies, and the lists, row by row. */
import type { PartKind } from '../../scene/roomPart.ts';
import type {
  PageMark,
  RoomCell,
  RoomPage,
  RoomRow,
  RoomScene,
  RoomSpan,
} from '../../scene/roomTypes.ts';
import { drawCell, type CellBox } from './drawCell.ts';
import { drawMark, drawSpan } from './drawMark.ts';
import { fenceRows } from './extraRows.ts';
import type { GridItem, GridRow, Ids } from './gridItem.ts';
import type { Span1 } from './layoutColumns.ts';
import type { PageBox, RowBox } from './layoutPages.ts';
import type { RoomLayout } from './layoutRoom.ts';
import type { RoomExtras } from './roomExtras.ts';
import { boxPath } from './shapes.ts';
import { spanBox, wholePage, wholeScene } from './window.ts';

/** The rows of the grid, top to bottom; the lists come last. `extras`: what draws the sets of caches. */
export function gridRows(
  scene: RoomScene,
  layout: RoomLayout,
  ids: Ids,
  extras: RoomExtras | null,
): readonly GridRow[] {
  const kinds = new Map(
    scene.columns.flatMap((column) => column.parts.map((part) => [part.key, part.kind] as const)),
  );
  const rows: GridRow[] = [];
  for (const buffer of scene.buffers) rows.push(...fenceRows(buffer, layout));
  for (const page of scene.buffers.flatMap((buffer) => buffer.pages)) {
    const box = layout.pages.get(page.key);
    if (!box) continue;
    const marks = page.marks.filter(
      ({ part }) => isDrawn(part, kinds) && !isCovered(page, part, kinds),
    );
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
        name: rowName(row),
        items: row.cells
          .filter(({ part }) => isDrawn(part, kinds))
          .map((cell) => cellItem(cell, row, scene, layout, ids)),
      });
  }
  if (extras) rows.push(...extras.setRows(scene, layout, ids));
  if (scene.spans.length > 0)
    rows.push({
      key: 'lists',
      name: 'sg_table and DMA lists',
      items: scene.spans
        .filter(({ part }) => isDrawn(part, kinds))
        .map((span) => spanItem(span, scene, layout, ids)),
    });
  return rows;
}

function rowName({ firstLine, lastLine, title, set }: RoomRow): string {
  const lines = `${lastLine > firstLine ? 'lines' : 'line'} ${title}`;
  if (set === '' || set === '…') return lines;
  return `${lines}, ${set === 'all' ? 'all sets' : `${set.includes('–') ? 'sets' : 'set'} ${set}`}`;
}

/** Parts of folded columns are not drawn, and caches by set have rows of their own. */
function isDrawn(part: string, kinds: ReadonlyMap<string, PartKind>): boolean {
  const kind = kinds.get(part);
  return kind !== undefined && kind !== 'ways';
}

/** A device's words for a page give way to the bytes that it has read there. */
export function isCovered(
  page: RoomPage,
  part: string,
  kinds: ReadonlyMap<string, PartKind>,
): boolean {
  return (
    kinds.get(part) === 'cells' &&
    wholePage(page).rows.some((row) => row.cells.some((cell) => cell.part === part && !cell.absent))
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
export function markBox(mark: PageMark, page: RoomPage, box: PageBox, layout: RoomLayout): RowBox {
  const [first, last] = mark.lines ?? [0, Infinity];
  if (mark.lines === null) return { y: box.innerY, height: box.innerHeight };
  const rows = wholePage(page)
    .rows.filter(({ firstLine, lastLine }) => firstLine <= last && lastLine >= first)
    .flatMap((row) => layout.rows.get(row.key) ?? []);
  const [top, bottom] = [rows[0], rows.at(-1)];
  if (!top || !bottom) return { y: box.innerY, height: box.innerHeight };
  return { y: top.y, height: bottom.y + bottom.height - top.y };
}

/** A device's words take the whole column where its lists are empty. */
export function markPlace(mark: PageMark, scene: RoomScene, layout: RoomLayout): Span1 {
  const part = layout.parts.get(mark.part) ?? { x: 0, width: 0 };
  const column = scene.columns.find(({ key }) => key === mark.part);
  const start = column && layout.columns.get(column.key);
  if (mark.place.kind !== 'device' || !column || !start) return part;
  const parts = new Set(column.parts.map(({ key }) => key));
  if (wholeScene(scene).spans.some((span) => parts.has(span.part))) return part;
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
  const height = box.height - layout.rowGap;
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
    height: box.height - layout.rowGap,
    stacked: row.lastLine > row.firstLine,
    foldNote: cell.part === 'memory' ? row.foldNote : '',
    lineSize: scene.lineSize,
    set: /^\d+$/u.test(row.set) ? row.set : '',
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
