/**
 * What takes part in the movement of a step other than tokens: items that come and go, bands that pass to another
 * owner. Each says how it moves, by `transform` and `opacity` alone; `animateStep.ts` starts it.
 */
import { select } from 'd3-selection';
import type { Sweep } from '../../scene/stepMotion.ts';
import type { GridItem } from './gridItem.ts';
import type { RoomLayout } from './layoutRoom.ts';
import type { Skeleton } from './skeleton.ts';

/** Something that moves, with how it does. */
export interface Actor {
  readonly node: Element;
  readonly frames: Keyframe[];
  /** Parts of the duration at which it sets out and arrives. */
  readonly during: readonly [number, number];
  /** Whether it was drawn for the step alone. */
  readonly isOwn: boolean;
}

/** From the beginning to the end of the duration. */
export const wholeTime = [0, 1] as const;

/** It fades in where it is. */
export function come(node: Element): Actor {
  return { node, frames: [{ opacity: 0 }, { opacity: 1 }], during: wholeTime, isOwn: false };
}

/** It is struck out and fades. */
export function leave({ body }: Skeleton, node: SVGGElement): readonly Actor[] {
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
export function sweepOver(
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
