import { expect, test } from '@playwright/test';
import { recordLoad } from '../scripts/lib/pageLoad.mjs';

// The first load as a browser sees it: what was fetched when the page says that it can be used.
test('fetches at most 170 kB of code, from nowhere else', async ({ page }) => {
  const load = recordLoad(page);
  await page.goto('./');
  await page.evaluate('window.bufscope.ready');
  await page.waitForFunction('window.bufscope.isIdle()');
  expect(await load.bytes()).toBeLessThanOrEqual(170_000);
  expect(load.hosts()).toEqual([new URL(page.url()).host]);
});
