/**
 * The room's motion: one picture becomes the next by movements, one after the other. In each, what moves
 * runs from where it starts to where it lands, and only then do the contents change there; backward it runs
 * from there to where it was. Whatever is asked for next settles all of it at once; nothing queues up.
 */
import type { RoomScene } from '../../scene/roomTypes.ts';
import { onceDrawn } from '../onceDrawn.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { showMoves } from './showMoves.ts';
import type { Skeleton } from './skeleton.ts';

/** What moves on the screen. */
export interface Moving {
  /** Resolves when all has arrived; rejects when it is stopped before. */
  readonly done: Promise<unknown>;
  /** Ends it and takes away what was drawn for it. */
  readonly stop: () => void;
}

/** One step that is seen to happen, on the way to a picture: `movement.ts` makes it. */
export interface Movement {
  /** What to draw before anything moves. */
  readonly stage: RoomScene;
  /** Has it move, once the stage is drawn; null where nothing does. */
  readonly start: (parts: Skeleton, layout: RoomLayout) => Moving | null;
}

export interface RoomMotion {
  /** Shows a scene, after movements that are asked for one by one; without any it is there at once. */
  readonly update: (scene: RoomScene, movements?: Iterable<Movement>) => void;
  /** Ends all that moves, as if it had arrived. */
  readonly settle: () => void;
  /** Whether nothing moves. */
  readonly isIdle: () => boolean;
}

/** Draws a scene still. */
export type DrawScene = (scene: RoomScene) => RoomLayout;

/** Motion for the pictures of `parts`, which `draw` draws. */
export function createMotion(parts: Skeleton, draw: DrawScene): RoomMotion {
  /** What is under way; null: nothing. */
  let playing: { readonly goal: RoomScene; moving: Moving | null } | null = null;
  let shownMoves = '';

  const show = (scene: RoomScene, smoothly: boolean): RoomLayout => {
    const layout = draw(scene);
    const moves = JSON.stringify(scene.moves);
    if (moves !== shownMoves) onceDrawn(() => showMoves(parts, scene, layout, smoothly));
    shownMoves = moves;
    return layout;
  };

  const settle = (): void => {
    const ended = playing;
    playing = null;
    ended?.moving?.stop();
    if (ended) show(ended.goal, false);
  };

  const play = (goal: RoomScene, movements: Iterator<Movement>): void => {
    const run: NonNullable<typeof playing> = { goal, moving: null };
    playing = run;
    const playOn = (): void => {
      for (let step = movements.next(); step.done !== true; step = movements.next()) {
        const moving = begin(step.value);
        if (!moving) continue;
        run.moving = moving;
        moving.done.then(() => {
          if (playing !== run) return undefined;
          moving.stop();
          playOn();
          return undefined;
        }, ignore);
        return;
      }
      playing = null;
      show(goal, false);
    };
    playOn();
  };

  const begin = ({ stage, start }: Movement): Moving | null => start(parts, show(stage, true));

  return {
    update(scene, movements = []) {
      const ended = playing;
      playing = null;
      ended?.moving?.stop();
      if (canAnimate(parts)) play(scene, movements[Symbol.iterator]());
      else show(scene, false);
    },
    settle,
    isIdle: () => playing === null,
  };
}

function ignore(): void {
  // It was stopped, and what stopped it has drawn the picture.
}

function canAnimate({ root }: Skeleton): boolean {
  const node = root.node();
  return node !== null && 'animate' in node && typeof node.animate === 'function';
}
