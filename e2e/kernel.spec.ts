import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './driver.ts';

test('scenarios are found by a word of their title, paragraph or sources', async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.press('s');
  const sheet = page.getByRole('dialog', { name: 'Scenarios' });
  const choices = sheet.locator('.choice');
  const all = await choices.count();
  await page.keyboard.type('vetter shootdown');
  expect(await choices.count()).toBeLessThan(all);
  await expect(sheet.getByRole('button', { name: /Faking coherency/ })).toBeVisible();
  await page.keyboard.type(' nosuchword');
  await expect(choices).toHaveCount(0);
  await expect(sheet.getByRole('status')).toHaveText('No scenario has these words.');
  await page.getByRole('searchbox').fill('faking');
  await app.press('Enter');
  expect((await app.state()).scenario).toBe('shootdown');
});

test('DMA-API debug is a switch of the run, and part of its link', async ({ app, colleague }) => {
  await app.open('scenario=missed-clean&platform=arm64&at=4');
  const toggle = app.page.getByRole('button', { name: 'DMA-API debug' });
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await toggle.click();
  await app.idle();
  expect(await app.state()).toMatchObject({ dmaDebug: true, at: '4' });
  await expect(app.page.getByRole('region', { name: 'Script' })).toContainText('dma-debug=yes');
  await colleague.open((await app.state()).link);
  expect(await colleague.state()).toMatchObject({ dmaDebug: true, at: '4' });
  await app.press('g');
  expect((await app.state()).link).not.toContain('dma-debug');
});

test('objects are listed with their counts and lists, and selected', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=6');
  await app.run('panel.front', { panel: 'objects' });
  const objects = page.getByRole('group', { name: 'Objects' });
  await expect(objects).toContainText('1024 bytes');
  await expect(objects).toContainText('CPU list');
  await expect(objects).toContainText('fd, dma-buf frame');
  await objects.getByRole('button', { name: /^attachment/ }).click();
  expect((await app.state()).selection).toMatch(/^attachment:/);
});

test('the log has what the kernel printed, word for word, and leads there', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=pageless-oops&platform=arm64');
  await app.press('End');
  await app.run('panel.front', { panel: 'log' });
  const log = page.getByRole('tabpanel');
  const printed = log.getByRole('button', { name: /^5 kernel: Unable to handle kernel paging/ });
  await expect(printed).toBeVisible();
  await expect(log).toContainText('kernel oops: ');
  await log.getByRole('checkbox').check();
  await expect(log).not.toContainText('kernel oops: ');
  await printed.click();
  expect((await app.state()).at).toMatch(/^5\.\d+$/);
});

for (const theme of ['light', 'dark']) {
  test(`what the kernel keeps and prints is readable for all: ${theme}`, async ({ app }) => {
    await app.open(`scenario=pageless-oops&platform=arm64&at=5&dma-debug=1&theme=${theme}`);
    for (const panel of ['log', 'objects']) {
      await app.run('panel.front', { panel });
      const { violations } = await new AxeBuilder({ page: app.page }).include('main').analyze();
      const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
      expect(
        serious.map(({ id }) => id),
        panel,
      ).toEqual([]);
    }
  });
}
