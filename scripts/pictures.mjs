// npm run pictures: the pictures of the README, taken from the built workbench (run `npm run build`
// first). Look at them before you commit them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromiumFlags, ensureChromium } from './lib/chromium.mjs';
import { root } from './lib/run.mjs';
import { serve } from './lib/server.mjs';

const folder = `${root}/docs/pictures`;
const link = 'scenario=shootdown&platform=arm64&at=6.6';
const quality = 85;

const executablePath = await ensureChromium();
if (!executablePath) throw new Error('no Chromium');
const { chromium } = await import('@playwright/test');
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
const server = await serve(`${root}/dist`, 0);
mkdirSync(folder, { recursive: true });

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  const viewport = { width: 1440, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${server.address}#${link}`);
  await page.waitForLoadState('networkidle');
  const client = await page.context().newCDPSession(page);
  const { data } = await client.send('Page.captureScreenshot', { format: 'webp', quality });
  writeFileSync(`${folder}/workbench-${colorScheme}.webp`, Buffer.from(data, 'base64'));
  await page.close();
}
await browser.close();
server.close();
