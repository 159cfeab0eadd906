/** The Embed sheet: the lines that it writes, put into a page of somebody else's and stepped there. */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serve } from '../scripts/lib/server.mjs';
import { decodeLink } from '../src/history/link.ts';
import { expect, test, type Driver } from './driver.ts';

const sheet = ({ page }: Driver) => page.getByRole('dialog', { name: 'Embed' });
const lines = (app: Driver) => sheet(app).getByRole('textbox', { name: 'Lines to copy' });

async function choose(app: Driver, ...words: readonly string[]): Promise<string> {
  for (const word of words) await sheet(app).getByText(word, { exact: true }).click();
  return lines(app).inputValue();
}

async function linesFor(app: Driver, kind: string): Promise<string> {
  await sheet(app).getByRole('combobox', { name: 'For' }).selectOption(kind);
  return lines(app).inputValue();
}

/** Opens a page of another origin with this in its body. */
async function elsewhere(page: Page, body: string, look: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bufscope-page-'));
  const icon = '<link rel="icon" href="data:,">';
  writeFileSync(
    `${folder}/index.html`,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>${icon}<body>${body}`,
  );
  const server = await serve(folder, 0, { policy: null });
  try {
    await page.goto(server.address);
    await look();
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
}

test('opens by key and by button, with the figure at this step', async ({ app }) => {
  await app.open('scenario=missed-clean&at=8');
  const entries = await app.page.evaluate(() => history.length);
  await app.press('E');
  await expect(lines(app)).toHaveValue(/^<iframe\n/u);
  const preview = app.page.frameLocator('.embed-preview iframe');
  await expect(preview.locator('.position')).toHaveText('8 / 10');
  await choose(app, 'The beginning', 'Both');
  await expect(preview.locator('.position')).toHaveText('0 / 10');
  expect(await app.page.evaluate(() => history.length)).toBe(entries);
  await app.page.keyboard.press('Escape');
  await expect(sheet(app)).toBeHidden();
  await app.page.getByRole('button', { name: 'Embed' }).click();
  await expect(sheet(app)).toBeVisible();
});

test('writes what is chosen, and copies it', async ({ app }) => {
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open('scenario=missed-clean&platform=x86&at=8&from=3&to=8');
  await app.press('E');
  await sheet(app).getByRole('combobox', { name: 'Theme' }).selectOption('Dark');
  await sheet(app).getByRole('combobox', { name: 'Height' }).selectOption('640 px');
  const text = await choose(app, 'None', 'Read-only: through time and nothing else');
  const fragment = /embed\.html#([^"]+)"/u.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(decodeLink(fragment).link).toMatchObject({
    source: { kind: 'scenario', id: 'missed-clean' },
    platform: 'x86',
    at: { operation: 8, micro: null },
    from: { operation: 3, micro: null },
    theme: 'dark',
    controls: 'none',
    readonly: true,
    play: false,
  });
  expect(text).toContain('height="640"');
  await sheet(app).getByRole('button', { name: 'Copy' }).click();
  await expect(sheet(app).getByRole('status')).toHaveText('Copied.');
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await choose(app, 'Only the marked part, 3 to 8');
  expect(await linesFor(app, 'Sphinx')).toBe(
    '.. bufscope:: missed-clean\n   :platform: x86\n   :at: 8\n   :theme: dark\n   :controls: none\n   :readonly:',
  );
  expect(await linesFor(app, 'A link with a picture')).toMatch(
    /^\[!\[A write that the device never sees\]\(figure\.svg\)\]\(http:.*#scenario=missed-clean&platform=x86&at=8&v=1\)$/u,
  );
});

test('its frame can be stepped on a page of another origin', async ({ app }) => {
  await app.open('scenario=missed-clean&at=5');
  await app.press('E');
  const text = await lines(app).inputValue();
  await elsewhere(app.page, text, async () => {
    const frame = app.page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Operation forward' }).click();
    await expect(frame.locator('.position')).toHaveText('6 / 10');
  });
});

const script = `title </pre><img src=x onerror=alert(1)> "&amp;" {{ 1 }}
platform arm64 cpus=1 page=512
buffer frame pages=1 exporter=gem mmap=none
device gpu importer=cached

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: write p+0 64 A
`;

test('its element runs a script of one’s own, and a fork, elsewhere', async ({ app }) => {
  await app.open(`script=${encodeURIComponent(script)}&at=2`);
  await app.run('fork.do', { line: 'app@cpu0: read p+0 64' });
  await app.press('E');
  const text = await linesFor(app, 'Custom element');
  await elsewhere(app.page, text, async () => {
    const player = app.page.locator('bufscope-player');
    await expect(player.locator('.position')).toHaveText('3 / 3');
    await player.getByRole('button', { name: 'Operation back' }).click();
    await expect(player.locator('.position')).toHaveText('2 / 3');
    expect(await app.page.evaluate(() => document.images.length)).toBe(0);
  });
});

test('Sphinx gets a script of one’s own, and that of a fork', async ({ app }) => {
  await app.open(`script=${encodeURIComponent(script)}&at=2`);
  await app.press('E');
  const indented = script.trimEnd().replaceAll(/^(?=.)/gmu, '   ');
  expect(await linesFor(app, 'Sphinx')).toBe(`.. bufscope::\n   :at: 2\n\n${indented}`);
  await app.press('Escape');
  await app.run('fork.do', { line: 'app@cpu0: read p+0 64' });
  await app.press('E');
  expect(await linesFor(app, 'Sphinx')).toMatch(
    /^\.\. bufscope::\n {3}:at: 3\n\n {3}title[^]*mmap fd\n {3}app@cpu0: read p\+0 64$/u,
  );
});

for (const [width, height, colorScheme] of [
  [1440, 900, 'dark'],
  [360, 740, 'light'],
] as const)
  test(`no serious axe finding, and nothing beside the edge, at ${width}`, async ({ app }) => {
    await app.page.setViewportSize({ width, height });
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await app.open('scenario=missed-clean&at=8');
    await app.run('embed.menu');
    await expect(lines(app)).toHaveValue(/iframe/u);
    await expect(app.page.frameLocator('.embed-preview iframe').getByRole('grid')).toBeVisible();
    const { violations } = await new AxeBuilder({ page: app.page }).include('dialog').analyze();
    const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(bad.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    const dialog = sheet(app);
    const wide = await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
