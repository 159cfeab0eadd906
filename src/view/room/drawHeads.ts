/** The heads of the columns, which stay while the picture scrolls, and over them the step that is happening. */
import { select } from 'd3-selection';
import type { RoomColumn, RoomMove, RoomScene } from '../../scene/roomTypes.ts';
import type { Svg } from './drawBody.ts';
import type { Group } from './drawCell.ts';
import { drawFoldedHead, makeFoldButton, setHeadStop } from './drawFolds.ts';
import type { Span1 } from './layoutColumns.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { isNewLook } from './look.ts';
import { fitText, textWidth } from './shapes.ts';

const pillSize = 11;
const pillHeight = 19;
const arcBottom = 30;
const pillMiddle = 12;

/** `onFold`: what to do when a head is chosen, with the key of its column; null: heads are words only. */
export function drawHeads(
  svg: Svg,
  scene: RoomScene,
  layout: RoomLayout,
  onFold: ((key: string) => void) | null,
): void {
  svg
    .select<SVGGElement>('g.heads')
    .selectAll<SVGGElement, RoomColumn>('g.head')
    .data(scene.columns, (column) => column.key)
    .join('g')
    .attr('class', 'head')
    .order()
    .each(function drawHead(column) {
      const box = layout.columns.get(column.key);
      const { title, subtitle, role, folded } = column;
      const room = box && roomFor(box, layout);
      if (!isNewLook(this, [title, subtitle, role, folded, box, room, layout.slim])) return;
      const group = select<SVGGElement, unknown>(this);
      group.selectAll('*').remove();
      if (!box || !room) return;
      if (folded) drawFoldedHead(select(this), box);
      else drawTitles(select(this), column, box, room, layout.slim);
      if (onFold)
        makeFoldButton(select(this), column, { x: box.x, width: Math.max(...room) }, onFold);
    });
  if (onFold) setHeadStop(svg.selectAll<SVGGElement, RoomColumn>('g.head').nodes(), null);
  const arcs: Group = svg.select('g.arcs');
  arcs.selectAll('*').remove();
  for (const move of scene.moves) drawArc(arcs, move, layout);
}

/** Pixels for the words of a head: they may stand out into the gap, but not up to the next column. */
function roomFor(box: Span1, { columns, slim }: RoomLayout): readonly [number, number] {
  const next = Math.min(...[...columns.values()].map(({ x }) => (x > box.x ? x : Infinity)));
  const most = next - box.x - 4;
  const [title, subtitle] = slim ? [8, 4] : [18, 14];
  return [Math.min(most, box.width + title), Math.min(most, box.width + subtitle)];
}

function drawTitles(
  group: Group,
  column: RoomColumn,
  box: Span1,
  [title, subtitle]: readonly [number, number],
  slim: boolean,
): void {
  const words = fitText(column.subtitle, subtitle, 11);
  const size = textWidth(column.title, 14) <= title ? 14 : 12;
  group
    .append('text')
    .attr('class', `head-title role-${column.role}`)
    .attr('x', box.x)
    .attr('y', 44)
    .attr('font-size', size)
    .text(fitText(column.title, title, size));
  group
    .append('text')
    .attr('class', 'head-subtitle')
    .attr('x', box.x)
    .attr('y', 60)
    .attr('font-size', 11)
    .text(slim ? slimSubtitle(column, subtitle) : words);
}

/** All of the words or none; of a device's slots, its name. */
function slimSubtitle({ kind, subtitle }: RoomColumn, room: number): string {
  const words = [subtitle, kind === 'slots' ? (subtitle.split(' ').at(-1) ?? '') : ''];
  return words.find((each) => textWidth(each, 11) <= room) ?? '';
}

/** Points of the arc in the heads: where it leaves, where its pill is, where it arrives. */
export interface Arc {
  readonly from: number | null;
  readonly pill: number;
  readonly to: number | null;
  readonly pillWidth: number;
  readonly text: string;
}

/** Null where neither end is in the picture. */
export function arcOf(move: RoomMove, layout: RoomLayout): Arc | null {
  const from = centerOf(move.from, layout);
  const to = centerOf(move.to, layout);
  if (from === null && to === null) return null;
  const said = move.violation === '' ? move.label : `${move.label} · ${move.violation}`;
  const text = fitText(said, layout.width - 30, pillSize);
  const pillWidth = Math.round(
    textWidth(text, pillSize) * 1.06 + 18 + (move.violation === '' ? 0 : 14),
  );
  const middle = ((from ?? to ?? 0) + (to ?? from ?? 0)) / 2;
  const half = pillWidth / 2;
  const pill = Math.min(Math.max(middle, half + 2), Math.max(half + 2, layout.width - half - 2));
  return { from, to, pill: Math.round(pill), pillWidth, text };
}

/** Middle of a part, or of the title of a column. */
function centerOf(key: string | null, layout: RoomLayout): number | null {
  if (key === null) return null;
  const part = layout.parts.get(key);
  if (part) return Math.round(part.x + part.width / 2);
  const column = layout.columns.get(key);
  return column ? Math.round(column.x + 22) : null;
}

function drawArc(group: Group, move: RoomMove, layout: RoomLayout): void {
  const arc = arcOf(move, layout);
  if (!arc) return;
  const kind = move.violation === '' ? 'here' : 'bad';
  const arcGroup = group.append('g').attr('class', `arc role-${kind}`).attr('data-move', move.key);
  if (arc.from !== null) {
    arcGroup
      .append('path')
      .attr('class', 'arc-line')
      .attr('d', legPath(arc.from, arc, false));
    arcGroup
      .append('circle')
      .attr('class', 'arc-head')
      .attr('cx', arc.from)
      .attr('cy', arcBottom - 2)
      .attr('r', 2.5);
  }
  if (arc.to !== null) {
    arcGroup
      .append('path')
      .attr('class', 'arc-line')
      .attr('d', legPath(arc.to, arc, true));
    arcGroup
      .append('path')
      .attr('class', 'arc-head')
      .attr('d', `M${arc.to - 4},${arcBottom - 6}h8l-4,6Z`);
  }
  arcGroup
    .append('rect')
    .attr('class', 'pill')
    .attr('x', arc.pill - arc.pillWidth / 2)
    .attr('y', pillMiddle - pillHeight / 2)
    .attr('width', arc.pillWidth)
    .attr('height', pillHeight)
    .attr('rx', pillHeight / 2);
  arcGroup
    .append('text')
    .attr('class', 'pill-text')
    .attr('x', arc.pill)
    .attr('y', pillMiddle)
    .attr('font-size', pillSize)
    .text(move.violation === '' ? arc.text : `⚑ ${arc.text}`);
}

/** From the pill's side along the top and down to a column. */
function legPath(x: number, arc: Arc, hasHead: boolean): string {
  const end = arcBottom - (hasHead ? 6 : 2);
  const half = arc.pillWidth / 2;
  if (x > arc.pill - half - 6 && x < arc.pill + half + 6) return `M${x},${pillMiddle}V${end}`;
  const start = x < arc.pill ? arc.pill - half : arc.pill + half;
  const bend = Math.min(10, Math.abs(start - x));
  const side = x < start ? 1 : -1;
  return `M${start},${pillMiddle}H${x + side * bend}Q${x},${pillMiddle} ${x},${pillMiddle + 8}V${end}`;
}
