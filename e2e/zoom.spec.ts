/** Zoom, pan, the overview and the windowed drawing of the room. */
import type { Locator } from '@playwright/test';
import { expect, test, type Driver } from './driver.ts';

/** 64 pages of 64 lines, with four devices: 4,096 lines. */
const large = `title Large
platform arm64 cpus=2 page=4096 line=64
buffer frame pages=64 exporter=gem mmap=shootdown
device gpu importer=map-per-dma
device cam importer=map-per-dma
device npu importer=map-per-dma
device isp importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
app@cpu0: write p+0 128 A
app@cpu0: write p+200000 64 B
gpu: map frame TO_DEVICE
`;
const largeLink = `v=1&script=${encodeURIComponent(large)}`;

const zoomButton = (app: Driver): Locator => app.page.getByRole('button', { name: /^Zoom \d/ });
const rowsDrawn = (app: Driver): Promise<number> => app.page.locator('.room-body .row').count();
const scrollTop = (app: Driver): Promise<number> =>
  app.page.locator('.room-scroll').evaluate((node) => node.scrollTop);

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('not drawn');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function wheelAt(
  app: Driver,
  at: { x: number; y: number },
  deltaY: number,
  withControl = false,
): Promise<void> {
  await app.page.mouse.move(at.x, at.y);
  if (withControl) await app.page.keyboard.down('Control');
  await app.page.mouse.wheel(0, deltaY);
  if (withControl) await app.page.keyboard.up('Control');
}

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('keys and buttons zoom, and the zoom stays through steps', async ({ app }) => {
  await app.open('scenario=shootdown&platform=arm64&at=5');
  // The lanes come a moment later, and take some of the room's height.
  await app.page.waitForLoadState('networkidle');
  const cell = app.page.locator('[data-key="b0l0/cache:0"] .outline').first();
  const usual = await cell.boundingBox();
  await app.press('+');
  await app.press('+');
  await expect(zoomButton(app)).toHaveText('156 %');
  const zoomed = await cell.boundingBox();
  expect(zoomed?.height ?? 0).toBeGreaterThan(1.4 * (usual?.height ?? 0));
  await app.press('ArrowRight');
  await expect(zoomButton(app)).toHaveText('156 %');
  expect((await app.state()).link).not.toContain('zoom');
  await app.page.getByRole('button', { name: 'Zoom out of the room' }).click();
  await expect(zoomButton(app)).toHaveText('125 %');
  await app.press('0');
  await expect(zoomButton(app)).toHaveText('100 %');
  await app.press('ArrowLeft');
  expect(await cell.boundingBox()).toEqual(usual);
});

test('nothing is zoomed out where everything is in view', async ({ app }) => {
  await app.page.setViewportSize({ width: 1920, height: 1080 });
  await app.open('scenario=missed-clean&platform=arm64&at=3');
  await app.press('-');
  await expect(zoomButton(app)).toHaveText('100 %');
  await expect(app.page.getByRole('scrollbar')).toHaveCount(0);
});

test('the wheel zooms at the pointer with Ctrl, and scrolls without', async ({ app }) => {
  await app.open(`${largeLink}&at=6`);
  await app.run('room.fold');
  const cell = app.page.locator('[data-key="b0l9/memory"]');
  const before = await middleOf(cell);
  await wheelAt(app, before, -120, true);
  await expect(zoomButton(app)).toHaveText('125 %');
  const after = await middleOf(cell);
  expect(Math.abs(after.x - before.x)).toBeLessThan(2);
  expect(Math.abs(after.y - before.y)).toBeLessThan(2);
  const top = await scrollTop(app);
  await wheelAt(app, before, 300);
  await expect.poll(() => scrollTop(app)).toBeGreaterThan(top + 200);
  await expect(zoomButton(app)).toHaveText('125 %');
});

test('cells that are zoomed into show their bytes, thin ones no words', async ({ app }) => {
  await app.open('scenario=shared-line&platform=arm64&at=5');
  await expect(app.page.locator('.byte-value')).toHaveCount(0);
  for (let i = 0; i < 6; i++) await app.press('+');
  const line = app.page.locator('[data-key="b0l1/memory"]');
  // Half of the line is still 0, the other was written back with N.
  await expect(line.locator('.byte-value').first()).toHaveText('0');
  await expect(line.locator('.byte-value').last()).toHaveText('N');

  await app.run('room.zoomFit');
  await app.open(`${largeLink}&at=6`);
  await app.run('room.fold');
  for (let i = 0; i < 6; i++) await app.press('-');
  await expect(app.page.locator('[data-key="b0l0/memory"] text')).toHaveCount(0);
  const sizes = await app.page
    .locator('.room-body text, .room-rail text')
    .evaluateAll((texts) => texts.map((text) => Number(text.getAttribute('font-size') ?? 99)));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(9);
});

