/** The xstate definitions of the machines, by id: what the tables are compiled from and the diagrams drawn from. */
import type { MachineId } from '../microEvent.ts';
import { accessWindowMachine } from './accessWindow.ts';
import { attachmentMachine } from './attachment.ts';
import { dmaTransferMachine } from './dmaTransfer.ts';
import { fenceMachine } from './fence.ts';
import { iommuMappingMachine } from './iommuMapping.ts';
import { ownershipMachine } from './ownership.ts';
import { pteMachine } from './pte.ts';
import type { AnyStateMachine } from './xstate.ts';

export const definitions: Readonly<Record<MachineId, AnyStateMachine>> = {
  ownership: ownershipMachine,
  attachment: attachmentMachine,
  pte: pteMachine,
  iommuMapping: iommuMappingMachine,
  dmaTransfer: dmaTransferMachine,
  accessWindow: accessWindowMachine,
  fence: fenceMachine,
};
