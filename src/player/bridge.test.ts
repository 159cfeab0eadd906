import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStillClock } from '../session/testing/stillClock.ts';
import { bindBridge } from './bridge.ts';
import type { FrameMessage } from './protocol.ts';
import { brokenFragment, createHandSteered } from './testing/handSteered.ts';

const host = 'https://host.example';

/** A player in a frame, and the page around it. */
function createScene({ readonly = false } = {}) {
  let isReadonly = readonly;
  const steered = createHandSteered();
  const clock = createStillClock();
  const posted: { readonly message: FrameMessage; readonly to: string }[] = [];
  let heard: ((data: unknown, origin: string) => void) | null = null;
  let now = 0;
  const unbind = bindBridge(steered.handle, {
    line: {
      post: (message, to) => posted.push({ message: structuredClone(message), to }),
      listen(listener) {
        heard = listener;
        return () => {
          heard = null;
        };
      },
    },
    clock,
    now: () => now,
    nonce: 'n-1',
    isReadonly: () => isReadonly,
  });
  const send = (fields: object, origin = host) => heard?.({ bufscope: 1, ...fields }, origin);
  return {
    ...steered,
    clock,
    posted,
    unbind,
    send,
    sendRaw: (data: unknown, origin = host) => heard?.(data, origin),
    isListening: () => heard !== null,
    setReadonly: (wanted: boolean) => {
      isReadonly = wanted;
    },
    passMs: (ms: number) => {
      now += ms;
    },
    /** What was posted since the last call. */
    news: () => posted.splice(0),
  };
}

