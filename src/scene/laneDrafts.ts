/** What stands in the lanes for one operation, before lanes are numbered and time is known. */
import type { MicroEvent } from '../model/microEvent.ts';
import type { OperationResult } from '../model/result.ts';
import type { LaneEntry, LaneInput } from './laneInput.ts';
import type { Lane, LaneList } from './laneList.ts';
import type { Flag, Pill } from './laneMarks.ts';
import { pillText } from './operationPill.ts';

/** A pill before lanes are numbered and time is known. */
export interface Draft {
  readonly lane: string;
  /** Micro-events done before it. */
  readonly micro: number;
  readonly pill: Omit<Pill, 'lane' | 'x' | 'since'>;
  /** The pill that a message to this one comes from. */
  readonly arrow: { readonly from: string; readonly kind: 'ipi' | 'zap' } | null;
  /** Device that the operation rings. */
  readonly rings: string | null;
}

/** The marks of operation number `number`, in order of time. */
export function draftsOf(
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
      rings: rungBy(entry),
      arrow: null,
      pill: {
        key: `${number}`,
        kind: 'operation',
        role: main.role,
        text: pillText(entry.operation.action, entry.result),
        ahead: pillText(entry.operation.action, null),
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
      rings: rungBy(nested),
      arrow: null,
      pill: {
        key: `${number}/${i + 1}`,
        kind: 'nested',
        role: lane.role,
        text: pillText(nested.operation.action, nested.result),
        ahead: pillText(nested.operation.action, null),
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

function rungBy({ operation: { action } }: Pick<LaneEntry, 'operation'>): string | null {
  return action.do === 'doorbell' ? action.device : null;
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
    const { kind } = found;
    drafts.push({
      lane: found.lane.key,
      micro: index,
      rings: null,
      arrow: kind === 'job' ? null : { from: sender, kind },
      pill: {
        key: `${number}.${micro}`,
        kind: 'event',
        role: found.lane.role,
        text: found.text,
        ahead: found.text,
        label: `in ${number}. ${event.label}`,
        failed: false,
        flag: null,
        seek: { operation: number, micro },
      },
    });
    // Who clears the entries sends the interrupts, too.
    if (kind === 'zap') sender = `${number}.${micro}`;
  });
  return drafts;
}

/** Another lane that a micro-event reaches. */
interface Reached {
  readonly lane: Lane;
  readonly text: string;
  readonly kind: 'ipi' | 'zap' | 'job';
}

function reaches(event: MicroEvent, { operation }: LaneEntry, lanes: LaneList): Reached | null {
  if (event.kind === 'ipi.send' && event.to !== null && 'cpu' in event.to) {
    return { lane: lanes.ofCpu(event.to.cpu), text: 'IPI', kind: 'ipi' };
  }
  // When a device's driver maps, it is the exporter that takes the page away from the CPU.
  if (event.kind === 'pte.clear' && operation.agent.kind === 'device' && event.range !== null) {
    return { lane: lanes.ofExporter(event.range.buffer), text: 'zap', kind: 'zap' };
  }
  // Who waits lets the engines work meanwhile.
  const job = event.kind === 'job.begin' ? event.facts['job'] : undefined;
  const engine = typeof job === 'string' ? lanes.named(event.agent) : undefined;
  if (engine && typeof job === 'string') return { lane: engine, text: job, kind: 'job' };
  return null;
}

/** What is wrong in these micro-events; null where nothing is. */
export function flagOf(events: readonly MicroEvent[], { verdicts }: LaneInput): Flag | null {
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
