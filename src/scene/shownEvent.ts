/**
 * What the room shows as happening. Within an operation that is the micro-event just done; at its end it
 * is what lost or spoilt data, else the last movement from one place to another, over all lines that moved
 * so, with every rule that was broken since: closing events such as `dma.done` have no way of their own in the picture.
 */
import type { ByteRange, MicroEvent } from '../model/microEvent.ts';
import type { Operation } from '../model/operation.ts';
import type { RuleId, Violation } from '../model/violation.ts';
import { movesData } from './roomContext.ts';
import { placeKey } from './selection.ts';

const effects: ReadonlySet<RuleId> = new Set(['stale-read', 'lost-write', 'clobber']);

/** `done`: the events of the operation up to the cursor; `operation`: null at its end. */
export function shownEvent(
  event: MicroEvent | null,
  done: readonly MicroEvent[],
  operation: Operation | null,
): MicroEvent | null {
  if (event === null || operation !== null || done.at(-1) !== event) return event;
  const harm = done.findLastIndex(isHarm);
  const last = harm >= 0 ? harm : done.findLastIndex(isMovement);
  const moved = done[last];
  if (!moved) return event;
  let first = last;
  for (let before = done[first - 1]; before && isAlike(before, moved); before = done[first - 1])
    first--;
  const same = done.slice(first, last + 1);
  return {
    ...moved,
    range: unionOf(same.flatMap(({ range }) => range ?? [])),
    violations: done
      .filter((other, index) => index >= first || leadsTo(other, moved))
      .flatMap(({ violations }) => violations),
  };
}

function isMovement(event: MicroEvent): boolean {
  return movesData(event) && event.from !== null && event.to !== null;
}

/** Data was lost or spoilt by it, at a place of the picture. */
function isHarm(event: MicroEvent): boolean {
  return movesData(event) && event.violations.some(({ rule }) => effects.has(rule));
}

/** The way before: a fill before the load. */
function leadsTo(event: MicroEvent, next: MicroEvent): boolean {
  if (!isMovement(event) || event.to === null || next.from === null) return false;
  return event.range?.buffer === next.range?.buffer && placeKey(event.to) === placeKey(next.from);
}

/** The same movement, of a neighbouring line. */
function isAlike(a: MicroEvent, b: MicroEvent): boolean {
  return (
    isMovement(a) &&
    a.kind === b.kind &&
    a.range?.buffer === b.range?.buffer &&
    wayOf(a) === wayOf(b)
  );
}

function wayOf({ from, to }: MicroEvent): string {
  return [from, to].map((place) => (place ? placeKey(place) : '')).join('>');
}

function unionOf(ranges: readonly ByteRange[]): ByteRange | null {
  const [one] = ranges;
  if (!one) return null;
  const start = Math.min(...ranges.map((range) => range.start));
  const end = Math.max(...ranges.map((range) => range.start + range.length));
  return { buffer: one.buffer, start, length: end - start };
}

/** The violation to name where there is room for one: what happened to the data comes before its cause. */
export function gravest(violations: readonly Violation[]): Violation | undefined {
  return violations.find(({ rule }) => effects.has(rule)) ?? violations[0];
}
