/** The room's main picture: bands, translations, lists and copies, as a grid that a keyboard can walk. */
import { select, type Selection as D3Selection } from 'd3-selection';
import { deviceRole } from '../../scene/roomContext.ts';
import type { Role, RoomPage, RoomRow, RoomScene } from '../../scene/roomTypes.ts';
import type { Group } from './drawCell.ts';
import type { GridItem, GridRow, Ids } from './gridItem.ts';
import { gridRows } from './gridRows.ts';
import { groundOf, type RoomLayout } from './layoutRoom.ts';
import { isNewLook, rememberLooks } from './look.ts';
import type { RoomExtras } from './roomExtras.ts';
import { boxPath } from './shapes.ts';
import { rowNumbers } from './window.ts';

export type Svg = D3Selection<SVGSVGElement, unknown, null, undefined>;

/** Draws bands, then everything that can be focused. */
export function drawBody(
  svg: Svg,
  scene: RoomScene,
  layout: RoomLayout,
  ids: Ids,
  extras: RoomExtras | null,
): void {
  drawBands(svg.select<SVGGElement>('g.bands'), scene, layout, ids);
  drawGrid(
    svg.select<SVGGElement>('g.grid'),
    gridRows(scene, layout, ids, extras),
    rowNumbers(scene),
  );
  extras?.drawDiffers(svg, scene, layout);
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
    if (!isNewLook(this, bandLook(page, layout))) return;
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

/** What of a page its band shows, and where. */
function bandLook(page: RoomPage, layout: RoomLayout): unknown {
  const rows = page.rows.map((row) => [row.owner, row.selected, layout.rows.get(row.key)]);
  return [page.owner, page.bandRoles, rows, layout.pages.get(page.key), layout.width];
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
      .attr('y', box.y - layout.rowGap / 2)
      .attr('height', box.height);
}

/** Whether a row's owner is not what the page's band says. */
export function isApart(page: RoomPage, row: RoomRow): boolean {
  const isMixed = page.owner.kind === 'parts' || page.owner.kind === 'contested';
  return isMixed && row.owner.kind !== 'devices';
}

/** The colour of one row's owner. */
export function rowRole({ owner }: RoomRow): Role {
  if (owner.kind === 'device') return deviceRole(owner.device);
  if (owner.kind === 'contested') return 'bad';
  return owner.kind === 'cpu' ? 'cpu' : 'none';
}

/** What is inside of items stays as it is where they only move. */
const isNewInside = rememberLooks();

/** `numbers`: of all rows, where only some of them are drawn. */
function drawGrid(
  group: Group,
  rows: readonly GridRow[],
  numbers: ReadonlyMap<string, number> | null,
): void {
  group.attr('aria-rowcount', numbers?.size ?? null);
  const groups = group
    .selectAll<SVGGElement, GridRow>('g.row')
    .data(rows, (row) => row.key)
    .join((enter) => enter.append('g').attr('class', 'row').attr('role', 'row'))
    .order();
  groups.each(function nameRow({ key, name }) {
    const number = numbers?.get(key);
    if (!isNewLook(this, [name, number])) return;
    this.setAttribute('aria-label', name);
    if (number === undefined) this.removeAttribute('aria-rowindex');
    else this.setAttribute('aria-rowindex', String(number));
  });
  const items = groups
    .selectAll<SVGGElement, GridItem>('g.item')
    .data(
      (row) => row.items,
      (item) => item.key,
    )
    .join((enter) => enter.append('g').attr('class', 'item').attr('role', 'gridcell'))
    .order();
  items.each(function drawItem(item) {
    const { key, name, selected, x, y, middle, look } = item;
    if (isNewLook(this, [key, name, selected, x, y, middle])) {
      this.setAttribute('transform', `translate(${x},${y})`);
      this.setAttribute('data-key', key);
      this.setAttribute('data-middle', String(middle));
      if (!this.hasAttribute('tabindex')) this.setAttribute('tabindex', '-1');
      this.setAttribute('aria-label', name);
      this.setAttribute('aria-selected', String(selected));
    }
    if (!isNewInside(this, look)) return;
    const own = select<SVGGElement, unknown>(this);
    own.selectAll('*').remove();
    item.draw(select(this));
  });
}
