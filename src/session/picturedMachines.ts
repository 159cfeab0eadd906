/** The machines with their graphs, ready to be drawn. */
import { machines } from '../model/machines/machines.ts';
import type { MachineId } from '../model/microEvent.ts';
import type { PicturedMachine } from '../scene/machineGraph.ts';
import { machineGraphs } from './machineGraphs.atBuild.ts';

function pictured(id: MachineId): PicturedMachine {
  return { ...machines[id], graph: machineGraphs[id] };
}

export const picturedMachines: Readonly<Record<MachineId, PicturedMachine>> = {
  ownership: pictured('ownership'),
  attachment: pictured('attachment'),
  pte: pictured('pte'),
  iommuMapping: pictured('iommuMapping'),
  dmaTransfer: pictured('dmaTransfer'),
  accessWindow: pictured('accessWindow'),
  fence: pictured('fence'),
};
