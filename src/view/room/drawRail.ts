/** The rail at the left, which stays while the picture scrolls: pages, their owners, line numbers. */
import { select } from 'd3-selection';
import type { RoomPage, RoomRow, RoomScene } from '../../scene/roomTypes.ts';
import type { Selection } from '../../scene/selection.ts';
import { rowRole, type Svg } from './drawBody.ts';
import type { Group } from './drawCell.ts';
import type { PageBox, RoomLayout } from './layoutRoom.ts';
import { boxPath, codeWidth, fitText, textWidth } from './shapes.ts';

export interface RailActions {
  readonly select: (selection: Selection) => void;
  readonly fold: (key: string) => void;
}

const edgeWidth = 4;
const indent = 12;
const nameSize = 12;
const smallSize = 10.5;

export function drawRail(
  svg: Svg,
  scene: RoomScene,
  layout: RoomLayout,
  actions: RailActions,
): void {
  drawBufferTitles(svg, scene, layout);
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  svg
    .selectAll<SVGGElement, RoomPage>('g.rail-page')
    .data(pages, (page) => page.key)
    .join('g')
    .attr('class', 'rail-page')
    .order()
    .each(function drawPage(page) {
      const box = layout.pages.get(page.key);
      const group = select<SVGGElement, unknown>(this);
      group.selectAll('*').remove();
      if (!box) return;
      const own: Group = select(this);
      drawGround(own, page, box, layout);
      drawWords(own, page, box, layout, actions);
      for (const row of page.rows) drawNumber(own, row, layout, actions);
    });
}

function drawBufferTitles(svg: Svg, scene: RoomScene, layout: RoomLayout): void {
  const titles = scene.buffers.length > 1 ? scene.buffers : [];
  svg
    .selectAll<SVGTextElement, (typeof titles)[number]>('text.buffer-title')
    .data(titles, (buffer) => buffer.key)
    .join('text')
    .attr('class', 'buffer-title')
    .attr('x', indent)
    .attr('y', (buffer) => (layout.buffers.get(buffer.key) ?? 0) + 17)
    .attr('font-size', 13)
    .text((buffer) => fitText(buffer.title, layout.railWidth - indent, 13));
}

function drawGround(group: Group, page: RoomPage, box: PageBox, layout: RoomLayout): void {
  const role = page.bandRoles[0] ?? 'none';
  group
    .append('path')
    .attr('class', `ground role-${role}`)
    .attr('d', boxPath(edgeWidth, box.y, layout.railWidth - edgeWidth + 0.5, box.height, 0, 0));
  if (page.owner.kind === 'parts') {
    for (const row of page.rows) {
      const at = layout.rows.get(row.key);
      if (at)
        group
          .append('rect')
          .attr('class', `edge role-${rowRole(row)}`)
          .attr('x', 0)
          .attr('y', at.y - 2)
          .attr('width', edgeWidth)
          .attr('height', at.height);
    }
    return;
  }
  const share = box.height / Math.max(1, page.bandRoles.length);
  page.bandRoles.forEach((edgeRole, index) => {
    group
      .append('path')
      .attr('class', `edge role-${edgeRole}${page.owner.kind === 'contested' ? ' contested' : ''}`)
      .attr('d', boxPath(0, box.y + index * share, edgeWidth, share, 2, 0));
  });
}

function drawWords(
  group: Group,
  page: RoomPage,
  box: PageBox,
  layout: RoomLayout,
  actions: RailActions,
): void {
  const room = layout.railWidth - indent - 4;
  let y = box.innerY + 8;
  const line = (text: string, className: string, size: number): void => {
    if (text === '') return;
    group
      .append('text')
      .attr('class', className)
      .attr('x', indent)
      .attr('y', y)
      .attr('font-size', size)
      .text(text)
      .on('click', () => actions.select(page.selection));
    y += 16;
  };
  const titleWidth = textWidth(page.title, nameSize) + 8;
  const besideTitle = titleWidth + codeWidth(page.pfn, smallSize) <= room - 20;
  if (besideTitle && page.pfn !== '')
    group
      .append('text')
      .attr('class', 'pfn code')
      .attr('x', indent + titleWidth)
      .attr('y', y)
      .attr('font-size', smallSize)
      .text(page.pfn);
  line(page.title, 'page-title', nameSize);
  if (!besideTitle) line(page.pfn, 'pfn code', smallSize);
  ownerLine(group, page, room - 14, y, actions);
  y += 16;
  line(fitText(page.ownerDetail, room - 14, smallSize), 'owner-detail', smallSize);
  if (page.fold !== null) foldLine(group, page.fold, page.last > page.first, y, actions);
}

/** Who owns, each name in its colour. */
function ownerLine(
  group: Group,
  page: RoomPage,
  room: number,
  y: number,
  actions: RailActions,
): void {
  const words = fitText(
    `${page.owner.kind === 'contested' ? '⚑ ' : ''}${page.ownerWords}`,
    room,
    nameSize,
  );
  const names = words.split(/(?= [→+] )/u);
  const text = group
    .append('text')
    .attr('class', 'owner')
    .attr('x', indent)
    .attr('y', y)
    .attr('font-size', nameSize)
    .on('click', () => actions.select(page.selection));
  names.forEach((name, index) => {
    text
      .append('tspan')
      .attr('class', `role-${page.bandRoles[index] ?? page.bandRoles[0] ?? 'none'}`)
      .text(name);
  });
}

function foldLine(
  group: Group,
  key: string,
  isClosed: boolean,
  y: number,
  actions: RailActions,
): void {
  group
    .append('text')
    .attr('class', 'fold')
    .attr('x', indent)
    .attr('y', y)
    .attr('font-size', smallSize)
    .text(isClosed ? '▸ open' : '▾ fold')
    .on('click', () => actions.fold(key));
}

function drawNumber(group: Group, row: RoomRow, layout: RoomLayout, actions: RailActions): void {
  const box = layout.rows.get(row.key);
  if (!box) return;
  const { fold } = row;
  group
    .append('text')
    .attr('class', `line-number code${row.selected ? ' is-chosen' : ''}${fold === null ? '' : ' fold'}`)
    .attr('x', layout.railWidth - 6)
    .attr('y', box.y + (box.height - 4) / 2)
    .attr('font-size', smallSize)
    .text(fold === null ? row.title : `▸${row.title}`)
    .on('click', () => {
      if (fold === null)
        actions.select({ kind: 'line', buffer: row.buffer, line: row.firstLine, place: null });
      else actions.fold(fold);
    });
}
