import { describe, expect, it } from 'vitest';
import { isRun, preparedRuns } from './preparedRuns.mjs';

/** @param {string} id @returns {Promise<any>} what a module of the plugin exports, as a browser gets it */
async function moduleOf(id) {
  const { load } = /** @type {{ load: (id: string) => Promise<string> }} */ (preparedRuns());
  const code = await load(`\0${id}`);
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

describe('preparedRuns', () => {
  it('lists every scenario, the first one first', async () => {
    const { ids, runs } = await moduleOf('virtual:prepared-runs');
    expect(ids[0]).toBe('missed-clean');
    expect(Object.keys(runs)).toEqual(ids);
  });

  it('brings the state after every micro-event but the last of an operation, whose state is the operation’s', async () => {
    const { run } = await moduleOf('virtual:prepared-run/prefetch');
    expect(run.builtIn.id).toBe('prefetch');
    const { entries } = run.history;
    expect(entries.length).toBeGreaterThan(3);
    expect(run.inside.map((/** @type {unknown[]} */ states) => states.length)).toEqual(
      entries.map((/** @type {{ events: unknown[] }} */ entry) =>
        Math.max(0, entry.events.length - 1),
      ),
    );
    // What does not change is shared.
    expect(entries[1].state.setup).toBe(run.history.setup);
  });

  it('refuses a scenario that is not there', async () => {
    await expect(moduleOf('virtual:prepared-run/none')).rejects.toThrow(
      'there is no scenario none',
    );
  });

  it('knows its modules', () => {
    expect(isRun('\0virtual:prepared-run/prefetch')).toBe(true);
    expect([isRun('\0virtual:prepared-runs'), isRun(null), isRun('src/player.ts')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
