/** What the parts of a comparison show of the two runs: their points, their rooms, and what differs. */
import { partsOfRun } from '../figure/partsOfRun.ts';
import { alignRuns, cursorBeside, type Alignment } from '../history/align.ts';
import type { History } from '../history/history.ts';
import { entryAt, eventAt, stateAt } from '../history/points.ts';
import { withDifferences } from '../scene/roomDiffers.ts';
import { roomScene } from '../scene/roomScene.ts';
import { roomSets } from '../scene/roomSets.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import {
  comparisonOf,
  titleHere,
  type Compared as RunState,
  type OtherRun,
} from '../session/comparison.ts';
import type { Point } from '../session/derive.ts';
import { runDifferences, sceneDifferences, type Difference } from '../session/runDifferences.ts';
import type { SessionState } from '../session/sessionState.ts';

/** One of the two runs at its point. */
export interface ComparedRun extends Point {
  readonly title: string;
  readonly scene: RoomScene;
}

export interface Compared {
  readonly here: ComparedRun;
  readonly there: ComparedRun;
  readonly run: OtherRun;
  readonly alignment: Alignment;
  readonly differences: readonly Difference[];
}

/** What is shown of the rooms besides the runs: what a person has opened or chosen in them. */
export type RoomChoices = Pick<SessionState, 'selection' | 'caches'> & {
  readonly opened: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
};

/** What of a session a comparison shows. */
export type CompareState = RunState &
  Pick<SessionState, 'cursor' | 'compare'> & {
    /** The text of the run before the last fix; null: there is none. */
    readonly beforeFix: string | null;
  };

/** Both runs at the cursor; a text where there is nothing to compare with. */
export function compareNow(state: CompareState, choices: RoomChoices): Compared | string {
  if (state.compare === null) return 'no run is beside this one';
  const comparison = comparisonOf(state, state.compare);
  if (!comparison.ok) return comparison.wrong;
  const { run } = comparison;
  const { history, cursor } = state;
  const alignment = alignmentOf(history, run.history);
  const other = cursorBeside(history, run.history, alignment, cursor);
  const here: Point = { history, cursor };
  const there: Point = { history: run.history, cursor: other };
  const [own, beside] = [sceneOf(here, choices), sceneOf(there, choices)];
  const { differences, keysHere, keysThere } = sceneDifferences(own, beside);
  const [title, otherTitle] =
    state.compare === state.beforeFix
      ? ['after the fix', 'before the fix']
      : [titleHere(state, run.change), run.title];
  return {
    run,
    alignment,
    here: { ...here, title, scene: withDifferences(own, keysHere) },
    there: { ...there, title: otherTitle, scene: withDifferences(beside, keysThere) },
    differences: runDifferences(here, there, differences),
  };
}

const alignments = new WeakMap<History, WeakMap<History, Alignment>>();

function alignmentOf(here: History, there: History): Alignment {
  const known = alignments.get(here) ?? new WeakMap<History, Alignment>();
  alignments.set(here, known);
  const made = known.get(there) ?? alignRuns(here, there);
  known.set(there, made);
  return made;
}

function sceneOf({ history, cursor }: Point, { caches, ...choices }: RoomChoices): RoomScene {
  const entry = entryAt(history, cursor);
  return roomScene(stateAt(history, cursor), {
    event: eventAt(history, cursor) ?? null,
    done: entry?.events.slice(0, cursor.micro ?? entry.events.length) ?? [],
    operation: cursor.micro === null ? null : (entry?.input.operation ?? null),
    keep: partsOfRun(history),
    sets: caches === 'sets' ? roomSets : null,
    ...choices,
  });
}
