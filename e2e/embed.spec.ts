import { expect, test } from './pageAround.ts';

const missedClean = 'scenario=missed-clean&at=4';

test.describe('the handshake', () => {
  for (const host of ['127.0.0.1', 'localhost'] as const) {
    test(`works from another origin: ${host}`, async ({ around }) => {
      await around.open(around.iframe(missedClean), host);
      await around.connect();
      const told = await around.page.evaluate(() => {
        const [player] = window.players;
        return player && { ...player.state, height: player.height, version: player.version };
      });
      expect(told).toMatchObject({ scenario: 'missed-clean', at: '4', playing: false });
      expect(told?.version).toMatch(/^\d+\.\d+/);
      expect(told?.height).toBeGreaterThan(100);
    });
  }

  test('works when the frame was there long before', async ({ around }) => {
    await around.open(around.iframe(missedClean));
    const hellos = () =>
      around.page.evaluate(
        () => window.heard.filter(({ data }) => JSON.stringify(data).includes('"hello"')).length,
      );
    await expect.poll(hellos).toBeGreaterThan(2);
    await around.connect();
    const after = await hellos();
    await around.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
    expect(await hellos()).toBe(after);
  });

  test('works when the page was there first', async ({ around }) => {
    await around.open(around.iframe('').replace(/src="[^"]*"/, ''));
    const source = /src="([^"]*)"/.exec(around.iframe(missedClean))?.[1]?.replaceAll('&amp;', '&');
    const at = await around.page.evaluate(async (src = '') => {
      const iframe = document.querySelector('iframe');
      if (!iframe) return '';
      const connected = window.connect(iframe);
      await new Promise((resolve) => setTimeout(resolve, 300));
      iframe.src = src;
      return (await connected).state.at;
    }, source);
    expect(at).toBe('4');
  });

  test('is done again after the frame was loaded again', async ({ around }) => {
    await around.open(around.iframe(missedClean));
    await around.connect();
    const told = await around.page.evaluate(async () => {
      const [player] = window.players;
      const iframe = document.querySelector('iframe');
      if (!player || !iframe) return null;
      await player.run('seek', { at: 7 });
      const again = new Promise<string>((resolve) => {
        player.on('ready', ({ state }) => resolve(state.at));
      });
      iframe.src = iframe.src.replace('embed.html', 'embed.html?again');
      const at = await again;
      const reply = await player.run('step.forward');
      return { at, reply: reply.ok, after: reply.state.at };
    });
    expect(told).toEqual({ at: '4', reply: true, after: '5' });
  });

  test('leaves no request without an answer', async ({ around }) => {
    await around.open(around.iframe(missedClean));
    await around.connect();
    // What another platform takes does not arrive; what comes after the frame was loaded again does.
    let isHeld = true;
    await around.page.route('**/assets/**', (route) => (isHeld ? undefined : route.continue()));
    await around.page.evaluate(() => {
      const asked = window.players[0]?.run('platform.set', { platform: 'x86' });
      Object.assign(window, { asked });
    });
    isHeld = false;
    const reply = await around.page.evaluate(() => {
      const iframe = document.querySelector('iframe');
      if (iframe) iframe.src = iframe.src.replace('embed.html', 'embed.html?again');
      return 'asked' in window && window.asked;
    });
    expect(reply).toMatchObject({ ok: false, error: 'the iframe was loaded again' });
  });

  test('may be done by several programs of the page', async ({ around }) => {
    await around.open(around.iframe(missedClean));
    await around.connect();
    await around.page.evaluate(() => {
      window.players[0]?.on('ready', () => Object.assign(window, { again: true }));
    });
    await around.connect();
    const told = await around.page.evaluate(async () => {
      const replies = await Promise.all(
        window.players.map((player, i) => player.run('seek', { at: i + 1 })),
      );
      window.players[1]?.destroy();
      return {
        ats: replies.map(({ state }) => state.at),
        again: 'again' in window,
        first: await window.players[0]?.run('step.forward'),
        gone: await window.players[1]?.run('step.forward'),
      };
    });
    expect(told).toMatchObject({
      ats: ['1', '2'],
      again: false,
      first: { ok: true, state: { at: '3' } },
      gone: { ok: false, error: 'the player is gone' },
    });
  });

  test('ends in an error where no player is, in the time that was given', async ({ around }) => {
    await around.open('<iframe title="Empty" src="about:blank"></iframe>');
    await expect(around.connect(0, { timeoutMs: 200 })).rejects.toThrow('no player answered');
  });

  test('ends in an error where the player speaks another protocol', async ({ around }) => {
    const hello = `{ bufscope: 1, type: 'hello', versions: [8, 9], version: '9.0.0', nonce: '1' }`;
    const later = around.stranger(
      `setInterval(() => parent.postMessage(${hello}, '*'), 50);`,
      '127.0.0.1',
    );
    await around.open(`<iframe title="Later" src="${later}"></iframe>`);
    await expect(around.connect()).rejects.toThrow('speaks protocol 8,9');
  });

  test('works from a frame in a sandbox, without an origin', async ({ around }) => {
    await around.open(around.iframe(missedClean, 'sandbox="allow-scripts"'));
    await around.connect();
    const reply = await around.page.evaluate(() => window.players[0]?.run('step.forward'));
    expect(reply).toMatchObject({ ok: true, state: { at: '5' } });
    const origins = await around.page.evaluate(() => window.heard.map(({ origin }) => origin));
    expect(new Set(origins)).toEqual(new Set(['null']));
  });
});

