import { describe, expect, it } from 'vitest';
import { initialState } from './firstState.ts';
import { applyFix } from './applyFix.ts';
import { openRun, swapRuns, textOfOrigin } from './compareRuns.ts';
import { comparisonChoices } from './comparisonChoices.ts';
import { comparisonOf, parseComparison, printComparison, titleHere } from './comparison.ts';
import { engineLoader } from './loaders.ts';
import { doInstead, openBranch, setPlatform } from './runs.ts';
import type { SessionState } from './sessionState.ts';
import { textTools } from './textTools.ts';

// As in the page soon after the first picture.
await engineLoader.load();

/** missed-clean on arm64: the write without a call is step 7, what it does to the data is seen in step 8. */
const base: SessionState = initialState();

function rulesOf(state: SessionState, text: string): readonly string[] {
  const comparison = comparisonOf(state, text);
  if (!comparison.ok) throw new Error(comparison.wrong);
  return comparison.run.history.violations.map(({ rule }) => rule);
}

const wrong = (text: string, state = base): string => {
  const comparison = comparisonOf(state, text);
  return comparison.ok ? '' : comparison.wrong;
};

const early = 'cpu-access-while-device-owns';

describe('the run beside this one', () => {
  it('is on another platform', () => {
    // Devices snoop on x86: the mistake is there, its effect is not.
    expect(rulesOf(base, 'x86')).toEqual([early]);
    expect(rulesOf(base, 'arm64-iommu')).toEqual([early, 'stale-read']);
  });

  it('has another policy', () => {
    // Nobody makes the calls that the policy asks for.
    expect(rulesOf(base, 'frame.mmap=sync-ioctl')).toEqual([early, 'stale-read']);
    // A device that snoops gets what the cache has.
    expect(rulesOf(base, 'gpu.coherent=yes')).toEqual([early]);
  });

  it('leaves a step out', () => {
    expect(rulesOf(base, 'without:7')).toEqual([]);
    const comparison = comparisonOf(base, 'without:7');
    expect(comparison.ok && comparison.run.history.entries).toHaveLength(9);
  });

  it('takes several parts together, and says them in few words', () => {
    const comparison = comparisonOf(base, 'x86; gpu.importer=map-per-dma ;without:9,10');
    if (!comparison.ok) throw new Error(comparison.wrong);
    const { title, platform, history, change } = comparison.run;
    expect(title).toBe('x86, gpu importer=map-per-dma, without steps 9, 10');
    expect(titleHere(base, change)).toBe('arm64, gpu importer=cached, with all steps');
    expect([platform, history.entries.length]).toEqual(['x86', 8]);
    expect(printComparison(base.tree, change)).toBe('x86;gpu.importer=map-per-dma;without:9,10');
  });

  it('is kept: the same question has the same answer', () => {
    const first = comparisonOf(base, 'x86');
    const again = comparisonOf(base, 'x86');
    expect(first.ok && again.ok && first.run.history === again.run.history).toBe(true);
  });

  it('is another branch; a name may have anything in it', () => {
    const [, step] = base.tree.branches[0]?.inputs ?? [];
    if (!step) throw new Error('the script is empty');
    const forked = {
      ...base,
      ...doInstead({ ...base, cursor: { operation: 5, micro: null } }, step.operation),
    };
    const named = {
      ...forked,
      tree: {
        ...forked.tree,
        branches: forked.tree.branches.map((b) =>
          b.id === 'fork-1' ? { ...b, name: 'a;b=c' } : b,
        ),
      },
    };
    const script = comparisonOf(named, 'script');
    expect(script.ok && script.run.history.entries).toHaveLength(10);
    const back = { ...named, ...openBranch(named, 'script') };
    const fork = comparisonOf(back, 'x86;fork:a;b=c');
    if (!fork.ok) throw new Error(fork.wrong);
    expect([fork.run.platform, fork.run.history.entries.length]).toEqual(['x86', 6]);
    expect(printComparison(back.tree, fork.run.change)).toBe('x86;fork:a;b=c');
  });

  it('says what is wrong with a text', () => {
    expect(wrong('arm46')).toBe('is no other run; did you mean arm64?');
    expect(wrong('vax-780')).toMatch(/^is none of x86, arm64, /);
    expect(wrong('')).toBe('says no other run');
    expect(wrong('arm64')).toBe('is the run that is shown');
    expect(wrong('script')).toBe('is the run that is shown');
    expect(wrong('frame.mmap=none')).toBe('is the run that is shown');
    expect(wrong('frame.mmap=uncached')).toMatch(/^cannot be: mmap cannot be ‘uncached’/);
    expect(wrong('fork:nowhere')).toBe('names a fork that is not here');
    expect(wrong('without:11')).toBe('leaves out step 11, which the run has not');
    expect(wrong('without:0')).toBe('leaves out step 0, which the run has not');
  });
});

