/** Begins to play: what the button, the keys and a demo's pauses have in common. */
import { isSameCursor } from '../history/cursor.ts';
import { playStart } from './range.ts';
import type { Session } from './session.ts';

/** Plays from where playing begins: the cursor, or the marked part's beginning. */
export function startPlaying({ store, player }: Session): void {
  const state = store.getState();
  const cursor = playStart(state);
  if (!isSameCursor(cursor, state.cursor)) store.setState({ cursor });
  player.play();
}
