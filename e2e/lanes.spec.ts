/** The lanes in a browser: zoom, pan, range, loop, keys and touch, the table, and a long run. */
import type { Locator } from '@playwright/test';
import { longScript } from '../test/longScript.ts';
import { expect, test, type Driver } from './driver.ts';

const shootdown = 'scenario=shootdown&platform=arm64';
const panelOf = (app: Driver): Locator => app.page.getByRole('region', { name: 'Lanes' });
const svgOf = (app: Driver): Locator => app.page.locator('.lanes-svg');

/** Pixels of the first lane's line, which is as long as what is in sight of the run. */
async function boxOf(
  locator: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on screen');
  return box;
}

/** Where the pill of an operation stands on the page: the middle, in pixels. */
async function middleOf(app: Driver, label: RegExp): Promise<number> {
  const { x, width } = await boxOf(app.page.getByRole('button', { name: label }).locator('rect'));
  return x + width / 2;
}

test('the wheel zooms at the pointer, down to single micro-events', async ({ app }) => {
  await app.open(`${shootdown}&at=6`);
  const { y } = await boxOf(svgOf(app));
  const before = await middleOf(app, /^5\. app@cpu1/);
  await app.page.mouse.move(before, y + 60);
  await app.page.mouse.wheel(0, -120);
  await app.idle();
  expect(Math.abs((await middleOf(app, /^5\. app@cpu1/)) - before)).toBeLessThan(2);
  for (let i = 0; i < 12; i++) await app.page.mouse.wheel(0, -120);
  await expect(app.page.getByRole('button', { name: /^5\.2 app@cpu1: store/ })).toBeVisible();
  await app.page.getByRole('button', { name: /^5\.2 app@cpu1: store/ }).click();
  expect((await app.state()).at).toBe('5.2');
  // And out again, as far as the whole run.
  for (let i = 0; i < 30; i++) await app.page.mouse.wheel(0, 120);
  await expect(app.page.getByRole('button', { name: /^1\. app@cpu0/ })).toBeVisible();
  await expect(app.page.locator('.lanes-micro')).toHaveCount(0);
});

test('dragging pans and does not seek; so do Shift and the wheel', async ({ app }) => {
  await app.open(`${shootdown}&at=0`);
  await app.run('lanes.zoomIn');
  await app.run('lanes.zoomIn');
  const { x, y, width } = await boxOf(svgOf(app));
  const before = await middleOf(app, /^3\. gpu/);
  await app.page.mouse.move(x + width / 2, y + 60);
  await app.page.mouse.down();
  await app.page.mouse.move(x + width / 2 - 80, y + 60, { steps: 4 });
  await app.page.mouse.up();
  expect(Math.round((await middleOf(app, /^3\. gpu/)) - before)).toBe(-80);
  expect((await app.state()).at).toBe('0');
  await app.page.keyboard.down('Shift');
  await app.page.mouse.wheel(0, -80);
  await app.page.keyboard.up('Shift');
  await expect.poll(async () => Math.round((await middleOf(app, /^3\. gpu/)) - before)).toBe(0);
  // The page itself has not taken the focus from the keys that step.
  await app.press('ArrowRight');
  expect((await app.state()).at).toBe('1');
});

test('a click on the ground seeks', async ({ app }) => {
  await app.open(`${shootdown}&at=0`);
  const { y } = await boxOf(svgOf(app));
  const x = await middleOf(app, /^4\. app@cpu0/);
  await app.page.mouse.click(x, y + 10);
  expect((await app.state()).at).toBe('4');
});

