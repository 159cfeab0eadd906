/** The pictures between two points of a run, for the room to play: each is made when its turn comes. */
import { isSameCursor, type Cursor } from '../history/cursor.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import type { Point } from '../session/derive.ts';
import { knowsInside } from '../session/prepared.ts';
import type { Movement } from '../view/room/motion.ts';
import { movementOf } from '../view/room/movement.ts';
import { stepWay } from './motion.ts';
import { planMovements, type Pace } from './planMovements.ts';
import type { RoomParts } from './roomParts.ts';

export interface RoomPicture extends Point {
  readonly scene: RoomScene;
  /** What draws the rest of it; null: it is not here yet. */
  readonly parts: RoomParts | null;
  /** The picture at another point of the run, where `happening` is what just happened, if given. */
  readonly sceneAt: (cursor: Cursor, happening?: MicroEvent) => RoomScene;
}

/** What is played on the way from one picture to another; nothing where that is no step. */
export function* movementsTo(
  shown: RoomPicture | null,
  picture: RoomPicture,
  pace: Pace,
): Generator<Movement> {
  const way = stepWay(shown, picture);
  if (!shown || way === null) return;
  const plan = planMovements(shown, picture, pace);
  const [only] = plan;
  if (!only) return;
  if (!knowsInside(picture.history)) {
    // What is inside of operations is not known yet: the whole is played as what it is said to do.
    const { isBackward, durationMs } = only;
    const [before, after] = isBackward ? [picture, shown] : [shown, picture];
    yield movementOf({ before: before.scene, after: after.scene, isBackward, durationMs });
    return;
  }
  const early = way === 'forward' ? shown : picture;
  const late = way === 'forward' ? picture : shown;
  for (const { operation, before, after, event, isBackward, durationMs } of plan) {
    const from = cursorAt(operation, before);
    yield movementOf({
      before: isSameCursor(from, early.cursor) ? early.scene : late.sceneAt(from),
      after: late.sceneAt(cursorAt(operation, after), event),
      isBackward,
      durationMs,
    });
  }
}

/** Inside an operation: after some of its micro-events; before the first it is the end of the one before. */
function cursorAt(operation: number, micro: number): Cursor {
  return micro === 0 ? { operation: operation - 1, micro: null } : { operation, micro };
}
