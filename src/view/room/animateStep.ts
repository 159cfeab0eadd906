/**
 * The animations of one step: tokens along the rows and over the heads, items that go or come, bands that
 * pass to another owner. Only `transform` and `opacity` are animated, so that no frame lays out the page;
 * what is drawn for it is taken away when it is over or stopped.
 */
import { select } from 'd3-selection';
import type { RoomMove, RoomScene, RoomToken } from '../../scene/roomTypes.ts';
import type { StepMotion, Sweep } from '../../scene/stepMotion.ts';
import { arcOf } from './drawHeads.ts';
import { boxOf, middleOf, mostArrows } from './drawMoves.ts';
import { drawToken, isQuestion } from './drawToken.ts';
import type { GridItem } from './gridItem.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { textWidth } from './shapes.ts';
import type { Skeleton } from './skeleton.ts';

export interface Pace {
  readonly durationMs: number;
  /** `reverse`: the step is undone. */
  readonly direction: 'normal' | 'reverse';
}

export interface Moving {
  /** Resolves when all has arrived; rejects when it is stopped before. */
  readonly done: Promise<unknown>;
  /** Ends it and takes away what was drawn for it. */
  readonly stop: () => void;
}

/** Something that moves, with how it does. */
interface Actor {
  readonly node: Element;
  readonly frames: Keyframe[];
  /** Parts of the duration at which it sets out and arrives. */
  readonly during: readonly [number, number];
  /** Whether it was drawn for the step alone. */
  readonly isOwn: boolean;
}

const wholeTime = [0, 1] as const;
/** Part of the duration by which the last of several tokens sets out after the first. */
const stagger = 0.3;
const easing = 'cubic-bezier(0.3, 0, 0.2, 1)';
const narrowest = 28;
const widest = 130;
/** Of more the rest comes and goes at once. */
const mostItems = 40;

/** Starts a step whose stage is drawn; null where nothing in the picture moves. */
export function animateStep(
  parts: Skeleton,
  { stage, leaving, coming, sweeps }: StepMotion,
  layout: RoomLayout,
  pace: Pace,
): Moving | null {
  if (stage.moves.length === 0) return null;
  const items = itemsOf(parts);
  const present = (key: string): readonly SVGGElement[] => items.get(key) ?? [];
  const actors = [
    ...sweeps.slice(0, mostArrows).flatMap((sweep) => sweepOver(parts, sweep, layout)),
    ...leaving
      .slice(0, mostItems)
      .flatMap(present)
      .flatMap((item) => leave(parts, item)),
    ...coming.slice(0, mostItems).flatMap(present).map(come),
    ...stage.moves.flatMap((move) => tokensOf(parts, stage, move, layout, items)),
  ];
  if (actors.length === 0) return null;
  const animations = actors.map((actor) => start(actor, pace));
  return {
    done: Promise.all(animations.map(({ finished }) => finished)),
    stop: () => {
      for (const animation of animations) animation.cancel();
      for (const { node, isOwn } of actors) if (isOwn) node.remove();
    },
  };
}

function start({ node, frames, during: [begin, end] }: Actor, pace: Pace): Animation {
  const { durationMs, direction } = pace;
  return node.animate(frames, {
    duration: (end - begin) * durationMs,
    // Undone, the last to arrive is the first to go back.
    delay: (direction === 'normal' ? begin : 1 - end) * durationMs,
    direction,
    easing,
    fill: 'both',
  });
}

type Items = ReadonlyMap<string, readonly SVGGElement[]>;

/** What is drawn in the grid, by key. */
function itemsOf({ grid }: Skeleton): Items {
  const items = new Map<string, readonly SVGGElement[]>();
  grid.selectAll<SVGGElement, GridItem>('g.item').each(function note({ key }) {
    items.set(key, [this]);
  });
  return items;
}

function come(node: Element): Actor {
  return { node, frames: [{ opacity: 0 }, { opacity: 1 }], during: wholeTime, isOwn: false };
}

