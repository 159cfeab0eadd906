/** The element `<bufscope-player>` on pages of other people: what they ask of it, and what it leaves alone. */
import { expect, settled, test } from './playerPage.ts';

const one = '<bufscope-player id="one" scenario="missed-clean"></bufscope-player>';
/** The simulator and what reads text: files of these are fetched for nothing but other runs. */
const simulator = /engine|openWithEngine|readingTools|platformSettings|textTools|opening|builtIns/;

test('shows a scenario, and steps through it without the simulator', async ({ host }) => {
  await host.open(one);
  const { page } = host;
  const player = page.locator('#one');
  const states = await player.evaluate(
    async (element: HTMLElementTagNameMap['bufscope-player']) => {
      const told = [element.state()];
      await element.step();
      told.push(element.state());
      await element.step(3, 'micro');
      told.push(element.state());
      await element.step(-1);
      told.push(element.state());
      await element.seek('5.2');
      told.push(element.state());
      return told.map(({ scenario, at, length }) => `${scenario} ${at}/${length}`);
    },
  );
  expect(states[0]).toBe('missed-clean 0/10');
  expect(states[1]).toBe('missed-clean 1/10');
  expect(states[2]).toMatch(/^missed-clean [123](\.\d)?\/10$/);
  expect(states[4]).toBe('missed-clean 5.2/10');
  await expect(player.getByRole('grid')).toBeVisible();
  expect(host.fetched.filter((file) => simulator.test(file))).toEqual([]);
});

test('tells its page what happens', async ({ host }) => {
  await host.open('<p>before</p>', { waits: false });
  const { page } = host;
  const heard = await page.evaluate(async () => {
    const player = document.createElement('bufscope-player');
    player.setAttribute('scenario', 'missed-clean');
    const types: string[] = [];
    for (const type of ['ready', 'step', 'violation', 'end', 'error'])
      player.addEventListener(type, (event) => {
        if (event instanceof CustomEvent) types.push(`${type} ${event.detail.state.at}`);
      });
    document.body.append(player);
    await player.seek(6);
    await player.step();
    await player.run('seek.end');
    const refused = await player.run('export.save');
    return { types, refused };
  });
  expect(heard.types).toContain('ready 0');
  expect(heard.types).toContain('step 6');
  // The seventh operation stores while the device owns the buffer.
  expect(heard.types).toContain('violation 7');
  expect(heard.types).not.toContain('violation 6');
  expect(heard.types.at(-1)).toBe('end 10');
  expect(heard.refused).toHaveProperty('error');
});

test('several on a page share the code, and nothing else', async ({ host }) => {
  await host.open(
    `${one}<bufscope-player id="two" scenario="shootdown" at="3"></bufscope-player>
     <bufscope-player id="three" scenario="missed-clean" at="2"></bufscope-player>`,
  );
  const { page } = host;
  await page
    .locator('#one')
    .evaluate((element: HTMLElementTagNameMap['bufscope-player']) => element.step());
  const at = await page
    .locator('bufscope-player')
    .evaluateAll((all: HTMLElementTagNameMap['bufscope-player'][]) =>
      all.map((each) => each.state().at),
    );
  expect(at).toEqual(['1', '3', '2']);
  const files = host.fetched.filter((file) => file.endsWith('.js'));
  expect(new Set(files).size).toBe(files.length);
});

test('runs a script between its tags, on any platform', async ({ host }) => {
  await host.open(`<bufscope-player id="one" platform="bounce">
    title     Mine
    platform  arm64
    buffer    b pages=1
    device    gpu

    app@cpu0: fd = export b
    gpu:      import fd
  </bufscope-player>`);
  const state = await host.page
    .locator('#one')
    .evaluate((element: HTMLElementTagNameMap['bufscope-player']) => element.state());
  expect(state).toMatchObject({
    scenario: null,
    title: 'Mine',
    length: 2,
    platform: 'bounce',
    problems: [],
  });
});

test('runs a script from a file of the page', async ({ host }) => {
  const { page } = host;
  await page.route('**/book/mine.txt', (route) =>
    route.fulfill({
      body: 'title Mine\nplatform x86\nbuffer b pages=1\napp@cpu0: fd = export b\n',
    }),
  );
  await host.open(`<bufscope-player id="one" src="mine.txt" at="1"></bufscope-player>`);
  const state = await page
    .locator('#one')
    .evaluate((element: HTMLElementTagNameMap['bufscope-player']) => element.state());
  expect(state).toMatchObject({ scenario: null, title: 'Mine', platform: 'x86', at: '1' });
});

