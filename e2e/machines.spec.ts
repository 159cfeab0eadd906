import { expect, test } from './driver.ts';

const panel = (page: Parameters<Parameters<typeof test>[2]>[0]['app']['page']) =>
  page.getByRole('tabpanel', { name: 'Machine' });

test('the machine of what moved shows where it was, is and can go, and follows the steps', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=6.6');
  const machine = panel(page);
  await expect(machine.getByRole('combobox', { name: 'Object' })).toHaveValue(/^pte\//);
  await expect(machine.locator('[aria-current=true]')).toHaveAttribute(
    'aria-label',
    /^shootdown, IPI pending, the present state/,
  );
  await expect(machine.getByRole('img', { name: /^flushed here, where it was/ })).toBeVisible();
  await expect(machine.getByRole('button', { name: 'last ack: leads to all acked' })).toBeVisible();

  // Nothing of it is cut off, and no word is smaller than 10 px.
  const box = await machine.locator('.near-view svg').boundingBox();
  const room = await machine.boundingBox();
  expect(box && room && box.x >= room.x && box.x + box.width <= room.x + room.width).toBe(true);
  const smallest = await machine.locator('.near-view').evaluate((view) => {
    const svg = view.querySelector('svg');
    const scale = (svg?.getBoundingClientRect().width ?? 0) / (svg?.viewBox.baseVal.width ?? 1);
    const texts = [...view.querySelectorAll('text')].filter((text) => text.textContent !== '');
    return Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))) * scale;
  });
  expect(smallest).toBeGreaterThanOrEqual(9.95);

  await app.press('ArrowRight');
  await app.press('ArrowRight');
  await expect(machine.getByRole('combobox', { name: 'Object' })).not.toHaveValue(/^pte\//);

  // Kept, it stays what it is.
  await app.run('seek', { at: '6.6' });
  await machine.getByRole('button', { name: 'Keep this object' }).click();
  await app.press('ArrowRight');
  await app.press('ArrowRight');
  await expect(machine.getByRole('combobox', { name: 'Object' })).toHaveValue(/^pte\//);
  expect((await app.state()).link).toContain('select=pte');
});

test('the strip of its states leads to where each began, by mouse and by key', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=6.6');
  const strip = panel(page).getByRole('toolbar', { name: 'States in this run' });
  await expect(strip.locator('[aria-current=step]')).toHaveAttribute(
    'aria-label',
    'shootdown, IPI pending, from step 6.6',
  );
  await strip.getByRole('button', { name: 'shootdown, cleared' }).first().click();
  await app.idle();
  expect((await app.state()).at).toBe('6.4');
  await expect(strip.locator('[aria-current=step]')).toContainText('cleared');

  await strip.locator('[aria-current=step]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await app.press('Enter');
  expect((await app.state()).at).toBe('6.6');
});

test('what is possible is done by a click, and forks; what is not says why, and can be done too', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  const machine = panel(page);
  const object = machine.getByRole('combobox', { name: 'Object' });
  const ownership = object.locator('option[value^="ownership/"]').first();
  await object.selectOption(await ownership.getAttribute('value'));
  await app.idle();
  await machine.getByRole('button', { name: 'device reads', exact: false }).last().click();
  await app.idle();
  const read = await app.state();
  expect(read).toMatchObject({ branch: 'fork 1', at: '6', violations: [] });

  await app.run('fork.open', { fork: 'script' });
  await app.run('seek', { at: '5' });
  await machine.getByText('Not possible now').click();
  const refused = machine.getByRole('listitem').filter({ hasText: 'CPU writes' });
  await expect(refused).toContainText('The device owns these bytes; sync them for the CPU first.');
  await refused.getByRole('button', { name: 'Do it all the same' }).click();
  await app.idle();
  const broken = await app.state();
  expect(broken.branch).toBe('fork 2');
  expect(broken.violations.map(({ rule }) => rule)).toEqual(['cpu-access-while-device-owns']);
});

test('an event that comes by itself leads to where it comes', async ({ app }) => {
  await app.open('scenario=shootdown&platform=arm64&at=6.6');
  await panel(app.page)
    .getByRole('button', { name: /last ack comes at step/ })
    .click();
  await app.idle();
  expect((await app.state()).at).toBe('6.8');
});

test('all of a machine is shown large, zoomed by keys and closed again', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=6.6');
  await panel(page).getByRole('button', { name: 'Whole machine' }).click();
  const sheet = page.getByRole('dialog', { name: 'Page table entry: app’s p page 0' });
  await expect(sheet.locator('.machine-state')).toHaveCount(9);
  const width = () =>
    sheet
      .locator('.machine-state')
      .first()
      .evaluate((state) => state.getBoundingClientRect().width);
  const before = await width();
  await sheet.getByRole('button', { name: 'Larger' }).focus();
  await page.keyboard.press('+');
  expect(await width()).toBeGreaterThan(before * 1.2);
  await page.keyboard.press('0');
  expect(Math.abs((await width()) - before)).toBeLessThan(1);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('every machine that a run has can be chosen, and is drawn without a word cut off', async ({
  app,
}) => {
  const { page } = app;
  const shown = new Set<string>();
  for (const [scenario, at] of [
    ['missed-clean', '5'],
    ['implicit-fence', '8'],
    ['prepare-finish', '7'],
  ]) {
    await app.open(`scenario=${scenario}&platform=arm64-iommu&at=${at}`);
    const object = panel(page).getByRole('combobox', { name: 'Object' });
    const values = await object
      .getByRole('option')
      .evaluateAll((options) => options.map((option) => option.getAttribute('value') ?? ''));
    for (const value of values) {
      await object.selectOption(value);
      await app.idle();
      shown.add(value.replace(/\/.*/, ''));
      const cut = await panel(page).evaluate((element) => {
        const body = element.querySelector('.machine-body');
        return body ? body.scrollWidth - body.clientWidth : 0;
      });
      expect(cut, `${scenario} ${value}`).toBeLessThanOrEqual(0);
    }
  }
  expect([...shown].toSorted()).toEqual(
    ['attachment', 'dma', 'fence', 'iommu', 'ownership', 'pte', 'window'].toSorted(),
  );
});
