/** The lanes from far away: how much happens in each stretch of time, and where rules are broken. */
import type { LaneRole } from './laneInput.ts';
import type { Pill } from './laneMarks.ts';
import type { LanesRun } from './lanesRun.ts';

/** A stretch of one lane. */
export interface Bin {
  readonly key: string;
  readonly lane: number;
  readonly role: LaneRole;
  /** Columns. */
  readonly from: number;
  readonly to: number;
  /** Operations in it. */
  readonly count: number;
  /** The most that a stretch of this width can hold. */
  readonly most: number;
  readonly label: string;
}

/** Violations of one lane that stand too close together to be told apart. */
export interface FlagGroup {
  readonly key: string;
  readonly lane: number;
  readonly x: number;
  readonly count: number;
  /** The worst of them. */
  readonly verdict: 'luck' | 'harm';
  readonly label: string;
}

/** The first of `pills`, which are in order of `x`, that stands at `x` or after it. */
export function firstFrom(pills: readonly Pill[], x: number): number {
  let low = 0;
  let high = pills.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pills[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Stretches of `wide` columns, from a multiple of it on, of every lane; empty ones are left out. */
export function binsOf(run: LanesRun, begin: number, end: number, wide: number): readonly Bin[] {
  const bins: Bin[] = [];
  const first = Math.max(0, Math.floor(begin / wide));
  const last = Math.min(Math.ceil(run.width / wide), Math.ceil(end / wide));
  farOf(run).operations.forEach((pills, lane) => {
    const { role = 'other', label = '' } = run.lanes[lane] ?? {};
    for (let i = first; i < last; i++) {
      const from = i * wide;
      const to = Math.min(run.width, from + wide);
      const low = firstFrom(pills, from);
      const high = firstFrom(pills, from + wide);
      if (low === high) continue;
      const count = high - low;
      const [one, other] = [pills[low]?.seek.operation ?? 0, pills[high - 1]?.seek.operation ?? 0];
      const many = count === 1 ? '1 operation' : `${count} operations`;
      bins.push({
        key: `${lane} ${wide} ${i}`,
        lane,
        role,
        from,
        to,
        count,
        most: wide,
        label: `${label}: ${many}, ${one === other ? `number ${one}` : `from ${one} to ${other}`}`,
      });
    }
  });
  return bins;
}

interface Far {
  /** Of each lane, the pills that are operations. */
  readonly operations: readonly (readonly Pill[])[];
  readonly flagged: readonly (readonly Pill[])[];
}

const farByRun = new WeakMap<LanesRun, Far>();

function farOf(run: LanesRun): Far {
  const known = farByRun.get(run);
  if (known) return known;
  const made = {
    operations: run.byLane.map((pills) => pills.filter(({ kind }) => kind !== 'event')),
    flagged: run.byLane.map((pills) => pills.filter(({ flag }) => flag !== null)),
  };
  farByRun.set(run, made);
  return made;
}

/** Violations between two times, those of a lane that are less than `apart` columns from each other as one. */
export function flagGroups(
  run: LanesRun,
  begin: number,
  end: number,
  apart: number,
): readonly FlagGroup[] {
  return farOf(run).flagged.flatMap((pills, lane) => {
    const groups: Pill[][] = [];
    // Groups begin at multiples of their width, so that they stay what they are while time is panned.
    const place = (x: number): number => Math.floor(x / apart);
    for (let i = firstFrom(pills, place(begin) * apart); i < pills.length; i++) {
      const pill = pills[i];
      if (!pill || pill.x > end) break;
      const group = groups.at(-1);
      if (group?.[0] && place(group[0].x) === place(pill.x)) group.push(pill);
      else groups.push([pill]);
    }
    return groups.map((group) => groupOf(group, lane));
  });
}

function groupOf(group: readonly Pill[], lane: number): FlagGroup {
  const [first] = group;
  const harm = group.some(({ flag }) => flag?.verdict === 'harm');
  const rules = [...new Set(group.flatMap(({ flag }) => flag?.rules ?? []))];
  const many = group.length === 1 ? 'A rule broken' : `${group.length} operations that break rules`;
  return {
    key: `${first?.key}`,
    lane,
    x: first?.x ?? 0,
    count: group.length,
    verdict: harm ? 'harm' : 'luck',
    label: `${many}: ${rules.join(', ')} (${harm ? 'harm' : 'luck on this platform'})`,
  };
}