test('drawing along the numbers marks a range; its handles move it; Escape takes it away', async ({
  app,
}) => {
  await app.open(`${shootdown}&at=0`);
  const { y } = await boxOf(svgOf(app));
  const [from, to] = [await middleOf(app, /^3\. gpu/), await middleOf(app, /^5\. app@cpu1/)];
  await app.page.mouse.move(from, y + 10);
  await app.page.mouse.down();
  await app.page.mouse.move(to, y + 10, { steps: 5 });
  await app.page.mouse.up();
  await app.idle();
  // Operations 3 to 5, from where the third begins.
  expect((await app.state()).link).toContain('&from=2&to=5&');
  expect((await app.state()).at).toBe('0');
  const end = app.page.getByRole('slider', { name: 'Range ends' });
  await expect(end).toHaveAttribute('aria-valuetext', 'step 2 to 5');
  const handle = await boxOf(end.locator('path'));
  await app.page.mouse.move(handle.x + 2, y + 10);
  await app.page.mouse.down();
  await app.page.mouse.move(await middleOf(app, /^4\. app@cpu0/), y + 10, { steps: 5 });
  await app.page.mouse.up();
  await expect(end).toBeFocused();
  const dragged = await end.getAttribute('aria-valuetext');
  expect(['step 2 to 3', 'step 2 to 4']).toContain(dragged);
  await end.focus();
  await app.press('End');
  await app.press('ArrowLeft');
  const { length } = await app.state();
  await expect(end).toHaveAttribute('aria-valuetext', `step 2 to ${length - 1}`);
  await app.press('Escape');
  await expect(end).toHaveCount(0);
  expect((await app.state()).link).not.toContain('from=');
});

