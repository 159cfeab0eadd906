/**
 * The micro-events of an operation as they are played: those that move something, and as one what moves the
 * same way along neighbouring bytes. Too many would be no help: then the gravest of them are left.
 */
import type { ByteRange, MicroEvent } from '../model/microEvent.ts';
import { eventMotions, type EventMotion } from './eventMotion.ts';
import { placeKey } from './selection.ts';

/** Neighbouring micro-events that are seen as one movement. */
export interface EventGroup {
  /** Index of the first of them, and of the one after the last, in the operation. */
  readonly first: number;
  readonly end: number;
  /** All of them as one: the last, over the bytes of all, with all their violations. */
  readonly event: MicroEvent;
}

/** Groups of the events [from, to) of an operation, in their order, at most `most`. */
export function eventGroups(
  events: readonly MicroEvent[],
  from: number,
  to: number,
  most: number,
): readonly EventGroup[] {
  const groups: EventGroup[] = [];
  for (let index = from; index < to; index++) {
    const event = events[index];
    if (!event || eventMotions[event.kind].moves === 'nothing') continue;
    const last = groups.at(-1);
    if (last && goesOn(last.event, event))
      groups.splice(-1, 1, { first: last.first, end: index + 1, event: joined(last.event, event) });
    else groups.push({ first: index, end: index + 1, event });
  }
  return gravestOf(groups, most);
}

/** Whether the second moves as the first did, along the bytes beside it. */
function goesOn(a: MicroEvent, b: MicroEvent): boolean {
  return (
    a.kind === b.kind &&
    a.agent === b.agent &&
    wayOf(a) === wayOf(b) &&
    a.range !== null &&
    b.range !== null &&
    a.range.buffer === b.range.buffer &&
    (b.range.start === endOf(a.range) || endOf(b.range) === a.range.start)
  );
}

function endOf({ start, length }: ByteRange): number {
  return start + length;
}

function wayOf({ from, to }: MicroEvent): string {
  return [from, to].map((place) => (place ? placeKey(place) : '')).join('>');
}

function joined(a: MicroEvent, b: MicroEvent): MicroEvent {
  if (!a.range || !b.range) return b;
  const start = Math.min(a.range.start, b.range.start);
  const length = a.range.length + b.range.length;
  return {
    ...b,
    range: { ...b.range, start, length },
    violations: [...a.violations, ...b.violations],
  };
}

const ranks: Readonly<Record<EventMotion['moves'], number>> = {
  owner: 4,
  data: 3,
  translation: 2,
  message: 1,
  nothing: 0,
};

/** As many as may be: rules broken before all, then owners and data, and of those the last. */
function gravestOf(groups: readonly EventGroup[], most: number): readonly EventGroup[] {
  if (groups.length <= most) return groups;
  const rank = ({ event }: EventGroup): number =>
    event.violations.length > 0 ? 5 : ranks[eventMotions[event.kind].moves];
  const kept = groups
    .map((group, index) => ({ group, index }))
    .toSorted((a, b) => rank(b.group) - rank(a.group) || b.index - a.index)
    .slice(0, most);
  return kept.toSorted((a, b) => a.index - b.index).map(({ group }) => group);
}
