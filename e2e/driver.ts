/**
 * The one way in which end-to-end tests touch the page: what a person has (keys, and things by role and
 * name) and `window.bufscope`. It waits until the page is idle, never for a time, and it sees to it that
 * the page stays quiet: no console message, no request to another host.
 */
import { expect, test as base, type Page } from '@playwright/test';
import type { Automation, PublicState } from '../src/session/automation.ts';
import type { CommandArguments, Outcome } from '../src/session/commandTypes.ts';
import { noisesOf } from './noises.ts';

declare global {
  interface Window {
    bufscope: Automation;
  }
}

export interface Driver {
  readonly page: Page;
  /** Opens the page, at a fragment without `#`; empty: the bare address. */
  readonly open: (fragment?: string) => Promise<void>;
  /** Waits until nothing moves. */
  readonly idle: () => Promise<void>;
  readonly state: () => Promise<PublicState>;
  readonly run: (command: string, args?: CommandArguments) => Promise<Outcome>;
  /** Presses a key and waits until the page is idle again. */
  readonly press: (key: string) => Promise<void>;
}

export function createDriver(page: Page): Driver {
  const idle = async () => {
    await page.waitForFunction(() => window.bufscope?.isIdle() === true);
  };
  return {
    page,
    idle,
    async open(fragment = '') {
      await page.goto(fragment === '' ? './' : `./#${fragment}`);
      await page.waitForFunction(() => 'bufscope' in window);
      await page.evaluate(() => window.bufscope.ready);
      await idle();
    },
    state: () => page.evaluate(() => window.bufscope.state()),
    async run(command, args = {}) {
      const outcome = await page.evaluate(([id, given]) => window.bufscope.run(id, given), [
        command,
        args,
      ] as const);
      await idle();
      return outcome;
    },
    async press(key) {
      await page.keyboard.press(key);
      await idle();
    },
  };
}

/** Everything that a page says or asks for and should not, in its frames too. */
async function listen(page: Page): Promise<string[]> {
  const noises = noisesOf(page);
  // What the policy and Trusted Types stop, also where whoever tried kept it to themselves.
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sample } = event;
      const what = `${effectiveDirective} ${blockedURI} ${sample}`;
      reportError(new Error(`stopped by the policy: ${what}`));
    });
  });
  return noises;
}

export interface Fixtures {
  readonly app: Driver;
  /** A second person's browser, at the same address. */
  readonly colleague: Driver;
}

export const test = base.extend<Fixtures>({
  app: async ({ page }, use) => {
    const noises = await listen(page);
    await use(createDriver(page));
    expect(noises).toEqual([]);
  },
  colleague: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }) });
    const page = await context.newPage();
    const noises = await listen(page);
    await use(createDriver(page));
    await context.close();
    expect(noises).toEqual([]);
  },
});

export { expect };
