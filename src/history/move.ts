/**
 * Walking a run: by operation, by micro-event, to the next event of some kind. Every function takes any
 * cursor and returns one that stands in the run; where there is nowhere to go, the nearest end.
 */
import type { MicroEvent } from '../model/microEvent.ts';
import type { State } from '../model/state.ts';
import { afterOperation, compareCursors, startCursor, type Cursor } from './cursor.ts';
import type { History } from './history.ts';
import { clampCursor, stateAt } from './points.ts';

/** After the last operation. */
export function endCursor(history: History): Cursor {
  return afterOperation(history.entries.length);
}

/** The end of the operation that is under way, or of the next one. */
export function nextOperation(history: History, cursor: Cursor): Cursor {
  const at = clampCursor(history, cursor);
  const operation = at.micro === null ? at.operation + 1 : at.operation;
  return clampCursor(history, afterOperation(operation));
}

/** The beginning of the operation that is under way, or of the one just done. */
export function previousOperation(history: History, cursor: Cursor): Cursor {
  const at = clampCursor(history, cursor);
  return afterOperation(Math.max(0, at.operation - 1));
}

/** One micro-event on; an operation without any is passed in one step. */
export function nextMicro(history: History, cursor: Cursor): Cursor {
  const at = clampCursor(history, cursor);
  if (at.micro !== null) return clampCursor(history, { ...at, micro: at.micro + 1 });
  if (at.operation === history.entries.length) return at;
  return clampCursor(history, { operation: at.operation + 1, micro: 1 });
}

/** One micro-event back. */
export function previousMicro(history: History, cursor: Cursor): Cursor {
  const at = clampCursor(history, cursor);
  const events = history.entries[at.operation - 1]?.events.length ?? 0;
  const done = (at.micro ?? events) - 1;
  return done < 1
    ? afterOperation(Math.max(0, at.operation - 1))
    : { operation: at.operation, micro: done };
}

/** `count` micro-events on, or back where it is negative. */
export function moveMicro(history: History, cursor: Cursor, count: number): Cursor {
  let at = clampCursor(history, cursor);
  const move = count < 0 ? previousMicro : nextMicro;
  for (let i = 0; i < Math.abs(count); i++) {
    const next = move(history, at);
    if (compareCursors(next, at) === 0) break;
    at = next;
  }
  return at;
}

type EventTest = (event: MicroEvent) => boolean;

/** The point after event `index` of operation number `operation`. */
function afterEvent(history: History, operation: number, index: number): Cursor {
  return clampCursor(history, { operation, micro: index + 1 });
}

/** The point just after the next micro-event that passes the test; null where none follows. */
export function nextEvent(history: History, cursor: Cursor, test: EventTest): Cursor | null {
  const at = clampCursor(history, cursor);
  const first = at.micro === null ? at.operation + 1 : at.operation;
  for (let operation = first; operation <= history.entries.length; operation++) {
    const events = history.entries[operation - 1]?.events ?? [];
    const from = operation === at.operation ? (at.micro ?? events.length) : 0;
    const index = events.findIndex((event, i) => i >= from && test(event));
    if (index >= 0) return afterEvent(history, operation, index);
  }
  return null;
}

/** The point just after the last such micro-event before the one just done; null where there is none. */
export function previousEvent(history: History, cursor: Cursor, test: EventTest): Cursor | null {
  const at = clampCursor(history, cursor);
  for (let operation = at.operation; operation > 0; operation--) {
    const events = history.entries[operation - 1]?.events ?? [];
    const done = operation === at.operation ? (at.micro ?? events.length) - 1 : events.length;
    const index = events.findLastIndex((event, i) => i < done && test(event));
    if (index >= 0) return afterEvent(history, operation, index);
  }
  return null;
}

const breaksRule: EventTest = (event) => event.violations.length > 0;

/** The point after the next micro-event with a violation; null where none follows. */
export function nextViolation(history: History, cursor: Cursor): Cursor | null {
  return nextEvent(history, cursor, breaksRule);
}

/** The point after the last micro-event with a violation before the one just done; null where there is none. */
export function previousViolation(history: History, cursor: Cursor): Cursor | null {
  return previousEvent(history, cursor, breaksRule);
}

/** The next micro-event by which bytes change hands, or a buffer becomes or stops being contested. */
export function nextOwnerChange(history: History, cursor: Cursor): Cursor | null {
  return nextEvent(history, cursor, changeOfOwner(history));
}

/** The last such micro-event before the one just done. */
export function previousOwnerChange(history: History, cursor: Cursor): Cursor | null {
  return previousEvent(history, cursor, changeOfOwner(history));
}

const changesByHistory = new WeakMap<History, ReadonlySet<MicroEvent>>();

function changeOfOwner(history: History): EventTest {
  let turns = changesByHistory.get(history);
  if (!turns) {
    turns = new Set(history.entries.flatMap((_, i) => contestTurn(history, i + 1) ?? []));
    changesByHistory.set(history, turns);
  }
  const found = turns;
  return (event) => event.kind === 'owner.change' || found.has(event);
}

/** The micro-event of an operation after which other buffers are contested than before it; null: none. */
function contestTurn(history: History, operation: number): MicroEvent | null {
  const events = history.entries[operation - 1]?.events ?? [];
  const before = contestedBuffers(stateAt(history, afterOperation(operation - 1)));
  const turned = (micro: number): boolean =>
    contestedBuffers(stateAt(history, afterEventOf(micro))) !== before;
  const afterEventOf = (micro: number): Cursor =>
    micro < events.length ? { operation, micro } : afterOperation(operation);
  if (!turned(events.length)) return null;
  let low = 1;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (turned(middle)) high = middle;
    else low = middle + 1;
  }
  return events[low - 1] ?? null;
}

/** Buffers of which somebody has touched bytes that were not his, as text to compare. */
function contestedBuffers({ mappings }: State): string {
  const contested = mappings.filter(
    ({ live, extents }) => live && extents.some((extent) => extent.contested),
  );
  return [...new Set(contested.map(({ buffer }) => buffer))].toSorted((a, b) => a - b).join(' ');
}

/** Micro-events from the beginning to the cursor; the place on a time line. */
export function microOffset(history: History, cursor: Cursor): number {
  const at = clampCursor(history, cursor);
  const offsets = offsetsOf(history);
  const events = history.entries[at.operation - 1]?.events.length ?? 0;
  const before = offsets[Math.max(0, at.operation - 1)] ?? 0;
  return at.operation === 0 ? 0 : before + (at.micro ?? events);
}

/** The point that `offset` micro-events lead to: the end of an operation rather than the next one's beginning. */
export function cursorAtMicro(history: History, offset: number): Cursor {
  const offsets = offsetsOf(history);
  if (offset <= 0) return startCursor;
  let low = 0;
  let high = history.entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  const micro = Math.ceil(offset - (offsets[low - 1] ?? 0));
  return clampCursor(history, { operation: low, micro });
}

/** Micro-events done after each operation; computed once a history. */
const offsetsByHistory = new WeakMap<History, readonly number[]>();

function offsetsOf(history: History): readonly number[] {
  const known = offsetsByHistory.get(history);
  if (known) return known;
  let sum = 0;
  const offsets = [0, ...history.entries.map((entry) => (sum += entry.events.length))];
  offsetsByHistory.set(history, offsets);
  return offsets;
}
