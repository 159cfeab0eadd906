/**
 * Doing something in the middle of an operation that already ran: the point at a micro-event becomes
 * `after the nth micro-event of its kind`, which is how scripts name it.
 */
import type { Interleaving, MicroPoint, Operation, StepInput } from '../model/operation.ts';
import type { NestedResult } from '../model/result.ts';
import type { Entry } from './history.ts';

/** An operation inside the operation, and when it was done. */
interface Inner {
  readonly input: Interleaving;
  readonly done: NestedResult;
}

/** Those that had begun when the operation's first `micro` micro-events were done. */
function begunBefore({ input, nested }: Entry, micro: number): readonly Inner[] {
  return input.meanwhile.flatMap((inner, i) => {
    const done = nested[i];
    return done && done.firstEvent < micro ? [{ input: inner, done }] : [];
  });
}

/** Whether event `index` belongs to an operation inside the operation. */
function isNested(entry: Entry, index: number): boolean {
  return entry.nested.some((inner) => index >= inner.firstEvent && index < inner.endEvent);
}

/** The point after the operation's first `micro` micro-events. */
function pointAt(entry: Entry, micro: number, begun: readonly Inner[]): MicroPoint {
  const own = entry.events.slice(0, micro).filter((_, index) => !isNested(entry, index));
  const ownSince = (start: number) =>
    entry.events.slice(start, micro).some((_, i) => !isNested(entry, start + i));
  // Right behind another inner operation its point is the same, also where that point never came.
  const latest = begun.toSorted((a, b) => a.done.endEvent - b.done.endEvent).at(-1);
  if (latest && !ownSince(latest.done.endEvent)) return latest.input.at;
  const kind = own.at(-1)?.kind ?? 'call';
  return { kind, nth: Math.max(1, own.filter((event) => event.kind === kind).length) };
}

/**
 * The operation of `entry` again, with `operation` inside it after its first `micro` micro-events, or
 * right after the inner operation that is under way there. What had been put inside it after that point is
 * left out: it belongs to the rest of the script.
 */
export function doInside(entry: Entry, micro: number, operation: Operation): StepInput {
  const begun = begunBefore(entry, micro);
  // A copy, because results of inner operations are told apart by the operation's identity.
  const added: Interleaving = { at: pointAt(entry, micro, begun), operation: { ...operation } };
  const meanwhile = [...begun.map(({ input }) => input), added];
  return { operation: entry.input.operation, meanwhile };
}

/** Micro-events done when the last of the operations inside it ended; null where there are none. */
export function lastInside(entry: Entry): number | null {
  const ends = entry.nested.map((inner) => inner.endEvent);
  return ends.length === 0 ? null : Math.max(...ends);
}
