/** The parts of the room that every figure has from its first picture on. */
import { roomMoves } from '../scene/roomMoves.ts';
import { roomText } from '../scene/roomText.ts';
import { movementsTo } from './roomMovements.ts';
import type { RoomParts } from './roomParts.ts';

export const firstParts: RoomParts = {
  roomMoves,
  roomText,
  movementsTo,
  roomSets: null,
  roomExtras: null,
};
