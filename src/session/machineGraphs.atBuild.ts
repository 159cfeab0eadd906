/**
 * The machines as graphs, read from their xstate definitions by the build (scripts/lib/atBuild.mjs), so
 * that the page needs no xstate to draw them.
 */
import { drawnMachines } from '../model/machines/drawnMachines.ts';
import type { MachineId } from '../model/microEvent.ts';
import { machineGraph, type MachineGraph } from '../scene/machineGraph.ts';

export const machineGraphs: Readonly<Record<MachineId, MachineGraph>> = {
  ownership: machineGraph(drawnMachines.ownership),
  attachment: machineGraph(drawnMachines.attachment),
  pte: machineGraph(drawnMachines.pte),
  iommuMapping: machineGraph(drawnMachines.iommuMapping),
  dmaTransfer: machineGraph(drawnMachines.dmaTransfer),
  accessWindow: machineGraph(drawnMachines.accessWindow),
  fence: machineGraph(drawnMachines.fence),
};
