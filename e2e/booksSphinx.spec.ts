/**
 * Figures in a book made by Sphinx: built by the directive of integrations/sphinx, read in Chromium. What other
 * formats hold, and what is said of mistakes, is tested by the directive's own tests.
 */
import { expect, test, type ConsoleMessage } from '@playwright/test';
import { buildSphinxBook } from '../scripts/lib/books.mjs';
import { run } from '../scripts/lib/run.mjs';
import { serve } from '../scripts/lib/server.mjs';
import { pointOf, stepByKeyAndButton } from './figures.ts';
import { noisesOf } from './noises.ts';

// One build for all tests of this file.
test.describe.configure({ mode: 'default' });

let folder = '';
let address = '';
let close = (): void => undefined;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = await buildSphinxBook('sphinx');
  // Sphinx's own theme writes scripts and styles into its pages, so its books have no strict policy.
  ({ address, close } = await serve(folder, 0, { policy: null }));
});
test.afterAll(() => close());

/** Themes of Sphinx have no picture for a tab, which browsers ask for. */
const noFavicon = (message: ConsoleMessage): boolean =>
  message.location().url.endsWith('/favicon.ico');

test('two figures on a page are stepped by key and button', async ({ page }) => {
  const noises = noisesOf(page, { isExpected: noFavicon });
  await page.goto(`${address}index.html`);
  await stepByKeyAndButton(page);
  await expect(page.locator('figcaption').first()).toContainText(
    'The app writes while the GPU owns',
  );
  expect(noises).toEqual([]);
});

test('figures live under a policy under which the theme does not', async ({ page }) => {
  const strict = await serve(folder, 0);
  await page.goto(`${strict.address}index.html`);
  await stepByKeyAndButton(page);
  strict.close();
});

test('the book works from a folder', async ({ page }) => {
  const noises = noisesOf(page, { isExpected: noFavicon });
  await page.goto(`file://${folder}/index.html`);
  await stepByKeyAndButton(page);
  expect(noises).toEqual([]);
});

test('scripts of the page run, and stay text', async ({ page }) => {
  await page.goto(`${address}own.html`);
  const figure = page.locator('bufscope-player').first();
  await figure.getByRole('button', { name: 'Operation forward' }).click();
  await expect.poll(() => pointOf(figure)).toBe('4');
  await expect(figure.getByText('<img src=x onerror=alert(1)>').first()).toBeAttached();
  expect(await page.locator('img[src=x]').count()).toBe(0);
});

test('figures of Markdown pages', async ({ page }) => {
  await page.goto(`${address}markdown.html`);
  const figure = page.locator('bufscope-player').first();
  await figure.getByRole('button', { name: 'Micro-event forward' }).click();
  await expect.poll(() => pointOf(figure)).toBe('6.7');
});

test('the link opens the workbench that lies in the book', async ({ page }) => {
  await page.goto(`${address}index.html`);
  const figure = page.locator('bufscope-player').first();
  await expect.poll(() => pointOf(figure)).toBe('7');
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    figure.getByRole('link', { name: /bufscope/ }).click(),
  ]);
  await opened.waitForFunction(() => 'bufscope' in window);
  expect(
    await opened.evaluate(() => window.bufscope.ready.then(() => window.bufscope.state().at)),
  ).toBe('7');
});

test('without JavaScript there is a picture and a link', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${address}index.html`);
  const picture = page.getByRole('img', { name: /app on CPU 0 writes B to 64 bytes at p\+0/ });
  const width = await picture.evaluate((image) =>
    image instanceof HTMLImageElement ? image.naturalWidth : 0,
  );
  expect(width).toBe(1000);
  const link = page.getByRole('link', { name: 'Open in bufscope' }).first();
  await expect(link).toHaveAttribute(
    'href',
    '_static/bufscope/index.html#scenario=missed-clean&at=7&v=1',
  );
  await context.close();
});

test('in an iframe', async ({ page }) => {
  const framed = await buildSphinxBook('sphinx-iframe', ['-D', 'bufscope_mode=iframe']);
  const site = await serve(framed, 0);
  await page.goto(`${site.address}index.html`);
  const frame = page.frameLocator('iframe').first();
  await frame.getByRole('button', { name: 'Operation forward' }).click();
  await expect(frame.getByText('8 / 10')).toBeVisible();
  site.close();
});

test('the directive’s own tests: LaTeX, text, EPUB, mistakes, parallel and repeated builds', async () => {
  test.setTimeout(600_000);
  const words = ['-m', 'unittest', 'discover', 'integrations/sphinx/test'];
  const env = { PYTHONDONTWRITEBYTECODE: '1' };
  const { code, output } = await run('/usr/bin/python3', words, {
    capture: true,
    quiet: true,
    env,
  });
  expect(output).toMatch(/^OK$/m);
  expect(code).toBe(0);
});
