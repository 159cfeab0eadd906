/** `npm pack` yields a package that works: each of its entries is used by a project that has nothing else. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { serve } from '../scripts/lib/server.mjs';
import { installPackage, ownProgram, type Project } from './installedPackage.ts';

/** Megabytes of the tarball, and of what it unpacks to. */
const mostPacked = 6;
const mostUnpacked = 24;

test.describe.configure({ mode: 'default', timeout: 120_000 });

let project: Project;
test.beforeAll(() => {
  project = installPackage();
});
test.afterAll(() => {
  project.remove();
});

test('it holds what its entries need, and nothing else', () => {
  const paths = project.packed.files.map(({ path }) => path);
  const library = ['client', 'link', 'model', 'player'].map((name) => `dist-lib/${name}.d.ts`);
  const needed = ['model', 'link', 'player'].map((name) => `dist-lib/${name}.js`);
  const other = paths.filter((path) => !/^dist(?:-cli\/png)?\//.test(path));
  expect(other.toSorted()).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist-cli/bufscope.js',
      'dist-cli/licenses.md',
      'dist-lib/link.licenses.md',
      'dist-lib/model.licenses.md',
      'integrations/sphinx/bufscope.py',
      'integrations/vitepress/bufscope.mjs',
      'package.json',
      ...library,
      ...needed,
    ].toSorted(),
  );
  const pages = ['index.html', 'embed.html', 'licenses.md'];
  for (const name of [...pages, 'player.js', 'bufscope-player.js', 'client.js'])
    expect(paths).toContain(`dist/${name}`);
  expect(paths.filter((path) => /\.(?:map|tsx?|test\..*)$/.test(path))).toEqual(library);
  // Pictures for link previews are for who hosts the pages.
  expect(paths.filter((path) => /scenarios\/.*\.png$/.test(path))).toEqual([]);
  const installed = JSON.parse(readFileSync(join(project.folder, 'package-lock.json'), 'utf8'));
  expect(Object.keys(installed.packages).toSorted()).toEqual(['', 'node_modules/bufscope']);
});

test('it is no larger than it has to be', () => {
  const { size, unpackedSize } = project.packed;
  expect(size / 1e6).toBeLessThan(mostPacked);
  expect(unpackedSize / 1e6).toBeLessThan(mostUnpacked);
});

test('what package.json says of the files is so', async () => {
  const tarball = readFileSync(project.packed.tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(tarball).buffer },
    strict: true,
  });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});

test('the command line runs', () => {
  const printed = project.run('npx', '--offline', 'bufscope', 'run', 'missed-clean');
  expect(printed).toContain('stale-read');
  expect(printed).toContain('15 of 15 expectations hold');
});

test('the simulator and the links work in Node', () => {
  expect(project.run('node', 'model.mjs')).toBe('model: right\n');
  expect(project.run('node', 'link.mjs')).toBe('link: right\n');
});

test('the examples of docs/library.md run, one after the other', () => {
  const guide = readFileSync(join(import.meta.dirname, '../docs/library.md'), 'utf8');
  const examples = [...guide.matchAll(/```js\n(?<code>.*?)```/gs)].map(
    ({ groups }) => groups?.['code'] ?? '',
  );
  expect(examples.length).toBeGreaterThan(4);
  writeFileSync(join(project.folder, 'guide.mjs'), examples.join('\n'));
  const printed = project.run('node', 'guide.mjs');
  expect(printed).toContain('x86: cpu-access-while-device-owns (luck): ');
  expect(printed).toContain('arm64: stale-read (harm): ');
  expect(printed).toContain('arm64: expectations that fail: 1');
  // After the second write, which stays in the cache.
  expect(printed).toContain('\nA stale\n');
});

test('on a server, which has no page, the element does nothing', () => {
  expect(project.run('node', '--input-type=module', '-e', "import 'bufscope/player'")).toBe('');
});

for (const [resolution, module] of [
  ['bundler', 'esnext'],
  ['node16', 'node16'],
] as const)
  test(`the types compile with ${resolution} resolution, libraries checked too`, () => {
    const options = `--noEmit --strict --skipLibCheck false --target es2022 --lib es2022,dom,dom.iterable
      --noUncheckedIndexedAccess --exactOptionalPropertyTypes --module ${module}`;
    const args = [...options.split(/\s+/), '--moduleResolution', resolution, 'types.mts'];
    expect(project.run(ownProgram('tsc'), ...args)).toBe('');
  });

/** The figure is there, and its methods and events work. */
async function expectPlayer(page: Page): Promise<void> {
  const figure = page.locator('bufscope-player');
  await expect(figure.locator('svg').first()).toBeVisible();
  const heard = await figure.evaluate(async (element) => {
    if (!('seek' in element && typeof element.seek === 'function')) return ['not defined'];
    const events: string[] = [];
    for (const name of ['step', 'violation', 'end'])
      element.addEventListener(name, () => events.push(name));
    await element.seek('6');
    if ('step' in element && typeof element.step === 'function') await element.step(1);
    return events;
  });
  // The seventh operation of missed-clean is the write that breaks a rule.
  expect(heard).toEqual(expect.arrayContaining(['step', 'violation']));
}

test('the element works as a classic script, from a file', async ({ page }) => {
  const html = `<!doctype html><meta charset="utf-8"><title>Classic</title>
    <script defer src="node_modules/bufscope/dist/bufscope-player.js"></script>
    <bufscope-player scenario="missed-clean" platform="arm64"></bufscope-player>`;
  const file = join(project.folder, 'classic.html');
  writeFileSync(file, html);
  await page.goto(pathToFileURL(file).href);
  await expectPlayer(page);
});

test('element, simulator and client work in a page that Vite has built', async ({ page }) => {
  const { folder } = project;
  cpSync(join(folder, 'node_modules/bufscope/dist'), join(folder, 'public/bufscope'), {
    recursive: true,
  });
  project.run(ownProgram('vite'), 'build', '--logLevel', 'warn', '--base', './');
  const built = join(folder, 'dist');
  const { address, close } = await serve(built, 0);
  try {
    await page.goto(address);
    await expectPlayer(page);
    await expect(page.locator('#model')).toHaveText('cpu-access-while-device-owns, stale-read');
    await expect(page.locator('#client')).toHaveText('at 8 of missed-clean');
  } finally {
    close();
  }
});
