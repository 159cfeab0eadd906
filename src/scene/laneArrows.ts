/** Messages between lanes: interrupts, zaps, doorbells, fences that signal; and threads from lanes down to spans. */
import type { LaneEntry } from './laneInput.ts';
import type { Draft } from './laneDrafts.ts';
import type { LaneArrow, LaneThread, Pill } from './laneMarks.ts';
import type { SpanRow } from './laneSpans.ts';
import { microX, type Slot } from './laneTime.ts';

/** The arrows that belong to one pill of an operation. */
export function arrowsOf(
  { arrow, rings }: Draft,
  pill: Pill | undefined,
  pills: readonly Pill[],
  rowOf: ReadonlyMap<string, number>,
): readonly LaneArrow[] {
  if (!pill) return [];
  const { key, lane, x, since, seek } = pill;
  const rung = rings === null ? undefined : rowOf.get(rings);
  const arrows: LaneArrow[] = [];
  if (rung !== undefined) {
    const ends = { fromLane: lane, fromX: x, toLane: rung, toX: x };
    arrows.push({ key: `${key}>`, ...ends, since, seek, kind: 'doorbell' });
  }
  const sender = arrow === null ? undefined : pills.find((each) => each.key === arrow.from);
  if (arrow !== null && sender && sender.lane !== lane) {
    const ends = { fromLane: sender.lane, fromX: sender.x, toLane: lane, toX: x };
    arrows.push({ key: `${key}<`, ...ends, since, seek, kind: arrow.kind });
  }
  return arrows;
}

/** From whoever signals a fence to those who wait for it: in the same operation, or as jobs in a queue. */
export function signalArrows(
  { events, state }: LaneEntry,
  operation: number,
  slot: Slot,
  rowOf: ReadonlyMap<string, number>,
): readonly LaneArrow[] {
  const arrows: LaneArrow[] = [];
  const sleepers = new Map<string, string>();
  events.forEach(({ kind, agent, transitions }, index) => {
    if (kind !== 'fence.wait' && kind !== 'fence.signal') return;
    const fence = transitions.find(({ machine }) => machine === 'fence')?.instance;
    if (fence === undefined) return;
    if (kind === 'fence.wait') {
      sleepers.set(fence, agent);
      return;
    }
    const sleeper = sleepers.get(fence);
    const engines = state.jobs
      .filter((job) => job.waits.some((id) => `fence/${id}` === fence))
      .map((job) => state.setup.devices[job.device]?.name ?? '');
    const fromLane = rowOf.get(agent);
    const x = microX(slot, index + 1);
    for (const waiter of new Set(sleeper === undefined ? engines : [sleeper, ...engines])) {
      const toLane = rowOf.get(waiter);
      if (fromLane === undefined || toLane === undefined || fromLane === toLane) continue;
      const ends = { fromLane, fromX: x, toLane, toX: x };
      const seek = { operation, micro: index + 1 };
      const key = `${operation}.${index + 1}!${waiter}`;
      arrows.push({ key, ...ends, since: index, seek, kind: 'signal' });
    }
  });
  return arrows;
}

/** From the pill of the operation that changed the owner to the span that begins. */
export function ownerThreads(
  rows: readonly SpanRow[],
  pills: ReadonlyMap<string, Pill>,
): readonly LaneThread[] {
  return rows.flatMap(({ kind, spans }, toRow) =>
    spans.flatMap((span): readonly LaneThread[] => {
      const pill = kind === 'owner' ? pills.get(`${span.operation}`) : undefined;
      if (!pill) return [];
      const from = { fromLane: pill.lane, fromX: pill.x };
      return [{ key: span.key, kind: 'owner', ...from, toRow, toX: span.from, look: span.look }];
    }),
  );
}

/** From whoever waits for a fence to the span that shows it pending. */
export function waitThreads(
  entries: readonly LaneEntry[],
  rows: readonly SpanRow[],
  slots: readonly Slot[],
  rowOf: ReadonlyMap<string, number>,
): readonly LaneThread[] {
  const rowOfFence = new Map(
    rows.flatMap(({ kind, spans }, row) =>
      kind === 'fence' || kind === 'job'
        ? spans.map(({ key }) => [key.slice(0, key.indexOf('@')), row] as const)
        : [],
    ),
  );
  return entries.flatMap(({ events }, index) =>
    events.flatMap(({ kind, agent, transitions }, micro): readonly LaneThread[] => {
      if (kind !== 'fence.wait') return [];
      const fence = transitions.find(({ machine }) => machine === 'fence')?.instance ?? '';
      const [slot, toRow, fromLane] = [slots[index], rowOfFence.get(fence), rowOf.get(agent)];
      if (!slot || toRow === undefined || fromLane === undefined) return [];
      const x = microX(slot, micro + 1);
      const key = `${index + 1}.${micro + 1}?`;
      return [{ key, kind: 'wait', fromLane, fromX: x, toRow, toX: x, look: 'waiting' }];
    }),
  );
}
