/** The machines with their graphs, read from their definitions. */
import type { PicturedMachines } from '../figure/pointScenes.ts';
import { drawnMachines } from '../model/machines/drawnMachines.ts';
import { machines } from '../model/machines/machines.ts';
import type { MachineId } from '../model/microEvent.ts';
import { machineGraph, type PicturedMachine } from '../scene/machineGraph.ts';

function pictured(id: MachineId): PicturedMachine {
  return { ...machines[id], graph: machineGraph(drawnMachines[id]) };
}

/** As the page has them from its build. */
export function picturedMachines(): PicturedMachines {
  return {
    ownership: pictured('ownership'),
    attachment: pictured('attachment'),
    pte: pictured('pte'),
    iommuMapping: pictured('iommuMapping'),
    dmaTransfer: pictured('dmaTransfer'),
    accessWindow: pictured('accessWindow'),
    fence: pictured('fence'),
  };
}
