import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { printed } from './commandLine.ts';
import { expect, test, type Driver } from './driver.ts';
import { readGif, readWebm } from './readFilms.ts';

interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

async function savedBy(page: Page, deed: () => Promise<unknown>): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent('download'), deed()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

function save(app: Driver, args: Readonly<Record<string, string>>): Promise<Saved> {
  return savedBy(app.page, () => app.run('export.save', args));
}

const figures = [
  { scenario: 'missed-clean', at: '9', view: 'room', theme: 'light' },
  { scenario: 'shootdown', at: '6.6', view: 'all', theme: 'dark' },
  { scenario: 'two-iommus', at: '9', view: 'lanes', theme: 'contrast' },
  { scenario: 'missed-clean', at: '7', view: 'machine', theme: 'light' },
];

for (const { scenario, at, view, theme } of figures) {
  test(`the page saves the SVG that the command line writes: ${scenario} ${view}`, async ({
    app,
  }) => {
    await app.open(`scenario=${scenario}&at=${at}`);
    const { name, bytes } = await save(app, { what: 'picture', view, theme, width: '900' });
    expect(name).toBe(`bufscope-${scenario}${view === 'room' ? '' : `-${view}`}-${at}.svg`);
    const options = ['--at', at, '--view', view, '--theme', theme, '--width', '900', '-o', '-'];
    expect(bytes.toString()).toBe(printed('render', scenario, ...options));
  });
}

test('a PNG has the size that was asked for', async ({ app }) => {
  await app.open('scenario=missed-clean&at=9');
  const svg = await save(app, { what: 'picture', width: '800' });
  const [, height = ''] = /^<svg [^>]*height="(\d+)/.exec(svg.bytes.toString()) ?? [];
  const png = await save(app, { what: 'picture', format: 'png', width: '800', scale: '2' });
  expect(png.name).toBe('bufscope-missed-clean-9.png');
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(1600);
  expect(png.bytes.readUInt32BE(20)).toBe(Math.round(2 * Number(height)));
  expect(png.bytes.length).toBeGreaterThan(10_000);
});

test('a GIF has a picture for every micro-event, each with its time', async ({ app }) => {
  await app.open('scenario=missed-clean&at=0');
  const range = { from: '2', to: '4', width: '640' };
  // Between 2 and 4 each point of the run that the player rests at.
  let points = 1;
  await app.run('seek', { at: '2' });
  while ((await app.state()).at !== '4') {
    await app.run('micro.forward');
    points++;
  }
  const { name, bytes } = await save(app, { what: 'animation', ...range });
  expect(name).toBe('bufscope-missed-clean-2-4.gif');
  const gif = readGif(bytes);
  expect(gif.width).toBe(640);
  expect(gif.delays).toHaveLength(points);
  // Hundredths of a second: never less than a micro-event's rest, never more than a long note's.
  for (const delay of gif.delays) {
    expect(delay).toBeGreaterThanOrEqual(42);
    expect(delay).toBeLessThanOrEqual(700);
  }
});

test('a WebM is a Matroska file of the size that was asked for', async ({ app }) => {
  await app.open('scenario=missed-clean&at=0');
  const range = { from: '4', to: '6', width: '640', each: 'operation' };
  const { name, bytes } = await save(app, { what: 'animation', format: 'webm', ...range });
  expect(name).toBe('bufscope-missed-clean-4-6.webm');
  const film = readWebm(bytes);
  expect(film).toMatchObject({ type: 'webm', codec: 'V_VP8', width: 640 });
  // Without it players show the greys of the ground as white.
  expect(film.range).toBeGreaterThan(0);
  // One for each of the three steps, and the last once more at its end.
  expect(film.times).toHaveLength(4);
  expect(film.times[0]).toBe(0);
  expect(film.times.at(-1)).toBe(film.duration - 1);
  // Three rests of operations at the least.
  expect(film.duration).toBeGreaterThanOrEqual(3 * 800);
});

