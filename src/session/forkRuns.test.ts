import { describe, expect, it } from 'vitest';
import { sourceOfBuiltIn } from './actions.ts';
import { initialState } from './firstState.ts';
import { applyFix } from './applyFix.ts';
import { builtIns } from './builtIns.atBuild.ts';
import { fixOutcome, rightOn } from './fixOutcome.ts';
import { forkBranches } from './forkRuns.ts';
import { doInstead, leaveBranch, openBranch, setPlatform, showSource } from './runs.ts';
import type { SessionState } from './sessionState.ts';
import { createTestSession } from './testing/testSession.ts';
import { textTools } from './textTools.ts';

// It brings the engine along, which judges runs.
createTestSession();

function on(id: string, platform: string): SessionState {
  const builtIn = builtIns.find((each) => each.id === id);
  if (!builtIn) throw new Error(`no scenario ${id}`);
  const state = { ...initialState(), ...showSource(sourceOfBuiltIn(builtIn)) };
  return { ...state, ...setPlatform(state, platform) };
}

function fixed(state: SessionState, operation: number): SessionState {
  const fix = state.history.entries[operation - 1]?.violations[0]?.fix;
  const change = fix && applyFix(state, operation, fix, textTools);
  if (!change) throw new Error('no fix');
  return { ...state, ...change };
}

const at = (operation: number) => ({ cursor: { operation, micro: null } });
const barrier = {
  agent: { kind: 'thread', process: 'app', cpu: 0 },
  action: { do: 'barrier' },
} as const;

describe('forkBranches', () => {
  it('tells what the own operations of each branch break', () => {
    const state = fixed(on('shootdown', 'arm64'), 12);
    const [script, fix] = forkBranches(state);
    // 6 and its inner write go well by luck; 12 and 14 read what the device owns.
    expect(script?.flags).toEqual([
      { operation: 6, isHarm: false },
      { operation: 12, isHarm: true },
      { operation: 14, isHarm: true },
    ]);
    // What it shares with the script is not its own.
    expect(fix?.flags?.every(({ operation }) => operation > 11)).toBe(true);
    expect(fix).toMatchObject({ parent: 'script', at: '11', leaves: 11, length: 18 });
  });

  it('stands a fork that begins inside an operation between two', () => {
    const state = { ...on('shootdown', 'arm64'), cursor: { operation: 6, micro: 3 } };
    const forked = { ...state, ...doInstead(state, barrier) };
    expect(forkBranches(forked)[1]).toMatchObject({ at: '6.3', leaves: 5.5, length: 6 });
  });

  it('tells the same, whichever branch is shown, and on the platform that is shown', () => {
    const state = fixed(on('shootdown', 'arm64'), 12);
    const back = { ...state, ...openBranch(state, 'script') };
    expect(forkBranches(back)).toEqual(forkBranches(state));
    const elsewhere = { ...state, ...setPlatform(state, 'x86') };
    const x86 = on('shootdown', 'x86');
    const judged = forkBranches({ ...x86, tree: elsewhere.tree, history: elsewhere.history });
    expect(judged[0]?.flags).toEqual(forkBranches(x86)[0]?.flags);
  });
});

describe('openBranch', () => {
  it('stays at the same operation between a fix and what it fixes', () => {
    const state = fixed({ ...on('shootdown', 'arm64'), ...at(12) }, 12);
    expect(state.cursor).toEqual(at(13).cursor);
    const back = { ...state, ...openBranch(state, 'script') };
    expect(back.cursor).toEqual(at(12).cursor);
    const later = { ...back, ...at(15) };
    expect(openBranch(later, 'fork-1').cursor).toEqual(at(17).cursor);
  });

  it('shows any other fork at its end, and the script where it stands', () => {
    const state = { ...on('shootdown', 'arm64'), ...at(4) };
    const forked = { ...state, ...doInstead(state, barrier) };
    const script = { ...forked, ...openBranch(forked, 'script') };
    expect(script.cursor).toEqual(at(5).cursor);
    expect(openBranch({ ...script, ...at(2) }, 'fork-1').cursor).toEqual(at(5).cursor);
    expect(leaveBranch(forked)?.cursor).toEqual(at(4).cursor);
  });
});

describe('fixOutcome', () => {
  it('counts broken rules before and after, and knows what to compare with', () => {
    const state = on('shootdown', 'arm64');
    const fork = fixed(state, 12);
    expect(fixOutcome(fork)).toEqual({
      before: state.history.violations.length,
      after: fork.history.violations.length,
      beside: 'script',
    });
    expect(fork.history.violations.length).toBeLessThan(state.history.violations.length);
    // What was fixed is shown: nothing to say.
    expect(fixOutcome({ ...fork, ...openBranch(fork, 'script') })).toBeNull();
    expect(fixOutcome(state)).toBeNull();
  });

  it('says of a changed declaration that it is another script, right everywhere', () => {
    const script = fixed(on('missed-clean', 'arm64'), 7);
    expect(fixOutcome(script)).toMatchObject({ after: 0, beside: null });
    expect(rightOn(script)).toEqual({
      right: ['x86', 'arm64', 'arm64 + IOMMU', 'bounce'],
      wrong: [],
    });
    expect(rightOn(on('missed-clean', 'arm64')).right).toEqual([]);
  });
});
