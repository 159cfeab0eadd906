/**
 * What of a step is played, in which order, and how long each movement takes: all that an operation moves, but
 * bounded in number and in time. Nothing here draws or waits.
 */
import type { MicroEvent } from '../model/microEvent.ts';
import { eventGroups } from '../scene/eventGroups.ts';
import type { Point } from '../session/derive.ts';
import { stepMs, stepWay } from './motion.ts';

/** Milliseconds of one movement among many, and of all of an operation. */
const leastMs = 150;
const operationMs = 960;
/** Movements of one operation. */
const mostMovements = 8;

/** One movement of a step, in the order of playing. */
export interface PlannedMovement {
  readonly operation: number;
  /** Micro-events of the operation done before it and after it. */
  readonly before: number;
  readonly after: number;
  /** What happens between them, as one. */
  readonly event: MicroEvent;
  readonly isBackward: boolean;
  readonly durationMs: number;
}

export interface Pace {
  /** Of playing; 1 where the reader steps. */
  readonly speed: number;
  /** The last step had not come to its end: then what is shown of this one is short. */
  readonly isHurried: boolean;
}

/** The movements between two points, in the order in which they are played; none for a seek. */
export function planMovements(
  from: Point | null,
  to: Point,
  pace: Pace,
): readonly PlannedMovement[] {
  const way = stepWay(from, to);
  if (!from || way === null) return [];
  const [early, late] = way === 'forward' ? [from.cursor, to.cursor] : [to.cursor, from.cursor];
  const history = way === 'forward' ? to.history : from.history;
  const events = history.entries[late.operation - 1]?.events ?? [];
  const begin = early.operation === late.operation ? (early.micro ?? 0) : 0;
  const end = late.micro ?? events.length;
  const all = eventGroups(events, begin, end, mostMovements);
  const groups = pace.isHurried ? all.slice(-1) : all;
  const durationMs = movementMs(groups.length, pace);
  const movements = groups.map(({ first, end: after, event }) => ({
    operation: late.operation,
    before: first,
    after,
    event,
    isBackward: way === 'backward',
    durationMs,
  }));
  return way === 'backward' ? movements.toReversed() : movements;
}

/** Milliseconds of each of `count` movements. */
function movementMs(count: number, { speed, isHurried }: Pace): number {
  if (isHurried) return leastMs / speed;
  return Math.min(stepMs, Math.max(leastMs, operationMs / Math.max(1, count))) / speed;
}
