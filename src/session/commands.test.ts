import { describe, expect, it } from 'vitest';
import { publicState } from './publicState.ts';
import { commandOfKey, commands, runCommand } from './commands.ts';
import { createTestSession } from './testing/testSession.ts';

const at = ({ session }: ReturnType<typeof createTestSession>) => publicState(session).at;

describe('the list of commands', () => {
  it('gives no key and no id to two commands', () => {
    const keys = commands.flatMap((command) => command.keys);
    const ids = commands.map(({ id }) => id);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has the keys of the design', () => {
    const wanted: Readonly<Record<string, string>> = {
      ArrowRight: 'step.forward',
      ArrowLeft: 'step.back',
      'Shift+ArrowRight': 'micro.forward',
      'Shift+ArrowLeft': 'micro.back',
      Space: 'play.toggle',
      Home: 'seek.start',
      End: 'seek.end',
      PageDown: 'step.forward',
      PageUp: 'step.back',
      n: 'violation.next',
      p: 'violation.previous',
      o: 'owner.next',
      '.': 'repeat',
      '?': 'help',
    };
    for (const [key, id] of Object.entries(wanted)) expect(commandOfKey(key)?.id, key).toBe(id);
  });
});

describe('runCommand', () => {
  it('says what is wrong with a command, and changes nothing', () => {
    const test = createTestSession();
    const before = test.session.store.getState();
    const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
      ['repeat', {}, 'nothing to repeat'],
      ['fly', {}, 'no command “fly”'],
      ['seek', {}, 'seek needs at'],
      ['seek', { at: ['1'] }, 'at must be'],
      ['seek', { at: 'soon' }, '“soon” is not a step'],
      ['seek', { at: 1, by: 2 }, 'takes no “by”'],
      ['platform.set', { platform: 'vax' }, 'no platform “vax”'],
      ['theme.set', { theme: 'pink' }, 'not auto, light, dark or contrast'],
      ['speed.set', { speed: '-1' }, 'not a number'],
      ['panel.toggle', { panel: 'door' }, 'not one of'],
      ['fork.open', { fork: 'fork-9' }, 'no fork “fork-9”'],
      ['fork.delete', { fork: 'script' }, 'cannot be deleted'],
      ['select', { what: 'b0' }, 'no selection'],
      ['step.back', {}, 'the beginning'],
      ['fork.leave', {}, 'no fork'],
    ];
    for (const [id, args, message] of wrong) {
      const outcome = runCommand(test.session, id, args);
      expect(outcome, id).toEqual({ error: expect.stringContaining(message) });
    }
    expect(test.session.store.getState()).toBe(before);
  });

  it('moves, and repeats the last move', () => {
    const test = createTestSession();
    runCommand(test.session, 'step.forward');
    runCommand(test.session, 'repeat');
    expect(at(test)).toBe('2');
    runCommand(test.session, 'seek', { at: '4' });
    runCommand(test.session, 'micro.forward');
    expect(at(test)).toBe('5.1');
    runCommand(test.session, 'repeat');
    expect(at(test)).toBe('5.2');
    runCommand(test.session, 'step.back');
    expect(at(test)).toBe('4');
  });

  it('goes to the nearest step where the run has no such, and says so', () => {
    const test = createTestSession();
    const { length } = publicState(test.session);
    expect(runCommand(test.session, 'seek', { at: 9999 })).toEqual({
      error: 'the run has no step 9999',
    });
    expect(at(test)).toBe(String(length));
  });

  it('forks where something else is done, leaves the fork, and finds it again', async () => {
    const { session } = createTestSession();
    runCommand(session, 'seek', { at: '5' });
    await runCommand(session, 'fork.do', { line: 'gpu: release frame' });
    const inFork = publicState(session);
    expect(inFork).toMatchObject({ branch: 'fork 1', at: '6', length: 6, violations: [] });
    expect(inFork.owners).toEqual({ frame: 'CPU owns' });
    runCommand(session, 'fork.leave');
    expect(publicState(session)).toMatchObject({ branch: 'script', at: '5', length: 10 });
    runCommand(session, 'fork.open', { fork: 'fork-1' });
    expect(publicState(session)).toEqual(inFork);
    runCommand(session, 'fork.rename', { fork: 'fork-1', name: 'released' });
    expect(publicState(session).branch).toBe('released');
    runCommand(session, 'fork.delete', { fork: 'fork-1' });
    expect(publicState(session).branch).toBe('script');
  });

  it('says what is wrong with an operation', async () => {
    const { session } = createTestSession();
    const outcome = await runCommand(session, 'fork.do', { line: 'gpu: dma raed frame+0 64' });
    expect(outcome).toEqual({ error: expect.stringContaining('dma read') });
    const two = await runCommand(session, 'fork.do', { line: 'gpu: get fd\ngpu: get fd' });
    expect(two).toEqual({ error: 'one operation is expected' });
    expect(publicState(session).branch).toBe('script');
  });

  it('runs the same on another platform at the same place', () => {
    const { session } = createTestSession();
    runCommand(session, 'seek', { at: '8' });
    runCommand(session, 'platform.set', { platform: 'x86' });
    const state = publicState(session);
    expect(state).toMatchObject({ platform: 'x86', at: '8' });
    expect(state.violations.map(({ verdict }) => verdict)).toEqual(['luck']);
  });

  it('replaces the script, or says with places what is wrong with it', async () => {
    const { session } = createTestSession();
    const text = 'title T\nbuffer b pages=1 exporter=gem mmap=none\napp@cpu0: fd = export b\n';
    expect(
      await runCommand(session, 'script.apply', { text: `${text}app@cpu0: f = mmpa fd` }),
    ).toEqual({
      error: expect.stringMatching(/^4:\d+: error:/),
    });
    expect(await runCommand(session, 'script.apply', { text })).toEqual({ ok: true });
    expect(publicState(session)).toMatchObject({ scenario: null, title: 'T', length: 1 });
  });

  it('opens a built-in scenario again by its own text', async () => {
    const { session } = createTestSession();
    await runCommand(session, 'script.edit');
    const text = session.store.getState().draft ?? '';
    expect(text).toMatch(/^title /);
    await runCommand(session, 'script.apply', { text });
    expect(publicState(session).scenario).toBe('missed-clean');
  });

  it('keeps the last panel on the screen', () => {
    const { session } = createTestSession();
    const { panels } = session.store.getState();
    for (const panel of panels) runCommand(session, 'panel.toggle', { panel });
    expect(session.store.getState().panels).toHaveLength(1);
  });
});

