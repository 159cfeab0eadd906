/** A clock for tests: time passes when it is told to. */
import type { Clock } from '../player.ts';

export interface StillClock extends Clock {
  /** Lets time pass; what falls due runs in its order. */
  readonly pass: (ms: number) => void;
}

export function createStillClock(): StillClock {
  let now = 0;
  let timers: { readonly due: number; readonly run: () => void }[] = [];
  return {
    after(ms, run) {
      const timer = { due: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.toSorted((a, b) => a.due - b.due)[0];
        if (!next || next.due > end) break;
        timers = timers.filter((timer) => timer !== next);
        now = next.due;
        next.run();
      }
      now = end;
    },
  };
}
