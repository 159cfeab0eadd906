/**
 * The machines by id, each with its words and its table, and for each a typed step: the only place that
 * says which transition is legal. The model asks the `…Next` functions.
 */
import type { MachineId } from '../microEvent.ts';
import { accessWindowWords } from './accessWindow.ts';
import { attachmentWords } from './attachment.ts';
import { dmaTransferWords } from './dmaTransfer.ts';
import { fenceMachineWords } from './fence.ts';
import type {
  AccessWindowEvent,
  AttachmentEvent,
  DmaTransferEvent,
  FenceEvent,
  IommuMappingEvent,
  OwnershipEvent,
  PteEvent,
} from './events.ts';
import { iommuMappingWords } from './iommuMapping.ts';
import { ownershipWords } from './ownership.ts';
import { pteWords } from './pte.ts';
import {
  accessWindowStates,
  attachmentStates,
  dmaTransferStates,
  fenceStates,
  iommuMappingStates,
  ownershipStates,
  pteStates,
} from './states.ts';
import type {
  AccessWindowState,
  AttachmentState,
  DmaTransferState,
  FenceState,
  IommuMappingState,
  OwnershipState,
  PteState,
} from './states.ts';
import { stepper, unflatten } from './table.ts';
import { flatTables } from './tables.atBuild.ts';
import type { Table } from './table.ts';
import type { MachineWords } from './words.ts';

export interface MachineDefinition {
  readonly id: MachineId;
  /** Name for people. */
  readonly title: string;
  /** State that it starts in. */
  readonly initial: string;
  readonly table: Table;
  /** Titles and sentences of its states and events, by their names. */
  readonly words: MachineWords<string, string>;
}

function define(id: MachineId, words: MachineWords<string, string>): MachineDefinition {
  const table = unflatten(flatTables[id]);
  return { id, title: words.title, initial: table.initial, table, words };
}

export const machines: Readonly<Record<MachineId, MachineDefinition>> = {
  ownership: define('ownership', ownershipWords),
  attachment: define('attachment', attachmentWords),
  pte: define('pte', pteWords),
  iommuMapping: define('iommuMapping', iommuMappingWords),
  dmaTransfer: define('dmaTransfer', dmaTransferWords),
  accessWindow: define('accessWindow', accessWindowWords),
  fence: define('fence', fenceMachineWords),
};

/** Ownership after an event; null where it is illegal. */
export const ownershipNext = stepper<OwnershipState, OwnershipEvent>(
  machines.ownership.table,
  ownershipStates,
);

/** An attachment after an event; null where it is illegal. */
export const attachmentNext = stepper<AttachmentState, AttachmentEvent>(
  machines.attachment.table,
  attachmentStates,
);

/** A page table entry after an event; null where it is illegal. */
export const pteNext = stepper<PteState, PteEvent>(machines.pte.table, pteStates);

/** An I/O page after an event; null where it is illegal. */
export const iommuNext = stepper<IommuMappingState, IommuMappingEvent>(
  machines.iommuMapping.table,
  iommuMappingStates,
);

/** A transfer after an event; null where it is illegal. */
export const dmaNext = stepper<DmaTransferState, DmaTransferEvent>(
  machines.dmaTransfer.table,
  dmaTransferStates,
);

/** A window of access after an event; null where it is illegal. */
export const accessWindowNext = stepper<AccessWindowState, AccessWindowEvent>(
  machines.accessWindow.table,
  accessWindowStates,
);

/** A fence after an event; null where it is illegal. */
export const fenceNext = stepper<FenceState, FenceEvent>(machines.fence.table, fenceStates);

/** Why `event` is illegal in `state`, in words; null where it is legal or unknown. */
export function whyNot(id: MachineId, state: string, event: string): string | null {
  const { table, words } = machines[id];
  if (table.rows.get(state)?.has(event)) return null;
  return words.states[state]?.refuses?.[event] ?? words.events[event]?.needs ?? null;
}
