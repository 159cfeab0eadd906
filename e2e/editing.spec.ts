import { expect, test } from './driver.ts';

test('a script is edited: mistakes with their place, the suggestion taken, the run replaced', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=3');
  await page.getByRole('button', { name: 'edit', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Script text' });
  await expect(field).toHaveValue(/^title/);
  const text = await field.inputValue();
  const lines = text.trimEnd().split('\n').length;
  await field.fill(`${text.trimEnd()}\ngpu:      unmpa frame\n`);
  const mistakes = page.getByRole('status').filter({ hasText: 'Line' });
  await expect(mistakes).toContainText(`Line ${lines + 1}, column 11`);
  const apply = page.getByRole('button', { name: 'Apply' });
  await expect(apply).toBeDisabled();
  await page.getByRole('button', { name: 'Put “unmap”' }).click();
  await expect(apply).toBeEnabled();
  await apply.click();
  await app.idle();
  const state = await app.state();
  expect(state).toMatchObject({ scenario: null, at: '3', length: 11, problems: [] });
  await expect(field).toBeHidden();
  await app.press('End');
  expect((await app.state()).owners).toEqual({ frame: 'contested' });
});

test('what a script says is text, never markup', async ({ app }) => {
  const script = 'title <img src=x onerror=alert(1)>\nbuffer b pages=1\napp@cpu0: fd = export b';
  await app.open(`script=${encodeURIComponent(script)}`);
  await expect(app.page.getByRole('button', { name: /<img src=x/ })).toBeVisible();
  expect(await app.page.locator('img').count()).toBe(0);
});

test('a cell is selected, and seen everywhere', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=6.4');
  await page.getByRole('gridcell', { name: /PTE/ }).first().click();
  await app.idle();
  expect((await app.state()).selection).toMatch(/^b0p0@pte/);
  await expect(page.getByRole('combobox', { name: 'Object' })).toContainText('p page 0');
  await app.press('Escape');
  expect((await app.state()).selection).toBeNull();
});

test('the smallest fix of a violation is put into the script with one click', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=8');
  const why = page.getByRole('region', { name: 'Why' });
  await expect(why.getByRole('article')).toContainText('Fix at step 7');
  await why.getByRole('button', { name: 'Apply' }).click();
  await app.idle();
  expect(await app.state()).toMatchObject({ scenario: null, platform: 'arm64', violations: [] });
  await app.press('End');
  expect((await app.state()).violations).toEqual([]);
  await expect(page.getByRole('region', { name: 'Script' })).toContainText('mmap=sync-ioctl');
  await page.goBack();
  await app.idle();
  expect(await app.state()).toMatchObject({ scenario: 'missed-clean', at: '8' });
});

test('an event of a machine is done with a click on its arrow', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=3&select=attachment:attachment/2');
  await app.run('panel.front', { panel: 'machine' });
  await page.getByRole('tabpanel').getByRole('button', { name: 'dma_buf_map_attachment' }).click();
  await app.idle();
  const state = await app.state();
  expect(state).toMatchObject({ branch: 'fork 1', at: '4' });
  expect(state.owners).toEqual({ frame: 'gpu owns' });
});