test('the trace is what the command line prints', async ({ app }) => {
  await app.open('scenario=missed-clean&at=9');
  const { name, bytes } = await save(app, { what: 'trace' });
  expect(name).toBe('bufscope-missed-clean.jsonl');
  expect(bytes.toString()).toBe(printed('run', 'missed-clean', '--json', '--micro'));
});

test('the report names every violation, its rule and its fix, and leads back', async ({ app }) => {
  await app.open('scenario=missed-clean&at=9');
  const { name, bytes } = await save(app, { what: 'report' });
  const text = bytes.toString();
  expect(name).toBe('bufscope-missed-clean.md');
  expect(text).toContain('# A write that the device never sees\n');
  expect(text).toContain('## Step 7: ');
  expect(text).toContain('`cpu-access-while-device-owns`');
  expect(text).toContain('sync fd START');
  expect(text).toContain('On x86 it is luck');
  expect(text).toContain(`#${(await app.state()).link}>)`);
});

test('the script is saved as it was written', async ({ app }) => {
  const script = 'title Mine\nbuffer b pages=1\n# hm\napp@cpu0: fd = export b\n';
  await app.open(`script=${encodeURIComponent(script)}&at=1`);
  const { name, bytes } = await save(app, { what: 'script' });
  expect(name).toBe('bufscope-mine.bufscope');
  expect(bytes.toString()).toBe(script);
});

test('what makes no sense is refused in words', async ({ app }) => {
  await app.open('scenario=missed-clean&at=0');
  expect(await app.run('export.save', { what: 'film' })).toEqual({
    error: '“film” is not one of picture, animation, report, trace, script',
  });
  const tooWide = await app.run('export.save', { what: 'picture', width: '9' });
  expect(tooWide).toEqual({ error: 'width must be a number from 320 to 4000' });
  const back = await app.run('export.save', { what: 'animation', from: '5', to: '4' });
  expect(back).toEqual({ error: 'an animation cannot end before it begins' });
  await app.open('script=title%20Nothing');
  const none = await app.run('export.save', { what: 'picture', view: 'machine' });
  expect(none).toEqual({ error: 'no object has a machine at this step yet' });
});

test('the sheet shows what it will save, and works by keyboard', async ({ app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = app;
  await app.open('scenario=missed-clean&at=9');
  await page.getByRole('button', { name: 'Save pictures and reports' }).click();
  const sheet = page.getByRole('dialog', { name: 'Save' });
  await expect(sheet.getByRole('img')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Save', exact: true })).toBeFocused();
  const { name } = await savedBy(page, () => page.keyboard.press('Enter'));
  expect(name).toBe('bufscope-missed-clean-9.svg');
  await expect(sheet.getByRole('status')).toContainText('Saved bufscope-missed-clean-9.svg');
  await sheet.getByRole('radio', { name: 'Lanes' }).check();
  await sheet.getByRole('button', { name: 'Copy' }).click();
  await expect(sheet.getByRole('status')).toHaveText('Copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  await sheet.getByRole('radio', { name: 'Report' }).check();
  await expect(sheet.getByLabel('The text as it will be saved')).toContainText('# A write');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('an animation under way says how far it is, and can be stopped', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=shootdown&at=1');
  await app.run('export.menu');
  const sheet = page.getByRole('dialog', { name: 'Save' });
  await sheet.getByRole('radio', { name: 'Animation' }).check();
  await expect(sheet.getByText(/^\d+ pictures\.$/)).toBeVisible();
  const button = sheet.getByRole('button', { name: 'Save', exact: true });
  await button.click();
  await expect(sheet.getByRole('progressbar')).toBeVisible();
  expect(await page.evaluate(() => window.bufscope.isIdle())).toBe(false);
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await expect(button).toBeVisible();
  await app.idle();
  await expect(sheet.getByRole('status')).toHaveText('bufscope-shootdown-0-16.gif');
});
