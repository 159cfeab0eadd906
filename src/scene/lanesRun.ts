/**
 * The lanes of a whole run: an agent a lane, a pill an operation, and within an operation those
 * micro-events that reach another lane. Time is in columns, see `laneTime.ts`; what lasts is in `laneSpans.ts`,
 * single micro-events in `laneMicros.ts`.
 */
import { arrowsOf, ownerThreads, signalArrows, waitThreads } from './laneArrows.ts';
import { draftsOf, type Draft } from './laneDrafts.ts';
import type { LaneInput } from './laneInput.ts';
import { LaneList } from './laneList.ts';
import type { Lane } from './laneList.ts';
import type { LaneArrow, LaneThread, Pill } from './laneMarks.ts';
import { spansOf } from './laneSpans.ts';
import type { SpanRow } from './laneSpans.ts';
import { microX, placeInSlot } from './laneTime.ts';
import type { Slot } from './laneTime.ts';

export interface LanesRun {
  /** What it was made from. */
  readonly input: LaneInput;
  readonly lanes: readonly Lane[];
  readonly rows: readonly SpanRow[];
  readonly slots: readonly Slot[];
  /** Columns of the whole run. */
  readonly width: number;
  /** In order of time. */
  readonly pills: readonly Pill[];
  /** Of each operation, the index of its first pill. */
  readonly firstPills: readonly number[];
  /** The pills of each lane, from left to right. */
  readonly byLane: readonly (readonly Pill[])[];
  /** Where each pill stands among those of its lane, by its key. */
  readonly places: ReadonlyMap<string, number>;
  readonly arrows: readonly LaneArrow[];
  /** Hand-overs of ownership, and waits for fences, in order of time. */
  readonly threads: readonly LaneThread[];
}

/** Projects a run. Linear in its length: keep the result while the run stays the same. */
export function lanesRun(input: LaneInput): LanesRun {
  const { entries } = input;
  const list = new LaneList(input);
  const drafts = entries.map((entry, index) => draftsOf(entry, index + 1, input, list));
  const lanes = list.inOrder();
  const rowOf = new Map(lanes.map((lane, index) => [lane.key, index]));
  const slots: Slot[] = [];
  const pills: Pill[] = [];
  const firstPills: number[] = [];
  const arrows: LaneArrow[] = [];
  let width = 0;
  drafts.forEach((marks, index) => {
    const entry = entries[index];
    const { slot, columns } = placeInSlot(width, marks, entry?.events.length ?? 0);
    const own = marks.map((mark, i): Pill => {
      const x = pillX(slot, columns[i] ?? 0, mark);
      return { ...mark.pill, lane: rowOf.get(mark.lane) ?? 0, x, since: mark.micro };
    });
    slots.push(slot);
    firstPills.push(pills.length);
    pills.push(...own);
    arrows.push(...marks.flatMap((mark, i) => arrowsOf(mark, own[i], own, rowOf)));
    if (entry) arrows.push(...signalArrows(entry, index + 1, slot, rowOf));
    width += slot.width;
  });
  const rows = spansOf(input, slots);
  const threads = [
    ...ownerThreads(rows, new Map(pills.map((pill) => [pill.key, pill]))),
    ...waitThreads(entries, rows, slots, rowOf),
  ].toSorted((a, b) => a.toX - b.toX);
  const byLane = pillsByLane(pills, lanes.length);
  const places = new Map(
    byLane.flatMap((own) => own.map(({ key }, index) => [key, index] as const)),
  );
  return { input, lanes, rows, slots, width, pills, firstPills, byLane, places, arrows, threads };
}

function pillsByLane(pills: readonly Pill[], count: number): readonly (readonly Pill[])[] {
  const lanes: Pill[][] = Array.from({ length: count }, () => []);
  for (const pill of pills) lanes[pill.lane]?.push(pill);
  return lanes.map((own) => own.toSorted((a, b) => a.x - b.x));
}

/** An operation stands in the middle of its column, a micro-event about where it happens. */
function pillX(slot: Slot, column: number, { micro, pill }: Draft): number {
  const left = slot.start + column;
  if (pill.kind !== 'event') return left + 0.5;
  return left + Math.min(0.7, Math.max(0.3, microX(slot, micro) - left));
}
