import { expect, test } from './driver.ts';

test('anything can be done instead; the fork is left, found, shared, renamed, deleted', async ({
  app,
  colleague,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  await page.getByRole('button', { name: 'Do something else' }).click();
  const sheet = page.getByRole('dialog', { name: 'Do something else' });
  await expect(sheet.getByRole('searchbox')).toBeFocused();
  await sheet.getByRole('searchbox').fill('write');
  await expect(sheet.getByRole('button', { name: 'breaks a rule' }).first()).toBeVisible();
  await sheet.getByRole('button', { name: /write p\+0 64/ }).click();
  await app.idle();
  const done = await app.state();
  expect(done.branch).toBe('fork 1');
  expect(done.at).toBe('6');
  expect(done.violations.map(({ rule }) => rule)).toEqual(['cpu-access-while-device-owns']);

  await app.press('l');
  expect(await app.state()).toMatchObject({ branch: 'script', at: '5', length: 10 });

  const forks = page.getByRole('region', { name: 'Forks' });
  await forks.getByRole('button', { name: 'fork 1' }).click();
  await app.idle();
  expect(await app.state()).toEqual(done);

  await colleague.open(done.link);
  expect(await colleague.state()).toEqual(done);

  await page.goBack();
  await app.idle();
  expect((await app.state()).branch).toBe('script');
  await page.goForward();
  await app.idle();
  expect(await app.state()).toEqual(done);

  await forks.getByRole('button', { name: 'Rename fork 1' }).click();
  await page.getByRole('textbox', { name: 'Name of the fork' }).fill('too early');
  await app.press('Enter');
  expect((await app.state()).branch).toBe('too early');
  await forks.getByRole('button', { name: 'Delete too early' }).click();
  await app.idle();
  expect((await app.state()).branch).toBe('script');
  await expect(forks).toBeHidden();
});

test('something is done in the middle of an operation, and from the menu of a cell', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=6.3');
  await page
    .getByRole('gridcell', { name: /line 0/ })
    .first()
    .click({ button: 'right' });
  const sheet = page.getByRole('dialog', { name: 'Do something else' });
  await sheet.getByRole('button', { name: 'evict' }).first().click();
  await app.idle();
  const state = await app.state();
  expect(state.branch).toBe('fork 1');
  expect(state.selection).toMatch(/^b0l0@/);
  await expect(page.getByRole('region', { name: 'Script' })).toContainText('evict');
});
