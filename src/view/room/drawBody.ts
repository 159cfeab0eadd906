/** The room's main picture: bands, translations, lists and copies, as a grid that a keyboard can walk. */
import { select, type Selection as D3Selection } from 'd3-selection';
import type {
  PageMark,
  PartKind,
  Role,
  RoomCell,
  RoomPage,
  RoomRow,
  RoomScene,
  RoomSpan,
} from '../../scene/roomTypes.ts';
import type { Selection } from '../../scene/selection.ts';
import { drawCell, type CellBox, type Group } from './drawCell.ts';
import { drawMark, drawSpan } from './drawMark.ts';
import { groundOf, type PageBox, type RoomLayout, type RowBox } from './layoutRoom.ts';
import { boxPath } from './shapes.ts';

export type Svg = D3Selection<SVGSVGElement, unknown, null, undefined>;

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

/** Draws bands, then everything that can be focused. `hold`: keys of items to leave as they are for now. */
export function drawBody(
  svg: Svg,
  scene: RoomScene,
  layout: RoomLayout,
  ids: Ids,
  hold: ReadonlySet<string>,
): void {
  drawBands(svg.select<SVGGElement>('g.bands'), scene, layout, ids);
  drawGrid(svg.select<SVGGElement>('g.grid'), gridRows(scene, layout, ids), hold);
}

function drawBands(group: Group, scene: RoomScene, layout: RoomLayout, ids: Ids): void {
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  const bands = group
    .selectAll<SVGGElement, RoomPage>('g.band')
    .data(pages, (page) => page.key)
    .join('g')
    .attr('class', 'band')
    .order();
  bands.each(function drawBand(page) {
    const box = layout.pages.get(page.key);
    const band = select(this);
    band.selectAll('*').remove();
    if (!box) return;
    const [first, second] = page.bandRoles;
    if (first !== undefined && second !== undefined)
      drawGradient(band, ids.band(page.key), page.bandRoles, page.owner.kind !== 'handingOver');
    const path = boxPath(0, box.y, layout.width, box.height, 0, 8);
    band
      .append('path')
      .attr('class', second === undefined ? `ground role-${first ?? 'none'}` : 'blend')
      .attr('d', path)
      .attr('fill', second === undefined ? null : `url(#${ids.band(page.key)})`);
    for (const row of page.rows) drawRowGround(band, page, row, layout);
  });
}

/** A page with several owners blends from one to the next, in steps where they own it together. */
function drawGradient(band: Group, id: string, roles: readonly Role[], stepped: boolean): void {
  const gradient = band.append('linearGradient').attr('id', id);
  roles.forEach((role, index) => {
    const [from, to] = stepped
      ? [index / roles.length, (index + 1) / roles.length]
      : [index === 0 ? 0.35 : 0.9, index === 0 ? 0.35 : 0.9];
    for (const offset of new Set([from, to]))
      gradient.append('stop').attr('class', `role-${role}`).attr('offset', offset.toFixed(2));
  });
}

function drawRowGround(band: Group, page: RoomPage, row: RoomRow, layout: RoomLayout): void {
  const ground = groundOf(page, row, layout);
  const box = layout.rows.get(row.key);
  if (ground && isApart(page, row))
    band
      .append('rect')
      .attr('class', `ground role-${rowRole(row)}`)
      .attr('width', layout.width)
      .attr('y', ground.y)
      .attr('height', ground.height);
  if (box && row.selected)
    band
      .append('rect')
      .attr('class', 'row-chosen')
      .attr('width', layout.width)
      .attr('y', box.y - 2)
      .attr('height', box.height);
}

/** Whether a row's owner is not what the page's band says. */
export function isApart(page: RoomPage, row: RoomRow): boolean {
  const isMixed = page.owner.kind === 'parts' || page.owner.kind === 'contested';
  return isMixed && row.owner.kind !== 'devices';
}

/** The colour of one row's owner. */
export function rowRole({ owner }: RoomRow): Role {
  if (owner.kind === 'device')
    return owner.device % 3 === 0 ? 'dev0' : owner.device % 3 === 1 ? 'dev1' : 'dev2';
  if (owner.kind === 'contested') return 'bad';
  return owner.kind === 'cpu' ? 'cpu' : 'none';
}

function gridRows(scene: RoomScene, layout: RoomLayout, ids: Ids): readonly GridRow[] {
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

function markItem(
  mark: PageMark,
  kind: PartKind,
  box: RowBox,
  layout: RoomLayout,
  ids: Ids,
): GridItem {
  const part = layout.parts.get(mark.part) ?? { x: 0, width: 0 };
  const height = box.height - 4;
  const size = { width: part.width, height, hatch: ids.hatch };
  return {
    key: mark.key,
    name: mark.name,
    selection: mark.selection,
    selected: mark.selected,
    x: part.x,
    y: box.y,
    middle: part.x + part.width / 2,
    look: JSON.stringify([mark, size]),
    draw: (group) => drawMark(group, mark, kind, size),
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
  const size = { width: part.width, height, hatch: ids.hatch };
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

function drawGrid(group: Group, rows: readonly GridRow[], hold: ReadonlySet<string>): void {
  const groups = group
    .selectAll<SVGGElement, GridRow>('g.row')
    .data(rows, (row) => row.key)
    .join('g')
    .attr('class', 'row')
    .attr('role', 'row')
    .attr('aria-label', (row) => row.name)
    .order();
  const items = groups
    .selectAll<SVGGElement, GridItem>('g.item')
    .data(
      (row) => row.items,
      (item) => item.key,
    )
    .join('g')
    .attr('class', 'item')
    .attr('role', 'gridcell')
    .order();
  items.each(function drawItem(item) {
    if (hold.has(item.key)) return;
    this.setAttribute('transform', `translate(${item.x},${item.y})`);
    this.setAttribute('data-key', item.key);
    this.setAttribute('data-middle', String(item.middle));
    if (!this.hasAttribute('tabindex')) this.setAttribute('tabindex', '-1');
    this.setAttribute('aria-label', item.name);
    this.setAttribute('aria-selected', String(item.selected));
    if (looks.get(this) === item.look) return;
    looks.set(this, item.look);
    const own = select<SVGGElement, unknown>(this);
    own.selectAll('*').remove();
    item.draw(select(this));
  });
}

const looks = new WeakMap<Element, string>();
