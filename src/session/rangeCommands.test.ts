/** The marked part of the run: how it is marked, and how it is played. The opening scenario has more than ten operations. */
import { describe, expect, it, vi } from 'vitest';
import { printCursor } from '../history/cursor.ts';
import { restFor } from './actions.ts';
import { publicState } from './publicState.ts';
import { runCommand } from './commands.ts';
import { holdLanes } from './lanesControl.ts';
import { createTestSession, type TestSession } from './testing/testSession.ts';

const rangeOf = ({ session }: TestSession) => {
  const { range } = session.store.getState();
  return range && [printCursor(range.from), printCursor(range.to)];
};
const at = ({ session }: TestSession) => publicState(session).at;

/** Plays on until playing stops, or through `most` steps; where it stood after each. */
function playThrough({ session, clock }: TestSession, most: number): readonly string[] {
  const seen: string[] = [];
  const stop = session.store.subscribe(({ cursor }, before) => {
    if (cursor !== before.cursor) seen.push(printCursor(cursor));
  });
  runCommand(session, 'play.toggle');
  for (let i = 0; i < 4000 && seen.length < most && session.player.isPlaying(); i++)
    clock.pass(100);
  session.player.pause();
  stop();
  return seen;
}

describe('marking', () => {
  it('takes two steps in their order, and says what is wrong with others', () => {
    const test = createTestSession();
    const { session } = test;
    expect(runCommand(session, 'range.set', { from: 2, to: '4.1' })).toEqual({ ok: true });
    expect(rangeOf(test)).toEqual(['2', '4.1']);
    for (const [from, to] of [
      ['4', '2'],
      ['4', '4'],
      ['x', '4'],
      ['2', 'y'],
      ['998', '999'],
    ])
      expect(runCommand(session, 'range.set', { from, to })).toHaveProperty('error');
    expect(rangeOf(test)).toEqual(['2', '4.1']);
    expect(runCommand(session, 'range.clear')).toEqual({ ok: true });
    expect(rangeOf(test)).toBe(null);
    expect(runCommand(session, 'range.clear')).toHaveProperty('error');
  });

  it('begins and ends at the cursor', () => {
    const test = createTestSession();
    const { session } = test;
    const { length } = publicState(session);
    expect(runCommand(session, 'range.end')).toHaveProperty('error');
    runCommand(session, 'seek', { at: 3 });
    runCommand(session, 'range.start');
    expect(rangeOf(test)).toEqual(['3', `${length}`]);
    runCommand(session, 'seek', { at: 5 });
    runCommand(session, 'range.end');
    expect(rangeOf(test)).toEqual(['3', '5']);
    // A beginning after the end leaves that behind, and the other way round.
    runCommand(session, 'seek', { at: 6 });
    runCommand(session, 'range.start');
    expect(rangeOf(test)).toEqual(['6', `${length}`]);
    runCommand(session, 'seek', { at: 2 });
    runCommand(session, 'range.end');
    expect(rangeOf(test)).toEqual(['0', '2']);
    runCommand(session, 'seek.end');
    expect(runCommand(session, 'range.start')).toHaveProperty('error');
  });

  it('is taken away by Escape once nothing is selected', () => {
    const test = createTestSession();
    const { session } = test;
    runCommand(session, 'range.set', { from: 2, to: 4 });
    session.store.setState({ selection: { kind: 'page', buffer: 0, page: 0, place: null } });
    runCommand(session, 'select.none');
    expect(rangeOf(test)).toEqual(['2', '4']);
    runCommand(session, 'select.none');
    expect(rangeOf(test)).toBe(null);
  });

  it('is in the link, with the loop', () => {
    const { session } = createTestSession();
    runCommand(session, 'range.set', { from: 2, to: '4.1' });
    runCommand(session, 'loop.toggle');
    expect(publicState(session).link).toMatch(/&from=2&to=4\.1&loop=1&/);
  });
});

describe('playing', () => {
  it('goes from the beginning of what is marked to its end, and stops', () => {
    const test = createTestSession();
    runCommand(test.session, 'range.set', { from: 2, to: 4 });
    const seen = playThrough(test, 1000);
    expect(seen[0]).toBe('2');
    expect(seen.at(-1)).toBe('4');
    expect(seen).toContain('3');
    expect(test.session.player.isPlaying()).toBe(false);
    // At the end it begins anew; inside, it goes on from there.
    expect(playThrough(test, 1)).toEqual(['2']);
    runCommand(test.session, 'seek', { at: 3 });
    expect(playThrough(test, 1000)).not.toContain('2');
  });

  it('ends inside an operation where the mark does', () => {
    const test = createTestSession();
    runCommand(test.session, 'range.set', { from: 3, to: '4.1' });
    expect(playThrough(test, 1000)).toEqual(['3', '4.1']);
  });

  it('begins again with the loop, after a rest', () => {
    const test = createTestSession();
    const { session } = test;
    runCommand(session, 'range.set', { from: 3, to: '4.1' });
    runCommand(session, 'loop.toggle');
    expect(playThrough(test, 5)).toEqual(['3', '4.1', '3', '4.1', '3']);
    runCommand(session, 'seek', { at: '4.1' });
    expect(restFor(session.store.getState())).toBeGreaterThanOrEqual(1400);
  });

  it('plays the whole run again and again where nothing is marked', () => {
    const test = createTestSession();
    const { session } = test;
    runCommand(session, 'loop.toggle');
    runCommand(session, 'seek.end');
    const end = at(test);
    // Asked for at the end it begins at the beginning; come to the end, it does so by itself.
    expect(playThrough(test, 1)).toEqual(['0']);
    const seen = playThrough(test, 400);
    expect(seen).toContain(end);
    expect(seen[seen.indexOf(end) + 1]).toBe('0');
  });

  it('has no part that the run does not reach', () => {
    const test = createTestSession();
    const { session } = test;
    const far = { operation: 998, micro: null };
    session.store.setState({ range: { from: far, to: { ...far, operation: 999 } } });
    runCommand(session, 'seek.start');
    expect(playThrough(test, 2)).toHaveLength(2);
  });
});

describe('zooming the lanes', () => {
  it('reaches the lanes on screen, and says when there are none', () => {
    const { session } = createTestSession();
    expect(runCommand(session, 'lanes.zoomIn')).toEqual({ error: 'the lanes are not shown' });
    const lanes = { zoomBy: vi.fn(), fit: vi.fn() };
    const letGo = holdLanes(session, lanes);
    for (const id of ['lanes.zoomIn', 'lanes.zoomOut', 'lanes.fit'])
      expect(runCommand(session, id)).toEqual({ ok: true });
    const [[wider] = [], [narrower] = []] = lanes.zoomBy.mock.calls;
    expect(wider).toBeGreaterThan(1);
    expect(wider * narrower).toBeCloseTo(1);
    expect(lanes.fit).toHaveBeenCalledOnce();
    letGo();
    expect(runCommand(session, 'lanes.fit')).toHaveProperty('error');
  });
});
