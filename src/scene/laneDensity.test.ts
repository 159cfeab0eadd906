import { describe, expect, it } from 'vitest';
import { sampleLanes } from '../../test/sampleLanes.ts';
import { binsOf, flagGroups } from './laneDensity.ts';
import { lanesRun } from './lanesRun.ts';

/** Twelve columns; the app does 1, 2, 4 to 7 and 9 in columns 0, 1, 3 to 6 and 9. */
const run = lanesRun(sampleLanes);

describe('binsOf', () => {
  it('counts the operations of every lane, stretch by stretch', () => {
    const app = binsOf(run, 0, 12, 4).filter(({ lane }) => lane === 0);
    expect(app.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0, 4, 3],
      [4, 8, 3],
      [8, 12, 1],
    ]);
    expect(app[0]?.label).toBe('app@cpu0: 3 operations, from 1 to 4');
    expect(app[2]?.label).toBe('app@cpu0: 1 operation, number 9');
  });

  it('counts what is done inside others, and no messages', () => {
    // In column 8 the interrupted write; the IPI in column 7 is none of its own.
    const app1 = binsOf(run, 0, 12, 4).filter(({ lane }) => lane === 1);
    expect(app1.map(({ from, count }) => [from, count])).toEqual([[8, 1]]);
  });

  it('keeps its stretches while time is panned', () => {
    const keys = (begin: number, end: number) => binsOf(run, begin, end, 4).map(({ key }) => key);
    expect(keys(5, 7)).toEqual(keys(0, 12).filter((key) => key.endsWith(' 1')));
  });
});

describe('flagGroups', () => {
  it('tells violations apart where there is room, with the worst of those that stand together', () => {
    const groups = (apart: number) =>
      flagGroups(run, 0, 12, apart).map(({ lane, count, verdict }) => [lane, count, verdict]);
    // In the lanes of the app's threads and of the gpu: luck, harm, harm.
    expect(groups(1)).toEqual([
      [0, 1, 'luck'],
      [1, 1, 'harm'],
      [3, 1, 'harm'],
    ]);
    const lucky = sampleLanes.entries[3];
    const harmful = sampleLanes.entries[9];
    if (!lucky || !harmful) throw new Error('the sample has lost its violations');
    const both = lanesRun({
      ...sampleLanes,
      entries: [lucky, { ...lucky, events: harmful.events }, lucky],
    });
    expect(flagGroups(both, 0, 3, 4)).toMatchObject([
      {
        count: 3,
        verdict: 'harm',
        label: '3 operations that break rules: sync-direction, stale-read (harm)',
      },
    ]);
    expect(flagGroups(both, 0, 3, 2).map(({ count }) => count)).toEqual([2, 1]);
  });
});
