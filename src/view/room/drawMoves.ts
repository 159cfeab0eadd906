/** The current step in the still picture: arrows along the rows, from where it leaves to where it lands. */
import type { RoomMove, RoomScene } from '../../scene/roomTypes.ts';
import type { Svg } from './drawBody.ts';
import type { Group } from './drawCell.ts';
import type { Span1 } from './layoutColumns.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { wayArrow, wayPlace } from './wayArrows.ts';

/** Rows or pages along which one step is drawn. */
export const mostArrows = 8;
/** Arrows that run to the ways of a cache, and not only to its side. */
const mostToWays = 3;

interface Arrow {
  readonly key: string;
  readonly from: Span1;
  readonly to: Span1;
  readonly y: number;
}

/** Arrows along the rows, in the gaps between columns and over what is narrow. */
export function drawMoves(svg: Svg, scene: RoomScene, layout: RoomLayout): void {
  const group: Group = svg.select('g.moves');
  group.selectAll('*').remove();
  for (const move of scene.moves) {
    const arrows = arrowsOf(move, layout);
    // More would hide the ways; the rings tell which they are.
    const isFew = arrows.length <= mostToWays;
    for (const arrow of arrows)
      if (!isFew || !drawToWay(group, move, arrow, scene, layout))
        drawArrow(group, move, arrow, scene, layout);
  }
}

/** An arrow from or to a way of a cache that is shown by set; false where neither end is one. */
function drawToWay(
  group: Group,
  move: RoomMove,
  { key, from, to, y }: Arrow,
  scene: RoomScene,
  layout: RoomLayout,
): boolean {
  const ways = [move.from, move.to].map((part) => wayPlace(scene, layout, key, part));
  const [leaves, lands] = ways;
  if (!leaves && !lands) return false;
  const isRight = from.x < to.x;
  const arrow = wayArrow(
    leaves ?? { edge: isRight ? from.x + from.width : from.x, y },
    lands ?? { edge: isRight ? to.x : to.x + to.width, y },
  );
  const kind = move.violation === '' ? 'here' : 'bad';
  const shaft = shaftPath(arrow.from, arrow.to, arrow.y, wideParts(scene, layout));
  group
    .append('path')
    .attr('class', `arrow role-${kind}`)
    .attr('d', `${arrow.start}${shaft}${arrow.end}`);
  group.append('path').attr('class', `arrow-head role-${kind}`).attr('d', arrow.head);
  return true;
}

function arrowsOf(move: RoomMove, layout: RoomLayout): readonly Arrow[] {
  const from = boxOf(move.from, layout);
  const to = boxOf(move.to, layout);
  if (!from || !to || from.x === to.x) return [];
  const along = move.rows.length > 0 ? move.rows : move.pages;
  return along.slice(0, mostArrows).flatMap((key) => {
    const y = middleOf(key, layout);
    return y === null ? [] : [{ key, from, to, y }];
  });
}

/** Where along a row or a page something runs. */
export function middleOf(key: string, layout: RoomLayout): number | null {
  const row = layout.rows.get(key);
  if (row) return row.y + (row.height - layout.rowGap) / 2;
  const page = layout.pages.get(key);
  return page ? page.innerY + Math.round(page.innerHeight / 44) * 22 - 2 : null;
}

/** Where a part is, or the beginning of a column. */
export function boxOf(key: string | null, layout: RoomLayout): Span1 | null {
  if (key === null) return null;
  const part = layout.parts.get(key);
  if (part) return part;
  const column = layout.columns.get(key);
  return column ? { x: column.x, width: 0 } : null;
}

function drawArrow(
  group: Group,
  move: RoomMove,
  { from, to, y }: Arrow,
  scene: RoomScene,
  layout: RoomLayout,
): void {
  const isRight = from.x < to.x;
  const start = isRight ? from.x + from.width : from.x;
  const end = isRight ? to.x : to.x + to.width;
  const back = isRight ? -1 : 1;
  const kind = move.violation === '' ? 'here' : 'bad';
  group
    .append('path')
    .attr('class', `arrow role-${kind}`)
    .attr('d', shaftPath(start, end + back * 7, y, wideParts(scene, layout)));
  group
    .append('path')
    .attr('class', `arrow-head role-${kind}`)
    .attr('d', `M${end + back * 1.5},${y}l${back * 7},-4.5v9Z`);
}

/** Parts with copies or words, which an arrow does not cross. */
function wideParts({ columns }: RoomScene, layout: RoomLayout): readonly Span1[] {
  return columns
    .flatMap((column) => column.parts)
    .filter(({ kind }) => kind === 'cells' || kind === 'box' || kind === 'ways')
    .flatMap(({ key }) => layout.parts.get(key) ?? [])
    .toSorted((a, b) => a.x - b.x);
}

function shaftPath(start: number, end: number, y: number, around: readonly Span1[]): string {
  const [left, right] = [Math.min(start, end), Math.max(start, end)];
  let path = '';
  let x = left;
  for (const part of around) {
    if (part.x <= left - 1 || part.x + part.width >= right + 1) continue;
    path += `M${x},${y}H${part.x}`;
    x = part.x + part.width;
  }
  return `${path}M${x},${y}H${right}`;
}
