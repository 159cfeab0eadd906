/** Vector clocks: how far into the doings of every agent somebody has seen. */

/** For each agent by name: everything that it did up to this time of its own has been seen. */
export type Clock = Readonly<Record<string, number>>;

export const noClock: Clock = {};

/** What two have seen together. */
export function join(a: Clock, b: Clock): Clock {
  const both: Record<string, number> = { ...a };
  for (const [who, time] of Object.entries(b)) both[who] = Math.max(both[who] ?? 0, time);
  return both;
}

/** Whether somebody with this clock has seen what `who` did at `time`. */
export function hasSeen(clock: Clock, who: string, time: number): boolean {
  return (clock[who] ?? 0) >= time;
}
