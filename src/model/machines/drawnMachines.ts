/** The machines with their xstate definitions, for diagrams and tests; the model itself steps on the tables. */
import type { MachineId } from '../microEvent.ts';
import { definitions } from './definitions.ts';
import { machines, type MachineDefinition } from './machines.ts';
import type { AnyStateMachine } from './xstate.ts';

export interface DrawnMachine extends MachineDefinition {
  readonly machine: AnyStateMachine;
}

function drawn(id: MachineId): DrawnMachine {
  return { ...machines[id], machine: definitions[id] };
}

export const drawnMachines: Readonly<Record<MachineId, DrawnMachine>> = {
  ownership: drawn('ownership'),
  attachment: drawn('attachment'),
  pte: drawn('pte'),
  iommuMapping: drawn('iommuMapping'),
  dmaTransfer: drawn('dmaTransfer'),
  accessWindow: drawn('accessWindow'),
  fence: drawn('fence'),
};
