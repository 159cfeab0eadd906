/**
 * The lanes of a whole run: an agent a lane, a pill an operation, and within an operation those
 * micro-events that reach another lane. Time is in columns, see `laneTime.ts`; spans of ownership,
 * mapping and CPU access are in `laneSpans.ts`.
 */
import type { MicroEvent } from '../model/microEvent.ts';
import type { OperationResult } from '../model/result.ts';
import type { LaneEntry, LaneInput, LanePoint, LaneRole } from './laneInput.ts';
import { LaneList } from './laneList.ts';
import type { Lane } from './laneList.ts';
import { spansOf } from './laneSpans.ts';
import type { Span, SpanRow } from './laneSpans.ts';
import { microX, placeInSlot } from './laneTime.ts';
import type { Slot } from './laneTime.ts';
import { pillText } from './operationPill.ts';

export interface Flag {
  /** The worst of the pill's violations. */
  readonly verdict: 'luck' | 'harm';
  /** Their rules. */
  readonly rules: readonly string[];
}

export interface Pill {
  /** Stable: `6` the sixth operation, `6/1` the first inside it, `6.4` its fourth micro-event. */
  readonly key: string;
  /** Index of its lane in `LanesRun.lanes`. */
  readonly lane: number;
  /** Middle, in columns. */
  readonly x: number;
  readonly kind: 'operation' | 'nested' | 'event';
  /** The operation's role, also where it acts in another's lane. */
  readonly role: LaneRole;
  /** What is written in it. */
  readonly text: string;
  /** What it says to those who do not see it. */
  readonly label: string;
  /** Whether the operation failed: an error code, a signal, a blocked access. */
  readonly failed: boolean;
  readonly flag: Flag | null;
  /** Where a click leads. */
  readonly seek: LanePoint;
  /** It has begun once more micro-events of its operation than this are done. */
  readonly since: number;
}

/** A message from one lane to another. */
export interface LaneArrow {
  readonly key: string;
  readonly fromLane: number;
  readonly toLane: number;
  readonly fromX: number;
  readonly toX: number;
  /** As of the pill that it belongs to. */
  readonly since: number;
  readonly seek: LanePoint;
  readonly kind: 'ipi' | 'doorbell' | 'zap';
}

/** A change of owner: from the pill of the operation that did it to the span that begins. */
export interface HandOver {
  readonly key: string;
  readonly fromLane: number;
  readonly fromX: number;
  /** Index of the row in `LanesRun.rows`. */
  readonly toRow: number;
  readonly toX: number;
  readonly look: Span['look'];
}

export interface LanesRun {
  readonly lanes: readonly Lane[];
  readonly rows: readonly SpanRow[];
  readonly slots: readonly Slot[];
  /** Columns of the whole run. */
  readonly width: number;
  /** In order of time. */
  readonly pills: readonly Pill[];
  readonly arrows: readonly LaneArrow[];
  readonly handOvers: readonly HandOver[];
}

/** A pill before lanes are numbered and time is known. */
interface Draft {
  readonly lane: string;
  /** Micro-events done before it. */
  readonly micro: number;
  readonly pill: Omit<Pill, 'lane' | 'x' | 'since'>;
  /** The pill of the operation that a message to this one comes from. */
  readonly arrow: { readonly from: string; readonly kind: 'ipi' | 'zap' } | null;
  /** Device that the operation rings. */
  readonly rings: string | null;
}

/** Projects a run. Linear in its length: keep the result while the run stays the same. */
export function lanesRun(input: LaneInput): LanesRun {
  const lanes = new LaneList(input);
  const drafts = input.entries.map((entry, index) => draftsOf(entry, index + 1, input, lanes));
  const order = lanes.inOrder();
  const rowOf = new Map(order.map((lane, index) => [lane.key, index]));
  const slots: Slot[] = [];
  const pills: Pill[] = [];
  const arrows: LaneArrow[] = [];
  let width = 0;
  drafts.forEach((marks, index) => {
    const { slot, columns } = placeInSlot(width, marks, input.entries[index]?.events.length ?? 0);
    const own = marks.map((mark, i): Pill => {
      const x = pillX(slot, columns[i] ?? 0, mark);
      return { ...mark.pill, lane: rowOf.get(mark.lane) ?? 0, x, since: mark.micro };
    });
    slots.push(slot);
    pills.push(...own);
    arrows.push(...marks.flatMap((mark, i) => arrowsOf(mark, own[i], own, rowOf)));
    width += slot.width;
  });
  const rows = spansOf(input, slots);
  return { lanes: order, rows, slots, width, pills, arrows, handOvers: handOversOf(rows, pills) };
}

/** An operation stands in the middle of its column, a micro-event about where it happens. */
function pillX(slot: Slot, column: number, { micro, pill }: Draft): number {
  const left = slot.start + column;
  if (pill.kind !== 'event') return left + 0.5;
  return left + Math.min(0.7, Math.max(0.3, microX(slot, micro) - left));
}

