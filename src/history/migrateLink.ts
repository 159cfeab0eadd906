/**
 * Older formats of links. Before a fragment is read, its keys and values are turned into those of the format that is
 * read today, one format after the other; so every other part knows that one alone. A value here is percent-encoded,
 * as it stands in the fragment.
 *
 * Format 1 is the first: keys were added to it, and none was renamed or given another meaning. The table is empty for
 * as long as that holds. Who raises `linkVersion` adds the step that leads to it (a test counts them), and a file in
 * test/links/ with links of the format that is left behind.
 */

/** A part of a fragment: `key=value`. */
export interface LinkPair {
  readonly key: string;
  /** Percent-encoded; null where there is no `=`. */
  readonly raw: string | null;
}

/** Turns the parts of a link of one format into those of the next. */
export type LinkMigration = (pairs: readonly LinkPair[]) => readonly LinkPair[];

/** The step at index `n - 1` leads from format `n` to format `n + 1`. */
export const linkMigrations: readonly LinkMigration[] = [];

/** The parts of a link of format `version` in today's format; a newer one is left as it is. */
export function migrateLink(
  pairs: readonly LinkPair[],
  version: number,
  migrations: readonly LinkMigration[] = linkMigrations,
): readonly LinkPair[] {
  return migrations.slice(version - 1).reduce((older, migration) => migration(older), pairs);
}
