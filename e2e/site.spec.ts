/** The static pages of the scenarios: with scripts and without, on a phone, and whole as a site. */
import { AxeBuilder } from '@axe-core/playwright';
import { scenarios } from '../src/scenarios/catalogue.ts';
import { expect, test } from './driver.ts';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a page shows its picture and every step, and leads into the workbench', async ({
    page,
  }) => {
    await page.goto('./scenarios/missed-clean.html');
    const still = page.locator('.still img');
    await expect(still).toBeVisible();
    expect((await still.boundingBox())?.width).toBeGreaterThan(600);
    await expect(page.locator('.step')).toHaveCount(10);
    const link = page.getByRole('link', { name: 'The workbench at step 8' });
    await expect(link).toHaveAttribute('href', '../index.html#scenario=missed-clean&at=8&v=1');
  });

  test('the workbench leads to the pages', async ({ page }) => {
    await page.goto('./');
    await page.getByRole('link', { name: 'all scenarios as pages' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Scenarios');
    await expect(page.locator('.cards li')).toHaveCount(scenarios.length);
  });
});

test('a page has its figure to step, under the strict policy', async ({ app }) => {
  await app.page.goto('./scenarios/shootdown.html');
  const figure = app.page.locator('bufscope-player');
  await expect(figure.locator('.position')).toHaveText('14 / 16');
  await figure.getByRole('button', { name: 'Operation forward' }).click();
  await expect(figure.locator('.position')).toHaveText('15 / 16');
  await app.page.getByRole('link', { name: 'Step 6 in the workbench' }).click();
  await app.page.waitForFunction(() => window.bufscope?.isIdle());
  expect(await app.state()).toMatchObject({ scenario: 'shootdown', at: '6' });
});

test('a light and a dark picture', async ({ browser, baseURL }) => {
  for (const [colorScheme, file] of [
    ['light', 'shootdown.svg'],
    ['dark', 'shootdown-dark.svg'],
  ] as const) {
    const context = await browser.newContext({ colorScheme, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${baseURL}scenarios/shootdown.html`);
    const shown = page.locator('.still img');
    await expect(shown).toHaveJSProperty('currentSrc', `${baseURL}scenarios/${file}`);
    await context.close();
  }
});

test('every scenario has its files, and no page names one that is not there', async ({
  request,
}) => {
  const known = new Map<string, boolean>();
  const isThere = async (name: string): Promise<boolean> => {
    const there = known.get(name) ?? (await request.head(`./scenarios/${name}`)).ok();
    known.set(name, there);
    return there;
  };
  for (const id of ['index', ...scenarios.map((one) => one.id)]) {
    const page = await (await request.get(`./scenarios/${id}.html`)).text();
    const named = [...page.matchAll(/(?:href|src|srcset|content)="([^"#:]+\.[a-z0-9]{2,5})["#]/gu)];
    const names = named.map(([, name = '']) => name);
    if (id !== 'index')
      for (const ending of ['.svg', '-dark.svg', '.png', '.json'])
        expect(names, id).toContain(id + ending);
    for (const name of names) expect(await isThere(name), `${id}.html names ${name}`).toBe(true);
  }
  const index = await (await request.get('./')).text();
  const picture = /property="og:image"\s+content="([^"]+)"/u.exec(index)?.[1] ?? '';
  const png = await (await request.get(`./${picture}`)).body();
  // Width and height stand behind the name of the first chunk.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [360, 'dark'],
] as const)
  test(`pages without serious axe findings, and not wider than ${width}`, async ({ app }) => {
    await app.page.setViewportSize({ width, height: 800 });
    await app.page.emulateMedia({ colorScheme });
    for (const name of ['shootdown', 'index']) {
      await app.page.goto(`./scenarios/${name}.html`);
      if (name === 'shootdown')
        await expect(app.page.locator('bufscope-player .position')).toBeVisible();
      const over = await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, name).toBeLessThanOrEqual(0);
      // The list is long, and looks the same on every screen.
      if (name === 'index' && width < 1000) continue;
      const { violations } = await new AxeBuilder({ page: app.page }).analyze();
      const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(bad.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    }
  });
