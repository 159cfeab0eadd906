import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Driver } from './driver.ts';

async function seriousFindings({ page }: Driver): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** How many rings stand in each of the two rooms. */
async function rings({ page }: Driver): Promise<readonly number[]> {
  const rooms = page.getByRole('region', { name: /^Room/ });
  return Promise.all(
    [rooms.nth(0), rooms.nth(1)].map((room) => room.locator('.room-body .ring.differs').count()),
  );
}

test('a cell of the matrix says what came of a step there, and opens that run', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=8');
  await page.getByRole('button', { name: 'Matrix' }).click();
  await app.idle();
  const sheet = page.getByRole('dialog', { name: 'The same script, many times' });
  await expect(
    sheet.getByRole('button', { name: /^arm64, step 8: Wrong\. Stale read\./ }),
  ).toBeFocused();
  await expect(sheet.getByRole('rowheader', { name: /^x86/ })).toContainText('luck at 7');
  await expect(sheet.getByRole('rowheader', { name: /^bounce/ })).toContainText(
    '512 bytes bounced',
  );
  expect(await seriousFindings(app)).toEqual([]);

  await app.press('ArrowUp');
  await expect(sheet.getByRole('button', { name: /^x86, step 8: Right\. Reads B/ })).toBeFocused();
  await app.press('ArrowLeft');
  await app.press('Enter');
  await expect(sheet).toBeHidden();
  expect(await app.state()).toMatchObject({ platform: 'x86', at: '7' });
});

test('rows of the matrix can be policies; a cell makes the script say so', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=8');
  await app.press('m');
  const sheet = page.getByRole('dialog', { name: 'The same script, many times' });
  await sheet.getByLabel('Rows').selectOption('mmap policies of frame');
  await app.idle();
  await sheet.getByRole('button', { name: /^coherent, step 8:/ }).click();
  await app.idle();
  const state = await app.state();
  expect(state).toMatchObject({ at: '8', scenario: null });
  await expect(page.getByRole('region', { name: 'Script' })).toContainText('mmap=coherent');
});

test('a long run has the columns near the window in the page, and no others', async ({ app }) => {
  const { page } = app;
  const write = 'app@cpu0: write p+0 64 A';
  const lines = [
    'buffer b pages=1',
    'device d',
    'app@cpu0: fd = export b',
    'app@cpu0: p = mmap fd',
  ];
  const script = [...lines, ...Array.from({ length: 498 }, () => write)].join('\n');
  await app.open(`script=${encodeURIComponent(script)}&at=250`);
  await app.press('m');
  const sheet = page.getByRole('dialog', { name: 'The same script, many times' });
  await expect(sheet.getByRole('button', { name: /^x86, step 250: Right/ })).toBeFocused();
  await app.press('PageDown');
  await app.press('End');
  await expect(sheet.getByRole('button', { name: /^x86, step 500: Right/ })).toBeFocused();
  await expect(sheet.getByRole('button', { name: /^x86, step 500: Right/ })).toBeInViewport();
  expect(await sheet.getByRole('gridcell').count()).toBeLessThan(4 * 60);
  await app.press('ArrowDown');
  await app.press('Control+Home');
  await expect(sheet.getByRole('button', { name: /^x86, step 1: Right/ })).toBeFocused();
});

test('two platforms beside each other: what differs is outlined and said', async ({
  app,
  colleague,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=8');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page
    .getByRole('dialog', { name: 'Compare with another run' })
    .getByRole('button', { name: /^x86/ })
    .click();
  await app.idle();
  await expect(page.getByRole('region', { name: 'Room: arm64' })).toContainText(
    'wrong: Stale read',
  );
  await expect(page.getByRole('region', { name: 'Room beside it: x86' })).toContainText('right');
  // The copy in the cache is dirty on one side alone; memory and what was read are stale there.
  expect(await rings(app)).toEqual([3, 3]);
  const list = page.getByRole('region', { name: 'Differences' });
  await expect(list.getByRole('row', { name: 'line 0 in memory stale A B' })).toBeVisible();
  await expect(
    list.getByRole('row', { name: 'result reads A×64, but B×64 is newest reads B×64' }),
  ).toBeVisible();
  const calls = page.getByRole('region', { name: 'Calls side by side' });
  await expect(calls.getByText('only x86: snoop CPU 0')).toBeVisible();
  expect(await seriousFindings(app)).toEqual([]);

  await colleague.open((await app.state()).link);
  await expect(colleague.page.getByRole('region', { name: 'Room beside it: x86' })).toBeVisible();
  expect(await rings(colleague)).toEqual([3, 3]);

  // One cursor moves both.
  await app.press('ArrowLeft');
  await expect(page.getByRole('region', { name: 'Room: arm64' })).toContainText('write p+0 64 B');
  await expect(page.getByRole('region', { name: 'Room beside it: x86' })).toContainText(
    'write p+0 64 B',
  );
  await page.getByRole('button', { name: 'Swap' }).click();
  await app.idle();
  await expect(page.getByRole('region', { name: 'Room: x86' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Room beside it: arm64' })).toBeVisible();
  await app.press('Escape');
  await expect(page.getByRole('region', { name: 'Room beside it' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Why' })).toBeVisible();
});

test('before and after a fix stay in step', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=7');
  await app.run('fix.apply');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const before = page.getByRole('region', { name: 'Before the fix' });
  await before.getByRole('button').click();
  await app.idle();
  await app.run('seek', { at: '10' });
  const here = page.getByRole('region', { name: /^Room: / });
  const there = page.getByRole('region', { name: /^Room beside it: / });
  await expect(here).toContainText('10 gpu: dma read frame+0 64');
  await expect(there).toContainText('8 gpu: dma read frame+0 64');
  await expect(here).toContainText('right');
  await expect(there).toContainText('wrong: Stale read');
  await app.press('Escape');
  await page.getByRole('button', { name: 'Compare with before' }).click();
  await app.idle();
  await expect(there).toContainText('before the fix');
});

test('a link to no other run says so, and shows this one', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=arm64&at=8&compare=frame.mmap=uncached');
  await expect(app.page.getByText(/cannot be: mmap cannot be ‘uncached’/)).toBeVisible();
  await expect(app.page.getByRole('region', { name: 'Room', exact: true })).toBeVisible();
});

test('on a phone one room is shown at a time', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open('scenario=missed-clean&platform=arm64&at=8&compare=x86');
  await expect(page.getByRole('region', { name: 'Room: arm64' })).toBeVisible();
  await page.getByRole('radio', { name: 'x86' }).last().check();
  await app.idle();
  await expect(page.getByRole('region', { name: 'Room: arm64' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Room beside it: x86' })).toBeVisible();
  expect(await seriousFindings(app)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
