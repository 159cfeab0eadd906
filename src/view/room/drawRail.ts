/** The rail at the left, which stays while the picture scrolls: pages, their owners, line numbers. */
import { select } from 'd3-selection';
import type { Role, RoomPage, RoomRow, RoomScene } from '../../scene/roomTypes.ts';
import type { Selection } from '../../scene/selection.ts';
import { isApart, rowRole, type Svg } from './drawBody.ts';
import type { Group } from './drawCell.ts';
import type { PageBox } from './layoutPages.ts';
import { groundOf, type RoomLayout } from './layoutRoom.ts';
import { setMark } from './layoutSets.ts';
import { isNewLook } from './look.ts';
import { tallFrom } from './pinWords.ts';
import { fitText, textWidth } from './shapes.ts';

export interface RailActions {
  readonly select: (selection: Selection) => void;
  readonly fold: (key: string) => void;
}

const edgeWidth = 4;
const indent = 12;
const plainName = 12;
const plainSmall = 10.5;
const plainLine = 16;
const between = '  ·  ';
/** Height of the words of a page at most, with what is around them. */
const pinnedWords = 130;

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
      if (!isNewLook(this, railLook(scene, page, layout))) return;
      const group = select<SVGGElement, unknown>(this);
      group.selectAll('*').remove();
      if (!box) return;
      const own: Group = select(this);
      drawGround(own, page, box, layout);
      if (layout.narrow) drawHeading(own, scene, page, box, actions);
      else drawWords(pinned(own, box), page, box, layout, actions);
      for (const row of page.rows) drawNumber(own, row, layout, actions);
    });
}

/** What of a page the rail shows, and where. */
function railLook(scene: RoomScene, page: RoomPage, layout: RoomLayout): unknown {
  const { railWidth, wordsWidth, type, narrow } = layout;
  const { title, pfn, note, first, last, fold, owner, ownerWords, ownerDetail, bandRoles } = page;
  const rows = page.rows.map((row) => [
    row.title,
    row.fold,
    row.owner,
    row.selected,
    row.set,
    row.partner,
    layout.rows.get(row.key),
  ]);
  return [
    [title, pfn, note, first, last, fold, owner, ownerWords, ownerDetail, bandRoles, rows],
    [layout.pages.get(page.key), railWidth, wordsWidth, type, narrow],
    scene.buffers.map((buffer) => buffer.title),
  ];
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
  const rect = (className: string, x: number, y: number, width: number, height: number): void => {
    group
      .append('rect')
      .attr('class', className)
      .attr('x', x)
      .attr('y', y)
      .attr('width', width)
      .attr('height', height);
  };
  const width = layout.railWidth - edgeWidth + 0.5;
  rect(`ground role-${page.bandRoles[0] ?? 'none'}`, edgeWidth, box.y, width, box.height);
  const share = box.height / Math.max(1, page.bandRoles.length);
  page.bandRoles.forEach((role, index) =>
    rect(`edge role-${role}`, 0, box.y + index * share, edgeWidth, share),
  );
  for (const row of page.rows) {
    const at = groundOf(page, row, layout);
    if (!at || !isApart(page, row)) continue;
    rect(`ground role-${rowRole(row)}`, edgeWidth, at.y, width, at.height);
    rect(`edge role-${rowRole(row)}`, 0, at.y, edgeWidth, at.height);
  }
}

/** Words of a high page go along while it scrolls. */
function pinned(group: Group, { y, height }: PageBox): Group {
  if (height < tallFrom) return group;
  return group
    .append('g')
    .attr('class', 'pinned')
    .attr('data-start', y)
    .attr('data-height', height)
    .attr('data-words', pinnedWords);
}

function drawWords(
  group: Group,
  page: RoomPage,
  box: PageBox,
  layout: RoomLayout,
  actions: RailActions,
): void {
  const { wordsWidth: room, type } = layout;
  const [name, small, pitch] = [plainName * type, plainSmall * type, plainLine * type];
  let y = box.innerY + 8 * type;
  const line = (text: string, className: string, size: number): void => {
    if (text === '' || y > box.y + box.height - 6) return;
    group
      .append('text')
      .attr('class', className)
      .attr('x', indent)
      .attr('y', y)
      .attr('font-size', size)
      .text(text)
      .on('click', () => actions.select(page.selection));
    y += pitch;
  };
  line(page.title, 'page-title', name);
  ownerLine(group, page, { room, y, size: name }, actions);
  y += pitch;
  line(fitText(page.ownerDetail, room, small), 'owner-detail', small);
  line(fitText(page.note, room, small), 'page-note', small);
  if (page.fold !== null) {
    foldLine(group, page.fold, { isClosed: page.last > page.first, x: indent, y }, actions);
    y += pitch;
  }
  line(page.pfn === '' ? '' : `pfn ${page.pfn}`, 'pfn code', small);
}

