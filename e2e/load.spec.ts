import { expect, test } from '@playwright/test';
import { recordLoad } from '../scripts/lib/pageLoad.mjs';

// The first load as a browser sees it: what has been fetched when the page says that it can be used.
test('can be used after at most 170 kB of code, from nowhere else', async ({ page }) => {
  const load = recordLoad(page);
  await page.goto('./');
  await page.evaluate('window.bufscope.ready');
  expect(await load.bytes()).toBeLessThanOrEqual(170_000);
  await page.waitForLoadState('networkidle');
  expect(load.hosts()).toEqual([new URL(page.url()).host]);
});
