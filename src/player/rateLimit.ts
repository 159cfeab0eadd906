/** A limit on how often something may happen: a burst, and from then on a rate. Pure: told the time. */

export interface RateLimitOptions {
  /** How many may come at once after a rest. */
  readonly burst: number;
  /** How many a second in the long run. */
  readonly perSecond: number;
  /** Milliseconds since any moment. */
  readonly now: () => number;
}

/** Returns what takes one and says whether there was one to take. */
export function createRateLimit({ burst, perSecond, now }: RateLimitOptions): () => boolean {
  let left = burst;
  let before = now();
  return () => {
    const at = now();
    left = Math.min(burst, left + ((at - before) * perSecond) / 1000);
    before = at;
    if (left < 1) return false;
    left--;
    return true;
  };
}
