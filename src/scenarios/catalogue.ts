/** The built-in scenarios, in the order in which they are best met. */
import { coherentButBounced } from './coherentButBounced.ts';
import { mapAtImport } from './mapAtImport.ts';
import { missedClean } from './missedClean.ts';
import { missedInvalidate } from './missedInvalidate.ts';
import { prefetch } from './prefetch.ts';
import { sharedLine } from './sharedLine.ts';
import { shootdown } from './shootdown.ts';
import { syncIoctl } from './syncIoctl.ts';

export interface CatalogueEntry {
  /** Stable id, as written in links and on the command line. */
  readonly id: string;
  /** Heading under which it is listed. */
  readonly group: string;
  /** Scenario text in the language of docs/script.md. */
  readonly text: string;
}

export const scenarios: readonly CatalogueEntry[] = [
  { id: 'missed-clean', group: 'Missing calls', text: missedClean },
  { id: 'missed-invalidate', group: 'Missing calls', text: missedInvalidate },
  { id: 'sync-ioctl', group: 'Userspace mappings', text: syncIoctl },
  { id: 'shootdown', group: 'Userspace mappings', text: shootdown },
  { id: 'map-at-import', group: 'Who maps when', text: mapAtImport },
  { id: 'coherent-but-bounced', group: 'Who maps when', text: coherentButBounced },
  { id: 'prefetch', group: 'Caches', text: prefetch },
  { id: 'shared-line', group: 'Caches', text: sharedLine },
];

/** The built-in scenario with this id; undefined where there is none. */
export function findScenario(id: string): CatalogueEntry | undefined {
  return scenarios.find((entry) => entry.id === id);
}
