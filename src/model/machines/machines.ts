/**
 * The machines by id, each with its words and its table, and for each a typed step: the only place that
 * says which transition is legal. The model asks the `…Next` functions.
 */
import type { MachineId } from '../microEvent.ts';
import { attachmentWords } from './attachment.ts';
import { dmaTransferWords } from './dmaTransfer.ts';
import type {
  AttachmentEvent,
  DmaTransferEvent,
  IommuMappingEvent,
  OwnershipEvent,
  PteEvent,
} from './events.ts';
import { iommuMappingWords } from './iommuMapping.ts';
import { ownershipWords } from './ownership.ts';
import { pteWords } from './pte.ts';
import {
  attachmentStates,
  dmaTransferStates,
  iommuMappingStates,
  ownershipStates,
  pteStates,
} from './states.ts';
import type {
  AttachmentState,
  DmaTransferState,
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

/** Why `event` is illegal in `state`, in words; null where it is legal or unknown. */
export function whyNot(id: MachineId, state: string, event: string): string | null {
  const { table, words } = machines[id];
  if (table.rows.get(state)?.has(event)) return null;
  return words.states[state]?.refuses?.[event] ?? words.events[event]?.needs ?? null;
}
