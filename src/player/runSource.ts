/** Where a player has the runs of built-in scenarios from. */
import type { PreparedRun } from '../session/prepared.ts';

export interface RunSource {
  /** Ids of all built-in scenarios; the first is shown where none is named. */
  readonly ids: readonly [string, ...string[]];
  /** The run of a scenario on its own platform; rejects where it cannot be loaded. */
  readonly load: (id: string) => Promise<PreparedRun>;
}