test('selects, without the simulator', async ({ host }) => {
  await host.open(one);
  const selected = await host.page
    .locator('#one')
    .evaluate(async (player: HTMLElementTagNameMap['bufscope-player']) => [
      await player.run('select', { what: 'b0l0@cache0' }),
      player.state().selection,
      await player.run('select', { what: 'nothing' }),
    ]);
  expect(selected).toEqual([
    { ok: true },
    'b0l0@cache0',
    { error: expect.stringContaining('“nothing” is no selection') },
  ]);
  expect(host.fetched.filter((file) => simulator.test(file))).toEqual([]);
});

test('does what commands of the list say, and forks', async ({ host }) => {
  await host.open(one);
  const told = await host.page
    .locator('#one')
    .evaluate(async (element: HTMLElementTagNameMap['bufscope-player']) => {
      await element.seek('5');
      const forked = await element.run('fork.do', { line: 'gpu: unmap frame' });
      const { branch, at } = element.state();
      const other = await element.run('platform.set', { platform: 'x86' });
      const opened = await element.run('scenario.open', { scenario: 'shootdown' });
      const { platform, scenario } = element.state();
      return { forked, branch, at, other, opened, platform, scenario };
    });
  expect(told).toMatchObject({
    forked: { ok: true },
    at: '6',
    other: { ok: true },
    opened: { ok: true },
    platform: 'arm64',
    scenario: 'shootdown',
  });
  expect(told.branch).not.toBe('script');
});

test('says what is wrong with a script, with its place, and never as markup', async ({ host }) => {
  await host.open(
    `<bufscope-player id="one"><script type="text/plain">
      title     Mine
      platform  arm64
      buffer    b pages=1
      app@cpu0: fd = &lt;img src=x onerror=alert(1)&gt; b
    </script></bufscope-player>`,
  );
  const player = host.page.locator('#one');
  await expect(player.getByRole('alert')).toContainText('line 4, column');
  await expect(player.getByRole('alert')).toContainText('img src=x');
  await expect(player.locator('img')).toHaveCount(0);
  const message = await player.evaluate(
    async (element: HTMLElementTagNameMap['bufscope-player']) => {
      const told = new Promise((resolve) => {
        element.addEventListener('error', (event) => {
          if (event instanceof CustomEvent) resolve(event.detail.message);
        });
      });
      await element.load('script=title%20T%0Awrong');
      return told;
    },
  );
  expect(message).toMatch(/^line 2, column 1: /);
  // It gets well again.
  const opened = await player.evaluate(
    async (element: HTMLElementTagNameMap['bufscope-player']) => ({
      problems: element.state().problems,
      stepped: await element.step(),
      outcome: await element.run('scenario.open', { scenario: 'shootdown' }),
      scenario: element.state().scenario,
    }),
  );
  expect(opened.problems).toEqual([message]);
  expect(opened.stepped).toHaveProperty('error');
  expect(opened).toMatchObject({ outcome: { ok: true }, scenario: 'shootdown' });
  await expect(player.getByRole('alert')).toBeHidden();
  await expect(player.getByRole('grid')).toBeVisible();
  await expect(player.getByRole('group', { name: 'Time' })).toBeVisible();
  // And ill: there is nothing to step through then.
  await player.evaluate((element: HTMLElementTagNameMap['bufscope-player']) =>
    element.load('script=title%20T%0Awrong'),
  );
  await expect(player.getByRole('alert')).toContainText('line 2, column 1');
  await expect(player.getByRole('group', { name: 'Time' })).toBeHidden();
  await expect(player.getByRole('grid')).toBeHidden();
});

