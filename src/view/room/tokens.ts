/** The tokens of a step: pieces of lines along their rows, entries along their pages, messages over the heads. */
import type { RoomMove, RoomScene, RoomToken } from '../../scene/roomTypes.ts';
import { wholeTime, type Actor } from './actors.ts';
import { arcOf } from './drawHeads.ts';
import { boxOf, middleOf, mostArrows } from './drawMoves.ts';
import { drawToken, isQuestion } from './drawToken.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { textWidth } from './shapes.ts';
import type { Skeleton } from './skeleton.ts';
import { wayRect } from './wayArrows.ts';

/** Part of the duration by which the last of several tokens sets out after the first. */
const stagger = 0.3;
const narrowest = 28;
const widest = 130;

/** A piece of each line along its row, an entry along its page, or a message over the heads. */
export function tokensOf(
  parts: Skeleton,
  scene: RoomScene,
  move: RoomMove,
  layout: RoomLayout,
): readonly Actor[] {
  if (move.kind === 'note' || move.kind === 'owner') return [];
  const tokens = move.tokens.slice(0, mostArrows);
  const [from, to] = [move.from, move.to];
  if (from === null || to === null || tokens.length === 0)
    return tokenOverHeads(parts, move, layout);
  return tokens.flatMap((token, index) => {
    const ways = [from, to].flatMap((part) => placeOf(token.along, part, scene, layout) ?? []);
    const [start, end] = ways;
    if (!start || !end) return [];
    const width = tokenWidth(move, token, [start, end], layout);
    const node = drawToken(parts.body, token, move, width, layout);
    const begin = tokens.length === 1 ? 0 : (stagger * index) / (tokens.length - 1);
    const during = tokens.length === 1 ? wholeTime : ([begin, begin + 1 - stagger] as const);
    return node ? [{ node, frames: framesAlong(start, end), during, isOwn: true }] : [];
  });
}

interface Place {
  /** Middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Where a part shows what stands along a row or a page. */
function placeOf(along: string, part: string, scene: RoomScene, layout: RoomLayout): Place | null {
  const way = wayRect(scene, layout, along, part);
  if (way) return { x: way.x + way.width / 2, y: way.y + way.height / 2, width: way.width };
  const box = boxOf(part, layout);
  const y = middleOf(along, layout);
  return box && y !== null ? { x: box.x + box.width / 2, y, width: box.width } : null;
}

/** A piece of a line is about as wide as the line is where it is drawn; an entry as its letters. */
function tokenWidth(
  move: RoomMove,
  token: RoomToken,
  [start, end]: readonly [Place, Place],
  layout: RoomLayout,
): number {
  if (move.kind !== 'data' || isQuestion(token))
    return Math.max(26, textWidth(token.text, 12 * layout.type) + 12);
  const widths = [start.width, end.width].filter((width) => width >= narrowest);
  return Math.min(widest, ...(widths.length > 0 ? widths : [narrowest]));
}

/** Straight; what stays in its place goes out and comes back. */
function framesAlong(start: Place, end: Place): Keyframe[] {
  const at = ({ x, y }: Pick<Place, 'x' | 'y'>): Keyframe => ({
    transform: `translate(${x}px, ${y}px)`,
  });
  if (start.x !== end.x) return [at(start), at(end)];
  return [at(start), at({ x: start.x + start.width * 0.75, y: start.y }), at(end)];
}

/** From head to head; down into one where it comes from no other place, up from one where it goes to none. */
function tokenOverHeads({ heads }: Skeleton, move: RoomMove, layout: RoomLayout): readonly Actor[] {
  const arc = arcOf(move, layout);
  if (!arc || move.kind !== 'message') return [];
  const { from, to } = arc;
  const points = headPoints(from, to);
  const node = heads
    .select<SVGGElement>('g.arcs')
    .append('path')
    .attr('class', `token message role-${move.violation === '' ? 'here' : 'bad'}`)
    .attr(
      'd',
      from === null ? tips.down : to === null ? tips.up : from > to ? tips.left : tips.right,
    )
    .node();
  if (!node) return [];
  const frames = points.map(([x, y]) => ({ transform: `translate(${x}px, ${y}px)` }));
  return [{ node, frames, during: wholeTime, isOwn: true }];
}

/** Arrow heads, with their middle at the origin. */
const tips = {
  down: 'M-6,-5h12l-6,10Z',
  up: 'M-6,5h12l-6,-10Z',
  left: 'M5,-6v12l-10,-6Z',
  right: 'M-5,-6v12l10,-6Z',
} as const;

/** Along the top of the heads, as the arc of the still picture does. */
function headPoints(
  from: number | null,
  to: number | null,
): readonly (readonly [number, number])[] {
  const [top, middle, bottom] = [4, 13, 28];
  if (from !== null && to !== null)
    return [
      [from, bottom],
      [from, middle],
      [to, middle],
      [to, bottom],
    ];
  if (from !== null)
    return [
      [from, bottom],
      [from, top],
    ];
  return to === null
    ? []
    : [
        [to, top],
        [to, bottom],
      ];
}
