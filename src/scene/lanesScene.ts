/**
 * The lanes at a point of the run: the marks of the whole run, which do not change while the cursor
 * moves, where the cursor stands among them, and which part is marked.
 */
import type { LanePoint } from './laneInput.ts';
import { laneRange, pointText, type LanePart, type LaneRange } from './laneRange.ts';
import type { LanesRun } from './lanesRun.ts';
import { pointX } from './laneTime.ts';

export interface LanesScene {
  /** Marks of the run; the same object for every point of one run. */
  readonly run: LanesRun;
  readonly cursor: LaneCursor;
  /** The part of the run that is marked; null: none. */
  readonly range: LaneRange | null;
}

export interface LaneCursor extends LanePoint {
  /** Where it stands, in units of the run's `width`. */
  readonly x: number;
  /** `12.3`, as in links. */
  readonly text: string;
}

/** Cheap: to be called at every step. A point beyond the run is taken as its end. */
export function lanesScene(
  run: LanesRun,
  point: LanePoint,
  marked: LanePart | null = null,
): LanesScene {
  return {
    run,
    cursor: { ...point, x: pointX(run.slots, point), text: pointText(point) },
    range: marked && laneRange(run.slots, marked),
  };
}
