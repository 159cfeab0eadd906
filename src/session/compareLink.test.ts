import { describe, expect, it } from 'vitest';
import { encodeLink } from '../history/link.ts';
import { initialState } from './firstState.ts';
import { linkedComparison } from './compareLink.ts';
import { comparisonOf } from './comparison.ts';
import { linkOf } from './derive.ts';
import { engineLoader } from './loaders.ts';
import { opening } from './opening.ts';
import { doInstead, openBranch } from './runs.ts';
import type { SessionState } from './sessionState.ts';
import { textTools } from './textTools.ts';

// As in the page soon after the first picture.
await engineLoader.load();

const base = initialState();
const [first] = base.tree.branches[0]?.inputs ?? [];
if (!first) throw new Error('the script is empty');

/** A fork of one operation after step 5, and the script shown beside it. */
const deed = doInstead({ ...base, cursor: { operation: 5, micro: null } }, first.operation);
const forked: SessionState = { ...base, ...deed };
const script: SessionState = { ...forked, ...openBranch(forked, 'script') };
const lines = 'fork:@5 fork 1\napp@cpu0: fd = export frame';

const opened = (state: SessionState, from = base): SessionState => ({
  ...from,
  ...opening.openLink(from, encodeLink(linkOf(state)), textTools).change,
});

describe('a comparison in a link', () => {
  it('carries the lines of a fork that is not shown', () => {
    expect(linkedComparison(script, 'fork:fork 1')).toBe(lines);
    expect(linkedComparison(script, 'x86;fork:fork 1')).toBe(`x86;${lines}`);
  });

  it('stays as it is where the link carries all of it', () => {
    expect(linkedComparison(script, 'x86')).toBe('x86');
    expect(linkedComparison(forked, 'script')).toBe('script');
    expect(linkedComparison(script, 'fork:gone')).toBe('fork:gone');
  });

  it('shows both branches to whoever opens it', () => {
    const state = opened({ ...script, compare: 'x86;fork:fork 1' });
    expect(state.problems).toEqual([]);
    expect(state.compare).toBe('x86;fork:fork 1');
    expect(state.tree.current).toBe('script');
    const comparison = comparisonOf(state, state.compare ?? '');
    expect(comparison.ok && comparison.run.history.entries).toHaveLength(6);
  });

  it('takes the fork that is there already', () => {
    const state = opened({ ...script, compare: 'fork:fork 1' }, script);
    expect(state.tree.branches).toHaveLength(2);
    expect(state.compare).toBe('fork:fork 1');
  });

  it('is reported where it says no other run', () => {
    const problemsOf = (compare: string) =>
      opening.openLink(base, `compare=${encodeURIComponent(compare)}`, textTools).change.problems;
    expect(problemsOf('x68')).toEqual([
      { key: 'compare', value: 'x68', message: 'is no other run; did you mean x86?' },
    ]);
    expect(problemsOf('fork:@5 a\nnonsense')).toMatchObject([{ key: 'compare' }]);
    expect(opening.openLink(base, 'compare=x68', textTools).change.compare).toBeNull();
  });
});
