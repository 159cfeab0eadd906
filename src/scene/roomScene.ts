/** The room with what moves in its step. */
import type { State } from '../model/state.ts';
import { composeRoom } from './composeRoom.ts';
import type { RoomOptions } from './roomContext.ts';
import { roomMoves } from './roomMoves.ts';
import type { RoomScene } from './roomTypes.ts';

/** What to draw of `state`. Everything in `options` may be left out. */
export function roomScene(state: State, options: Partial<RoomOptions> = {}): RoomScene {
  return composeRoom(state, { moves: roomMoves, ...options });
}