/** On a phone: all words of a page in a line above its rows. */
function drawHeading(
  group: Group,
  scene: RoomScene,
  page: RoomPage,
  box: PageBox,
  actions: RailActions,
): void {
  const buffer = scene.buffers.length === 1 ? `${scene.buffers[0]?.title ?? ''} ` : '';
  const y = box.y + 17;
  const text = group
    .append('text')
    .attr('class', 'heading')
    .attr('x', 10)
    .attr('y', y)
    .attr('font-size', plainName)
    .on('click', () => actions.select(page.selection));
  const word = (words: string, className: string): void => {
    if (words !== '') text.append('tspan').attr('class', className).text(words);
  };
  const flag = page.owner.kind === 'contested' ? '⚑ ' : '';
  const names = `${flag}${page.ownerWords}`.split(/(?= [→+] )/u);
  word(`${buffer}${page.title}${between}`, 'page-title');
  names.forEach((name, index) => word(name, `owner role-${wordRole(page, index)}`));
  const note = page.note === '' ? '' : `${between}${page.note}`;
  word(page.ownerDetail === '' ? '' : `${between}${page.ownerDetail}`, 'owner-detail');
  word(note, 'page-note');
  const used = textWidth(
    `${buffer}${page.title}${between}${flag}${page.ownerWords}${between}${page.ownerDetail}${note}`,
    plainName,
  );
  if (page.fold !== null)
    foldLine(group, page.fold, { isClosed: page.last > page.first, x: 10 + used + 12, y }, actions);
}

/** Who owns, each name in its colour. */
function ownerLine(
  group: Group,
  page: RoomPage,
  { room, y, size }: { readonly room: number; readonly y: number; readonly size: number },
  actions: RailActions,
): void {
  const flag = page.owner.kind === 'contested' ? '⚑ ' : '';
  const words = fitText(`${flag}${page.ownerWords}`, room, size);
  const names = words.split(/(?= [→+] )/u);
  const text = group
    .append('text')
    .attr('class', 'owner')
    .attr('x', indent)
    .attr('y', y)
    .attr('font-size', size)
    .on('click', () => actions.select(page.selection));
  names.forEach((name, index) => {
    text
      .append('tspan')
      .attr('class', `role-${wordRole(page, index)}`)
      .text(name);
  });
}

function wordRole(page: RoomPage, index: number): Role {
  if (page.owner.kind === 'contested') return 'bad';
  return page.bandRoles[index] ?? page.bandRoles[0] ?? 'none';
}

function foldLine(
  group: Group,
  key: string,
  { isClosed, x, y }: { readonly isClosed: boolean; readonly x: number; readonly y: number },
  actions: RailActions,
): void {
  group
    .append('text')
    .attr('class', 'fold')
    .attr('x', x)
    .attr('y', y)
    .attr('font-size', plainSmall)
    .text(isClosed ? '▸ open' : '▾ fold')
    .on('click', () => actions.fold(key));
}

const leastNumberPitch = 11;

/** Of thin rows only some have their numbers. */
function isNumbered(row: RoomRow, { cellHeight, rowGap }: RoomLayout): boolean {
  const pitch = cellHeight + rowGap;
  if (pitch >= leastNumberPitch || row.lastLine > row.firstLine) return true;
  return row.firstLine % 2 ** Math.ceil(Math.log2(leastNumberPitch / pitch)) === 0;
}

function drawNumber(group: Group, row: RoomRow, layout: RoomLayout, actions: RailActions): void {
  const box = layout.rows.get(row.key);
  if (!box || !isNumbered(row, layout)) return;
  const { fold } = row;
  const number = group
    .append('text')
    .attr(
      'class',
      `line-number code${row.selected ? ' is-chosen' : ''}${fold === null ? '' : ' fold'}`,
    )
    .attr('x', layout.railWidth - (layout.narrow ? 4 : 6))
    .attr('y', box.y + (box.height - layout.rowGap) / 2)
    .attr('font-size', plainSmall * layout.type)
    .text(fold === null ? row.title : `▸${row.title}`)
    .on('click', () => {
      if (fold === null)
        actions.select({ kind: 'line', buffer: row.buffer, line: row.firstLine, place: null });
      else actions.fold(fold);
    });
  if (row.set === '') return;
  number
    .append('tspan')
    .attr('class', `row-set${row.partner ? ' is-chosen' : ''}`)
    .attr('data-set', /^\d+$/u.test(row.set) ? row.set : null)
    .text(setMark(row));
}