test.describe('requests', () => {
  test('run commands, load links, and tell what is shown', async ({ around }) => {
    await around.open(around.iframe(missedClean));
    await around.connect();
    const told = await around.page.evaluate(async () => {
      const [player] = window.players;
      if (!player) return null;
      const replies = await Promise.all([
        player.load('scenario=shootdown&at=2'),
        player.run('step.forward'),
        player.run('platform.set', { platform: 'arm64' }),
        player.run('seek', { at: '4.1' }),
        player.run('seek', { at: 'soon' }),
        player.load('script=nonsense'),
        player.run('script.apply', { text: 'title T\nbuffer b pages=1 exporter=gem mmap=none\n' }),
      ]);
      const state = await player.ask();
      return { replies, title: state.title };
    });
    expect(told?.replies).toMatchObject([
      { ok: true, state: { scenario: 'shootdown', at: '2' } },
      { ok: true, state: { at: '3' } },
      { ok: true, state: { platform: 'arm64', at: '3' } },
      { ok: true, state: { at: '4.1' } },
      { ok: false, error: expect.stringContaining('not a step') },
      { ok: false, error: expect.stringContaining('line 1') },
      { ok: true, state: { scenario: null, title: 'T', length: 0 } },
    ]);
    expect(told?.title).toBe('T');
  });

  test('tell events as they happen, by themselves and by the reader', async ({ around }) => {
    await around.open(around.iframe('scenario=missed-clean&at=0'));
    await around.connect();
    await around.page.evaluate(() => {
      const [player] = window.players;
      player?.on('step', ({ state }) => Object.assign(window, { at: state.at }));
      player?.on('violation', ({ violation }) => Object.assign(window, { rule: violation.rule }));
      player?.on('end', ({ state }) => Object.assign(window, { end: state.at }));
    });
    await around.frame().getByRole('button', { name: 'Operation forward' }).click();
    await expect.poll(() => around.page.evaluate('window.at')).toBe('1');
    await around.page.evaluate(async () => {
      for (let i = 0; i < 9; i++) await window.players[0]?.run('step.forward');
    });
    await expect.poll(() => around.page.evaluate('window.end')).toBe('10');
    expect(await around.page.evaluate('window.rule')).toEqual(expect.any(String));
  });

  test('know every command that the frame says it takes', async ({ around }) => {
    await around.open(around.iframe(missedClean));
    await around.connect();
    // As text, for this asks what the types do not let pass: commands without their arguments.
    const replies = await around.page.evaluate<[string, { error?: string }][]>(`(async () => {
      const [player] = window.players;
      const replies = [];
      for (const id of player.commands) replies.push([id, await player.run(id)]);
      return replies;
    })()`);
    expect(replies.filter(([, { error = '' }]) => error.includes('no command'))).toEqual([]);
    expect(replies.length).toBeGreaterThan(40);
  });

  test('of a read-only figure change no run', async ({ around }) => {
    await around.open(around.iframe(`${missedClean}&readonly=1`));
    await around.connect();
    const told = await around.page.evaluate(async () => {
      const [player] = window.players;
      if (!player) return null;
      const replies = await Promise.all([
        player.run('platform.set', { platform: 'x86' }),
        player.run('fork.do', { line: 'gpu: release frame' }),
        player.load('scenario=shootdown'),
        player.run('seek', { at: 6 }),
        player.run('theme.set', { theme: 'dark' }),
      ]);
      return { readonly: player.readonly, commands: player.commands, replies };
    });
    expect(told?.readonly).toBe(true);
    expect(told?.commands).not.toContain('platform.set');
    expect(told?.replies.map(({ ok }) => ok)).toEqual([false, false, false, true, true]);
    expect(told?.replies.at(-1)?.state).toMatchObject({ scenario: 'missed-clean', at: '6' });
  });

  test('reach each frame of a page by itself', async ({ around }) => {
    const other = around.iframe('scenario=shootdown&at=1');
    await around.open(around.iframe(missedClean) + other + around.iframe(missedClean));
    for (const index of [0, 1, 2]) await around.connect(index);
    const states = await around.page.evaluate(async () => {
      await window.players[1]?.run('step.forward');
      // As told so far, and as asked for.
      const told = window.players.map(({ state }) => state);
      return [...told, ...(await Promise.all(window.players.map((player) => player.ask())))];
    });
    expect(states.map(({ scenario, at }) => `${scenario} ${at}`)).toEqual([
      ...['missed-clean 4', 'shootdown 2', 'missed-clean 4'],
      ...['missed-clean 4', 'shootdown 2', 'missed-clean 4'],
    ]);
  });

  test('in a flood are answered, every one, and the next one is done', async ({ around }) => {
    await around.open(around.iframe(missedClean));
    await around.connect();
    const told = await around.page.evaluate(async () => {
      const [player] = window.players;
      if (!player) return null;
      // Refused by the player, so that what is measured is the bridge and not the drawing.
      const asked = Array.from({ length: 2000 }, () => player.run('seek', { at: 'soon' }));
      const errors = (await Promise.all(asked)).map((reply) => (reply.ok ? '' : reply.error));
      await new Promise((resolve) => setTimeout(resolve, 500));
      const last = await player.run('seek', { at: 3 });
      const count = (word: string) => errors.filter((error) => error.includes(word)).length;
      return { beyond: count('messages a second'), tried: count('not a step'), last };
    });
    expect(told?.last).toMatchObject({ ok: true, state: { at: '3' } });
    expect(told?.tried).toBeGreaterThan(190);
    expect(told?.beyond).toBeGreaterThan(0);
    expect(told).toMatchObject({ beyond: 2000 - (told?.tried ?? 0) });
  });
});

