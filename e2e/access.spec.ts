import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Driver } from './driver.ts';

async function seriousFindings(app: Driver): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: app.page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

const screens = [
  { name: 'desktop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 } },
];

for (const { name, viewport } of screens) {
  for (const theme of ['light', 'dark']) {
    test.describe(`${name}, ${theme}`, () => {
      test.use({ viewport });

      test('no serious axe finding', async ({ app }) => {
        test.setTimeout(150_000);
        await app.open(`scenario=shootdown&platform=arm64&at=6.7&theme=${theme}`);
        expect(await seriousFindings(app)).toEqual([]);
        await app.run('panel.front', { panel: 'objects' });
        await app.run('seek', { at: '12' });
        expect(await seriousFindings(app), 'objects').toEqual([]);
        await app.run('panel.front', { panel: 'log' });
        await app.run('do.menu');
        expect(await seriousFindings(app), 'do.menu').toEqual([]);
        await app.press('Escape');
        await app.run('palette');
        expect(await seriousFindings(app), 'palette').toEqual([]);
        await app.press('Escape');
        await app.run('scenario.menu');
        expect(await seriousFindings(app), 'scenario.menu').toEqual([]);
        await app.press('Escape');
        await app.run('script.edit');
        if (name === 'phone') await app.run('panel.front', { panel: 'script' });
        expect(await seriousFindings(app), 'editor').toEqual([]);
      });
    });
  }
}

for (const width of [360, 430, 768, 1024, 1280, 1920]) {
  test(`nothing is wider than the page at ${width} pixels`, async ({ app }) => {
    await app.page.setViewportSize({ width, height: 800 });
    await app.open('scenario=coherent-but-bounced&platform=bounce&at=5.2');
    await app.run('fork.do', { line: 'app@cpu0: sync fd START READ' });
    const overflow = await app.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await expect(app.page.getByRole('button', { name: 'Play' })).toBeInViewport();
  });
}

test('everything is reached and left with the keyboard alone', async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.press('Tab');
  await expect(page.getByRole('button', { name: /^Scenario/ })).toBeFocused();
  await app.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Scenarios' });
  await expect(sheet.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('yesterday');
  await app.press('ArrowDown');
  await expect(sheet.getByRole('button', { name: /yesterday/ })).toBeFocused();
  await app.press('Enter');
  await expect(sheet).toBeHidden();
  expect((await app.state()).scenario).toBe('missed-invalidate');
  await expect(page.getByRole('button', { name: /^Scenario/ })).toBeFocused();

  await app.press('Tab');
  await app.press('ArrowRight');
  expect((await app.state()).platform).toBe('arm64-iommu');

  await app.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toContainText('Next operation');
  await app.press('Escape');
  await expect(help).toBeHidden();

  await app.press('d');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('export');
  await app.press('Enter');
  expect(await app.state()).toMatchObject({ branch: 'fork 1', at: '1' });
});

test('each step is said in words', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=arm64&at=7');
  await app.press('ArrowRight');
  const live = app.page.locator('[aria-live="polite"]').filter({ hasText: 'Step 8 of 10' });
  await expect(live).toContainText('dma read frame+0 64');
  await expect(live).toContainText('Violation: ');
});

test('moves nothing when the reader wants stillness', async ({ app }) => {
  await app.page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open('scenario=shootdown&platform=arm64&at=5');
  await app.page.keyboard.press('Shift+ArrowRight');
  const running = await app.page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(running).toBe(0);
});
