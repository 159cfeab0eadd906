/** The current step in the picture itself: arrows along the rows, and the tokens that run along them. */
import { select } from 'd3-selection';
import type { RoomMove, RoomScene } from '../../scene/roomTypes.ts';
import type { Svg } from './drawBody.ts';
import type { Group } from './drawCell.ts';
import { arcOf } from './drawHeads.ts';
import type { Span1 } from './layoutColumns.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { textWidth } from './shapes.ts';

const mostArrows = 8;

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
  for (const move of scene.moves)
    for (const arrow of arrowsOf(move, layout)) drawArrow(group, move, arrow, scene, layout);
}

function arrowsOf(move: RoomMove, layout: RoomLayout): readonly Arrow[] {
  const from = boxOf(move.from, layout);
  const to = boxOf(move.to, layout);
  if (!from || !to || from.x === to.x) return [];
  const rows = move.rows.slice(0, mostArrows).flatMap((key) => {
    const row = layout.rows.get(key);
    return row ? [{ key, from, to, y: row.y + (row.height - 4) / 2 }] : [];
  });
  if (rows.length > 0) return rows;
  return move.pages.slice(0, mostArrows).flatMap((key) => {
    const page = layout.pages.get(key);
    return page
      ? [{ key, from, to, y: page.innerY + Math.round(page.innerHeight / 44) * 22 - 2 }]
      : [];
  });
}

function boxOf(key: string | null, layout: RoomLayout): Span1 | null {
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
    .filter(({ kind }) => kind === 'cells' || kind === 'box')
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

/** Runs tokens along the arrows of a scene: the animations under way. */
export function runTokens(
  body: Svg,
  heads: Svg,
  scene: RoomScene,
  layout: RoomLayout,
  durationMs: number,
): readonly Animation[] {
  return scene.moves.flatMap((move) => [
    ...arrowsOf(move, layout).flatMap((arrow) => runAlong(body, move, arrow, durationMs)),
    ...(move.kind === 'message' ? runOverHeads(heads, move, layout, durationMs) : []),
  ]);
}

function runAlong(
  svg: Svg,
  move: RoomMove,
  arrow: Arrow,
  durationMs: number,
): readonly Animation[] {
  const label = move.value.slice(0, 3);
  const width = Math.max(18, textWidth(label, 12) + 10);
  const token = svg
    .select<SVGGElement>('g.tokens')
    .append('g')
    .attr('class', `token role-${move.role}`);
  token
    .append('rect')
    .attr('x', -width / 2)
    .attr('y', -9)
    .attr('width', width)
    .attr('height', 18)
    .attr('rx', 4);
  token.append('text').attr('font-size', 12).text(label);
  const middle = (box: Span1): number => box.x + box.width / 2;
  const node = token.node();
  if (!node) return [];
  return [
    animate(node, durationMs, [
      { x: middle(arrow.from), y: arrow.y },
      { x: middle(arrow.to), y: arrow.y },
    ]),
  ];
}

function runOverHeads(
  svg: Svg,
  move: RoomMove,
  layout: RoomLayout,
  durationMs: number,
): readonly Animation[] {
  const arc = arcOf(move, layout);
  if (!arc || arc.from === null || arc.to === null) return [];
  const token = svg.select<SVGGElement>('g.arcs').append('g').attr('class', 'token dot role-here');
  token.append('circle').attr('r', 5);
  const node = token.node();
  if (!node) return [];
  return [
    animate(node, durationMs, [
      { x: arc.from, y: 28 },
      { x: arc.from, y: 14 },
      { x: arc.to, y: 14 },
      { x: arc.to, y: 28 },
    ]),
  ];
}

function animate(
  node: SVGGElement,
  durationMs: number,
  points: readonly { readonly x: number; readonly y: number }[],
): Animation {
  const animation = node.animate(
    points.map(({ x, y }) => ({ transform: `translate(${x}px, ${y}px)` })),
    { duration: durationMs, easing: 'cubic-bezier(0.3, 0, 0.2, 1)', fill: 'both' },
  );
  const remove = (): void => {
    select(node).remove();
  };
  animation.addEventListener('finish', remove);
  animation.addEventListener('cancel', remove);
  return animation;
}
