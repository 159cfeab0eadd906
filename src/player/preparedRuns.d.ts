/** What scripts/lib/preparedRuns.mjs puts into the player: the runs of built-in scenarios, a chunk each. */
declare module 'virtual:prepared-runs' {
  export const ids: readonly [string, ...string[]];
  export const runs: Readonly<
    Record<string, () => Promise<{ readonly run: import('../session/prepared.ts').PreparedRun }>>
  >;
}
