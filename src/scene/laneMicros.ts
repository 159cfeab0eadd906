/** The micro-events of an operation as marks, each in the lane of whoever does it: for a near look at the lanes. */
import { flagOf } from './laneDrafts.ts';
import type { LaneEntry, LanePoint } from './laneInput.ts';
import type { LaneMark, MicroMark } from './laneMarks.ts';
import type { LanesRun } from './lanesRun.ts';
import { microX } from './laneTime.ts';

const microsByEntry = new WeakMap<LaneEntry, readonly MicroMark[]>();

/** Every micro-event of operation number `operation`, in their order. */
export function microsOf(run: LanesRun, operation: number): readonly MicroMark[] {
  const entry = run.input.entries[operation - 1];
  if (!entry) return [];
  const known = microsByEntry.get(entry);
  if (known) return known;
  const made = makeMicros(run, entry, operation);
  microsByEntry.set(entry, made);
  return made;
}

function makeMicros(run: LanesRun, entry: LaneEntry, operation: number): readonly MicroMark[] {
  const slot = run.slots[operation - 1];
  const own = run.pills[run.firstPills[operation - 1] ?? -1];
  if (!slot || !own) return [];
  return entry.events.map((event, index): MicroMark => {
    const nested = entry.nested.findIndex((n) => n.firstEvent <= index && index < n.endEvent);
    const pill =
      nested === -1
        ? own
        : (pillsOf(run, operation).find(({ key }) => key === `${operation}/${nested + 1}`) ?? own);
    const lane = laneOfAgent(run, event.agent) ?? pill.lane;
    const [from, to] = [microX(slot, index), microX(slot, index + 1)];
    return {
      key: `${operation}:${index + 1}`,
      kind: 'micro',
      lane,
      from,
      to,
      x: (from + to) / 2,
      role: run.lanes[lane]?.role ?? 'other',
      text: event.label,
      label: `${operation}.${index + 1} ${event.agent}: ${event.label}`,
      failed: event.kind === 'refused',
      flag: flagOf([event], run.input),
      seek: { operation, micro: index + 1 === entry.events.length ? null : index + 1 },
      since: index,
    };
  });
}

/** The lane of a micro-event's agent: of its name, of the thread on its CPU, of the exporter so called. */
function laneOfAgent({ lanes }: LanesRun, agent: string): number | null {
  const names = [agent, `exporter ${agent}`];
  const exact = lanes.findIndex(({ key }) => names.includes(key));
  if (exact !== -1) return exact;
  if (!/^cpu\d+$/.test(agent)) return null;
  const thread = lanes.findIndex(({ key }) => key.endsWith(`@${agent}`));
  return thread === -1 ? null : thread;
}

/** The pills of an operation, in order of time. */
export function pillsOf({ pills, firstPills }: LanesRun, operation: number): readonly LaneMark[] {
  const first = firstPills[operation - 1];
  return first === undefined ? [] : pills.slice(first, firstPills[operation]);
}

/**
 * What stands for an operation: its pills; from near its micro-events, and only those pills that
 * have none of them in their lane.
 */
export function marksOf(run: LanesRun, operation: number, near: boolean): readonly LaneMark[] {
  const pills = pillsOf(run, operation);
  if (!near) return pills;
  const micros = microsOf(run, operation);
  const lanes = new Set(micros.map(({ lane }) => lane));
  const rest = pills
    .filter(({ lane, kind }) => !lanes.has(lane) && (kind === 'event' || micros.length === 0))
    .map((pill) => ({ ...pill, x: microAt(run, pill.seek)?.x ?? pill.x }));
  return [...micros, ...rest].toSorted((a, b) => a.x - b.x);
}

/** The micro-event after which a point of the run stands; undefined where it ends an operation. */
export function microAt(run: LanesRun, { operation, micro }: LanePoint): MicroMark | undefined {
  return micro === null ? undefined : microsOf(run, operation)[micro - 1];
}