test.describe('strangers', () => {
  test('of the same page cannot drive the frame', async ({ around }) => {
    const attack = `
      const target = parent.frames[0];
      setInterval(() => {
        for (const type of ['hello', 'connect']) target.postMessage({ bufscope: 1, type, nonce: '1-2-3' }, '*');
        target.postMessage({ bufscope: 1, type: 'run', id: 1, command: 'seek.end' }, '*');
        target.postMessage({ bufscope: 1, type: 'load', id: 2, fragment: 'scenario=shootdown' }, '*');
      }, 20);
      addEventListener('message', () => parent.postMessage('the stranger was answered', '*'));`;
    const stranger = around.stranger(attack, '127.0.0.1');
    await around.open(
      `${around.iframe(missedClean)}<iframe title="Stranger" src="${stranger}"></iframe>`,
    );
    await around.connect();
    await around.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const told = await around.page.evaluate(async () => ({
      state: await window.players[0]?.ask(),
      answered: window.heard.some(({ data }) => data === 'the stranger was answered'),
    }));
    expect(told.state).toMatchObject({ scenario: 'missed-clean', at: '4' });
    expect(told.answered).toBe(false);
  });

  test('of the same page cannot speak for the frame', async ({ around }) => {
    const attack = `
      setInterval(() => {
        parent.postMessage({ bufscope: 1, type: 'step', state: { at: 'forged' } }, '*');
        parent.postMessage({ bufscope: 1, type: 'connected', nonce: 'x', state: { at: 'forged' } }, '*');
        parent.postMessage({ bufscope: 1, type: 'height', height: 9 }, '*');
      }, 20);`;
    const stranger = around.stranger(attack, '127.0.0.1');
    await around.open(
      `${around.iframe(missedClean)}<iframe title="Stranger" src="${stranger}"></iframe>`,
    );
    await around.connect(0, { autoHeight: true });
    await around.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const told = await around.page.evaluate(() => ({
      at: window.players[0]?.state.at,
      height: window.players[0]?.height,
      forged: window.heard.some(({ data }) => JSON.stringify(data).includes('forged')),
    }));
    expect(told).toMatchObject({ at: '4', forged: true });
    expect(told.height).toBeGreaterThan(9);
  });

  test('that have taken the frame over cannot speak for the player', async ({ around }) => {
    const attack = `
      setInterval(() => {
        parent.postMessage({ bufscope: 1, type: 'step', state: { at: 'forged' } }, '*');
        parent.postMessage({ bufscope: 1, type: 'hello', versions: [1], version: '0', nonce: 'x' }, '*');
      }, 20);
      addEventListener('message', ({ data }) => parent.postMessage({ leaked: data }, '*'));`;
    const stranger = around.stranger(attack, 'localhost');
    await around.open(around.iframe(missedClean));
    await around.connect();
    await around.page.evaluate((address) => {
      document.querySelector('iframe')?.contentWindow?.location.replace(address);
    }, stranger);
    const isForged = () =>
      around.page.evaluate(() => JSON.stringify(window.heard).includes('"forged"'));
    await expect.poll(isForged).toBe(true);
    const told = await around.page.evaluate(() => ({
      at: window.players[0]?.state.at,
      answers: JSON.stringify(window.heard).includes('connect","nonce":"x"'),
    }));
    expect(told).toEqual({ at: '4', answers: false });
  });
});