test('follows its attributes', async ({ host }) => {
  await host.open(one);
  const player = host.page.locator('#one');
  const set = (name: string, value: string) =>
    player.evaluate((element, [key, to]) => element.setAttribute(key, to), [name, value] as const);
  const at = () =>
    player.evaluate((element: HTMLElementTagNameMap['bufscope-player']) => element.state().at);
  await set('at', '4');
  await expect.poll(at).toBe('4');
  await set('theme', 'dark');
  await expect(player.locator('.player')).toHaveAttribute('data-theme', 'dark');
  await set('controls', 'none');
  await expect(player.getByRole('group', { name: 'Time' })).toBeHidden();
  expect(await at()).toBe('4');
  await set('view', 'room,lanes');
  await expect(player.locator('.lanes-place svg').first()).toBeVisible();
  await set('scenario', 'shootdown');
  await expect
    .poll(() =>
      player.evaluate((e: HTMLElementTagNameMap['bufscope-player']) => e.state().scenario),
    )
    .toBe('shootdown');
});

test('a read-only one keeps its run, and steps', async ({ host }) => {
  await host.open('<bufscope-player id="one" scenario="missed-clean" readonly></bufscope-player>');
  const told = await host.page
    .locator('#one')
    .evaluate(async (element: HTMLElementTagNameMap['bufscope-player']) => ({
      stepped: await element.step(),
      changed: await element.run('platform.set', { platform: 'x86' }),
      platform: element.state().platform,
    }));
  expect(told.stepped).toEqual({ ok: true });
  expect(told.changed).toHaveProperty('error');
  expect(told.platform).toBe('arm64');
});

test('takes keys only while the reader is in it, and never the focus', async ({ host }) => {
  await host.open(`<button id="mine">mine</button>${one}`);
  const { page } = host;
  const player = page.locator('#one');
  const at = () =>
    player.evaluate((element: HTMLElementTagNameMap['bufscope-player']) => element.state().at);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  await page.keyboard.press('ArrowRight');
  await page.locator('#mine').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  expect(await at()).toBe('0');
  await player.locator('.caption').click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await at()).toBe('2');
  await page.keyboard.press('Shift+ArrowRight');
  expect(await at()).toBe('3.1');
  await page.locator('#mine').focus();
  await page.keyboard.press('ArrowRight');
  expect(await at()).toBe('3.1');
});

test('leaves history, storage and the address alone', async ({ host }) => {
  await host.open(one);
  const { page } = host;
  const before = await page.evaluate(() => [history.length, location.href]);
  await page.locator('#one').getByRole('button', { name: 'Operation forward' }).click();
  await page.locator('#one').getByRole('button', { name: 'Micro-event forward' }).click();
  const after = await page.evaluate(() => [history.length, location.href]);
  expect(after).toEqual(before);
  expect(
    await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]),
  ).toEqual([0, 0, '']);
});

test('lets the page scroll under the wheel', async ({ host }) => {
  await host.open(
    `<div class="high"></div><bufscope-player id="one" scenario="shootdown" view="room,lanes"></bufscope-player>
     <div class="high"></div>`,
    { css: '.high { height: 400px }' },
  );
  const { page } = host;
  const player = page.locator('#one');
  await expect(player.locator('.lanes-place svg').first()).toBeVisible();
  for (const place of ['.room-body', '.lanes-place']) {
    await page.evaluate(() => scrollTo(0, 350));
    await player.locator(place).hover({ position: { x: 200, y: 60 } });
    await page.evaluate(() => scrollTo(0, 350));
    await page.mouse.wheel(0, 120);
    await expect.poll(() => page.evaluate(() => scrollY), place).toBeGreaterThan(400);
  }
});

test('draws when it gets a size, and when it comes near', async ({ host }) => {
  await host.open(
    `<div id="away"><bufscope-player id="one" scenario="missed-clean"></bufscope-player></div>
     <div class="high"></div><bufscope-player id="far" scenario="shootdown">meanwhile</bufscope-player>`,
    {
      css: '#away { display: none } #away.seen { display: block } .high { height: 4000px }',
      waits: false,
    },
  );
  const { page } = host;
  const away = page.locator('#one');
  await page.waitForFunction(() => customElements.get('bufscope-player') !== undefined);
  // Methods work where nothing is seen.
  const at = await away.evaluate(async (element: HTMLElementTagNameMap['bufscope-player']) => {
    await element.seek('3');
    return element.state().at;
  });
  expect(at).toBe('3');
  expect(host.fetched.filter((file) => file.includes('shootdown'))).toEqual([]);
  await page.evaluate(() => document.getElementById('away')?.classList.add('seen'));
  await expect(away.getByRole('grid')).toBeVisible();
  await page.locator('#far').scrollIntoViewIfNeeded();
  await expect(page.locator('#far').getByRole('grid')).toBeVisible();
});

