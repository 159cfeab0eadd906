import { describe, expect, it } from 'vitest';
import { runCommand } from './commands.ts';
import { createTestSession } from './testing/testSession.ts';
import { bindUrl, type Address } from './urlBinding.ts';

/** An address bar with a history, as a browser has it. */
function createBar(first = '') {
  const entries = [first];
  const writes: string[] = [];
  const refused = { now: false };
  let index = 0;
  let navigated = (): void => undefined;
  let left = (): void => undefined;
  const address: Address = {
    fragment: () => entries[index] ?? '',
    replace(fragment) {
      if (refused.now) return false;
      writes.push(`replace ${fragment}`);
      entries[index] = fragment;
      return true;
    },
    push(fragment) {
      writes.push(`push ${fragment}`);
      index++;
      entries.splice(index, Infinity, fragment);
      return true;
    },
    onNavigate(listener) {
      navigated = listener;
      return () => undefined;
    },
    onLeave(listener) {
      left = listener;
      return () => undefined;
    },
  };
  return {
    address,
    writes,
    refused,
    go(steps: number) {
      index += steps;
      navigated();
    },
    leave: () => left(),
  };
}

async function createScene(first = '') {
  const test = createTestSession();
  const bar = createBar(first);
  await bindUrl(test.session, bar.address, test.clock).opened;
  const state = () => test.session.store.getState();
  return {
    ...test,
    bar,
    state,
    run: (id: string, args = {}) => runCommand(test.session, id, args),
  };
}

/** Lets what is loaded arrive. */
const arrived = async (isIdle: () => boolean) => {
  while (!isIdle()) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe('bindUrl', () => {
  it('leaves a bare address alone until something changes', async () => {
    const { bar, clock, run } = await createScene();
    clock.pass(10_000);
    expect(bar.writes).toEqual([]);
    run('step.forward');
    clock.pass(400);
    expect(bar.writes).toEqual(['replace scenario=missed-clean&platform=arm64&at=1&v=1']);
  });

  it('gathers moves: at most three writes a second', async () => {
    const { bar, clock, run } = await createScene();
    for (let i = 0; i < 100; i++) {
      run(i % 20 < 10 ? 'step.forward' : 'step.back');
      clock.pass(20);
    }
    expect(bar.writes.length).toBeGreaterThan(3);
    expect(bar.writes.length).toBeLessThanOrEqual(6);
    expect(bar.writes.every((write) => write.startsWith('replace'))).toBe(true);
  });

  it('writes the first move at once, so that a reload finds it', async () => {
    const { bar, run } = await createScene();
    run('step.forward');
    expect(bar.writes).toEqual(['replace scenario=missed-clean&platform=arm64&at=1&v=1']);
    run('step.forward');
    expect(bar.writes).toHaveLength(1);
  });

  it('writes later what the browser refuses for now', async () => {
    const { bar, clock, run } = await createScene();
    bar.refused.now = true;
    run('step.forward');
    run('step.forward');
    clock.pass(2000);
    expect(bar.writes).toEqual([]);
    bar.refused.now = false;
    clock.pass(3000);
    expect(bar.writes).toEqual(['replace scenario=missed-clean&platform=arm64&at=2&v=1']);
  });

  it('adds an entry to the history for another platform, and opens it on the way back', async () => {
    const { bar, clock, run, session, state } = await createScene('scenario=missed-clean&at=8');
    run('platform.set', { platform: 'x86' });
    clock.pass(1000);
    expect(bar.writes).toEqual(['push scenario=missed-clean&platform=x86&at=8&v=1']);
    bar.go(-1);
    await arrived(session.isIdle);
    expect(state()).toMatchObject({ platform: 'arm64', cursor: { operation: 8, micro: null } });
    bar.go(1);
    await arrived(session.isIdle);
    expect(state().platform).toBe('x86');
    expect(bar.writes).toHaveLength(1);
  });

  it('writes at once when playing stops, when the link is shared, and when the page goes away', async () => {
    const { bar, clock, run, session, copied } = await createScene();
    run('play.toggle');
    clock.pass(1000);
    bar.writes.length = 0;
    run('play.toggle');
    expect(bar.writes.length).toBeLessThanOrEqual(1);
    run('seek', { at: '4' });
    bar.writes.length = 0;
    run('share.copy');
    await arrived(session.isIdle);
    expect(bar.writes).toEqual(['replace scenario=missed-clean&platform=arm64&at=4&v=1']);
    expect(copied).toEqual(['https://example.test/#scenario=missed-clean&platform=arm64&at=4&v=1']);
    run('seek', { at: '5' });
    bar.writes.length = 0;
    bar.leave();
    expect(bar.writes).toEqual(['replace scenario=missed-clean&platform=arm64&at=5&v=1']);
  });

  it('opens a link with text in it, and plays where it says so', async () => {
    const script = encodeURIComponent('title T\nbuffer b pages=1\napp@cpu0: fd = export b');
    const { state, clock } = await createScene(`script=${script}&play=1`);
    expect(state()).toMatchObject({ scenarioId: null, playing: true });
    clock.pass(60_000);
    expect(state()).toMatchObject({ playing: false, cursor: { operation: 1, micro: null } });
  });

  it('writes nothing for what the reader has open', async () => {
    const { bar, clock, run } = await createScene('scenario=prefetch&at=1');
    run('help');
    run('scenario.menu');
    clock.pass(5000);
    expect(bar.writes).toEqual([]);
  });
});
