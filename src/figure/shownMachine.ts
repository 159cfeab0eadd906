/**
 * Which machine the panel and the figure show: that of what is selected; else the one that the step is about. A selection
 * holds it, which is why a pin is nothing but a selection.
 */
import type { Cursor } from '../history/cursor.ts';
import type { History } from '../history/history.ts';
import { eventAt, stateAt } from '../history/points.ts';
import { attachmentId, iommuId, ownershipId, pteId } from '../model/machines/instanceIds.ts';
import { machineInstances, type MachineInstance } from '../model/machines/instances.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import type { State } from '../model/state.ts';
import type { Selection } from '../scene/selection.ts';
import { vmaPages } from '../scene/vmaPages.ts';

/** A point of a run. */
interface Point {
  readonly history: History;
  readonly cursor: Cursor;
}

export interface ShownMachine {
  readonly instances: readonly MachineInstance[];
  /** Null: no object has a state yet. */
  readonly chosen: MachineInstance | null;
  /** Whether the selection holds it; else it follows the steps. */
  readonly isHeld: boolean;
}

/** The machines of a point of a run, and the one to show. */
export function shownMachine(
  { history, cursor }: Point,
  selection: Selection | null,
): ShownMachine {
  const state = stateAt(history, cursor);
  const instances = machineInstances(state);
  const held = instanceOf(instances, idOfSelection(state, selection));
  const chosen =
    held ??
    contested(instances, eventAt(history, cursor) ?? null) ??
    lastMoved(instances, history, cursor) ??
    instances[0] ??
    null;
  return { instances, chosen, isHeld: held !== undefined };
}

/** The instance that was the last to take a transition, up to the cursor. */
function lastMoved(
  instances: readonly MachineInstance[],
  history: History,
  { operation, micro }: Cursor,
): MachineInstance | undefined {
  for (let i = operation; i > 0; i--) {
    const events = history.entries[i - 1]?.events ?? [];
    const done = i === operation && micro !== null ? events.slice(0, micro) : events;
    const moved = done
      .flatMap(({ transitions }) => transitions)
      .toReversed()
      .map(({ instance }) => instanceOf(instances, instance))
      .find((instance) => instance !== undefined);
    if (moved) return moved;
  }
  return undefined;
}

/** Where an ownership rule was just broken nothing moved: the machine that refused is the one to look at. */
function contested(
  instances: readonly MachineInstance[],
  event: MicroEvent | null,
): MachineInstance | undefined {
  const isBroken = event?.violations.some((violation) => violation.class === 'ownership') ?? false;
  return isBroken ? instances.find((instance) => instance.contested) : undefined;
}

function instanceOf(
  instances: readonly MachineInstance[],
  id: string | null,
): MachineInstance | undefined {
  return id === null ? undefined : instances.find(({ instance }) => instance === id);
}

/** The instance that a selection is about; null where it is about none. */
function idOfSelection(state: State, selection: Selection | null): string | null {
  if (!selection) return null;
  if (selection.kind === 'machine') return selection.instance;
  const { pageSize, lineSize } = state.setup.platform;
  const { buffer, place } = selection;
  const page =
    selection.kind === 'page' ? selection.page : Math.floor((selection.line * lineSize) / pageSize);
  if (place?.kind === 'pte') {
    const shown = vmaPages(state, buffer, page).find(({ vma }) => vma.id === place.vma);
    if (shown) return pteId(shown.vma.id, shown.index);
  }
  if (place?.kind === 'tlb' || place?.kind === 'cpu') {
    const [shown] = vmaPages(state, buffer, page);
    if (shown) return pteId(shown.vma.id, shown.index);
  }
  if (place?.kind === 'iommu' || place?.kind === 'iotlb') {
    const frame = state.buffers[buffer]?.frames[page];
    const device = state.setup.devices[place.device]?.name;
    const pte = state.devices[place.device]?.iommu.find((each) => each.frame === frame);
    if (device !== undefined && pte) return iommuId(device, pte.iova);
  }
  if (place?.kind === 'device') {
    const attachment = state.attachments.find(
      (each) => each.buffer === buffer && each.device === place.device,
    );
    if (attachment) return attachmentId(attachment.id);
  }
  const mapping = state.mappings.find((each) => each.live && each.buffer === buffer);
  return mapping ? ownershipId(mapping.id, page) : null;
}