/** It is struck out and fades. */
function leave({ body }: Skeleton, node: SVGGElement): readonly Actor[] {
  const { x, y, middle } = select<SVGGElement, GridItem>(node).datum();
  const width = 2 * (middle - x);
  const height = Number(node.querySelector('rect')?.getAttribute('height') ?? 0);
  const inset = Math.min(6, width / 4);
  const strike = body
    .select<SVGGElement>('g.tokens')
    .append('path')
    .attr('class', 'strike')
    .attr('d', `M0,0H${width - 2 * inset}`)
    .node();
  const at = `translate(${x + inset}px, ${y + height / 2}px)`;
  const fade: Actor = {
    node,
    frames: [{ opacity: 1 }, { opacity: 1, offset: 0.4 }, { opacity: 0 }],
    during: wholeTime,
    isOwn: false,
  };
  if (!strike) return [fade];
  const frames = [
    { transform: `${at} scaleX(0)`, opacity: 1 },
    { transform: `${at} scaleX(1)`, opacity: 1, offset: 0.5 },
    { transform: `${at} scaleX(1)`, opacity: 0 },
  ];
  return [fade, { node: strike, frames, during: wholeTime, isOwn: true }];
}

/** The new owner's colour runs over the page, with an edge before it. */
function sweepOver(
  { body }: Skeleton,
  { page, isToRight }: Sweep,
  layout: RoomLayout,
): readonly Actor[] {
  const box = layout.pages.get(page.key);
  if (!box) return [];
  const { width } = layout;
  const bands = body.select<SVGGElement>('g.bands');
  const cover = bands.append('g').attr('class', 'sweep');
  const share = width / page.bandRoles.length;
  page.bandRoles.forEach((role, index) => {
    cover
      .append('rect')
      .attr('class', `ground role-${role}`)
      .attr('x', index * share)
      .attr('y', box.y)
      .attr('width', share)
      .attr('height', box.height);
  });
  const front = page.bandRoles[isToRight ? page.bandRoles.length - 1 : 0] ?? 'none';
  const edge = bands
    .append('rect')
    .attr('class', `edge sweep role-${front}`)
    .attr('x', -2)
    .attr('y', box.y)
    .attr('width', 4)
    .attr('height', box.height);
  const [start, end] = isToRight ? [0, width] : [width, 0];
  const closed = isToRight ? 'scaleX(0)' : `translateX(${width}px) scaleX(0)`;
  const open = isToRight ? 'scaleX(1)' : 'translateX(0px) scaleX(1)';
  const frames = [
    [cover.node(), [{ transform: closed }, { transform: open }]],
    [edge.node(), [{ transform: `translateX(${start}px)` }, { transform: `translateX(${end}px)` }]],
  ] as const;
  return frames.flatMap(([node, steps]) =>
    node ? [{ node, frames: [...steps], during: wholeTime, isOwn: true }] : [],
  );
}

/** A piece of each line along its row, an entry along its page, or a message over the heads. */
function tokensOf(
  parts: Skeleton,
  scene: RoomScene,
  move: RoomMove,
  layout: RoomLayout,
  items: Items,
): readonly Actor[] {
  if (move.kind === 'note' || move.kind === 'owner') return [];
  const tokens = move.tokens.slice(0, mostArrows);
  const [from, to] = [move.from, move.to];
  if (from === null || to === null || tokens.length === 0)
    return tokenOverHeads(parts, move, layout);
  return tokens.flatMap((token, index) => {
    const ways = [from, to].flatMap(
      (part) => placeOf(token.along, part, scene, layout, items) ?? [],
    );
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
function placeOf(
  along: string,
  part: string,
  scene: RoomScene,
  layout: RoomLayout,
  items: Items,
): Place | null {
  const box = boxOf(part, layout);
  const y = middleOf(along, layout);
  if (!box || y === null) return null;
  const isWays = scene.sets.length > 0 && part.startsWith('cache:');
  const [item] = isWays ? (items.get(`${along}/${part}`) ?? []) : [];
  const place = item && select<SVGGElement, GridItem>(item).datum();
  if (place) return { x: place.middle, y: place.y + layout.cellHeight / 2, width: box.width };
  return { x: box.x + box.width / 2, y, width: box.width };
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
