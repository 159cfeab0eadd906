import { describe, expect, it } from 'vitest';
import { publicState } from './publicState.ts';
import { runCommand } from './commands.ts';
import { playToSurprise } from './firstMinute.ts';
import { createTestSession } from './testing/testSession.ts';

const longMs = 600_000;

describe('the first minute', () => {
  it('plays to where the data goes wrong and stops there', () => {
    const { session, clock } = createTestSession();
    playToSurprise(session);
    expect(publicState(session).playing).toBe(true);
    clock.pass(longMs);
    const { at, playing, violations } = publicState(session);
    expect(playing).toBe(false);
    // The eighth operation of missed-clean is the stale DMA read.
    expect(at.split('.')[0]).toBe('8');
    expect(violations.at(-1)?.class).toBe('effect');
  });

  it('ends with the first thing that the reader does', () => {
    const { session, clock } = createTestSession();
    playToSurprise(session);
    clock.pass(1000);
    runCommand(session, 'seek', { at: '2' });
    clock.pass(longMs);
    expect(publicState(session)).toMatchObject({ at: '2', playing: false });
  });

  it('does not come over a reader who has begun', () => {
    const { session } = createTestSession();
    runCommand(session, 'step.forward');
    playToSurprise(session);
    expect(publicState(session).playing).toBe(false);
  });

  it('lets playing go on later, past every surprise', async () => {
    const { session, clock } = createTestSession();
    playToSurprise(session);
    clock.pass(longMs);
    await runCommand(session, 'play.toggle');
    clock.pass(longMs);
    expect(publicState(session).at).toBe('10');
  });
});

describe('the tour', () => {
  it('has five steps, can be left at each, and begins with the first scenario', async () => {
    const { session } = createTestSession();
    const tour = () => session.store.getState().tour;
    expect(runCommand(session, 'tour.next')).toEqual({ error: 'the tour has not begun' });
    await runCommand(session, 'scenario.open', { scenario: 'shootdown' });
    await runCommand(session, 'tour.start');
    expect(publicState(session).scenario).toBe('missed-clean');
    const seen = [tour()];
    for (let i = 0; i < 5; i++) {
      runCommand(session, 'tour.next');
      seen.push(tour());
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, null]);
    await runCommand(session, 'tour.start');
    runCommand(session, 'tour.back');
    expect(tour()).toBe(0);
    runCommand(session, 'tour.skip');
    expect(tour()).toBe(null);
  });
});
