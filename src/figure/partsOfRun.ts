/** Which parts of the room's columns a run uses: all its pictures have the same columns. */
import type { History } from '../history/history.ts';
import { usedParts } from '../scene/roomColumns.ts';

const partsByHistory = new WeakMap<History, ReadonlySet<string>>();
const statesLookedAt = 400;

/** Parts of columns that hold something at some point of a run; a column that has been seen stays. */
export function partsOfRun(history: History): ReadonlySet<string> {
  const known = partsByHistory.get(history);
  if (known) return known;
  const states = history.entries.slice(0, statesLookedAt).map(({ state }) => state);
  const parts = new Set(states.flatMap(usedParts));
  partsByHistory.set(history, parts);
  return parts;
}
