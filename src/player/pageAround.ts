/** The line to the page around a frame: the only place where the player's messages meet a window. */
import { pageClock } from '../session/player.ts';
import { bindBridge, type Line } from './bridge.ts';
import type { PlayerHandle } from './handle.ts';

/** The line; null where the page is in no frame. */
function lineToPageAround(page: Window): Line | null {
  const { parent } = page;
  if (parent === page) return null;
  return {
    post: (message, targetOrigin) => parent.postMessage(message, targetOrigin),
    listen(listener) {
      const onMessage = ({ data, origin, source }: MessageEvent<unknown>) => {
        if (source === parent) listener(data, origin);
      };
      page.addEventListener('message', onMessage);
      return () => page.removeEventListener('message', onMessage);
    },
  };
}

/** A text that no other document has. It keeps no secret: it tells documents apart. */
function createNonce(): string {
  return crypto.getRandomValues(new Uint32Array(3)).join('-');
}

/**
 * Lets the page around a frame drive the player, as in docs/embedding.md; nothing where the page is in no frame.
 * Returns what takes that back.
 */
export function talkToPageAround(handle: PlayerHandle, isReadonly: () => boolean): () => void {
  const line = lineToPageAround(window);
  if (!line) return () => undefined;
  const now = () => performance.now();
  return bindBridge(handle, { line, clock: pageClock, now, nonce: createNonce(), isReadonly });
}
