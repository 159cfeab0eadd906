/**
 * The pictures of a point of a run as scenes, from the run alone: what the command line draws, and what the page
 * draws when it saves.
 */
import type { Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { entryAt, eventAt, stateAt } from '../history/points.ts';
import { verdictsOf } from '../history/verdicts.ts';
import { machineInstances } from '../model/machines/instances.ts';
import type { MachineId } from '../model/microEvent.ts';
import { lanesRun, type LanesRun } from '../scene/lanesRun.ts';
import { lanesScene, type LanesScene } from '../scene/lanesScene.ts';
import type { PicturedMachine } from '../scene/machineGraph.ts';
import { machineScene, type MachineScene } from '../scene/machineScene.ts';
import { usedParts } from '../scene/roomColumns.ts';
import type { RoomContext } from '../scene/roomContext.ts';
import { roomScene } from '../scene/roomScene.ts';
import { roomSets } from '../scene/roomSets.ts';
import type { RoomScene } from '../scene/roomTypes.ts';
import type { Selection } from '../scene/selection.ts';
import { printOperation } from '../script/printOperation.ts';
import { chooseMachine } from './chooseMachine.ts';

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
    keep: partsOf(history),
  });
}

export function lanesOf({ history, cursor }: FigurePoint): LanesScene {
  return lanesScene(runOf(history), cursor);
}

/** The diagram of the machine that the step is about; null where no object has a state yet. */
export function machineOf(point: FigurePoint, machines: PicturedMachines): MachineScene | null {
  const { history, cursor } = point;
  const instances = machineInstances(stateAt(history, cursor));
  const chosen = chooseMachine(point, instances);
  if (!chosen) return null;
  const transitions = eventAt(history, cursor)?.transitions ?? [];
  const taken = transitions.findLast(({ instance }) => instance === chosen.instance) ?? null;
  return machineScene(machines[chosen.machine], chosen, taken);
}

/** Parts of columns that hold something at some point of a run: all its pictures have the same columns. */
const partsByHistory = new WeakMap<History, ReadonlySet<string>>();
const statesLookedAt = 400;

function partsOf(history: History): ReadonlySet<string> {
  const known = partsByHistory.get(history);
  if (known) return known;
  const states = history.entries.slice(0, statesLookedAt).map(({ state }) => state);
  const parts = new Set(states.flatMap(usedParts));
  partsByHistory.set(history, parts);
  return parts;
}

const runsByHistory = new WeakMap<History, LanesRun>();

function runOf(history: History): LanesRun {
  const known = runsByHistory.get(history);
  if (known) return known;
  const run = lanesRun({
    initial: history.initial,
    verdicts: verdictsOf(history.violations),
    entries: history.entries.map(({ input, result, events, nested, state }) => ({
      operation: input.operation,
      label: printOperation(input.operation),
      result,
      events,
      nested: nested.map((inner) => ({ ...inner, label: printOperation(inner.operation) })),
      state,
    })),
  });
  runsByHistory.set(history, run);
  return run;
}
