/**
 * Pages of other people, for the tests of the player: written by the test, served beside the build, under a
 * content security policy that allows nothing but files of their own host, and no Trusted Types policy.
 */
import { expect, test as base, type Page } from '@playwright/test';
import type { BufscopePlayer } from '../src/player/element.ts';
import type { PlayerHandle } from '../src/player/handle.ts';
import { noisesOf } from './noises.ts';

declare global {
  interface Window {
    bufscopePlayer?: PlayerHandle;
  }
  interface HTMLElementTagNameMap {
    'bufscope-player': BufscopePlayer;
  }
}

const strictest =
  "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'";

export interface HostPage {
  /** Opens a page with this body, which has loaded the element. */
  readonly open: (body: string, options?: HostOptions) => Promise<void>;
  /** Opens embed.html at a fragment, as if it were in a frame. */
  readonly embed: (fragment: string) => Promise<void>;
  readonly page: Page;
  /** Addresses of what was fetched, without the host. */
  readonly fetched: readonly string[];
}

export interface HostOptions {
  readonly css?: string;
  /** Where the element's code comes from. */
  readonly script?: string;
  /** Whether to wait for all players. */
  readonly waits?: boolean;
}

/** Waits until every player of the page shows something and nothing moves. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('bufscope-player')].every((one) => {
      const shown = one.shadowRoot?.querySelector('.stage, .wrong');
      return shown !== null && shown !== undefined;
    }),
  );
}

export const test = base.extend<{ host: HostPage }>({
  host: async ({ page, baseURL }, use) => {
    const noises = noisesOf(page);
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url().replace(baseURL ?? '', '')));
    const headers = { 'content-security-policy': strictest };
    await use({
      page,
      fetched,
      async open(body, { css = '', script = 'player.js', waits = true } = {}) {
        const kind = script === 'player.js' ? 'type="module"' : 'defer';
        const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
          <link rel="stylesheet" href="page.css"><link rel="icon" href="../favicon.svg">
          <script ${kind} src="../${script}"></script><body>${body}</body></html>`;
        await page.route('**/book/page.html', (route) =>
          route.fulfill({ body: html, contentType: 'text/html', headers }),
        );
        await page.route('**/book/page.css', (route) =>
          route.fulfill({ body: css, contentType: 'text/css' }),
        );
        await page.goto('./book/page.html');
        if (waits) await settled(page);
      },
      async embed(fragment) {
        await page.goto(`./embed.html#${fragment}`);
        await page.waitForFunction(() => window.bufscopePlayer !== undefined);
        await page.evaluate(() => window.bufscopePlayer?.ready);
      },
    });
    expect(noises).toEqual([]);
  },
});

export { expect };
