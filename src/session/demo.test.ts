import { describe, expect, it } from 'vitest';
import { printCursor } from '../history/cursor.ts';
import type { LinkPause } from '../history/linkFormat.ts';
import { restFor, restMs } from './actions.ts';
import { runCommand } from './commands.ts';
import { demoKey } from './demoCommands.ts';
import { linkOf } from './derive.ts';
import { opening } from './opening.ts';
import { playOn, waitsHere } from './range.ts';
import { createTestSession, type TestSession } from './testing/testSession.ts';

const longMs = 600_000;

/** A session that stands where a link leads. */
function opened(fragment: string): TestSession & { readonly play: boolean } {
  const test = createTestSession();
  const { change, play } = opening.openLink(test.session.store.getState(), fragment, null);
  test.session.store.setState(change);
  return { ...test, play };
}

const at = ({ session }: TestSession): string => printCursor(session.store.getState().cursor);
const run = ({ session }: TestSession, id: string) => runCommand(session, id);

describe('a demo', () => {
  it('plays to its pauses one by one, and to the end', () => {
    const demo = opened('scenario=missed-clean&pause=7,3,5.1&play=1');
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) {
      run(demo, 'demo.next');
      demo.clock.pass(longMs);
      seen.push(at(demo));
    }
    // 5.1 is inside the fifth operation; the run has ten.
    expect(seen).toEqual(['3', '5.1', '7', '10', '10']);
    expect(run(demo, 'demo.next')).toEqual({ error: 'this is the end of the run' });
  });

  it('goes at once to the next pause while it plays, and back to the last one', () => {
    const demo = opened('scenario=missed-clean&pause=3,7');
    run(demo, 'demo.next');
    demo.clock.pass(1000);
    run(demo, 'demo.next');
    expect([at(demo), demo.session.player.isPlaying()]).toEqual(['3', false]);
    run(demo, 'demo.next');
    demo.clock.pass(1000);
    run(demo, 'demo.back');
    expect(at(demo)).toBe('3');
    run(demo, 'demo.back');
    expect(at(demo)).toBe('0');
    expect(run(demo, 'demo.back')).toEqual({ error: 'this is the beginning of the demo' });
  });

  it('keeps to the marked part', () => {
    const demo = opened('scenario=missed-clean&at=4&pause=1,5,9&from=4&to=8');
    run(demo, 'demo.next');
    demo.clock.pass(longMs);
    expect(at(demo)).toBe('5');
    run(demo, 'demo.next');
    demo.clock.pass(longMs);
    expect(at(demo)).toBe('8');
    run(demo, 'demo.back');
    run(demo, 'demo.back');
    expect(at(demo)).toBe('4');
  });

  it('waits for somebody at a pause, and only there', () => {
    const { session } = opened('scenario=missed-clean&at=3&pause=3,4:2,10');
    const waits = () => waitsHere(session.store.getState());
    expect(waits()).toBe(true);
    runCommand(session, 'step.forward');
    expect(waits()).toBe(false);
    // Nothing comes after the end.
    runCommand(session, 'seek.end');
    expect(waits()).toBe(false);
    runCommand(session, 'loop.toggle');
    expect(waits()).toBe(true);
    runCommand(session, 'demo.next');
    expect(waits()).toBe(false);
  });

  it('does not play where its first step waits, and begins where its part does', () => {
    expect(opened('scenario=missed-clean&pause=0&play=1').play).toBe(false);
    expect(opened('scenario=missed-clean&pause=0:1&play=1').play).toBe(true);
    const part = opened('scenario=missed-clean&from=3&to=7&play=1');
    expect([at(part), part.play]).toEqual(['3', true]);
    expect(at(opened('scenario=missed-clean&from=3&to=7'))).toBe('0');
    expect(at(opened('scenario=missed-clean&at=5&from=3&to=7&play=1'))).toBe('5');
  });

  it('takes a pause at the last micro-event for the end of that operation', () => {
    const events =
      opened('scenario=missed-clean').session.store.getState().history.entries[4]?.events;
    const demo = opened(`scenario=missed-clean&at=4&pause=5.${events?.length}`);
    run(demo, 'demo.next');
    demo.clock.pass(longMs);
    expect(at(demo)).toBe('5');
    expect(waitsHere(demo.session.store.getState())).toBe(true);
  });

  it('is set and cleared at a step, in the order of the run, and kept in the link', () => {
    const { session } = opened('scenario=missed-clean&at=7&pause=9:2.5');
    const pauses = (): readonly LinkPause[] | null => linkOf(session.store.getState()).pause;
    runCommand(session, 'demo.pause');
    expect(pauses()?.map(({ at: point }) => printCursor(point))).toEqual(['7', '9']);
    runCommand(session, 'seek.end');
    runCommand(session, 'demo.pause');
    expect(pauses()).toHaveLength(3);
    runCommand(session, 'demo.pause');
    runCommand(session, 'seek', { at: 9 });
    runCommand(session, 'demo.pause');
    expect(pauses()?.map(({ at: point }) => printCursor(point))).toEqual(['7']);
  });
});

