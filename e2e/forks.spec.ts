import { AxeBuilder } from '@axe-core/playwright';
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
  await forks.getByRole('treeitem', { name: /^fork 1,/ }).click();
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

test('the tree shows where forks leave and what each breaks, and is walked by keys', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  await app.run('fork.do', { line: 'app@cpu0: write p+0 64 Z' });
  await app.run('fork.open', { fork: 'script' });
  await app.run('seek', { at: '3' });
  await app.run('fork.do', { line: 'app@cpu0: close fd' });
  const tree = page.getByRole('tree', { name: 'Script and forks' });
  await expect(tree.getByRole('treeitem')).toHaveCount(3);
  await expect(tree.getByRole('treeitem', { name: /^script,/ })).toHaveAttribute(
    'aria-label',
    /10 operations, .*broken rules? do(es)? harm/,
  );
  await expect(tree.getByRole('treeitem', { name: /^fork 1,/ })).toHaveAttribute(
    'aria-label',
    /leaves script at step 5, 6 operations/,
  );
  await tree.getByRole('treeitem', { selected: true }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await app.press('Enter');
  expect((await app.state()).branch).toBe('fork 1');
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name of the fork' }).fill('by key');
  await app.press('Enter');
  expect((await app.state()).branch).toBe('by key');
  await tree.getByRole('treeitem', { name: /^by key,/ }).focus();
  await app.press('Delete');
  await expect(tree.getByRole('treeitem')).toHaveCount(2);
});

test('twenty forks scroll, and the one that is shown is in sight', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  await page.evaluate(async () => {
    for (let i = 1; i <= 20; i++) {
      await window.bufscope.run('fork.open', { fork: 'script' });
      await window.bufscope.run('seek', { at: String((i % 9) + 1) });
      await window.bufscope.run('fork.do', { line: 'app@cpu0: barrier' });
    }
  });
  await app.idle();
  const forks = page.getByRole('region', { name: 'Forks' });
  await expect(forks.getByRole('treeitem')).toHaveCount(21);
  const box = await forks.boundingBox();
  expect(box?.height).toBeLessThan(190);
  for (const fork of ['fork-1', 'fork-20', 'script']) {
    await app.run('fork.open', { fork });
    await expect(forks.locator('[aria-selected=true] .fork-ground')).toBeInViewport({ ratio: 0.9 });
  }
});

test('the smallest fix is a fork beside what it fixes; both are shared, and it is taken back', async ({
  app,
  colleague,
}) => {
  const { page } = app;
  await app.open('scenario=shootdown&platform=arm64&at=12');
  const before = await app.state();
  expect(before.violations.length).toBeGreaterThan(0);
  const why = page.getByRole('group', { name: 'Explanation' });
  await why.getByRole('button', { name: 'Apply' }).first().click();
  await app.idle();
  const fixed = await app.state();
  expect(fixed).toMatchObject({ branch: 'fix: unmap frame, map frame FROM_DEVICE', at: '13' });
  expect(fixed.scenario).toBe('shootdown');
  await expect(why).toContainText(/Broken rules: \d+ → \d+/);
  await expect(page.getByRole('tree').getByRole('treeitem')).toHaveCount(2);

  // A link has the fix and the rest of the script, and not the rest a second time.
  expect(fixed.link.length).toBeLessThan(160);
  await colleague.open(fixed.link);
  expect(await colleague.state()).toEqual(fixed);

  // The same operation on both sides.
  await page.getByRole('treeitem', { name: /^script,/ }).click();
  await app.idle();
  expect(await app.state()).toEqual(before);
  await page.getByRole('treeitem', { name: /^fix: / }).click();
  await app.idle();
  expect(await app.state()).toEqual(fixed);

  await why.getByRole('button', { name: 'Undo' }).click();
  await app.idle();
  expect(await app.state()).toEqual(before);
  await expect(page.getByRole('region', { name: 'Forks' })).toBeHidden();
});

test('a fix that changes a declaration is a script of one’s own, and is taken back by a key', async ({
  app,
}) => {
  await app.open('scenario=missed-clean&platform=arm64&at=7');
  const before = await app.state();
  expect(await app.run('fix.apply')).toEqual({ ok: true });
  expect(await app.state()).toMatchObject({ scenario: null, violations: [] });
  await expect(app.page.getByRole('group', { name: 'Explanation' })).toContainText(
    'a script of its own',
  );
  await app.press('u');
  expect(await app.state()).toEqual(before);
});

for (const theme of ['light', 'dark', 'contrast']) {
  test(`machine, forks and fix have no axe finding, ${theme}`, async ({ app }) => {
    await app.open(`scenario=shootdown&platform=arm64&at=12&theme=${theme}`);
    await app.run('fix.apply');
    const builder = new AxeBuilder({ page: app.page });
    for (const part of ['.machine-panel', '.branches', '.fix-note']) builder.include(part);
    const { violations } = await builder.analyze();
    expect(
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    ).toEqual([]);
  });
}
