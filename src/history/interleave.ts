/**
 * Doing something in the middle of an operation that already ran: the point at a micro-event becomes
 * `after the nth micro-event of its kind`, which is how scripts name it.
 */
import type { Interleaving, MicroPoint, Operation, StepInput } from '../model/operation.ts';
import type { Entry } from './history.ts';

/** Whether event `index` belongs to an operation inside the operation. */
function isNested(entry: Entry, index: number): boolean {
  return entry.nested.some((inner) => index >= inner.firstEvent && index < inner.endEvent);
}

/** The point after the operation's own last micro-event among its first `micro` ones. */
function pointAt(entry: Entry, micro: number): MicroPoint | null {
  const own = entry.events.slice(0, micro).filter((_, index) => !isNested(entry, index));
  const last = own.at(-1);
  if (!last) return null;
  return { kind: last.kind, nth: own.filter((event) => event.kind === last.kind).length };
}

/**
 * The operation of `entry` again, with `operation` inside it after its first `micro` micro-events. What
 * had been put inside it after that point is left out: it belongs to the rest of the script.
 */
export function doInside(entry: Entry, micro: number, operation: Operation): StepInput {
  const begun = entry.input.meanwhile.filter((_, i) => {
    const done = entry.nested[i];
    return done !== undefined && done.firstEvent < micro;
  });
  const at = pointAt(entry, micro);
  // A copy, because results of inner operations are told apart by the operation's identity.
  const inner = { ...operation };
  const meanwhile: readonly Interleaving[] = at ? [...begun, { at, operation: inner }] : begun;
  return { operation: entry.input.operation, meanwhile };
}

/** Micro-events done when the last of the operations inside it ended; null where there are none. */
export function lastInside(entry: Entry): number | null {
  const ends = entry.nested.map((inner) => inner.endEvent);
  return ends.length === 0 ? null : Math.max(...ends);
}
