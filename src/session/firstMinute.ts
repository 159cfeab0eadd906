/**
 * The first minute: the bare address plays its scenario towards the surprise and stops where the data goes
 * wrong. Whatever the reader does ends it.
 */
import { currentEvent, isAtStart } from './derive.ts';
import type { Session } from './session.ts';

/** Plays until a wrong byte arrives somewhere; does nothing where the reader has stepped already. */
export function playToSurprise({ store, player }: Session): void {
  const { sheet, tour, lecture } = store.getState();
  if (!isAtStart(store.getState()) || sheet !== null || tour !== null || lecture) return;
  player.play();
  const stop = store.subscribe((state, before) => {
    if (!state.playing && before.playing) stop();
    if (state.cursor === before.cursor) return;
    const broken = currentEvent(state)?.violations ?? [];
    if (broken.some((violation) => violation.class === 'effect')) player.pause();
  });
}
