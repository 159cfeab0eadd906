import { expect, test } from './driver.ts';

test('Ctrl+K finds every command by name, id and key, and does it', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=0');
  await app.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Ctrl K');
  await app.press('Escape');

  await app.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const field = palette.getByRole('combobox');
  await expect(field).toBeFocused();
  await field.fill('next op');
  await expect(palette.getByRole('option')).toHaveCount(1);
  await expect(palette.getByRole('option')).toContainText('step.forward');
  await app.press('Enter');
  await expect(palette).toBeHidden();
  expect((await app.state()).at).toBe('1');

  // From a field too; what a command needs is asked for, and what is wrong is said.
  await app.press('d');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await app.press('Control+k');
  await field.fill('seek');
  await palette.getByRole('option', { name: /To a step/ }).click();
  await field.fill('nowhere');
  await app.press('Enter');
  await expect(palette.getByRole('status')).toContainText('is not a step');
  await field.fill('8');
  await app.press('Enter');
  await expect(palette).toBeHidden();
  expect((await app.state()).at).toBe('8');

  await app.press('Control+k');
  await field.fill('platform');
  await app.press('Enter');
  await expect(palette.getByRole('option')).toHaveCount(4);
  await field.fill('arm64');
  await app.press('ArrowDown');
  await app.press('Enter');
  await expect(palette).toBeHidden();
  expect((await app.state()).platform).toBe('arm64-iommu');
});

test('the menu takes any line of the language, and says what is wrong with it', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  await app.press('d');
  const sheet = page.getByRole('dialog', { name: 'Do something else' });
  const field = sheet.getByRole('searchbox');
  await field.fill('gpu: unmpa frame');
  await expect(sheet.getByRole('status')).toContainText('unmap');
  await app.press('Enter');
  await expect(sheet).toBeVisible();
  await field.fill('app@cpu0: write p+128 64 Q');
  await expect(sheet.getByRole('region', { name: 'As written' })).toContainText('write p+128 64 Q');
  await app.press('Enter');
  await expect(sheet).toBeHidden();
  expect(await app.state()).toMatchObject({ branch: 'fork 1', at: '6' });
  await expect(page.getByRole('region', { name: 'Script' })).toContainText('write p+128 64 Q');
});

test('the filter of the menu finds unlikely operations', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  await app.press('d');
  const sheet = app.page.getByRole('dialog', { name: 'Do something else' });
  await expect(sheet.getByRole('button', { name: 'barrier' })).toHaveCount(0);
  for (const word of ['barrier', 'dup', 'doorbell', 'detach', 'invalidate', 'drain']) {
    await sheet.getByRole('searchbox').fill(word);
    await expect(sheet.getByRole('button', { name: word }).first()).toBeVisible();
  }
});
