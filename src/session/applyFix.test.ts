import { describe, expect, it } from 'vitest';
import { sourceOfBuiltIn } from './actions.ts';
import { initialState } from './firstState.ts';
import { setPlatform, showSource } from './runs.ts';
import { replayBranch } from '../history/branches.ts';
import { runAll } from '../history/history.ts';
import { parseForks } from '../history/parseForks.ts';
import { treeWithForks } from '../history/tree.ts';
import { applyFix as fixScenario } from '../script/applyFix.ts';
import { parseScenario } from '../script/parse.ts';
import { printScenario } from '../script/print.ts';
import { printAction } from '../script/printOperation.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { applyFix } from './applyFix.ts';
import { isApplicable } from './fixAtCursor.ts';
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
    // At the same operation, which the fix comes before.
    expect(change?.cursor).toEqual({ operation: 7 + fix.before.length, micro: null });
  });

  it('is a fork where it is operations alone, and does what the script with the fix in it does', () => {
    const state = on('shootdown', 'arm64');
    const fix = state.history.entries[11]?.violations[0]?.fix;
    if (!fix) throw new Error('no fix is known');
    expect(fix.before.map(printAction)).toEqual(['unmap frame']);
    expect(fix.after.map(printAction)).toEqual(['map frame FROM_DEVICE']);
    const fixed = { ...state, ...applyFix(state, 12, fix, textTools) };
    expect(fixed.scenarioId).toBe('shootdown');
    expect(fixed.tree.branches.map(({ name, parent, at }) => [name, parent, at.operation])).toEqual(
      [
        ['script', null, 0],
        ['fix: unmap frame, map frame FROM_DEVICE', 'script', 11],
      ],
    );
    expect(fixed.cursor).toEqual({ operation: 13, micro: null });
    const { scenario } = parseScenario(printScenario(fixScenario(state.scenario, 11, fix)));
    if (!scenario) throw new Error('the fixed script cannot be read');
    const written = runAll(setupOf(scenario, 'arm64'), inputsOf(scenario));
    expect(fixed.history.entries.map(({ result }) => result)).toEqual(
      written.entries.map(({ result }) => result),
    );
    expect(fixed.history.violations.map(({ rule, agent }) => [rule, agent])).toEqual(
      written.violations.map(({ rule, agent }) => [rule, agent]),
    );
  });

  it('stands in a fork of a fork where the mistake was made in a fork', () => {
    const state = on('shootdown', 'arm64');
    const parts = parseForks(
      '@13 other way\ngpu: dma read frame+0 64\n... from 14',
      state.scenario,
    );
    const tree = treeWithForks(state.tree.branches[0]?.inputs ?? [], parts.forks);
    const history = replayBranch(tree, tree.current, state.history);
    const forked = { ...state, tree, history };
    const fix = history.entries[11]?.violations[0]?.fix;
    if (!fix) throw new Error('no fix is known');
    const fixed = { ...forked, ...applyFix(forked, 12, fix, textTools) };
    expect(fixed.tree.branches.map(({ parent }) => parent)).toEqual([null, 'script', 'fork-1']);
    expect(fixed.history.entries).toHaveLength(history.entries.length + 2);
  });

  it.each([
    ['shootdown', 12],
    ['missed-clean', 7],
  ])('keeps what it replaced in %s, to the letter', (id, operation) => {
    const state = on(id, 'arm64');
    const fix = state.history.entries[operation - 1]?.violations[0]?.fix;
    if (!fix) throw new Error('no fix is known');
    const fixed = { ...state, ...applyFix(state, operation, fix, textTools) };
    expect(fixed.history).not.toBe(state.history);
    const back = { ...fixed, ...fixed.undo?.before, undo: null };
    for (const [key, value] of Object.entries(state))
      expect(Object.entries(back).find(([other]) => other === key)?.[1], key).toBe(value);
  });

  it.each(builtIns.map(({ id }) => id))('removes the broken rule of every fix in %s', (id) => {
    for (const platform of ['x86', 'arm64', 'arm64-iommu', 'bounce']) {
      const state = on(id, platform);
      state.history.entries.forEach(({ violations }, i) => {
        for (const { rule, fix } of violations) {
          if (!fix || !isApplicable(fix)) continue;
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
