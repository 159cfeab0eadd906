/**
 * Plays the run: one micro-event after the other, by an injected clock. It knows no store:
 * what a step is, how long to rest on it, and when the end is reached, it is told by callbacks.
 */

/** Timers, injected so that tests hold the time in their hands. */
export interface Clock {
  /** Calls `run` once after `ms` milliseconds; returns what cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The page's own timers. */
export const pageClock: Clock = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export interface PlayerOptions {
  readonly clock: Clock;
  /** Goes one micro-event on; false when there was none left. */
  readonly advance: () => boolean;
  /** Milliseconds to rest on what is shown now. */
  readonly rest: () => number;
  /** Told whenever playing starts or ends. */
  readonly onChange: (playing: boolean) => void;
}

export interface Player {
  readonly play: () => void;
  readonly pause: () => void;
  readonly isPlaying: () => boolean;
}

export function createPlayer({ clock, advance, rest, onChange }: PlayerOptions): Player {
  let cancel: (() => void) | null = null;

  function schedule(): void {
    cancel = clock.after(rest(), tick);
  }

  function tick(): void {
    if (cancel === null) return;
    if (!advance()) pause();
    // Whoever listens to steps may have paused it.
    else if (cancel !== null) schedule();
  }

  function pause(): void {
    if (cancel === null) return;
    cancel();
    cancel = null;
    onChange(false);
  }

  function play(): void {
    if (cancel !== null) return;
    schedule();
    onChange(true);
  }

  return { play, pause, isPlaying: () => cancel !== null };
}
