/** What two runs have otherwise at points beside each other, in words: results, rules, owners, copies, costs. */
import type { History } from '../history/history.ts';
import { entryAt, stateAt, violationsUpTo } from '../history/points.ts';
import type { Costs } from '../model/state.ts';
import { rules } from '../model/violations/rules.ts';
import { roomDifferences, type RoomDifference } from '../scene/roomDiffers.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import { resultSentence } from '../script/resultWords.ts';
import type { Point } from './derive.ts';

export interface Difference {
  readonly kind: 'result' | 'rules' | 'cost' | RoomDifference['kind'];
  /** What differs: `result`, `line 2 in memory`. */
  readonly what: string;
  readonly here: string;
  readonly there: string;
}

/** What the difference is about, as headings, in the order in which they stand. */
export const differenceGroups: readonly {
  readonly title: string;
  readonly kinds: readonly Difference['kind'][];
}[] = [
  { title: 'This step', kinds: ['result', 'rules'] },
  { title: 'Copies and owners', kinds: ['owner', 'copy'] },
  { title: 'Translations', kinds: ['translation', 'column'] },
  { title: 'Cost so far', kinds: ['cost'] },
];

/** All of them; the scenes are those of the two points. */
export function runDifferences(
  here: Point,
  there: Point,
  scenes: readonly RoomDifference[],
): readonly Difference[] {
  return [
    ...stepDifferences(here, there),
    ...scenes.map(({ kind, where, here: own, there: other }) => ({
      kind,
      what: where,
      here: own,
      there: other,
    })),
    ...costDifferences(here, there),
  ];
}

/** The differences of two rooms with the keys of what differs in each. */
export function sceneDifferences(here: RoomScene, there: RoomScene) {
  const differences = roomDifferences(here, there);
  return {
    differences,
    keysHere: differences.flatMap(({ keysHere }) => keysHere),
    keysThere: differences.flatMap(({ keysThere }) => keysThere),
  };
}

function stepDifferences(here: Point, there: Point): readonly Difference[] {
  const found: Difference[] = [];
  const say = (kind: Difference['kind'], what: string, own: string, other: string): void => {
    if (own !== other) found.push({ kind, what, here: own, there: other });
  };
  say('result', 'result', resultOf(here), resultOf(there));
  say('rules', 'violations in it', violationsIn(here), violationsIn(there));
  say('rules', 'violations so far', countOf(here), countOf(there));
  return found;
}

/** What the operation returned, once it is complete. */
function resultOf({ history, cursor }: Point): string {
  const entry = entryAt(history, cursor);
  if (!entry) return 'nothing is done yet';
  return cursor.micro === null ? resultSentence(entry.result) : 'under way';
}

function violationsIn({ history, cursor }: Point): string {
  const entry = entryAt(history, cursor);
  const done = entry?.events.slice(0, cursor.micro ?? entry.events.length) ?? [];
  const titles = done.flatMap(({ violations }) => violations.map(({ rule }) => rules[rule].title));
  return titles.length === 0 ? 'none' : [...new Set(titles)].join(', ');
}

function countOf({ history, cursor }: Point): string {
  return String(violationsUpTo(history, cursor).length);
}

const costNames: readonly (readonly [keyof Costs, string])[] = [
  ['maintainedLines', 'lines maintained'],
  ['bouncedBytes', 'bytes bounced'],
  ['faults', 'page faults'],
  ['ipis', 'IPIs'],
  ['syscalls', 'system calls'],
];

function costDifferences(here: Point, there: Point): readonly Difference[] {
  const [own, other] = [costsAt(here.history, here), costsAt(there.history, there)];
  return costNames.flatMap(([key, what]): Difference[] =>
    own[key] === other[key]
      ? []
      : [{ kind: 'cost', what, here: String(own[key]), there: String(other[key]) }],
  );
}

function costsAt(history: History, { cursor }: Point): Costs {
  return stateAt(history, cursor).costs;
}

/** A difference as a sentence without its full stop. */
export function differenceSentence({ what, here, there }: Difference): string {
  return `${what}: ${here} here, ${there} there`;
}
