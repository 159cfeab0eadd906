/**
 * Parts of the room that a page may fetch when it wants them: what is seen to move and said of it, and the rest of
 * the view: caches by set, overview, zooming and panning by hand.
 */
import { roomMoves } from '../scene/roomMoves.ts';
import { roomSets } from '../scene/roomSets.ts';
import { roomText } from '../scene/roomText.ts';
import { roomExtras, type RoomExtras } from '../view/room/roomExtras.ts';
import { movementsTo } from './roomMovements.ts';

export interface RoomParts {
  readonly roomMoves: typeof roomMoves;
  readonly roomText: typeof roomText;
  readonly movementsTo: typeof movementsTo;
  /** Null: not here yet, as in a player that nobody has touched. */
  readonly roomSets: typeof roomSets | null;
  readonly roomExtras: RoomExtras | null;
}

export const roomParts: RoomParts = { roomMoves, roomSets, roomText, roomExtras, movementsTo };