function arrowsOf(
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

function handOversOf(rows: readonly SpanRow[], pills: readonly Pill[]): readonly HandOver[] {
  const operations = new Map(pills.map((pill) => [pill.key, pill]));
  return rows.flatMap(({ kind, spans }, toRow) =>
    spans.flatMap((span) => {
      const pill = kind === 'owner' ? operations.get(`${span.operation}`) : undefined;
      if (!pill) return [];
      return [
        {
          key: span.key,
          fromLane: pill.lane,
          fromX: pill.x,
          toRow,
          toX: span.from,
          look: span.look,
        },
      ];
    }),
  );
}

function draftsOf(
  entry: LaneEntry,
  number: number,
  input: LaneInput,
  lanes: LaneList,
): readonly Draft[] {
  const main = lanes.of(entry.operation.agent);
  const inside = (index: number) =>
    entry.nested.findIndex((n) => n.firstEvent <= index && index < n.endEvent);
  const own = entry.events.filter((_, index) => inside(index) === -1);
  const drafts: Draft[] = [
    {
      lane: main.key,
      micro: 0,
      rings: entry.operation.action.do === 'doorbell' ? entry.operation.action.device : null,
      arrow: null,
      pill: {
        key: `${number}`,
        kind: 'operation',
        role: main.role,
        text: pillText(entry.operation.action, entry.result),
        label: `${number}. ${entry.label}${resultText(entry.result)}`,
        failed: hasFailed(entry.result),
        flag: flagOf(own, input),
        seek: { operation: number, micro: null },
      },
    },
  ];
  entry.nested.forEach((nested, i) => {
    const lane = lanes.of(nested.operation.agent);
    drafts.push({
      lane: lane.key,
      micro: nested.firstEvent,
      rings: nested.operation.action.do === 'doorbell' ? nested.operation.action.device : null,
      arrow: null,
      pill: {
        key: `${number}/${i + 1}`,
        kind: 'nested',
        role: lane.role,
        text: pillText(nested.operation.action, nested.result),
        label: `during ${number}. ${nested.label}${resultText(nested.result)}`,
        failed: hasFailed(nested.result),
        flag: flagOf(entry.events.slice(nested.firstEvent, nested.endEvent), input),
        seek: { operation: number, micro: nested.endEvent },
      },
    });
  });
  drafts.push(...eventDrafts(entry, number, lanes));
  return drafts.toSorted((a, b) => a.micro - b.micro);
}

/** The micro-events that have a pill of their own, because another agent takes part: one a lane and kind. */
function eventDrafts(entry: LaneEntry, number: number, lanes: LaneList): readonly Draft[] {
  const drafts: Draft[] = [];
  const seen = new Set<string>();
  const main = lanes.of(entry.operation.agent).key;
  let sender = `${number}`;
  entry.events.forEach((event, index) => {
    const found = reaches(event, entry, lanes);
    if (!found || found.lane.key === main || seen.has(`${found.text} ${found.lane.key}`)) return;
    seen.add(`${found.text} ${found.lane.key}`);
    const micro = index + 1;
    drafts.push({
      lane: found.lane.key,
      micro: index,
      rings: null,
      arrow: { from: sender, kind: found.kind },
      pill: {
        key: `${number}.${micro}`,
        kind: 'event',
        role: found.lane.role,
        text: found.text,
        label: `in ${number}. ${event.label}`,
        failed: false,
        flag: null,
        seek: { operation: number, micro },
      },
    });
    // Who clears the entries sends the interrupts, too.
    if (found.kind === 'zap') sender = `${number}.${micro}`;
  });
  return drafts;
}

function reaches(
  event: MicroEvent,
  { operation }: LaneEntry,
  lanes: LaneList,
): { readonly lane: Lane; readonly text: string; readonly kind: 'ipi' | 'zap' } | null {
  if (event.kind === 'ipi.send' && event.to !== null && 'cpu' in event.to) {
    return { lane: lanes.ofCpu(event.to.cpu), text: 'IPI', kind: 'ipi' };
  }
  // When a device's driver maps, it is the exporter that takes the page away from the CPU.
  if (event.kind === 'pte.clear' && operation.agent.kind === 'device' && event.range !== null) {
    return { lane: lanes.ofExporter(event.range.buffer), text: 'zap', kind: 'zap' };
  }
  return null;
}

/** What is wrong in these micro-events; null where nothing is. */
function flagOf(events: readonly MicroEvent[], { verdicts }: LaneInput): Flag | null {
  const violations = events.flatMap((event) => event.violations);
  if (violations.length === 0) return null;
  const harm = violations.some((violation) => verdicts.get(violation.id) === 'harm');
  return {
    verdict: harm ? 'harm' : 'luck',
    rules: [...new Set(violations.map((violation) => violation.rule))],
  };
}

function hasFailed(result: OperationResult): boolean {
  return result.kind !== 'ok' && result.kind !== 'bytes';
}

function resultText(result: OperationResult): string {
  if (result.kind === 'errno') return `: ${result.errno}`;
  if (result.kind === 'signal') return `: ${result.signal}`;
  if (result.kind === 'blocked') return ': blocked';
  if (result.kind === 'oops') return ': oops';
  return result.kind === 'scriptError' ? ': not possible' : '';
}
