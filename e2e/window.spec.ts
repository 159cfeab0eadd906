import { expect, test } from './driver.ts';

for (const [width, height] of [
  [720, 450],
  [1280, 500],
  [667, 375],
] as const) {
  test(`the room keeps its size in a window of ${width} x ${height}`, async ({ app }) => {
    await app.page.setViewportSize({ width, height });
    await app.open('scenario=shootdown&platform=arm64&at=6');
    const box = await app.page.getByRole('region', { name: 'Room' }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(220);
    await expect(app.page.getByRole('button', { name: 'Play' })).toBeInViewport();
  });
}

test('a reload right after a step finds the step', async ({ app }) => {
  await app.open();
  await app.page.keyboard.press('ArrowRight');
  await app.page.reload();
  await app.page.waitForFunction(() => 'bufscope' in window);
  await app.page.evaluate(() => window.bufscope.ready);
  await app.idle();
  expect((await app.state()).at).toBe('1');
});

test('a browser that refuses to write the address breaks nothing', async ({ app }) => {
  await app.page.addInitScript(() => {
    History.prototype.replaceState = () => {
      throw new DOMException('too many calls', 'SecurityError');
    };
  });
  await app.open();
  await app.press('ArrowRight');
  expect((await app.state()).at).toBe('1');
});

test('words on buttons can be read where the reader chooses the colours', async ({ app }) => {
  await app.page.emulateMedia({ forcedColors: 'active' });
  await app.open('scenario=shootdown&platform=arm64&at=6');
  for (const name of ['Share link', 'Play']) {
    const [ink, ground] = await app.page
      .getByRole('button', { name })
      .evaluate((button) => [
        getComputedStyle(button).color,
        getComputedStyle(button).backgroundColor,
      ]);
    expect(ink, name).not.toBe(ground);
  }
});

test('o leads to every change of owner', async ({ app }) => {
  await app.open('scenario=shootdown&platform=arm64&at=0');
  const operations = new Set<string>();
  for (let before = '', i = 0; i < 40; i++) {
    await app.press('o');
    const { at } = await app.state();
    if (at === before) break;
    operations.add(at.split('.')[0] ?? '');
    before = at;
  }
  expect([...operations]).toEqual(['6', '8', '10', '12', '15']);
});
