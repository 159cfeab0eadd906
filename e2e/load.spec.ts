import { expect, test } from '@playwright/test';
import type { Automation } from '../src/session/automation.ts';
import { recordLoad } from '../scripts/lib/pageLoad.mjs';

// How much is fetched before the page can be used is a budget of `npm run check`.
test('asks no other host for anything', async ({ page }) => {
  const load = recordLoad(page);
  await page.goto('./');
  await page.evaluate('window.bufscope.ready');
  await page.waitForLoadState('networkidle');
  expect(load.hosts()).toEqual([new URL(page.url()).host]);
});

test('steps by operation before the simulator is there, and inside of them when it is', async ({
  page,
}) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/assets\/engine-/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./');
  await page.evaluate('window.bufscope.ready');
  await expect(page.getByRole('region', { name: 'Script' })).toContainText(
    'app@cpu0: fd = export frame',
  );
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.step-badge')).toHaveText('2');
  await expect(page.getByLabel('Caption')).toContainText('app on CPU 0');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('.step-badge')).toHaveText('2');
  release();
  await expect(page.locator('.step-badge')).toHaveText('3.1');
});

test('says so where the simulator cannot be loaded', async ({ page }) => {
  await page.route(/assets\/engine-/, (route) => route.abort());
  await page.goto('./');
  await page.evaluate('window.bufscope.ready');
  const outcome = await page.evaluate(() => {
    const { bufscope }: { bufscope: Automation } = window;
    return bufscope.run('micro.forward');
  });
  expect(outcome).toEqual({ error: 'a part of bufscope could not be loaded' });
});
