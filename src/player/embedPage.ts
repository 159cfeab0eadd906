/**
 * The page for an iframe: a player as large as the frame, which shows what the address says and follows it. It
 * writes nothing to the address or the history of the frame.
 */
import { createPlayer, type PlayerOptions } from './createPlayer.ts';
import { talkToPageAround } from './pageAround.ts';
import type { PlayerHandle } from './handle.ts';

declare global {
  interface Window {
    /** What tests and scripts of the same origin drive the frame with. */
    bufscopePlayer?: PlayerHandle;
  }
}

export function startEmbedPage(
  options: Omit<PlayerOptions, 'fragment' | 'isReadonly' | 'isWholePage'>,
): void {
  const place = document.getElementById('player');
  if (!place) return;
  const player = createPlayer(place.attachShadow({ mode: 'open' }), {
    ...options,
    fragment: location.hash,
    isReadonly: () => false,
    isWholePage: true,
  });
  addEventListener('hashchange', () => void player.load(location.hash));
  talkToPageAround(player, player.isReadonly);
  player.listen(({ type }) => {
    if (type === 'ready') document.title = player.state().title || 'bufscope';
  });
  window.bufscopePlayer = player;
}