test('4,096 lines: what is in view is in the document, and numbered', async ({ app }) => {
  await app.open(`${largeLink}&at=6`);
  const grid = app.page.locator('.room-body [role=grid]');
  expect(await rowsDrawn(app)).toBeLessThan(40);
  await app.run('room.fold');
  expect(await rowsDrawn(app)).toBeLessThan(160);
  expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThanOrEqual(4096 + 64);
  const row = app.page.locator('.row[aria-label="line 64"]');
  await app.page.locator('.room-scroll').evaluate((node) => node.scrollTo(0, 1000));
  // 64 rows, two of pages; before them those of fences, if any.
  const first = await app.page.locator('.row[aria-label^="page 1,"]').getAttribute('aria-rowindex');
  await expect(row).toHaveAttribute('aria-rowindex', String(Number(first) + 1));
  await app.page.locator('.room-scroll').evaluate((node) => node.scrollTo(0, 40_000));
  await expect(app.page.locator('.row[aria-label="line 0"]')).toHaveCount(0);
  expect(await rowsDrawn(app)).toBeLessThan(160);
  await app.run('room.fold');
  expect(await rowsDrawn(app)).toBeLessThan(40);
});

test('a step brings its rows into view', async ({ app }) => {
  await app.open(`${largeLink}&at=4`);
  await app.run('room.fold');
  await app.press('ArrowRight');
  await expect(app.page.locator('[data-key="b0l3125/cache:0"]')).toBeInViewport();
});

test('the keyboard walks on where nothing was drawn', async ({ app }) => {
  await app.open(`${largeLink}&at=6`);
  await app.run('room.fold');
  await app.page.locator('.item[tabindex="0"]').focus();
  for (let i = 0; i < 150; i++) await app.page.keyboard.press('ArrowDown');
  // From page 0 on: 64 lines, page 1, 64 lines, page 2, 20 lines.
  const focused = app.page.locator('.item:focus');
  await expect(focused).toBeInViewport();
  const name = await focused.getAttribute('aria-label');
  expect(name).toMatch(/^(line 147|lines? 147)\b/u);
});

test('the overview shows the window, and moves it by pointer and keys', async ({ app }) => {
  await app.open(`${largeLink}&at=6`);
  await app.run('room.fold');
  const overview = app.page.getByRole('scrollbar', { name: 'Overview of all pages' });
  await expect(overview).toHaveAttribute('aria-valuetext', 'page 0 of 64');
  await expect(overview).toHaveAttribute('aria-valuenow', '0');
  await overview.focus();
  await app.page.keyboard.press('End');
  await expect(overview).toHaveAttribute('aria-valuetext', 'page 63 of 64');
  await expect(overview).toHaveAttribute('aria-valuenow', '100');
  await app.page.keyboard.press('Home');
  await expect(overview).toHaveAttribute('aria-valuetext', 'page 0 of 64');
  await app.page.keyboard.press('PageDown');
  expect(await scrollTop(app)).toBeGreaterThan(100);
  const box = await overview.boundingBox();
  if (!box) throw new Error('no overview');
  await app.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(overview).toHaveAttribute('aria-valuetext', /^pages? 3[12]/u);
  await app.page.mouse.down();
  await app.page.mouse.move(box.x + box.width / 2, box.y + box.height + 40, { steps: 4 });
  await app.page.mouse.up();
  await expect(overview).toHaveAttribute('aria-valuetext', 'page 63 of 64');
});

test('the mouse drags the picture, and clicks stay clicks', async ({ app }) => {
  await app.open(`${largeLink}&at=6`);
  await app.run('room.fold');
  const at = await middleOf(app.page.locator('[data-key="b0l12/memory"]'));
  await app.page.mouse.move(at.x, at.y);
  await app.page.mouse.down();
  await app.page.mouse.move(at.x, at.y - 60);
  await app.page.mouse.move(at.x, at.y - 120);
  await app.page.mouse.up();
  expect(await scrollTop(app)).toBe(120);
  expect((await app.state()).selection).toBeNull();
  const other = await middleOf(app.page.locator('[data-key="b0l14/memory"]'));
  await app.page.mouse.click(other.x, other.y);
  expect((await app.state()).selection).toBe('b0l14@memory');
});

for (const [width, height, dpr] of [
  [720, 450, 2],
  [360, 740, 2],
] as const)
  test.describe(`at ${width} by ${height}`, () => {
    test.use({ viewport: { width, height }, deviceScaleFactor: dpr });

    test('the room has a row in view, zooms, and is not wider than the page', async ({ app }) => {
      await app.open('scenario=shootdown&platform=arm64&at=6.7');
      const cell = app.page.locator('[data-key="b0l1/cache:1"]');
      await expect(cell).toBeInViewport();
      const before = await cell.boundingBox();
      await app.run('room.zoomIn');
      await app.run('room.zoomIn');
      await expect(cell).toBeInViewport();
      const after = await cell.boundingBox();
      expect(after?.height ?? 0).toBeGreaterThan(before?.height ?? 0);
      const overflow = await app.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    });
  });

test.describe('with fingers', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('two of them zoom', async ({ app }) => {
    await app.open('scenario=shootdown&platform=arm64&at=5');
    const cell = app.page.locator('[data-key="b0l1/memory"]');
    const before = await cell.boundingBox();
    const at = await middleOf(cell);
    const cdp = await app.page.context().newCDPSession(app.page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      apart: number,
    ): Promise<unknown> =>
      cdp.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [
                { x: at.x - apart, y: at.y, id: 0 },
                { x: at.x + apart, y: at.y, id: 1 },
              ],
      });
    await touch('touchStart', 20);
    for (const apart of [24, 30, 36, 40]) await touch('touchMove', apart);
    await touch('touchEnd', 0);
    await expect
      .poll(async () => (await cell.boundingBox())?.height ?? 0)
      .toBeGreaterThan(1.5 * (before?.height ?? 0));
  });
});
