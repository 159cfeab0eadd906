/** embed.html: the player alone in a frame, from a server, from a file, in a sandbox, and without scripts. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './playerPage.ts';

test('shows what its address says, and follows it', async ({ host }) => {
  await host.embed('scenario=missed-clean&at=5');
  const { page } = host;
  const state = () => page.evaluate(() => window.bufscopePlayer?.state());
  expect(await state()).toMatchObject({ scenario: 'missed-clean', at: '5', problems: [] });
  await page.evaluate(() => location.replace('#scenario=shootdown&at=6.4'));
  await expect.poll(async () => (await state())?.at).toBe('6.4');
  expect((await state())?.scenario).toBe('shootdown');
});

test('writes nothing to its address, and leads to the workbench at the same step', async ({
  host,
}) => {
  await host.embed('scenario=missed-clean');
  const { page } = host;
  await page.getByRole('button', { name: 'Operation forward' }).click();
  await page.getByRole('button', { name: 'Operation forward' }).click();
  expect(new URL(page.url()).hash).toBe('#scenario=missed-clean');
  const link = page.getByRole('link', { name: /open in bufscope/i });
  await link.hover();
  await expect(link).toHaveAttribute(
    'href',
    /index\.html#scenario=missed-clean&platform=arm64&at=2&v=1$/,
  );
  await expect(link).toHaveAttribute('rel', 'noopener');
});

test('says what of its link it cannot show, and shows the nearest', async ({ host }) => {
  await host.embed('scenario=shotdown&at=99');
  const { page } = host;
  await expect(page.getByRole('status')).toContainText('“shotdown” is no built-in scenario');
  await expect(page.getByRole('grid')).toBeVisible();
});

test('controls=none leaves the picture and its caption', async ({ host }) => {
  await host.embed('scenario=missed-clean&at=5&controls=none');
  await expect(host.page.getByRole('group', { name: 'Time' })).toBeHidden();
  await expect(host.page.getByRole('group', { name: 'Caption' })).toBeVisible();
  await expect(host.page.getByRole('link')).toHaveCount(0);
  // It is still stepped with keys.
  await host.page.getByRole('group', { name: 'Caption' }).click();
  await host.page.keyboard.press('ArrowRight');
  await expect(host.page.locator('.step-badge')).toHaveText('6');
});

test('on paper: the still picture, its words and its address, without buttons', async ({
  host,
}) => {
  await host.embed('scenario=missed-clean&at=7&pause=7');
  const { page } = host;
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Caption' })).toContainText('tells nobody');
  await expect(page.locator('.printed')).toContainText(
    'index.html#scenario=missed-clean&platform=arm64&at=7&pause=7&v=1',
  );
  await expect(page.locator('button, input, a').filter({ visible: true })).toHaveCount(0);
  // Nothing is cut off: the sheet is as high as the figure.
  const cut = await page.evaluate(() => {
    const player = document.querySelector('#player')?.shadowRoot?.querySelector('.player');
    return player ? player.scrollHeight - player.clientHeight : NaN;
  });
  expect(cut).toBe(0);
});

test('is drawn large where the figure is wide, not where the window is', async ({ host }) => {
  const { page } = host;
  await page.setViewportSize({ width: 1440, height: 900 });
  await host.open(
    '<div class="column"><bufscope-player id="one" scenario="shootdown" at="6"></bufscope-player></div>',
    { css: '.column { width: 1100px }' },
  );
  const look = () =>
    page.evaluate(() => {
      const place = document.querySelector('bufscope-player, #player');
      const legend = place?.shadowRoot?.querySelector('.room-legend');
      const words = place?.shadowRoot?.querySelector('.caption-text');
      if (!legend || !words) throw new Error('no legend');
      const figure = place?.getBoundingClientRect().right ?? 0;
      const isWhole = [...legend.children].every(
        (sign) => sign.getBoundingClientRect().right <= figure,
      );
      return {
        isWhole: isWhole && legend.scrollWidth <= legend.clientWidth,
        type: getComputedStyle(words).fontSize,
        head: place?.shadowRoot?.querySelector('.heads text')?.getBoundingClientRect().height,
      };
    });
  await expect(page.locator('.room-legend')).toBeVisible();
  const before = await look();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.reload();
  await expect(page.locator('.room-legend')).toBeVisible();
  const inColumn = await look();
  expect(inColumn).toEqual(before);
  await host.embed('scenario=shootdown&at=6');
  await expect(page.locator('.room-legend')).toBeVisible();
  const whole = await look();
  expect(inColumn).toMatchObject({ isWhole: true, type: '15px' });
  expect(whole).toMatchObject({ isWhole: true, type: '20px' });
  expect((whole.head ?? 0) / (inColumn.head ?? 1)).toBeGreaterThan(1.3);
});

test('works in a sandboxed frame', async ({ host }) => {
  await host.open(
    '<iframe sandbox="allow-scripts" src="../embed.html#scenario=missed-clean&amp;at=5" width="800" height="500"></iframe>',
    { waits: false },
  );
  const frame = host.page.frameLocator('iframe');
  await expect(frame.getByRole('grid')).toBeVisible();
  await frame.getByRole('button', { name: 'Operation forward' }).click();
  await expect(frame.locator('.position')).toHaveText('6 / 10');
});

test('works from a file', async ({ host }) => {
  const { page } = host;
  await page.goto(new URL('../dist/embed.html#scenario=shootdown&at=6.4', import.meta.url).href);
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.locator('.position')).toHaveText('6.4 / 16');
});

test('is a picture and a link without scripts', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseURL}embed.html#scenario=missed-clean`);
  await expect(page.getByRole('link')).toHaveAttribute('href', 'scenarios/index.html');
  await expect(page.getByRole('img')).toBeInViewport({ ratio: 0.9 });
  await context.close();
});

for (const theme of ['light', 'dark']) {
  test(`has no serious fault for readers with aids, ${theme}`, async ({ host }) => {
    await host.embed(`scenario=green-frame&at=9&view=room,lanes&theme=${theme}`);
    await host.page.waitForFunction(() => window.bufscopePlayer?.isIdle());
    const { violations } = await new AxeBuilder({ page: host.page }).analyze();
    const faults = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(faults.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
}

test('says each step to a screen reader', async ({ host }) => {
  await host.embed('scenario=missed-clean&at=4');
  const { page } = host;
  await page.getByRole('button', { name: 'Operation forward' }).click();
  const said = page.locator('[aria-live="polite"]');
  await expect(said).toContainText('memory');
  await expect(page.getByRole('slider', { name: 'Position in the run' })).toHaveAttribute(
    'aria-valuetext',
    'operation 5 of 10',
  );
});
