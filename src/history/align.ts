/**
 * Two runs side by side: which operation of one stands beside which of the other, and which point beside
 * which point. Equal operations are found by a longest common subsequence, so that a run to which a fix has
 * added calls stays in step with the one before; micro-events by the same, on kind and label.
 */
import type { MicroEvent } from '../model/microEvent.ts';
import type { StepInput } from '../model/operation.ts';
import { afterOperation, startCursor, type Cursor } from './cursor.ts';
import type { History } from './history.ts';
import { clampCursor } from './points.ts';

/** What stands beside an operation of this run. */
export interface AlignedStep {
  /**
   * `same`: an equal operation; `other`: another one in its place; `only-here`: none, and the other run
   * waits.
   */
  readonly kind: 'same' | 'other' | 'only-here';
  /** Number of the operation of the other run that is done when this one is; 0: none yet. */
  readonly there: number;
}

/** One entry an operation of this run. */
export type Alignment = readonly AlignedStep[];

/** Beyond so many pairs, only what begins and ends alike is matched. */
const pairLimit = 4_000_000;

/** For each word of `a` the index of the word of `b` matched with it, in order; -1: none. */
export function matchWords(a: readonly string[], b: readonly string[]): readonly number[] {
  const matched = Array.from({ length: a.length }, () => -1);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    matched[start] = start;
    start++;
  }
  let ends = 0;
  const most = Math.min(a.length, b.length) - start;
  while (ends < most && a[a.length - 1 - ends] === b[b.length - 1 - ends]) {
    matched[a.length - 1 - ends] = b.length - 1 - ends;
    ends++;
  }
  const rows = a.length - ends - start;
  const columns = b.length - ends - start;
  if (rows > 0 && columns > 0 && rows * columns <= pairLimit) {
    const middle = longestCommon(a.slice(start, start + rows), b.slice(start, start + columns));
    middle.forEach((j, i) => {
      if (j >= 0) matched[start + i] = start + j;
    });
  }
  return matched;
}

/** A longest common subsequence, the earliest where there are several. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly number[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const matched = Array.from({ length: a.length }, () => -1);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) matched[i++] = j++;
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return matched;
}

const wordsByInput = new WeakMap<StepInput, string>();

/** A word that is equal for equal operations with the same happening inside them. */
export function inputWord(input: StepInput): string {
  const known = wordsByInput.get(input) ?? JSON.stringify(input, inOrder);
  wordsByInput.set(input, known);
  return known;
}

/** Keys of objects in the order of the alphabet: operations are made in several places. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Which operation of `there` stands beside each of `here`. */
export function alignRuns(here: History, there: History): Alignment {
  const words = ({ entries }: History) => entries.map(({ input }) => inputWord(input));
  return alignWords(words(here), words(there));
}

/** The same for operations as words. Between two pairs of equal ones, the others are paired in their order. */
export function alignWords(here: readonly string[], there: readonly string[]): Alignment {
  const matched = matchWords(here, there);
  const steps: AlignedStep[] = [];
  let done = 0;
  for (let i = 0; i < here.length;) {
    const own = matched[i] ?? -1;
    if (own >= 0) {
      steps.push({ kind: 'same', there: own + 1 });
      done = own + 1;
      i++;
      continue;
    }
    let end = i;
    while (end < here.length && (matched[end] ?? -1) < 0) end++;
    const last = end < here.length ? (matched[end] ?? 0) : there.length;
    steps.push(...pairGap(end - i, done, last - done));
    done = last;
    i = end;
  }
  return steps;
}

/** `count` operations here beside `others` there, of which `done` come before: the ends meet. */
function pairGap(count: number, done: number, others: number): readonly AlignedStep[] {
  return Array.from({ length: count }, (_, k): AlignedStep => {
    if (k >= others) return { kind: 'only-here', there: done + others };
    return { kind: 'other', there: k === count - 1 ? done + others : done + k + 1 };
  });
}

/** The point of `there` that stands beside a point of `here`. */
export function cursorBeside(
  here: History,
  there: History,
  alignment: Alignment,
  cursor: Cursor,
): Cursor {
  const at = clampCursor(here, cursor);
  const step = alignment[at.operation - 1];
  if (!step) return startCursor;
  if (at.micro === null || step.kind === 'only-here')
    return clampCursor(there, afterOperation(step.there));
  const own = here.entries[at.operation - 1]?.events ?? [];
  const others = there.entries[step.there - 1]?.events ?? [];
  const reached = alignEvents(own, others)
    .slice(0, at.micro)
    .findLast((index) => index >= 0);
  return clampCursor(there, { operation: step.there, micro: (reached ?? -1) + 1 });
}

const eventsAligned = new WeakMap<
  readonly MicroEvent[],
  WeakMap<readonly MicroEvent[], readonly number[]>
>();

/** For each micro-event of `here` the index of the one of `there` beside it; -1: none. */
function alignEvents(here: readonly MicroEvent[], there: readonly MicroEvent[]): readonly number[] {
  const known = eventsAligned.get(here) ?? new WeakMap<readonly MicroEvent[], readonly number[]>();
  eventsAligned.set(here, known);
  const made = known.get(there) ?? matchWords(here.map(eventWord), there.map(eventWord));
  known.set(there, made);
  return made;
}

/** Equal for micro-events that say the same; addresses differ between machines and do not count. */
function eventWord({ kind, label }: MicroEvent): string {
  return `${kind} ${label.replace(/0x[0-9a-f_]+/g, '0x')}`;
}

/** A row of two lists of micro-events beside each other. */
export interface EventPair {
  readonly here: MicroEvent | null;
  readonly there: MicroEvent | null;
  /** Whether both say the same. */
  readonly same: boolean;
}

/** Both lists in order: equal ones in one row, what lies between them opposite each other. */
export function pairEvents(
  here: readonly MicroEvent[],
  there: readonly MicroEvent[],
): readonly EventPair[] {
  const pairs: EventPair[] = [];
  const rest: { here: MicroEvent[]; until: number } = { here: [], until: 0 };
  const flush = (until: number): void => {
    const others = there.slice(rest.until, until);
    const count = Math.max(rest.here.length, others.length);
    for (let k = 0; k < count; k++)
      pairs.push({ here: rest.here[k] ?? null, there: others[k] ?? null, same: false });
    rest.here = [];
  };
  alignEvents(here, there).forEach((index, i) => {
    const event = here[i];
    if (!event) return;
    if (index < 0) {
      rest.here.push(event);
      return;
    }
    flush(index);
    rest.until = index + 1;
    pairs.push({ here: event, there: there[index] ?? null, same: true });
  });
  flush(there.length);
  return pairs;
}
