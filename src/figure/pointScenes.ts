/**
 * The pictures of a point of a run as scenes, from the run alone: what the command line draws, and what the page
 * draws when it saves.
 */
import type { Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { entryAt, eventAt, stateAt } from '../history/points.ts';
import { verdictsOf } from '../history/verdicts.ts';
import type { MachineId } from '../model/microEvent.ts';
import { lanesRun, type LanesRun } from '../scene/lanesRun.ts';
import { lanesScene, type LanesScene } from '../scene/lanesScene.ts';
import type { PicturedMachine } from '../scene/machineGraph.ts';
import { machineScene, type MachineScene } from '../scene/machineScene.ts';
import type { RoomContext } from '../scene/roomContext.ts';
import { roomScene } from '../scene/roomScene.ts';
import { roomSets } from '../scene/roomSets.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import type { Selection } from '../scene/selection.ts';
import { printOperation } from '../script/printOperation.ts';
import { laneInputOf } from './laneInputOf.ts';
import { partsOfRun } from './partsOfRun.ts';
import { shownMachine } from './shownMachine.ts';

/** A point of a run, with what is selected there. */
export interface FigurePoint {
  readonly history: History;
  readonly cursor: Cursor;
  readonly selection: Selection | null;
  /** How caches are shown: along the lines of the buffers, or by set and way. */
  readonly caches: RoomContext['cacheLayout'];
  /** Folds of the room that are open. */
  readonly opened: ReadonlySet<string>;
}

export type PicturedMachines = Readonly<Record<MachineId, PicturedMachine>>;

export function roomOf(point: FigurePoint): RoomScene {
  const { history, cursor, selection, caches, opened } = point;
  const entry = entryAt(history, cursor);
  return roomScene(stateAt(history, cursor), {
    event: eventAt(history, cursor) ?? null,
    done: entry?.events.slice(0, cursor.micro ?? entry.events.length) ?? [],
    operation: cursor.micro === null ? null : (entry?.input.operation ?? null),
    selection,
    sets: caches === 'sets' ? roomSets : null,
    opened,
    keep: partsOfRun(history),
  });
}

export function lanesOf({ history, cursor }: FigurePoint): LanesScene {
  return lanesScene(runOf(history), cursor);
}

/** The diagram of the machine that the step is about; null where no object has a state yet. */
export function machineOf(point: FigurePoint, machines: PicturedMachines): MachineScene | null {
  const { history, cursor } = point;
  const { chosen } = shownMachine(point, point.selection);
  if (!chosen) return null;
  const transitions = eventAt(history, cursor)?.transitions ?? [];
  const taken = transitions.findLast(({ instance }) => instance === chosen.instance) ?? null;
  return machineScene(machines[chosen.machine], chosen, taken);
}

const runsByHistory = new WeakMap<History, LanesRun>();

function runOf(history: History): LanesRun {
  const known = runsByHistory.get(history);
  if (known) return known;
  const judged = verdictsOf(history.violations);
  const run = lanesRun(laneInputOf(history, judged, printOperation));
  runsByHistory.set(history, run);
  return run;
}
