/**
 * Through which states an instance of a machine went in a run, and where. Found once a history: one look at
 * every micro-event serves all instances.
 */
import type { Transition } from '../model/microEvent.ts';
import { stateOfInstance } from '../model/machines/instanceState.ts';
import { afterOperation, compareCursors, startCursor, type Cursor } from './cursor.ts';
import type { History } from './history.ts';

/** A stay in a state. */
export interface Passage {
  readonly state: string;
  /** Where it begins: the point after the micro-event that led there; the beginning of the run for the first. */
  readonly from: Cursor;
  /** What led there; null for the first. */
  readonly came: Transition | null;
}

/** A transition that was taken, and the point after it. */
interface Placed {
  readonly transition: Transition;
  readonly cursor: Cursor;
}

const indexes = new WeakMap<History, ReadonlyMap<string, readonly Placed[]>>();
const passagesByHistory = new WeakMap<History, Map<string, readonly Passage[]>>();

/** The stays of an instance from the beginning of a run; empty where it never moved. */
export function passagesOf(history: History, instance: string): readonly Passage[] {
  const known = passagesByHistory.get(history) ?? new Map<string, readonly Passage[]>();
  passagesByHistory.set(history, known);
  const cached = known.get(instance);
  if (cached) return cached;
  const made = join(history, indexOf(history).get(instance) ?? []);
  known.set(instance, made);
  return made;
}

/** The stay at a point: the last that began by then; -1 where there is none. */
export function passageAt(passages: readonly Passage[], cursor: Cursor): number {
  let low = 0;
  let high = passages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const passage = passages[middle];
    if (passage && compareCursors(passage.from, cursor) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where an instance takes an event next, after a point; null where it does not in this run. */
export function nextTaking(
  history: History,
  instance: string,
  event: string,
  cursor: Cursor,
): Cursor | null {
  const placed = indexOf(history).get(instance) ?? [];
  const found = placed.find(
    (each) => each.transition.event === event && compareCursors(each.cursor, cursor) > 0,
  );
  return found?.cursor ?? null;
}

function indexOf(history: History): ReadonlyMap<string, readonly Placed[]> {
  const known = indexes.get(history);
  if (known) return known;
  const made = new Map<string, Placed[]>();
  for (const [i, { events }] of history.entries.entries()) {
    for (const [k, { transitions }] of events.entries()) {
      if (transitions.length === 0) continue;
      const operation = i + 1;
      const cursor =
        k + 1 === events.length ? afterOperation(operation) : { operation, micro: k + 1 };
      for (const transition of transitions) {
        const list = made.get(transition.instance);
        if (list) list.push({ transition, cursor });
        else made.set(transition.instance, [{ transition, cursor }]);
      }
    }
  }
  indexes.set(history, made);
  return made;
}

function join(history: History, placed: readonly Placed[]): readonly Passage[] {
  const [first] = placed;
  if (!first) return [];
  const passages: Passage[] = [{ state: first.transition.from, from: startCursor, came: null }];
  for (const [i, { transition, cursor }] of placed.entries()) {
    const isLastOfOperation = placed[i + 1]?.cursor.operation !== cursor.operation;
    // Bytes of one page may be in several states: at the end of an operation the page says which counts.
    const settled = isLastOfOperation
      ? stateOfInstance(history.entries[cursor.operation - 1]?.state, transition)
      : null;
    const state = settled ?? transition.to;
    const last = passages.at(-1);
    if (last?.state === state) continue;
    const isSamePoint = last && compareCursors(last.from, cursor) === 0;
    if (isSamePoint) passages.pop();
    if (passages.at(-1)?.state === state) continue;
    passages.push({ state, from: cursor, came: transition });
  }
  return passages;
}
