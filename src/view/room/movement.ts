/** A step between two pictures as the room plays it. Kept apart from the room, which is drawn before anything moves. */
import type { RoomScene } from '../../scene/roomTypes.ts';
import { stepMotion } from '../../scene/stepMotion.ts';
import { animateStep } from './animateStep.ts';
import type { Movement } from './motion.ts';

export interface Step {
  readonly before: RoomScene;
  /** Its moves are what happens. */
  readonly after: RoomScene;
  /** Undone: from `after` to `before`. */
  readonly isBackward: boolean;
  /** Of all of it; 0 is still. */
  readonly durationMs: number;
}

/** What moves, and from which picture it sets out. */
export function movementOf({ before, after, isBackward, durationMs }: Step): Movement {
  const motion = stepMotion(before, after);
  const direction = isBackward ? 'reverse' : 'normal';
  return {
    stage: motion.stage,
    start: (parts, layout) =>
      durationMs > 0 ? animateStep(parts, motion, layout, { durationMs, direction }) : null,
  };
}
