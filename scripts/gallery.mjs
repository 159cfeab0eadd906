// npm run gallery [FOLDER]: the workbench at the turning points of the first scenarios, in light and dark,
// taken from the built page (run `npm run build` first), with a page that shows them. Look at the pictures
// before you commit them.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { chromiumFlags, ensureChromium } from './lib/chromium.mjs';
import { root } from './lib/run.mjs';
import { serve } from './lib/server.mjs';

/** The step at which each scenario turns, and what is seen there. */
const turns = [
  ['missed-clean', '8.3', 'The device reads A from memory; the newer B is still in the cache.'],
  ['missed-invalidate', '7', 'The camera has written; the processor still reads its old copy.'],
  ['prefetch', '8.2', 'A prefetched line stands in the way of what the device writes.'],
  ['shared-line', '4', 'Maintenance of one half of a line writes the other half back.'],
  [
    'two-mappers-bounced',
    '5',
    'Three copies of one buffer: its pages, and a slot for each device.',
  ],
  ['two-mappers-serialized', '8', 'Handed over through the CPU, both devices see the same bytes.'],
  ['streaming-only', '6.9', 'Unmapping copies from the slot what the camera has written.'],
  [
    'coherent-but-bounced',
    '19',
    'Two slots are given back: the second puts old bytes over new ones.',
  ],
];

const themes = /** @type {const} */ (['light', 'dark']);
/** Bytes of a picture; where it has more it is taken again with less quality. */
const mostBytes = 60_000;
const qualities = [80, 60, 45, 30, 20, 10];

const folder = process.argv[2] ?? `${root}/docs/gallery`;
const executablePath = await ensureChromium();
if (!executablePath) throw new Error('no Chromium');
const { chromium } = await import('@playwright/test');
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
const server = await serve(`${root}/dist`, 0);
mkdirSync(folder, { recursive: true });

/**
 * Takes one picture; returns what the scenario is called.
 * @param {string} link
 * @param {'light' | 'dark'} colorScheme
 * @param {string} path
 */
async function take(link, colorScheme, path) {
  const viewport = { width: 1440, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${server.address}#${link}`);
  await page.waitForFunction(() => window.bufscope?.isIdle() === true);
  await page.waitForLoadState('networkidle');
  const client = await page.context().newCDPSession(page);
  for (const quality of qualities) {
    const { data } = await client.send('Page.captureScreenshot', { format: 'webp', quality });
    writeFileSync(path, Buffer.from(data, 'base64'));
    if (statSync(path).size <= mostBytes) break;
  }
  const title = await page.evaluate(() => window.bufscope.state().title);
  await page.close();
  return title;
}

const sections = [];
for (const [scenario, at, words] of turns) {
  const link = `scenario=${scenario}&at=${at}`;
  let title = '';
  for (const theme of themes)
    title = await take(link, theme, `${folder}/${scenario}-${theme}.webp`);
  sections.push(
    [
      `## ${title}`,
      `${words} Open it at \`#${link}\`.`,
      [
        '<picture>',
        `  <source media="(prefers-color-scheme: dark)" srcset="${scenario}-dark.webp">`,
        `  <img alt="${title}, step ${at}: ${words}" src="${scenario}-light.webp">`,
        '</picture>',
      ].join('\n'),
    ].join('\n\n'),
  );
}
await browser.close();
server.close();

const head = `# Gallery

The first scenarios at the step at which each turns. A picture is the whole workbench: the copies of every byte, the
script, why it happens, and the lanes below. \`npm run gallery\` takes them anew.`;
writeFileSync(`${folder}/README.md`, `${[head, ...sections].join('\n\n')}\n`);
console.log(`${turns.length} scenarios in ${folder}`);