describe('opening the other run', () => {
  it('goes to the point beside the cursor on another platform', () => {
    const at = { ...base, cursor: { operation: 8, micro: 2 } };
    const opened = openRun(at, 'x86', null, null);
    if ('wrong' in opened) throw new Error(opened.wrong);
    expect(opened.change).toMatchObject({ platform: 'x86', cursor: { operation: 8, micro: 4 } });
  });

  it('writes a changed setting into a script of its own', () => {
    const opened = openRun(base, 'frame.mmap=coherent', { operation: 8, micro: null }, textTools);
    if ('wrong' in opened) throw new Error(opened.wrong);
    expect(opened.change.scenarioId).toBeNull();
    expect(opened.change.script).toContain('mmap=coherent');
    expect(opened.change.cursor).toEqual({ operation: 8, micro: null });
  });

  it('swaps the two, there and back', () => {
    const beside = { ...base, compare: 'x86', cursor: { operation: 8, micro: null } };
    const swapped = swapRuns(beside, null);
    if ('wrong' in swapped) throw new Error(swapped.wrong);
    expect(swapped.change).toMatchObject({ platform: 'x86', compare: 'arm64' });
    const again = swapRuns({ ...beside, ...swapped.change }, null);
    if ('wrong' in again) throw new Error(again.wrong);
    expect(again.change).toMatchObject({ platform: 'arm64', compare: 'x86' });
  });

  it('changes places with the platform beside it, however that is chosen', () => {
    const change = setPlatform({ ...base, compare: 'x86' }, 'x86');
    expect(change).toMatchObject({ platform: 'x86', compare: 'arm64' });
    expect(setPlatform({ ...base, compare: 'bounce' }, 'x86')).not.toHaveProperty('compare');
  });

  it('does not swap with a run that leaves steps out', () => {
    const swapped = swapRuns({ ...base, compare: 'without:7' }, textTools);
    expect(swapped).toEqual({ wrong: 'what is left out cannot be put beside' });
  });
});

describe('before and after a fix', () => {
  const fix = base.history.entries[6]?.violations[0]?.fix;
  if (!fix) throw new Error('the write has no fix');
  const fixed = { ...base, ...applyFix(base, 7, fix, textTools) };

  it('finds the run before the fix from the one after it', () => {
    // The fix changes the policy and puts START before the write, and END after it.
    expect(fixed.history.violations).toEqual([]);
    const text = textOfOrigin(fixed, base);
    expect(text).toBe('frame.mmap=none;without:7,9');
    expect(rulesOf(fixed, text ?? '')).toEqual([early, 'stale-read']);
    const [first] = comparisonChoices(fixed);
    expect(first?.title).toBe('Before the fix');
    expect(first?.choices.map((choice) => choice.text)).toEqual([text]);
  });

  it('finds nothing where the other run is no part of this one', () => {
    expect(textOfOrigin(base, fixed)).toBeNull();
  });
});

it('offers other platforms, policies and the step left out, and never what is shown', () => {
  const groups = comparisonChoices({ ...base, cursor: { operation: 5, micro: null } });
  expect(groups.map(({ title }) => title)).toEqual([
    'Another platform',
    'Without a step',
    'mmap policies of frame',
    'Importer policies of gpu',
  ]);
  for (const { text } of groups.flatMap(({ choices }) => choices))
    expect(typeof parseComparison(base, text), text).toBe('object');
});
