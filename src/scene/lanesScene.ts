/**
 * The lanes at a point of the run: the marks of the whole run, which do not change while the cursor
 * moves, and where the cursor stands among them.
 */
import type { LanePoint } from './laneInput.ts';
import type { LanesRun } from './lanesRun.ts';
import { pointX } from './laneTime.ts';

export interface LanesScene {
  /** Marks of the run; the same object for every point of one run. */
  readonly run: LanesRun;
  readonly cursor: LaneCursor;
}

export interface LaneCursor extends LanePoint {
  /** Where it stands, in units of the run's `width`. */
  readonly x: number;
  /** `12.3`, as in links. */
  readonly text: string;
}

/** Cheap: to be called at every step. A point beyond the run is taken as its end. */
export function lanesScene(run: LanesRun, point: LanePoint): LanesScene {
  const text = point.micro === null ? `${point.operation}` : `${point.operation}.${point.micro}`;
  return { run, cursor: { ...point, x: pointX(run.slots, point), text } };
}
