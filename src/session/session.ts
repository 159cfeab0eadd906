/**
 * The session: one store that says what the workbench shows, the player that moves it, and what is still
 * in motion. It knows neither React nor the views; the app and the player element stand on it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionState } from './sessionState.ts';
import { advance, restMs } from './actions.ts';
import { compareCursors } from '../history/cursor.ts';
import { encodeLinkWith } from '../history/linkFormat.ts';
import { nextHit } from '../history/stops.ts';
import { breakpointWords } from './breakpoint.ts';
import { linkOf } from './derive.ts';
import { readingLoader } from './loaders.ts';
import { createPlayer, type Clock, type Player } from './player.ts';
import { stopsHere } from './range.ts';

export interface SessionOptions {
  readonly clock: Clock;
  /** The whole address of a fragment. */
  readonly addressOf: (fragment: string) => string;
  /** Puts a text on the clipboard; false when the page may not. */
  readonly copy: (text: string) => Promise<boolean>;
}

export interface Session {
  readonly store: StoreApi<SessionState>;
  readonly player: Player;
  readonly options: SessionOptions;
  /** Counts `isIdle` among what must be still before the page is; returns what takes it out again. */
  readonly watchIdle: (isIdle: () => boolean) => () => void;
  /** Whether nothing plays and nothing moves. */
  readonly isIdle: () => boolean;
  /** Counts as not idle until the work is done; hands its promise on. */
  readonly wait: <T>(work: Promise<T>) => Promise<T>;
  /** Has the address written now, and the link copied. */
  readonly share: () => void;
  /** Calls the listener before the link is copied; returns what stops that. */
  readonly onShare: (listener: () => void) => () => void;
  /** Shows a short message for a while. */
  readonly say: (message: string) => void;
}

const toastMs = 2400;

/** `initial`: what it begins with. */
export function createSession(options: SessionOptions, initial: SessionState): Session {
  const store = createStore<SessionState>()(() => initial);
  const watched = new Set<() => boolean>();
  let waiting = 0;
  const shareListeners = new Set<() => void>();
  let forgetToast = (): void => undefined;

  const player = createPlayer({
    clock: options.clock,
    advance: () => {
      const before = store.getState();
      const cursor = advance(before);
      if (cursor === null) return false;
      store.setState({ cursor, sought: false });
      if (stopsHere(store.getState())) return false;
      const hit = nextHit(before.history, before.breakpoints, before.cursor);
      if (!hit || compareCursors(hit.cursor, cursor) > 0) return true;
      say(`Stopped at ${breakpointWords(hit.stop)}`);
      return false;
    },
    rest: () => restMs(store.getState()),
    onChange: (playing) => store.setState({ playing }),
  });

  function say(message: string): void {
    forgetToast();
    store.setState({ toast: message });
    forgetToast = options.clock.after(toastMs, () => store.setState({ toast: '' }));
  }

  async function copyLink(): Promise<boolean> {
    const { packer } = await readingLoader.load();
    for (const listener of shareListeners) listener();
    return options.copy(options.addressOf(encodeLinkWith(packer, linkOf(store.getState()))));
  }

  function share(): void {
    const inAddressBar = () => say('The link is in the address bar');
    wait(copyLink()).then((copied) => (copied ? say('Link copied') : inAddressBar()), inAddressBar);
  }

  function wait<T>(work: Promise<T>): Promise<T> {
    waiting++;
    return work.finally(() => waiting--);
  }

  return {
    store,
    player,
    options,
    watchIdle(isIdle) {
      watched.add(isIdle);
      return () => watched.delete(isIdle);
    },
    isIdle: () => waiting === 0 && !player.isPlaying() && [...watched].every((isIdle) => isIdle()),
    wait,
    share,
    onShare(listener) {
      shareListeners.add(listener);
      return () => shareListeners.delete(listener);
    },
    say,
  };
}
