/** When importers map, as the drivers that have each policy do. */
import type { Draft } from '../draft.ts';
import type { ImporterPolicy } from '../setup.ts';

/** The policy of a device's driver. */
export function policyOf(draft: Draft, device: number): ImporterPolicy {
  return draft.state.setup.devices[device]?.importer ?? 'map-per-dma';
}

/** Whether a driver keeps the mapping that it has, from job to job. */
export function keepsMapping(policy: ImporterPolicy): boolean {
  return policy === 'map-at-import' || policy === 'cached' || policy === 'pinned';
}
