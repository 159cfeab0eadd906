/**
 * First load: what Chromium really fetches on the bare address, from an empty cache, until
 * `bufscope.ready`; each answer compressed with gzip at its default level, as a plain web server does.
 * The build's own list, which follows the imports of the entry, stands beside it: chunks that the first
 * picture asks for by `import()` are in the first number alone.
 */
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { trapOtherHosts } from './otherHosts.ts';
import { openFresh, waitUntilIdle } from './page.ts';

type Kind = 'code' | 'fonts' | 'other';

interface Fetched {
  readonly kind: Kind;
  /** Bytes, compressed. */
  readonly size: number;
}

/** A host that cannot exist (RFC 2606), to see that the trap catches. */
const control = 'http://control.invalid/';

function kindOf(response: Response): Kind {
  const type = response.headers()['content-type'] ?? '';
  if (/html|javascript|css/.test(type)) return 'code';
  return /font|woff/.test(type) ? 'fonts' : 'other';
}

async function fetchedBy(responses: readonly Response[]): Promise<readonly Fetched[]> {
  return Promise.all(
    responses.map(async (response) => {
      const body = await response.body();
      const kind = kindOf(response);
      // Fonts are compressed already, and served as they are.
      return { kind, size: kind === 'fonts' ? body.length : gzipSync(body).length };
    }),
  );
}

function bytesOf(fetched: readonly Fetched[], kind: Kind): number {
  return fetched.filter((each) => each.kind === kind).reduce((sum, { size }) => sum + size, 0);
}

/** Goes through what the page can show, so that whatever it may fetch is fetched. */
async function lookAround(page: Page): Promise<void> {
  const commands = [
    'seek.end',
    'seek.start',
    'do.menu',
    'scenario.menu',
    'panel.menu',
    'help',
    'script.edit',
  ];
  for (const command of commands) {
    await page.evaluate((id) => window.bufscope.run(id), command);
    await waitUntilIdle(page);
    await page.keyboard.press('Escape');
  }
}

export async function firstLoadRows(
  browser: Browser,
  address: string,
  listed: number,
): Promise<BenchRow[]> {
  const trap = await trapOtherHosts();
  const proxy = { server: trap.address, bypass: '127.0.0.1' };
  const { page, close } = await openFresh(browser, { proxy });
  const responses: Response[] = [];
  page.on('response', (response) => responses.push(response));
  const strangers: string[] = [];
  page.context().on('request', (request) => {
    if (!request.url().startsWith(address)) strangers.push(request.url());
  });

  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => 'bufscope' in window);
  await page.evaluate(() => window.bufscope.ready);
  const first = await fetchedBy(responses.slice());
  await waitUntilIdle(page);
  const settled = await fetchedBy(responses.slice());
  await lookAround(page);
  const elsewhere = [...strangers, ...trap.asked];

  await page.goto(control).catch(() => undefined);
  if (trap.asked.length === 0) throw new Error('requests to other hosts would not be noticed');
  await close();
  trap.close();
  return [
    {
      name: 'first load until ready: markup, scripts, styles, gzip',
      value: bytesOf(first, 'code') / 1000,
      unit: 'kB',
      target: { atMost: 170 },
    },
    { name: 'the same as listed by the build, gzip -9', value: listed / 1000, unit: 'kB' },
    {
      name: 'fonts, when all has come by itself',
      value: bytesOf(settled, 'fonts') / 1000,
      unit: 'kB',
      target: { atMost: 60 },
    },
    {
      name: 'markup, scripts, styles when all has come by itself',
      value: bytesOf(settled, 'code') / 1000,
      unit: 'kB',
    },
    { name: 'fetches until ready', value: first.length, unit: '' },
    {
      name: `requests to other hosts, all panels opened ${elsewhere.join(' ')}`.trim(),
      value: elsewhere.length,
      unit: '',
      target: { atMost: 0 },
    },
  ];
}
