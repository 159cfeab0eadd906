/** What the room does without until its first picture is on screen, as one chunk. */
import { roomMoves } from '../scene/roomMoves.ts';
import { roomSets } from '../scene/roomSets.ts';
import { roomText } from '../scene/roomText.ts';
import { roomExtras } from '../view/room/roomExtras.ts';
import { movementsTo } from './roomMovements.ts';

export const roomParts = { roomMoves, roomSets, roomText, roomExtras, movementsTo };

export type RoomParts = typeof roomParts;
