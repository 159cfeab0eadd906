/** What docs/security.md promises of the page: the policy, Trusted Types, hostile texts, files and links. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as bare } from '@playwright/test';
import { serve } from '../scripts/lib/server.mjs';
import { bombs } from './bombs.ts';
import { expect, test, type Driver } from './driver.ts';

declare global {
  interface Window {
    /** Set by anything that a hostile text gets to run. */
    pwned?: true;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'bufscope-security-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hostilePages = ['./', './embed.html', './scenarios/missed-clean.html'];

for (const path of hostilePages) {
  bare(`nothing that a text could become is run: ${path}`, async ({ page }) => {
    await page.goto(path);
    const stopped = await page.evaluate(async () => {
      const tries: Record<string, () => unknown> = {
        innerHTML: () => (document.body.innerHTML = '<img src=x onerror="pwned=true">'),
        insertAdjacentHTML: () => document.body.insertAdjacentHTML('beforeend', '<b>b</b>'),
        write: () => document.write('<b>b</b>'),
        parse: () => new DOMParser().parseFromString('<b>b</b>', 'text/html'),
        fragment: () => document.createRange().createContextualFragment('<b>b</b>'),
        srcdoc: () => (document.createElement('iframe').srcdoc = '<b>b</b>'),
        scriptText: () => (document.createElement('script').text = 'pwned=true'),
        scriptAddress: () => (document.createElement('script').src = 'data:text/javascript,1'),
        handler: () => document.body.setAttribute('onclick', 'pwned=true'),
        timer: () => Reflect.apply(setTimeout, window, ['pwned=true']),
        worker: () => new Worker('data:text/javascript,1'),
      };
      const results = Object.entries(tries).map(([name, attempt]) => {
        try {
          attempt();
          return `${name} was let through`;
        } catch (error) {
          return error instanceof TypeError || error instanceof EvalError
            ? ''
            : `${name}: ${error}`;
        }
      });
      // What no exception tells of: an inline script, a script of another place, a word to another host.
      const inline = document.createElement('script');
      inline.append('pwned=true');
      document.head.append(inline);
      const said = await fetch('https://bufscope.invalid/').then(
        () => 'fetch went out',
        () => '',
      );
      return [...results, said].filter((result) => result !== '');
    });
    expect(stopped).toEqual([]);
    expect(await page.evaluate(() => window.pwned)).toBeUndefined();
  });
}

// The driver has to notice: a test in which the policy stops something must fail.
for (const deed of ['innerHTML', 'script'] as const) {
  test.fail(`a page that the policy had to stop fails its test: ${deed}`, async ({ app }) => {
    await app.open();
    await app.page.evaluate((what) => {
      if (what === 'script') {
        const script = document.createElement('script');
        script.append('pwned=true');
        document.head.append(script);
        return;
      }
      try {
        document.body.innerHTML = '<b>b</b>';
      } catch {
        // Whoever calls may keep it to themselves.
      }
    }, deed);
  });
}

const markup = '<img src=x onerror=pwned=true>"\'`</title></script><script>pwned=true</script>';

test('markup in a script is text wherever it is shown', async ({ app }) => {
  const script = [
    `title ${markup}`,
    `summary ${markup} javascript:pwned=true`,
    `source javascript:pwned=true ${markup}`,
    'platform x86 page=256',
    'buffer __proto__ pages=1 exporter=constructor mmap=none',
    'device toString',
    `note ${markup} ${'w'.repeat(3000)}`,
    'app@cpu0: hasOwnProperty = export __proto__',
    `app@cpu0: valueOf = mmap hasOwnProperty # ${markup}`,
    'app@cpu0: write valueOf+0 64 A',
    'toString: import hasOwnProperty',
    'toString: map __proto__ FROM_DEVICE',
    'app@cpu0: read valueOf+0 64',
  ].join('\n');
  const fork = `@2 ${markup}\napp@cpu0: write valueOf+0 64 B`;
  await app.open(
    `script=${encodeURIComponent(script)}&at=6&fork=${encodeURIComponent(fork)}&select=${encodeURIComponent(markup)}&lang=${encodeURIComponent(markup)}`,
  );
  expect(await app.page.title()).toContain('<img src=x');
  for (const command of ['end', 'script.edit', 'script.close', 'export.menu', 'scenario.menu']) {
    await app.run(command);
    const found = await app.page.evaluate(() => ({
      pwned: window.pwned,
      images: document.querySelectorAll('img[src="x"]').length,
      scripts: document.querySelectorAll('script:not([src])').length,
      addresses: [...document.querySelectorAll('[href]')].filter((each) =>
        /^\s*(?:javascript|data|vbscript):/iu.test(each.getAttribute('href') ?? ''),
      ).length,
    }));
    expect(found).toEqual({ images: 0, scripts: 0, addresses: 0 });
  }
});

