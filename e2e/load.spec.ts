import { expect, test } from '@playwright/test';
import { recordLoad } from '../scripts/lib/pageLoad.mjs';

// How much is fetched before the page can be used is a budget of `npm run check`.
test('asks no other host for anything', async ({ page }) => {
  const load = recordLoad(page);
  await page.goto('./');
  await page.evaluate('window.bufscope.ready');
  await page.waitForLoadState('networkidle');
  expect(load.hosts()).toEqual([new URL(page.url()).host]);
});