test('a link opens a marked range that plays again and again', async ({ app, colleague }) => {
  await app.open(`${shootdown}&at=2&from=3&to=4.2&loop=1&speed=50`);
  await expect(app.page.getByRole('slider', { name: 'Range begins' })).toHaveAttribute(
    'aria-valuetext',
    'step 3 to 4.2',
  );
  await expect(app.page.getByRole('button', { name: 'Play again and again' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  const { link } = await app.state();
  expect(link).toContain('&from=3&to=4.2&loop=1&');
  await app.page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const note = (): void => {
      const { at } = window.bufscope.state();
      if (seen.at(-1) !== at) seen.push(at);
    };
    new MutationObserver(note).observe(document.body, { subtree: true, attributes: true });
  });
  await app.page.getByRole('button', { name: 'Play', exact: true }).click();
  await app.page.waitForFunction(
    () => 'seen' in window && Array.isArray(window.seen) && window.seen.length >= 9,
  );
  await app.page.getByRole('button', { name: 'Pause', exact: true }).click();
  const seen: unknown = await app.page.evaluate(() => ('seen' in window ? window.seen : []));
  const steps = Array.isArray(seen) ? seen.map(String).filter((at) => at !== '2') : [];
  expect(steps.slice(0, 6).filter((at) => !['3', '4.1', '4.2'].includes(at))).toEqual([]);
  const turn = steps.indexOf('4.2');
  expect(steps[turn + 1]).toBe('3');
  await colleague.open(link);
  expect((await colleague.state()).link).toContain('&from=3&to=4.2&loop=1&');
});

test('a marked range is played once without the loop', async ({ app }) => {
  await app.open(`${shootdown}&at=9&speed=50`);
  await app.run('range.set', { from: '2', to: '3' });
  await app.page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(app.page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await app.idle();
  expect((await app.state()).at).toBe('3');
  await app.page.getByRole('button', { name: /^Marked: step 2 – 3/ }).click();
  await expect(app.page.getByRole('slider', { name: 'Range begins' })).toHaveCount(0);
});

test('the keys [ and ] mark from here to there', async ({ app }) => {
  await app.open(`${shootdown}&at=2`);
  await app.press('[');
  for (let i = 0; i < 2; i++) await app.press('ArrowRight');
  await app.press(']');
  expect((await app.state()).link).toContain('&from=2&to=4&');
});

test('Tab reaches the lanes, keys zoom and pan them, arrows go from pill to pill', async ({
  app,
}) => {
  await app.open(`${shootdown}&at=4`);
  await svgOf(app).focus();
  for (let i = 0; i < 6; i++) await app.press('+');
  await expect(app.page.locator('.lanes-micro').first()).toBeVisible();
  expect((await app.state()).at).toBe('4');
  await app.press('Home');
  await expect(app.page.getByRole('button', { name: /^1\.1 app@cpu0/ })).toBeVisible();
  await app.press('0');
  await app.press('Tab');
  const focused = app.page.locator('.lanes-mark:focus');
  await expect(focused).toHaveAttribute('aria-label', /^4\. app@cpu0/);
  await app.press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-label', /^2\. app@cpu0/);
  expect((await app.state()).at).toBe('4');
  await app.press('Enter');
  expect((await app.state()).at).toBe('2');
  await expect(focused).toHaveAttribute('aria-label', /^2\. app@cpu0/);
});

test('what the lanes show can be read as a table', async ({ app }) => {
  await app.open(`${shootdown}&at=6`);
  await panelOf(app).getByRole('button', { name: 'As a table' }).click();
  const rows = panelOf(app).getByRole('row');
  const { length } = await app.state();
  expect(await rows.count()).toBeGreaterThan(length);
  await expect(panelOf(app).locator('tr[aria-current]')).toContainText('map frame TO_DEVICE');
  await expect(panelOf(app).getByRole('table')).toContainText('harm');
  await panelOf(app).getByRole('button', { name: '3', exact: true }).click();
  expect((await app.state()).at).toBe('3');
});

test('a run of 20,000 micro-events stays small on the page', async ({ app }) => {
  await app.open('view=room,lanes');
  await app.run('script.apply', { text: longScript(590) });
  const { length } = await app.state();
  expect(length).toBeGreaterThan(3000);
  await app.run('seek', { at: 1500 });
  const nodes = () => app.page.locator('.lanes-view *').count();
  const seen: number[] = [await nodes()];
  await app.run('lanes.fit');
  // Every fourth frame breaks a rule: none is lost from afar.
  const flags = await app.page
    .locator('.lanes-flags text')
    .evaluateAll((texts) => texts.map((text) => Number(text.textContent || 1)));
  expect(flags.reduce((sum, each) => sum + each, 0)).toBe(148);
  for (let i = 0; i < 30; i++) {
    seen.push(await nodes());
    await app.run('lanes.zoomIn');
  }
  expect(Math.max(...seen)).toBeLessThan(2000);
  await panelOf(app).getByRole('button', { name: 'As a table' }).click();
  expect(await panelOf(app).getByRole('row').count()).toBeLessThan(260);
});

test.describe('by touch', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a tap seeks, a finger pans, two fingers zoom', async ({ app }) => {
    await app.open(`${shootdown}&at=3`);
    await app.page.getByRole('tab', { name: 'Lanes' }).click();
    await app.idle();
    const { x, y, width } = await boxOf(svgOf(app));
    await app.page.getByRole('button', { name: /^4\. app@cpu0/ }).tap();
    expect((await app.state()).at).toBe('4');
    const cdp = await app.page.context().newCDPSession(app.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', xs: readonly number[]) =>
      cdp.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: xs.map((at, id) => ({ x: x + at, y: y + 60, id })),
      });
    const before = await middleOf(app, /^4\. app@cpu0/);
    await touch('touchStart', [width - 40]);
    for (const at of [60, 80, 100, 120]) await touch('touchMove', [width - at]);
    await touch('touchEnd', []);
    await app.idle();
    expect((await middleOf(app, /^4\. app@cpu0/)) - before).toBeLessThan(-40);
    expect((await app.state()).at).toBe('4');
    await touch('touchStart', [150, 200]);
    for (const spread of [20, 40, 60]) await touch('touchMove', [150 - spread, 200 + spread * 2]);
    await touch('touchEnd', []);
    await app.idle();
    await expect(app.page.locator('.lanes-micro').first()).toBeAttached();
  });
});
