/**
 * The animations of one step: tokens along the rows and over the heads, items that go or come, bands that
 * pass to another owner. Only `transform` and `opacity` are animated, so that no frame lays out the page;
 * what is drawn for it is taken away when it is over or stopped.
 */
import type { StepMotion } from '../../scene/stepMotion.ts';
import { come, leave, sweepOver, type Actor } from './actors.ts';
import { mostArrows } from './drawMoves.ts';
import type { GridItem } from './gridItem.ts';
import type { RoomLayout } from './layoutRoom.ts';
import type { Moving } from './motion.ts';
import type { Skeleton } from './skeleton.ts';
import { tokensOf } from './tokens.ts';

export interface Pace {
  readonly durationMs: number;
  /** `reverse`: the step is undone. */
  readonly direction: 'normal' | 'reverse';
}

const easing = 'cubic-bezier(0.3, 0, 0.2, 1)';
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
  const present = (keys: readonly string[]): readonly SVGGElement[] =>
    keys.slice(0, mostItems).flatMap((key) => items.get(key) ?? []);
  const actors = [
    ...sweeps.slice(0, mostArrows).flatMap((sweep) => sweepOver(parts, sweep, layout)),
    ...present(leaving).flatMap((item) => leave(parts, item)),
    ...present(coming).map(come),
    ...stage.moves.flatMap((move) => tokensOf(parts, stage, move, layout)),
  ];
  if (actors.length === 0) return null;
  const animations = actors.map((actor) => animate(actor, pace));
  return {
    done: Promise.all(animations.map(({ finished }) => finished)),
    stop: () => {
      for (const animation of animations) animation.cancel();
      for (const { node, isOwn } of actors) if (isOwn) node.remove();
    },
  };
}

function animate({ node, frames, during: [begin, end] }: Actor, pace: Pace): Animation {
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

/** What is drawn in the grid, by key. */
function itemsOf({ grid }: Skeleton): ReadonlyMap<string, SVGGElement> {
  const items = new Map<string, SVGGElement>();
  grid.selectAll<SVGGElement, GridItem>('g.item').each(function note({ key }) {
    items.set(key, this);
  });
  return items;
}