describe('playing', () => {
  it('goes through every micro-event to the end, then stops and is idle', () => {
    const { session, clock } = createTestSession();
    runCommand(session, 'play.toggle');
    expect(session.isIdle()).toBe(false);
    clock.pass(600_000);
    expect(session.isIdle()).toBe(true);
    const { at: end, length, playing } = publicState(session);
    expect([end, playing]).toEqual([String(length), false]);
  });

  it('stops when somebody steps', () => {
    const { session, clock } = createTestSession();
    runCommand(session, 'play.toggle');
    runCommand(session, 'step.forward');
    clock.pass(60_000);
    expect(publicState(session)).toMatchObject({ at: '1', playing: false });
  });

  it('begins anew at the end', () => {
    const test = createTestSession();
    runCommand(test.session, 'seek.end');
    runCommand(test.session, 'play.toggle');
    expect(at(test)).toBe('0');
  });
});

describe('publicState', () => {
  it('is a JSON value', () => {
    const { session } = createTestSession();
    for (const step of ['seek.end', 'violation.previous', 'micro.back']) {
      runCommand(session, step);
      const state = publicState(session);
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }
  });
});

describe('DMA-API debug', () => {
  it('is switched for the run, stays on another platform, and goes when a scenario is opened', async () => {
    const { session } = createTestSession();
    const on = () => publicState(session).dmaDebug;
    expect(on()).toBe(false);
    runCommand(session, 'seek', { at: '3' });
    runCommand(session, 'debug.toggle');
    expect([on(), publicState(session).at]).toEqual([true, '3']);
    expect(publicState(session).link).toContain('dma-debug=1');
    runCommand(session, 'platform.set', { platform: 'bounce' });
    expect(on()).toBe(true);
    runCommand(session, 'debug.toggle');
    expect(publicState(session).link).not.toContain('dma-debug');
    runCommand(session, 'debug.toggle');
    await runCommand(session, 'scenario.open', { scenario: 'shootdown' });
    expect(on()).toBe(false);
  });
});
