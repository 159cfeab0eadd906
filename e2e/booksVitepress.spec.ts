/** Figures in a book made by VitePress, under a base path: the book of integrations/vitepress, read in Chromium. */
import { expect, test } from '@playwright/test';
import { buildVitePressBook } from '../scripts/lib/books.mjs';
import { serve } from '../scripts/lib/server.mjs';
import { pointOf, stepByKeyAndButton } from './figures.ts';

// One build for all tests of this file.
test.describe.configure({ mode: 'default' });

let address = '';
let close = (): void => undefined;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  // VitePress writes scripts into its pages, so its books have no strict policy.
  const site = await serve(await buildVitePressBook(), 0, { policy: null });
  address = `${site.address}books/frame/`;
  close = site.close;
});
test.afterAll(() => close());

test('figures are stepped by key and button', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  await stepByKeyAndButton(page);
  // What is imported does not know where the workbench lies, unless the page or the plugin says it.
  const figures = page.locator('bufscope-player');
  await expect(figures.nth(0).getByRole('link')).toHaveCount(0);
  const wayOut = figures.nth(1).getByRole('link');
  await wayOut.focus();
  await expect(wayOut).toHaveAttribute(
    'href',
    /^https:\/\/bufscope\.example\/#scenario=shootdown&/,
  );
  expect(errors).toEqual([]);
});

test('figures come and go with pages that are changed without loading', async ({ page }) => {
  await page.goto(address);
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  await page.locator('main a', { hasText: 'Scripts of one' }).click();
  const figure = page.locator('bufscope-player');
  await figure.getByRole('button', { name: 'Operation forward' }).click();
  await expect.poll(() => pointOf(figure)).toBe('4');
  await page.locator('main a', { hasText: 'Back' }).click();
  await expect(page.locator('bufscope-player')).toHaveCount(2);
  const first = page.locator('bufscope-player').first();
  await first.getByRole('button', { name: 'Operation forward' }).click();
  await expect.poll(() => pointOf(first)).toBe('8');
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});

test('a script in a fence is text for Markdown, Vue and the browser', async ({ page }) => {
  await page.goto(`${address}own.html`);
  const figure = page.locator('bufscope-player');
  const title = 'A < B && **C** {{ 1 + 1 }} </pre></script><img src=x onerror=alert(1)>';
  await expect(figure.getByText(title).first()).toBeAttached();
  expect(await page.locator('img[src=x]').count()).toBe(0);
  await expect(page.locator('div.language-c')).toContainText('int fd;');
});

test('without JavaScript a scenario is its picture and a link, a script its text', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  const picture = page.getByRole('img', { name: 'bufscope: the scenario shootdown' });
  await picture.scrollIntoViewIfNeeded();
  const width = () =>
    picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
  await expect.poll(width).toBe(1000);
  await expect(page.getByRole('link').filter({ has: picture })).toHaveAttribute(
    'href',
    'https://bufscope.example/#scenario=shootdown&platform=x86&at=5&from=5&to=7&loop=1&v=1',
  );
  await page.goto(`${address}own.html`);
  await expect(page.locator('bufscope-player pre')).toContainText('app@cpu0: write p+0 64 B');
  await context.close();
});
