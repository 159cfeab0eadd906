/** Pages to measure in: all of one size, and none goes on after an error. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import type { Automation } from '../../src/session/automation.ts';

declare global {
  interface Window {
    bufscope: Automation;
  }
}

const viewport = { width: 1440, height: 900 };

export interface FreshPage {
  readonly page: Page;
  /** Throws what went wrong in the page, if anything did, and closes it with its context. */
  readonly close: () => Promise<void>;
}

/** A page in a context of its own, with nothing in its cache. Unless motion is asked for, it does not play by itself. */
export async function openFresh(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<FreshPage> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  return {
    page,
    async close() {
      await context.close();
      if (errors[0]) throw errors[0];
    },
  };
}

/** Goes to an address and waits until the page is ready; rejects with what went wrong in it. */
export async function openReady(page: Page, address: string): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    page.once('pageerror', reject);
  });
  const opened = async (): Promise<void> => {
    await page.goto(address);
    await page.evaluate(() => window.bufscope.ready);
  };
  await Promise.race([failed, opened()]);
}

/** Opens the workbench and waits until nothing moves and nothing is on its way. */
export async function openWorkbench(page: Page, address: string): Promise<void> {
  await openReady(page, address);
  await waitUntilIdle(page);
}

/** The parts that are fetched a while after the first picture are here, too. */
export async function waitUntilIdle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => window.bufscope.isIdle());
}
