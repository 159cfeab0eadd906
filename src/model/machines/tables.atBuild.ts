/**
 * The tables of the machines, compiled from their xstate definitions. The build runs this module and puts
 * its JSON into the page (scripts/lib/atBuild.mjs), which so needs no xstate to step.
 */
import type { MachineId } from '../microEvent.ts';
import { definitions } from './definitions.ts';
import { compile, flatten, type FlatTable } from './table.ts';

export const flatTables: Readonly<Record<MachineId, FlatTable>> = {
  ownership: flatten(compile(definitions.ownership)),
  attachment: flatten(compile(definitions.attachment)),
  pte: flatten(compile(definitions.pte)),
  iommuMapping: flatten(compile(definitions.iommuMapping)),
  dmaTransfer: flatten(compile(definitions.dmaTransfer)),
  accessWindow: flatten(compile(definitions.accessWindow)),
  fence: flatten(compile(definitions.fence)),
};
