import { describe, expect, it } from 'vitest';
import { initialState, sourceOfBuiltIn } from './actions.ts';
import { setPlatform, showSource } from './runs.ts';
import { applyFix } from './applyFix.ts';
import { builtIns } from './builtIns.atBuild.ts';
import type { SessionState } from './sessionState.ts';
import { textTools } from './textTools.ts';

function on(id: string, platform: string): SessionState {
  const builtIn = builtIns.find((each) => each.id === id);
  if (!builtIn) throw new Error(`no scenario ${id}`);
  const state = { ...initialState(), ...showSource(sourceOfBuiltIn(builtIn)) };
  return { ...state, ...setPlatform(state, platform) };
}

const rulesAt = (state: SessionState, operation: number) =>
  state.history.entries[operation - 1]?.violations.map(({ rule }) => rule) ?? [];

describe('applyFix', () => {
  it('puts the missing calls around the write that nobody announced, and nothing goes stale', () => {
    const state = on('missed-clean', 'arm64');
    const fix = state.history.entries[6]?.violations[0]?.fix;
    if (!fix) throw new Error('no fix is known');
    const change = applyFix(state, 7, fix, textTools);
    expect(change?.scenarioId).toBeNull();
    expect(change?.platform).toBe('arm64');
    expect(change?.history?.violations).toEqual([]);
    expect(change?.history?.entries).toHaveLength(10 + fix.before.length + fix.after.length);
    expect(change?.cursor?.operation).toBe(7 + fix.before.length + fix.after.length);
  });

  it.each(builtIns.map(({ id }) => id))('removes the broken rule of every fix in %s', (id) => {
    for (const platform of ['x86', 'arm64', 'arm64-iommu', 'bounce']) {
      const state = on(id, platform);
      state.history.entries.forEach(({ violations }, i) => {
        for (const { rule, fix } of violations) {
          if (!fix) continue;
          const change = applyFix(state, i + 1, fix, textTools);
          expect(change, `${platform} ${i + 1} ${rule}`).not.toBeNull();
          const fixed = { ...state, ...change };
          const before = rulesAt(state, i + 1).filter((each) => each === rule).length;
          const after = rulesAt(fixed, i + 1 + fix.before.length).filter((each) => each === rule);
          expect(after.length, `${platform} ${i + 1} ${rule}: ${fix.text}`).toBeLessThan(before);
        }
      });
    }
  });
});
