import { describe, expect, it } from 'vitest';
import { forkScene, type ForkBranch } from './forkTree.ts';

const script: ForkBranch = {
  ...{ id: 'script', name: 'script', parent: null, at: '0', leaves: 0, length: 10 },
  flags: [
    { operation: 7, isHarm: true },
    { operation: 9, isHarm: false },
  ],
};
const early: ForkBranch = {
  ...{ id: 'fork-1', name: 'early', parent: 'script', at: '3', leaves: 3, length: 5, flags: [] },
};
const late: ForkBranch = {
  ...{ id: 'fork-2', name: 'late', parent: 'script', at: '8.2', leaves: 7.5, length: 12 },
  flags: null,
};
/** Made in `early`, but at a step that this shares with the script. */
const shared: ForkBranch = {
  ...{ id: 'fork-3', name: 'shared', parent: 'fork-1', at: '2', leaves: 2, length: 3, flags: [] },
};
/** Made in `early`, in its own part. */
const inner: ForkBranch = {
  ...{ id: 'fork-4', name: 'inner', parent: 'fork-1', at: '4', leaves: 4, length: 6, flags: [] },
};
const all = [script, early, late, shared, inner];

const drawn = (current: string, width = 800) =>
  forkScene(all, { current, done: 4, width, rowHeight: 24 });

describe('forkScene', () => {
  it('stands the last to leave first, below what it leaves, so that no line crosses another', () => {
    const { rows } = drawn('script');
    expect(rows.map(({ name, level }) => [name, level])).toEqual([
      ['script', 0],
      ['late', 1],
      ['early', 1],
      ['inner', 2],
      // It leaves the script's own line, whatever fork it was made in.
      ['shared', 1],
    ]);
    for (const [i, row] of rows.entries()) {
      for (const above of rows.slice(0, i)) {
        if (row.parentY === null || above.y <= row.parentY) continue;
        // The line down to `row` passes left of every line between.
        expect(row.from, `${row.name} past ${above.name}`).toBeLessThan(above.from);
      }
    }
  });

  it('puts equal numbers of operations below each other', () => {
    const { rows, ticks } = drawn('script');
    const [first, , earlyRow] = rows;
    const tickOf = (label: string) => ticks.find((tick) => tick.label === label)?.x;
    expect(earlyRow?.from).toBe(tickOf('3'));
    expect(earlyRow?.to).toBe(tickOf('5'));
    expect(earlyRow?.dots).toEqual([tickOf('4'), tickOf('5')]);
    expect(first?.to).toBe(tickOf('10'));
    expect(first?.flags).toEqual([
      { x: tickOf('7'), isHarm: true },
      { x: tickOf('9'), isHarm: false },
    ]);
  });

  it('lights the way to the end of the current branch', () => {
    const { rows, ticks, here } = drawn('fork-4');
    const tickOf = (label: string) => ticks.find((tick) => tick.label === label)?.x;
    const lit = new Map(rows.map((row) => [row.name, row.lit]));
    expect(lit.get('script')?.to).toBe(tickOf('3'));
    expect(lit.get('early')).toEqual({ from: tickOf('3'), to: tickOf('4') });
    expect(lit.get('inner')).toEqual({ from: tickOf('4'), to: tickOf('6') });
    expect(lit.get('late')).toBeNull();
    expect(here).toEqual({ x: tickOf('4'), y: rows.find(({ name }) => name === 'inner')?.y });
  });

  it('says all of it in words', () => {
    const words = new Map(drawn('script').rows.map(({ name, text }) => [name, text]));
    expect(words.get('script')).toBe(
      'script, 10 operations, 1 broken rule does harm, 1 broken rule goes well by luck',
    );
    expect(words.get('early')).toBe('early, leaves script at step 3, 5 operations, breaks no rule');
    // One that was not run says nothing of rules.
    expect(words.get('late')).toBe('late, leaves script at step 8.2, 12 operations');
  });

  it('fits where there is little room, with names cut and fewer numbers', () => {
    const { rows, ticks } = forkScene(
      [
        { ...script, length: 300 },
        { ...early, name: 'a name that is far too long for a phone' },
      ],
      { current: 'fork-1', done: 3, width: 360, rowHeight: 40 },
    );
    expect(rows[1]?.title).toMatch(/^a name.*…$/u);
    for (const { to } of rows) expect(to).toBeLessThanOrEqual(360);
    for (const [i, { x }] of ticks.entries())
      if (i > 0) expect(x - (ticks[i - 1]?.x ?? 0)).toBeGreaterThanOrEqual(26);
  });
});