/** Lets promises that are due settle. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function createConnected(options = {}, origin = host) {
  const scene = createScene(options);
  scene.start();
  scene.send({ type: 'connect', nonce: 'n-1' }, origin);
  await settled();
  return { ...scene, first: scene.news() };
}

const types = (news: readonly { readonly message: FrameMessage }[]) =>
  news.map(({ message }) => message.type);

describe('the handshake', () => {
  it('says hello at once, ever more slowly, and for a minute', () => {
    const { clock, news } = createScene();
    const counts: number[] = [];
    for (const ms of [0, 100, 200, 400, 60_000, 3_600_000]) {
      clock.pass(ms);
      counts.push(news().length);
    }
    // After 0.7 s: 0.8, 1.6, 3.2, then every 5 s, as long as 60 s have not passed.
    expect(counts).toEqual([1, 1, 1, 1, 13, 0]);
  });

  it('says with hello what anybody may know, to anybody', () => {
    const hello = { bufscope: 1, type: 'hello', versions: [1], version: '1.2.3', nonce: 'n-1' };
    expect(createScene().news()).toEqual([{ message: hello, to: '*' }]);
  });

  it('stops when it is answered, and answers when it is ready', async () => {
    const { send, news, clock, start } = createScene();
    news();
    send({ type: 'connect', nonce: 'n-1' });
    clock.pass(3_600_000);
    await settled();
    expect(news()).toEqual([]);
    start();
    await settled();
    const [{ message, to } = { message: null, to: '' }] = news();
    expect(to).toBe(host);
    expect(message).toMatchObject({
      bufscope: 1,
      type: 'connected',
      nonce: 'n-1',
      version: '1.2.3',
      readonly: false,
      state: { scenario: 'missed-clean', at: '0' },
      height: 481,
    });
  });

  it('answers a hello of the page at any time', async () => {
    const { send, news, clock } = await createConnected();
    clock.pass(3_600_000);
    send({ type: 'hello' });
    expect(types(news())).toEqual(['hello']);
  });

  it('connects again for a page that has forgotten', async () => {
    const { send, news } = await createConnected();
    send({ type: 'connect', nonce: 'n-1' });
    await settled();
    expect(types(news())).toEqual(['connected']);
  });

  it('refuses an answer to another document, and another version', async () => {
    const { send, news, start } = createScene();
    start();
    news();
    send({ type: 'connect', nonce: 'n-0' });
    send({ type: 'connect', nonce: 'n-1', bufscope: 2 });
    await settled();
    const said = news();
    expect(types(said)).toEqual(['refused', 'refused']);
    expect(said[1]).toMatchObject({ message: { versions: [1] }, to: host });
  });

  it('posts to whoever is there only where the origin has no name', async () => {
    for (const origin of ['null', 'file://']) {
      const { first } = await createConnected({}, origin);
      expect(first.at(-1)).toMatchObject({ message: { type: 'connected' }, to: '*' });
    }
  });
});

describe('origins', () => {
  it('hears no other origin than that of the first handshake', async () => {
    const { send, news, done } = await createConnected();
    const evil = 'https://evil.example';
    send({ type: 'connect', nonce: 'n-1' }, evil);
    send({ type: 'run', id: 1, command: 'step.forward' }, evil);
    send({ type: 'hello' }, evil);
    await settled();
    expect(news()).toEqual([]);
    expect(done).toEqual([]);
  });

  it('is not taken by an origin whose handshake is wrong', async () => {
    const { send, news, start } = createScene();
    start();
    send({ type: 'connect', nonce: 'guess' }, 'https://evil.example');
    send({ type: 'connect', nonce: 'n-1' });
    await settled();
    expect(news().at(-1)).toMatchObject({ message: { type: 'connected' }, to: host });
  });

  it('does nothing and tells nothing before the handshake', async () => {
    const { send, news, start, tell, handle, done } = createScene();
    start();
    news();
    tell({ type: 'step', state: handle.state() });
    send({ type: 'run', id: 5, command: 'step.forward' });
    await settled();
    expect(news()).toMatchObject([{ message: { type: 'refused', id: 5 }, to: host }]);
    expect(done).toEqual([]);
  });
});

describe('requests', () => {
  it('run commands, and answer with what is shown afterwards', async () => {
    const { send, news } = await createConnected();
    send({ type: 'run', id: 'a', command: 'seek', args: { at: 3 } });
    send({ type: 'run', id: 'b', command: 'seek', args: { at: 999 } });
    send({ type: 'state', id: 'c' });
    await settled();
    const said = news().map(({ message }) => message);
    expect(said).toMatchObject([
      { type: 'result', id: 'a', state: { at: '3' } },
      { type: 'result', id: 'b', error: 'the run has no step 999' },
      { type: 'result', id: 'c', state: { at: '10' } },
    ]);
    expect(said[0]).not.toHaveProperty('error');
  });

  it('are done in their order, however long one takes', async () => {
    const { send, news, done, arrive } = await createConnected();
    send({ type: 'load', id: 1, fragment: 'scenario=shootdown' });
    send({ type: 'run', id: 2, command: 'step.forward' });
    await settled();
    expect([news(), done]).toEqual([[], []]);
    arrive();
    await settled();
    expect(done).toEqual(['load scenario=shootdown', 'step.forward']);
    expect(news().map(({ message }) => 'id' in message && message.id)).toEqual([1, 2]);
  });

  it('tell what of a link cannot be had', async () => {
    const { send, news, tell, arrive, handle } = await createConnected();
    tell({ type: 'error', message: 'of another time', state: handle.state() });
    send({ type: 'load', id: 1, fragment: 'scenario=vax&at=99' });
    await settled();
    for (const message of ['no such scenario', 'no such step'])
      tell({ type: 'error', message, state: handle.state() });
    arrive();
    await settled();
    send({ type: 'load', id: 2, fragment: '' });
    await settled();
    arrive();
    await settled();
    const results = news().flatMap(({ message }) => (message.type === 'result' ? [message] : []));
    expect(results).toMatchObject([{ id: 1, error: 'no such scenario\nno such step' }, { id: 2 }]);
    expect(results[1]).not.toHaveProperty('error');
  });

  it('run nothing outside the allow-list', async () => {
    const { send, news, done } = await createConnected();
    for (const command of ['export.save', 'share.copy', 'toString', '__proto__', 'panel.toggle']) {
      send({ type: 'run', id: command, command });
    }
    await settled();
    expect(news().map(({ message }) => 'error' in message)).toEqual([true, true, true, true, true]);
    expect(done).toEqual([]);
  });

  it('of a read-only player leave its run as it is', async () => {
    const { send, news, first, done } = await createConnected({ readonly: true });
    const connected = first.at(-1)?.message;
    expect(connected).toMatchObject({ readonly: true });
    expect(connected?.type === 'connected' && connected.commands).not.toContain('platform.set');
    send({ type: 'run', id: 1, command: 'platform.set', args: { platform: 'x86' } });
    send({ type: 'load', id: 2, fragment: 'scenario=shootdown' });
    send({ type: 'run', id: 3, command: 'seek', args: { at: 2 } });
    send({ type: 'run', id: 4, command: 'theme.set', args: { theme: 'dark' } });
    await settled();
    expect(news().map(({ message }) => 'error' in message)).toEqual([true, true, false, false]);
    expect(done).toEqual(['seek', 'theme.set']);
  });

  it('that fail inside are answered, and the next ones are done', async () => {
    const { send, news } = await createConnected();
    send({ type: 'load', id: 1, fragment: brokenFragment });
    send({ type: 'run', id: 2, command: 'step.forward' });
    await settled();
    expect(news().map(({ message }) => message)).toMatchObject([
      { type: 'result', id: 1, error: 'it went wrong' },
      { type: 'result', id: 2, state: { at: '1' } },
    ]);
  });
});

describe('what comes from outside', () => {
  it('is refused with a reason where it is wrong', async () => {
    const { sendRaw, news } = await createConnected();
    sendRaw({ bufscope: 9, type: 'run', id: 1 });
    sendRaw({ bufscope: 1, type: 'fly', id: 2 });
    sendRaw({ bufscope: 1, type: 'run', id: {}, command: 'seek' });
    sendRaw({ type: 'of another program' });
    expect(news().map(({ message }) => message)).toMatchObject([
      { type: 'refused', id: 1, versions: [1] },
      { type: 'refused', id: 2 },
      { type: 'refused', id: null },
    ]);
  });

  it('may come in a burst, and is refused beyond it until time has passed', async () => {
    const { send, news, done, passMs } = await createConnected();
    // The handshake was the first message of 200.
    for (let id = 0; id < 1_000; id++) send({ type: 'run', id, command: 'loop.toggle' });
    await settled();
    const said = types(news());
    expect(said.length).toBe(1_000);
    expect(said.filter((type) => type === 'result').length).toBe(199);
    expect(done.length).toBe(199);
    passMs(1_000);
    for (let id = 0; id < 200; id++) send({ type: 'run', id, command: 'loop.toggle' });
    await settled();
    expect(done.length).toBe(299);
  });

  it('waits in no endless row', async () => {
    const { send, news, passMs, arrive, done } = await createConnected();
    send({ type: 'load', id: 'first', fragment: '' });
    for (let id = 0; id < 600; id++) {
      passMs(10);
      send({ type: 'run', id, command: 'loop.toggle' });
    }
    expect(types(news())).toEqual(Array.from({ length: 101 }, () => 'refused'));
    await settled();
    arrive();
    await settled();
    expect(done.length).toBe(500);
  });

  it('never makes it throw', async () => {
    const { sendRaw, passMs, send, news } = await createConnected();
    fc.assert(
      fc.property(fc.anything(), fc.string(), (data, origin) => {
        passMs(100);
        sendRaw(data, origin);
        sendRaw(data);
      }),
    );
    news();
    send({ type: 'state', id: 1 });
    await settled();
    expect(types(news())).toEqual(['result']);
  });
});

describe('events', () => {
  it('are told to the page that shook hands', async () => {
    const { tell, news, handle } = await createConnected();
    tell({ type: 'step', state: handle.state() });
    tell({ type: 'height', height: 300 });
    expect(news()).toMatchObject([
      { message: { bufscope: 1, type: 'step', state: { at: '0' } }, to: host },
      { message: { type: 'height', height: 300 }, to: host },
    ]);
  });

  it('wait until the page has been told what is shown', async () => {
    const { send, tell, news, handle, start } = createScene();
    news();
    send({ type: 'connect', nonce: 'n-1' });
    tell({ type: 'step', state: handle.state() });
    start();
    await settled();
    expect(types(news())).toEqual(['connected']);
  });

  it('introduce it anew where another link has made it read-only', async () => {
    const { tell, news, handle, setReadonly } = await createConnected();
    const ready = () => tell({ type: 'ready', state: handle.state() });
    ready();
    expect(types(news())).toEqual(['ready']);
    setReadonly(true);
    ready();
    const said = news();
    expect(said).toMatchObject([{ message: { readonly: true } }, { message: { type: 'ready' } }]);
    ready();
    expect(types(news())).toEqual(['ready']);
  });

  it('tell no height of a frame without a size', async () => {
    const { tell, news } = await createConnected();
    for (const height of [0, -1, NaN, Infinity]) tell({ type: 'height', height });
    expect(news()).toEqual([]);
  });

  it('end with the player, and with them all else', async () => {
    const scene = createScene();
    scene.start();
    scene.send({ type: 'connect', nonce: 'n-1' });
    scene.unbind();
    scene.news();
    scene.tell({ type: 'step', state: scene.handle.state() });
    scene.clock.pass(60_000);
    await settled();
    expect(scene.news()).toEqual([]);
    expect(scene.isListening()).toBe(false);
  });
});