/** That the page is there, and does as it is told. */
async function expectAlive(app: Driver): Promise<void> {
  await app.run('scenario.open', { scenario: 'prefetch' });
  await app.press('ArrowRight');
  expect(await app.state()).toMatchObject({ scenario: 'prefetch', at: '1' });
}

for (const { name, link, says } of bombs) {
  test(`a link with ${name} is told, and the page goes on`, async ({ app }) => {
    await app.open(link);
    await expect(app.page.getByRole('alert')).toContainText(says);
    await expectAlive(app);
  });
}

/** A file to choose. */
function fileOf(name: string, content: string | Buffer, size?: number): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  if (size !== undefined) truncateSync(path, size);
  return path;
}

const files = [
  { name: 'huge.bufscope', content: 'title x\n', size: 100_000_000, says: 'the limit is 1 MB' },
  { name: 'binary.txt', content: Buffer.from([0x74, 0, 0xff]), says: 'is not UTF-8 text' },
  { name: '\u202Etxt.exe.txt', content: '\0', says: 'is no text' },
];

for (const { name, content, size, says } of files) {
  test(`a file that is no script is told, and the page goes on: ${encodeURI(name)}`, async ({
    app,
  }) => {
    await app.open();
    const chosen = app.page.waitForEvent('filechooser');
    const outcome = app.run('script.file');
    await (await chosen).setFiles(fileOf(name, content, size));
    expect(await outcome).toHaveProperty('error');
    const message = app.page.getByRole('status').filter({ hasText: says });
    await expect(message).toBeVisible();
    await expect(message).not.toContainText('\u202E');
    await expectAlive(app);
  });
}

const texts = [
  { name: 'one line of a megabyte', text: `title ${'x'.repeat(1_000_000)}`, says: 'longer than' },
  { name: 'only mistakes', text: 'q\n'.repeat(120_000), says: '501 mistakes' },
  { name: 'characters that nobody sees', text: 'title a\u202Eb\n', says: 'U+202E cannot be seen' },
];

for (const { name, text, says } of texts) {
  test(`the editor takes a file with ${name}, says what is wrong, and the page goes on`, async ({
    app,
  }) => {
    await app.open();
    const chosen = app.page.waitForEvent('filechooser');
    const outcome = app.run('script.file');
    await (await chosen).setFiles(fileOf('long.bufscope', text));
    expect(await outcome).toMatchObject({ ok: true });
    await expect(app.page.getByRole('region', { name: 'Script' })).toContainText(says);
    expect(await app.run('script.apply', { text })).toHaveProperty('error');
    await app.run('script.close');
    await expectAlive(app);
  });
}

test('a script of as many operations as there may be runs, and the page goes on', async ({
  app,
}) => {
  await app.open();
  expect(await app.run('script.apply', { text: 'cpu0:drain\n'.repeat(20_000) })).toEqual({
    ok: true,
  });
  await app.press('End');
  expect(await app.state()).toMatchObject({ at: '20000', length: 20_000 });
  await expectAlive(app);
});

bare('only embed.html may stand in a frame of another site', async ({ page, baseURL }) => {
  const site = baseURL ?? '';
  const frames = ['embed.html', 'index.html', 'scenarios/missed-clean.html']
    .map((path) => `<iframe title="${path}" src="${site}${path}"></iframe>`)
    .join('');
  fileOf('index.html', `<!doctype html><title>host</title>${frames}`);
  const { address, close } = await serve(folder, 0, { policy: null });
  try {
    await page.goto(address, { waitUntil: 'load' });
    const shown = page.frames().filter((frame) => frame.url().startsWith(site));
    expect(shown.map((frame) => frame.url())).toEqual([`${site}embed.html`]);
  } finally {
    close();
  }
});
