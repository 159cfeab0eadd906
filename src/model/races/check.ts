/**
 * Races: two accesses to the same bytes, at least one of them a write and one of them by a job, that nothing
 * orders. This run did them one after the other; another run may do them the other way round.
 */
import type { Draft } from '../draft.ts';
import { describeValue } from '../hardware/cell.ts';
import type { ByteRange } from '../microEvent.ts';
import { raise } from '../violations/raise.ts';
import { hasSeen } from './clock.ts';
import { clockOf, clockOwner } from './order.ts';
import type { RaceAccess } from './types.ts';

/** Notes that whoever acts accesses a range; `value` is what it writes, null for a read. */
export function noteAccess(draft: Draft, range: ByteRange, value: number | null): void {
  const { races } = draft.state;
  if (!races || range.length === 0) return;
  const who = races.running?.engine ?? clockOwner(draft.actor);
  const clock = clockOf(races, who);
  const access: RaceAccess = {
    buffer: range.buffer,
    start: range.start,
    end: range.start + range.length,
    isWrite: value !== null,
    value,
    who,
    time: clock[who] ?? 1,
    job: races.running?.name ?? null,
  };
  const earlier = races.accesses.findLast(
    (other) => conflict(other, access) && !hasSeen(clock, other.who, other.time),
  );
  if (earlier) report(draft, earlier, access);
  // Each pair is told once: what has raced is taken to be known from now on.
  const seen = earlier ? { ...clock, [earlier.who]: earlier.time } : clock;
  draft.state.races = {
    ...races,
    clocks: { ...races.clocks, [who]: seen },
    accesses: [...races.accesses.filter((other) => !isCovered(other, access)), access],
  };
}

function conflict(a: RaceAccess, b: RaceAccess): boolean {
  return (
    a.buffer === b.buffer &&
    a.start < b.end &&
    b.start < a.end &&
    (a.isWrite || b.isWrite) &&
    (a.job !== null || b.job !== null) &&
    a.who !== b.who
  );
}

/** Whether whatever races with the old access will race with the new one too. */
function isCovered(old: RaceAccess, access: RaceAccess): boolean {
  return (
    old.who === access.who &&
    old.buffer === access.buffer &&
    old.start >= access.start &&
    old.end <= access.end &&
    (access.isWrite || !old.isWrite)
  );
}

function report(draft: Draft, earlier: RaceAccess, later: RaceAccess): void {
  const start = Math.max(earlier.start, later.start);
  const length = Math.min(earlier.end, later.end) - start;
  const bytes = { buffer: later.buffer, start, length };
  raise(draft, { rule: 'data-race', bytes, outcome: otherOrder(draft, earlier, later) });
}

/** What has happened, and what the other order would have done. */
function otherOrder(draft: Draft, earlier: RaceAccess, later: RaceAccess): string {
  const first = nameOf(draft, earlier);
  const second = nameOf(draft, later);
  const before = `${first} has ${earlier.isWrite ? 'written' : 'read'} these bytes, and nothing orders ${second} after it; in the other order `;
  if (earlier.value !== null && later.value !== null)
    return `${before}${describeValue(earlier.value)} would stay in place of ${describeValue(later.value)}`;
  if (later.value !== null) return `${before}${first} would read ${describeValue(later.value)}`;
  return `${before}${second} would read what was there before ${describeValue(earlier.value ?? 0)}`;
}

function nameOf(draft: Draft, { job, who }: RaceAccess): string {
  if (job === null) return who === 'drivers' ? 'another driver’s transfer' : who;
  const device = draft.state.jobs.find(({ name }) => name === job)?.device ?? -1;
  return `job ${job} of ${draft.state.setup.devices[device]?.name ?? 'a device'}`;
}
