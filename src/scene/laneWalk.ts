/** Going from mark to mark of the lanes: the next in a lane, the nearest in another. */
import type { LaneMark } from './laneMarks.ts';
import { marksOf } from './laneMicros.ts';
import type { LanePoint } from './laneInput.ts';
import type { LanesRun } from './lanesRun.ts';

/** What stands for a point of the run, by its key. */
export function markAt(run: LanesRun, { operation, micro }: LanePoint, near: boolean): string {
  const events = run.input.entries[operation - 1]?.events.length ?? 0;
  if (near && events > 0) return `${operation}:${micro ?? events}`;
  const exact = `${operation}.${micro}`;
  return micro !== null && run.places.has(exact) ? exact : `${operation}`;
}

/** The nearest mark before or after another in its own lane, or in the next lane that has one; null: none. */
export function neighbour(
  run: LanesRun,
  mark: LaneMark,
  near: boolean,
  way: 'left' | 'right' | 'up' | 'down',
): LaneMark | null {
  if (way === 'left' || way === 'right') {
    const on = way === 'right' ? 1 : -1;
    const fits = (each: LaneMark): boolean => each.lane === mark.lane && (each.x - mark.x) * on > 0;
    for (let at = mark.seek.operation; at > 0 && at <= run.slots.length; at += on) {
      const marks = marksOf(run, at, near).filter(fits);
      const found = on === 1 ? marks[0] : marks.at(-1);
      if (found) return found;
    }
    return null;
  }
  const down = way === 'down' ? 1 : -1;
  for (let lane = mark.lane + down; lane >= 0 && lane < run.lanes.length; lane += down) {
    const found = nearestIn(run, lane, mark, near);
    if (found) return found;
  }
  return null;
}

/** The first and the last mark of a lane. */
export function endOfLane(
  run: LanesRun,
  lane: number,
  near: boolean,
  last: boolean,
): LaneMark | null {
  for (let i = 1; i <= run.slots.length; i++) {
    const marks = marksOf(run, last ? run.slots.length + 1 - i : i, near).filter(
      (each) => each.lane === lane,
    );
    const found = last ? marks.at(-1) : marks[0];
    if (found) return found;
  }
  return null;
}

function nearestIn(run: LanesRun, lane: number, to: LaneMark, near: boolean): LaneMark | null {
  const from = to.seek.operation;
  for (let away = 0; away < run.slots.length; away++) {
    const around = away === 0 ? [from] : [from - away, from + away];
    const marks = around
      .flatMap((operation) => marksOf(run, operation, near))
      .filter((each) => each.lane === lane);
    const [best] = marks.toSorted((a, b) => Math.abs(a.x - to.x) - Math.abs(b.x - to.x));
    if (best) return best;
  }
  return null;
}

/** A mark by its key, where it is shown at all. */
export function markOfKey(run: LanesRun, key: string, near: boolean): LaneMark | undefined {
  return marksOf(run, Number.parseInt(key, 10), near).find((mark) => mark.key === key);
}
