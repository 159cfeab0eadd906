/** Timers that fall due only while the page is seen: nothing plays in a hidden tab. */
import type { Clock } from '../session/player.ts';

export const visibleClock: Clock = {
  after(ms, run) {
    const due = (): void => {
      document.removeEventListener('visibilitychange', due);
      if (document.visibilityState === 'hidden') document.addEventListener('visibilitychange', due);
      else run();
    };
    const timer = setTimeout(due, ms);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', due);
    };
  },
};