test('may be moved, taken out and put back', async ({ host }) => {
  await host.open(`${one}<div id="place"></div>`);
  const { page } = host;
  const player = page.locator('#one');
  const at = await page.evaluate(async () => {
    const element = document.querySelector('bufscope-player');
    const place = document.getElementById('place');
    if (!element || !place) return [];
    await element.seek('4.1');
    place.append(element);
    await element.step();
    const moved = element.state().at;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    document.body.append(element);
    return [moved];
  });
  expect(at).toEqual(['4']);
  await settled(page);
  await expect(player.getByRole('grid')).toBeVisible();
  expect(
    await player.evaluate(
      (element: HTMLElementTagNameMap['bufscope-player']) => element.state().at,
    ),
  ).toBe('4');
  await expect(player.locator('.player')).toHaveCount(1);
});

test('is light or dark as its page is', async ({ host }) => {
  await host.open(one, { css: 'body { background: #fff } html.dark body { background: #111 }' });
  const { page } = host;
  const player = page.locator('#one .player');
  await page.emulateMedia({ colorScheme: 'dark' });
  // The page has no dark side: neither has the figure.
  await expect(player).toHaveAttribute('data-theme', 'light');
  await page.evaluate(() => document.documentElement.classList.add('dark'));
  await expect(player).toHaveAttribute('data-theme', 'dark');
  await page.evaluate(() => document.documentElement.classList.remove('dark'));
  await expect(player).toHaveAttribute('data-theme', 'light');
  await page.evaluate(() => document.body.setAttribute('data-theme', 'dark'));
  await expect(player).toHaveAttribute('data-theme', 'dark');
});

test('plays, and rests while its tab is hidden', async ({ host }) => {
  await host.open(
    '<bufscope-player id="one" scenario="missed-clean" speed="100"></bufscope-player>',
  );
  const { page } = host;
  const player = page.locator('#one');
  const at = () =>
    player.evaluate((element: HTMLElementTagNameMap['bufscope-player']) => element.state().at);
  await page.evaluate(() =>
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }),
  );
  await player.evaluate((element: HTMLElementTagNameMap['bufscope-player']) => element.play());
  await page.waitForTimeout(300);
  expect(await at()).toBe('0');
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(at).toBe('10');
});

test('on paper: the picture, its words and its address, without buttons', async ({ host }) => {
  await host.open(one);
  const { page } = host;
  await page.emulateMedia({ media: 'print' });
  const player = page.locator('#one');
  await expect(player.getByRole('grid')).toBeVisible();
  await expect(player.getByRole('group', { name: 'Time' })).toBeHidden();
  await expect(player.locator('.printed')).toContainText('index.html#scenario=missed-clean');
});

test('on paper that is narrower than the screen: the whole picture, smaller', async ({ host }) => {
  await host.open(one);
  const { page } = host;
  const stage = page.locator('#one').locator('.stage');
  // Nothing is measured or drawn anew for paper, so both are asked for at once.
  const zoomOfDrawn = (share: number) =>
    stage.evaluate((element, factor) => {
      const player = element.parentElement;
      player?.style.setProperty('--drawn-width', `${player.clientWidth * factor}px`);
      return Number(getComputedStyle(element).zoom);
    }, share);
  expect(await zoomOfDrawn(2)).toBe(1);
  await page.emulateMedia({ media: 'print' });
  expect(await zoomOfDrawn(2)).toBeCloseTo(0.5, 2);
  expect(await zoomOfDrawn(0.5)).toBe(1);
});

test('is the same from the one classic script', async ({ host }) => {
  await host.open(one, { script: 'bufscope-player.js' });
  const at = await host.page
    .locator('#one')
    .evaluate(async (element: HTMLElementTagNameMap['bufscope-player']) => {
      await element.step(2, 'micro');
      return element.state().at;
    });
  expect(at).toMatch(/^[12](\.\d)?$/);
  expect(host.fetched.filter((file) => file.endsWith('.js'))).toEqual(['bufscope-player.js']);
});
