/** What a figure in a frame does to the page around it: nothing that the page has not asked for. */
import { expect, test } from './pageAround.ts';

const missedClean = 'scenario=missed-clean&at=4';

test('the height follows what is shown and how wide the frame is', async ({ around }) => {
  await around.open(around.iframe(missedClean));
  await around.connect(0, { autoHeight: true });
  const fits = () =>
    around
      .frame()
      .locator(':root')
      .evaluate((root) => root.scrollHeight <= root.clientHeight && root.clientHeight > 100);
  const height = () => around.page.evaluate(() => document.querySelector('iframe')?.offsetHeight);
  await expect.poll(fits).toBe(true);
  const wide = await height();
  await around.page.evaluate(() => document.querySelector('iframe')?.setAttribute('width', '340'));
  await expect.poll(height).not.toBe(wide);
  await expect.poll(fits).toBe(true);
  const narrow = await height();
  await around.page.evaluate(() => window.players[0]?.load('scenario=shootdown&view=room,lanes'));
  await expect.poll(height).not.toBe(narrow);
  await expect.poll(fits).toBe(true);
  // A height that follows itself would never come to rest.
  const reports = () =>
    around.page.evaluate(
      () => window.heard.filter(({ data }) => JSON.stringify(data).includes('"height"')).length,
    );
  await around.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const before = await reports();
  await around.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  expect(await reports()).toBe(before);
});

test('a hidden frame can be driven, and is drawn when it is shown', async ({ around }) => {
  const none = around.iframe(missedClean, 'class="none"');
  const empty = around.iframe(missedClean, 'width="0" height="0"');
  await around.open(none + empty.replace('width="800" height="600"', ''));
  for (const index of [0, 1]) {
    await around.connect(index, { autoHeight: true });
    const told = await around.page.evaluate(async (at) => {
      const player = window.players[at];
      return { reply: await player?.run('step.forward'), height: player?.height };
    }, index);
    expect(told.reply).toMatchObject({ ok: true, state: { at: '5' } });
  }
  await around.page.evaluate(() => {
    for (const iframe of document.querySelectorAll('iframe')) {
      iframe.classList.remove('none');
      iframe.width = '700';
    }
  });
  for (const index of [0, 1]) {
    const frame = around.page.frameLocator('iframe').nth(index);
    await expect(frame.locator('svg').first()).toBeVisible();
    await expect
      .poll(() => around.page.evaluate((at) => window.players[at]?.height, index))
      .toBeGreaterThan(100);
  }
});

test('a figure takes no focus and no keys until the reader is in it', async ({ around }) => {
  await around.open(`<input aria-label="Search">${around.iframe(missedClean)}`);
  await around.connect();
  expect(await around.page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  for (const key of ['ArrowRight', 'Space', 'End', 'e', '?']) await around.page.keyboard.press(key);
  await around.page.getByLabel('Search').fill('n p o');
  await around.page.evaluate(() => window.players[0]?.load('scenario=missed-clean&at=6'));
  expect(await around.page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  const state = await around.page.evaluate(() => window.players[0]?.ask());
  expect(state).toMatchObject({ at: '6', playing: false });
});

test('the page scrolls on where the wheel turns above a figure', async ({ around }) => {
  await around.open(`<div class="tall">${around.iframe(missedClean)}</div>`);
  await around.connect(0, { autoHeight: true });
  await around.page.mouse.move(300, 200);
  await around.page.mouse.wheel(0, 400);
  await expect.poll(() => around.page.evaluate(() => window.scrollY)).toBeGreaterThan(300);
});

test('a figure leaves histories and stores as they were', async ({ around }) => {
  await around.open(around.iframe(missedClean));
  await around.connect();
  const before = await around.page.evaluate(() => history.length);
  await around.frame().getByRole('button', { name: 'Operation forward' }).click();
  await around.page.evaluate(async () => {
    const [player] = window.players;
    for (let i = 0; i < 20; i++) await player?.run('micro.forward');
    await player?.load('scenario=shootdown&at=3');
    await player?.run('theme.set', { theme: 'dark' });
  });
  await expect.poll(() => around.page.evaluate(() => history.length)).toBe(before);
  const kept = await around
    .frame()
    .locator(':root')
    .evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      cookie: document.cookie,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      fragment: location.hash,
    }));
  expect(kept).toEqual({
    local: 0,
    session: 0,
    cookie: '',
    databases: 0,
    caches: 0,
    fragment: '#scenario=missed-clean&at=4',
  });
});
