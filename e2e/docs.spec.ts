/**
 * The documentation site as it is built: its figures can be stepped, its search finds, from a server under a sub-path
 * and from a folder on disk; nothing comes from elsewhere, and nothing is said on the console.
 */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { root, run } from '../scripts/lib/run.mjs';
import { serve } from '../scripts/lib/server.mjs';
import type { BufscopePlayer } from '../src/player/element.ts';
import { pointOf } from './figures.ts';
import { noisesOf } from './noises.ts';

let parent = '';
let server: Awaited<ReturnType<typeof serve>> | undefined;

const test = base.extend<{ noises: string[] }>({
  noises: [
    async ({ page }, use) => {
      const noises = noisesOf(page);
      page.on('requestfailed', (request) => noises.push(`failed: ${request.url()}`));
      await use(noises);
      expect(noises).toEqual([]);
    },
    { auto: true },
  ],
});

// One build for all of them.
test.describe.configure({ mode: 'default' });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const { code, output } = await run('node', ['scripts/docs.mjs'], { capture: true, quiet: true });
  expect(code, output).toBe(0);
  parent = mkdtempSync(join(tmpdir(), 'bufscope-docs-'));
  symlinkSync(`${root}/dist-docs`, join(parent, 'book'));
  // Under the policy of all that we serve.
  server = await serve(parent, 0);
});

test.afterAll(() => {
  server?.close();
  rmSync(parent, { recursive: true, force: true });
});

/** The two ways in which people read it. */
const places = {
  'under a sub-path': (path: string) => `${server?.address ?? ''}book/${path}`,
  'from disk': (path: string) => pathToFileURL(`${root}/dist-docs/`).href + path,
};

/** The first figure of a page, when it can be used. */
async function figureOf(page: Page): Promise<Locator> {
  const figure = page.locator('bufscope-player').first();
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByRole('button', { name: 'Operation forward' })).toBeVisible();
  return figure;
}

for (const [place, address] of Object.entries(places)) {
  test.describe(place, () => {
    test('a figure is stepped by button and by key', async ({ page }) => {
      await page.goto(address('concepts/ownership.html'));
      const figure = await figureOf(page);
      await expect.poll(() => pointOf(figure)).toBe('5');
      await figure.getByRole('button', { name: 'Operation forward' }).click();
      await expect.poll(() => pointOf(figure)).toBe('6');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => pointOf(figure)).toBe('8');
      await expect(figure).toContainText(/stale/i);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => pointOf(figure)).toBe('7');
    });

    test('a script of its own runs in a figure', async ({ page }) => {
      await page.goto(address('concepts/iommu.html'));
      const figure = await figureOf(page);
      await expect.poll(() => pointOf(figure)).toBe('3');
      const { title, platform } = await figure.evaluate((element: BufscopePlayer) =>
        element.state(),
      );
      expect({ title, platform }).toEqual({
        title: 'Scattered pages, one run of addresses',
        platform: 'arm64-iommu',
      });
    });

    test('the search finds the page of a word, and quotes it', async ({ page }) => {
      await page.goto(address('concepts/fences.html'));
      await page.getByRole('textbox', { name: 'Search' }).fill('swiotlb slots');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('status')).toContainText('found');
      const first = page.locator('#search-results li').first();
      await expect(first.locator('mark').first()).toHaveText(/swiotlb|slots?/i);
      await first.getByRole('link', { name: 'Bounce buffers', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Bounce buffers');
    });

    test('a question is text, whatever is in it', async ({ page }) => {
      const question = '"><img src=x onerror=alert(1)> fence';
      await page.goto(address(`search.html?q=${encodeURIComponent(question)}`));
      await expect(page.getByRole('status')).toContainText('Nothing has “"><img src=x');
      await expect(page.locator('article img')).toHaveCount(0);
    });

    test('light and dark are chosen, kept, and followed by figures', async ({ page }) => {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(address('picture.html'));
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const figure = await figureOf(page);
      const drawn = () =>
        figure
          .locator('svg')
          .first()
          .evaluate((svg) => getComputedStyle(svg).color);
      const light = { ground: await ground(), drawn: await drawn() };
      await page.getByRole('button', { name: 'Colours: auto' }).click();
      await expect.poll(ground).not.toBe(light.ground);
      await expect.poll(drawn).not.toBe(light.drawn);
      await expect(page.locator('img[src*="dirty-dark"]')).toBeVisible();
      await expect(page.locator('img[src*="dirty-light"]')).toBeHidden();
      await page.reload();
      await expect.poll(ground).not.toBe(light.ground);
    });
  });
}

test('a fragment in the text opens the workbench there', async ({ page }) => {
  await page.goto(places['under a sub-path']('concepts/ownership.html'));
  await page.getByRole('link', { name: '#scenario=missed-clean&at=8' }).click();
  await page.waitForFunction(() => window.bufscope?.isIdle() === true);
  const state = await page.evaluate(() => window.bufscope.state());
  expect([state.scenario, state.at]).toEqual(['missed-clean', '8']);
});

test('on a phone the contents open by key, and nothing sticks out', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(places['under a sub-path']('concepts/caches.html'));
  await figureOf(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(360);
  const contents = page.getByRole('button', { name: 'Toggle site navigation sidebar' });
  await contents.focus();
  await page.keyboard.press('Enter');
  await expect(contents).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('link', { name: 'Bounce buffers' }).first()).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(contents).toHaveAttribute('aria-expanded', 'false');
});

const looked = [
  ['index.html', 'light'],
  ['picture.html', 'dark'],
  ['concepts/shootdown.html', 'light'],
  ['search.html?q=fence', 'dark'],
] as const;

for (const [path, colorScheme] of looked) {
  test(`no serious axe finding: ${path}, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(places['under a sub-path'](path));
    if (path.startsWith('search')) await expect(page.locator('mark').first()).toBeVisible();
    else await figureOf(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(
      ({ impact }) => impact === 'serious' || impact === 'critical',
    );
    expect(serious.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([]);
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a page has its words, a still picture and a link', async ({ page }) => {
    await page.goto(places['under a sub-path']('concepts/bounce.html'));
    await expect(page.getByRole('heading', { name: 'Bounce buffers' })).toBeVisible();
    const still = page.locator('.bufscope-still').first();
    await expect(still).toBeVisible();
    expect(await still.getAttribute('alt')).toContain('newest');
    await expect(page.getByRole('link', { name: 'Open in bufscope' }).first()).toBeVisible();
  });
});
