/**
 * The address while somebody steps fast, with the browser's flooding protection on: Chromium drops writes of a page
 * that makes more than some 200 in ten seconds, without a word to it. Playwright turns that off; here it is on.
 */
import { chromium, expect, test, type Page } from '@playwright/test';
import { chromiumFlags, findChromium } from '../scripts/lib/chromium.mjs';

/** A page of a browser that protects itself, as people have it. */
async function withProtectedPage(work: (page: Page) => Promise<void>): Promise<void> {
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    args: chromiumFlags,
    ignoreDefaultArgs: ['--disable-ipc-flooding-protection'],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    await work(await browser.newPage({ reducedMotion: 'reduce' }));
  } finally {
    await browser.close();
  }
}

async function open(page: Page, url: string): Promise<string[]> {
  const noises: string[] = [];
  page.on('console', (message) => noises.push(message.text()));
  page.on('pageerror', (error) => noises.push(String(error)));
  await page.goto(url);
  await page.waitForFunction(() => 'bufscope' in window);
  await page.evaluate(() => window.bufscope.ready);
  await page.waitForFunction(() => window.bufscope.isIdle());
  return noises;
}

const steps = 400;
const everyMs = 10;

/** Writes that a page loses which writes the address at every step. */
function lostByWritingAlways(page: Page): Promise<number> {
  return page.evaluate(
    async ([count, ms]) => {
      let lost = 0;
      for (let i = 0; i < count; i++) {
        history.replaceState(null, '', `#naive=${i}`);
        if (location.hash !== `#naive=${i}`) lost++;
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
      return lost;
    },
    [steps, everyMs] as const,
  );
}

/** A key held down that repeats at that rate: there and back, a step a press. Milliseconds that it took. */
function holdKey(page: Page): Promise<number> {
  return page.evaluate(
    async ([count, ms]) => {
      const begin = performance.now();
      for (let i = 0; i < count; i++) {
        const key = i % 16 < 8 ? 'ArrowRight' : 'ArrowLeft';
        window.dispatchEvent(new KeyboardEvent('keydown', { key, repeat: true, bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
      return performance.now() - begin;
    },
    [steps, everyMs] as const,
  );
}

test('a key held down loses nothing, where writing every step would', async ({ baseURL }) => {
  await withProtectedPage(async (page) => {
    const noises = await open(page, `${baseURL}#scenario=missed-clean&view=calls`);
    // Chromium takes 200 writes in ten seconds: the steps come faster than that.
    const perTenSeconds = (steps / (await holdKey(page))) * 10_000;
    expect(perTenSeconds).toBeGreaterThan(200);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(/&at=2&/, { timeout: 1500 });
    expect(noises).toEqual([]);
    // The same page, the same steps: this browser does drop what comes too often.
    expect(await lostByWritingAlways(page)).toBeGreaterThan(0);
  });
});

test('what the browser dropped is written when it takes writes again', async ({ baseURL }) => {
  await withProtectedPage(async (page) => {
    await open(page, `${baseURL}#scenario=missed-clean`);
    expect(await lostByWritingAlways(page)).toBeGreaterThan(0);
    const before = page.url();
    await page.keyboard.press('ArrowRight');
    expect(page.url()).toBe(before);
    await expect(page).toHaveURL(/#scenario=missed-clean&platform=arm64&at=1&v=1$/, {
      timeout: 20_000,
    });
  });
});
