/** `npm run pack:offline`: unpacked, and opened from files. */
import { unzipSync } from 'fflate';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../scripts/lib/run.mjs';
import { expect, test } from './driver.ts';

test('works from files: the workbench, a page of a scenario, the figure alone', async ({ app }) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'bufscope-offline-'));
  const zip = join(folder, 'offline.zip');
  const packed = await run('node', ['scripts/packOffline.mjs', zip], {
    capture: true,
    quiet: true,
  });
  expect(packed.code, packed.output).toBe(0);
  const files = Object.entries(unzipSync(readFileSync(zip)));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const { page } = app;
  const address = (path: string) => `${pathToFileURL(join(folder, 'bufscope')).href}/${path}`;

  await page.goto(address('index.html#scenario=missed-clean&at=8'));
  await page.waitForFunction(() => window.bufscope?.isIdle());
  await app.press('ArrowRight');
  expect(await app.state()).toMatchObject({ scenario: 'missed-clean', at: '9' });
  await app.run('platform.set', { platform: 'bounce' });
  expect(await app.state()).toMatchObject({ platform: 'bounce', problems: [] });

  await page.goto(address('scenarios/index.html'));
  await page.getByRole('link', { name: 'A write that the device never sees' }).click();
  const figure = page.locator('bufscope-player');
  await figure.getByRole('button', { name: 'Operation forward' }).click();
  await expect(figure.locator('.position')).toHaveText('9 / 10');

  await page.goto(address('embed.html#scenario=shootdown&at=6.4'));
  await page.getByRole('button', { name: 'Operation forward' }).click();
  await expect(page.locator('.position')).toHaveText('6 / 16');
  rmSync(folder, { recursive: true });
});