describe('keys of a demo', () => {
  const key = (fragment: string, name: string) =>
    demoKey(opened(fragment).session.store.getState(), name);

  it('are those of a presenter remote, where the link has pauses that wait', () => {
    expect(key('scenario=missed-clean&pause=3', 'PageDown')).toBe('demo.next');
    expect(key('scenario=missed-clean&pause=3', 'PageUp')).toBe('demo.back');
    expect(key('scenario=missed-clean&pause=3:2', 'PageDown')).toBeUndefined();
    expect(key('scenario=missed-clean', 'PageDown')).toBeUndefined();
    expect(key('scenario=missed-clean&pause=3', 'toString')).toBeUndefined();
  });

  it('leave the picture alone with Escape', () => {
    expect(key('scenario=missed-clean&controls=none', 'Escape')).toBe('controls.toggle');
    expect(key('scenario=missed-clean', 'Escape')).toBeUndefined();
  });
});

describe('a demo rests', () => {
  const restAt = (fragment: string): number => restMs(opened(fragment).session.store.getState());

  it('for what a pause says, whatever the speed', () => {
    expect(restAt('scenario=missed-clean&at=4&pause=4:2.5&speed=100')).toBe(2500);
    expect(restAt('scenario=missed-clean&at=4&pause=4:0.1&speed=0.01')).toBe(100);
  });

  it('shorter the faster it plays', () => {
    const slow = restAt('scenario=missed-clean&at=4&speed=0.5');
    expect(restAt('scenario=missed-clean&at=4&speed=2')).toBe(slow / 4);
  });

  it('long enough to read every note and question of every built-in scenario', () => {
    // Twenty characters a second is what subtitles for adults ask of their readers at most.
    const charactersPerSecond = 20;
    for (const id of ['missed-clean', 'shootdown', 'udmabuf', 'hole-punch', 'green-frame']) {
      const { session } = opened(`scenario=${id}`);
      const shownMs = new Map<string, number>();
      for (;;) {
        const state = session.store.getState();
        const { scenario, cursor } = state;
        const now = scenario.steps[cursor.operation - 1]?.notes ?? [];
        const next = scenario.steps[cursor.operation]?.notes ?? [];
        const asked = cursor.micro === null ? next.filter((note) => note.endsWith('?')) : [];
        for (const note of new Set([...now, ...asked]))
          shownMs.set(note, (shownMs.get(note) ?? 0) + restFor(state));
        const on = playOn(state);
        if (on === null) break;
        session.store.setState({ cursor: on });
      }
      expect(shownMs.size).toBeGreaterThan(2);
      for (const [note, ms] of shownMs)
        expect(ms, note).toBeGreaterThanOrEqual((note.length / charactersPerSecond) * 1000);
    }
  });
});
