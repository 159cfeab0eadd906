import type { Locator, Page } from '@playwright/test';
import { expect, test, type Driver } from './driver.ts';

const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Script text' });
const apply = (page: Page): Locator => page.getByRole('button', { name: 'Apply', exact: true });
const completions = (page: Page): Locator => page.getByRole('listbox');

/** Opens the editor of the script that is shown, and waits for the full one. */
async function edit({ page, run }: Driver): Promise<void> {
  expect(await run('script.edit')).toEqual({ ok: true });
  await expect(field(page)).toHaveAttribute('contenteditable', 'true');
}

/** Types at the end of the text. */
async function typeAtEnd(app: Driver, text: string): Promise<void> {
  await field(app.page).focus();
  await app.page.keyboard.press('Control+End');
  await app.page.keyboard.type(text);
  await app.idle();
}

test('a script is edited: mistakes with their place, the suggestion taken, the run replaced', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=3');
  await page.getByRole('button', { name: 'edit', exact: true }).click();
  await app.idle();
  await expect(field(page)).toContainText('title');
  // 25 lines, the last of which is the tenth operation.
  await typeAtEnd(app, 'gpu:      unmpa frame\n');
  const mistakes = page.getByRole('status').filter({ hasText: 'Line' });
  await expect(mistakes).toContainText('Line 26, column 11');
  await expect(mistakes).toContainText('1 mistake, the first in line 26');
  await expect(apply(page)).toBeDisabled();
  expect((await app.state()).length).toBe(10);
  await mistakes.getByRole('button', { name: 'Put “unmap”' }).click();
  await app.idle();
  await expect(apply(page)).toBeEnabled();
  await apply(page).click();
  await app.idle();
  expect(await app.state()).toMatchObject({ scenario: null, at: '3', length: 11, problems: [] });
  // It stays open on what was applied.
  await expect(field(page)).toContainText('unmap frame');
  await app.run('script.close');
  await expect(field(page)).toBeHidden();
  await app.press('End');
  expect((await app.state()).owners).toEqual({ frame: 'contested' });
});

test('a mistake is put right with a key, and applied with another', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=3');
  await edit(app);
  await typeAtEnd(app, 'gpu: detahc frame');
  await expect(page.getByText('‘detahc’ is no operation of a device')).toBeVisible();
  await page.keyboard.press('Control+.');
  await app.idle();
  await page.keyboard.press('Control+Enter');
  await app.idle();
  await expect(page.getByText('Applied: the run is that of this text.')).toBeVisible();
  expect((await app.state()).length).toBe(11);
});

test('completions: offered while typing, explained, taken with Tab, which else leaves the editor', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=3');
  await edit(app);
  await typeAtEnd(app, 'gpu: unm');
  const unmap = completions(page).getByRole('option', { name: /^unmap / });
  await expect(unmap).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('Unmaps the attachment and hands the buffer back')).toBeVisible();
  await expect(page.getByText('drivers/dma-buf/dma-buf.c: dma_buf_unmap_attachment')).toBeVisible();
  await page.keyboard.press('Tab');
  // The buffer is the only thing that can follow, and is offered at once.
  await expect(completions(page).getByRole('option')).toHaveText([/frame/]);
  await page.keyboard.press('Tab');
  await app.idle();
  await expect(field(page)).toContainText('gpu: unmap frame');
  await page.keyboard.press('Control+Enter');
  await app.idle();
  expect((await app.state()).length).toBe(11);
  await page.keyboard.press('Escape');
  await edit(app);
  await field(page).focus();
  await page.keyboard.press('Tab');
  await expect(field(page)).not.toBeFocused();
});

test('a word is explained by a key and by the mouse', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  await edit(app);
  // The cursor is in the line of the step, before “gpu:”.
  await field(page).focus();
  await page.keyboard.press('F1');
  await expect(page.getByText(/^A device, or its driver, whose/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeVisible();
  await field(page).getByText('TO_DEVICE').first().hover();
  await expect(page.getByText('The device only reads.')).toBeVisible();
});

test('the text shows where the run stands, leads to any step, and sets breakpoints', async ({
  app,
}) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=5');
  await edit(app);
  const here = field(page).locator('[aria-current="step"]');
  await expect(here).toContainText('map frame TO_DEVICE');
  await page.getByTitle('Show step 4', { exact: true }).click();
  await app.idle();
  expect((await app.state()).at).toBe('4');
  await expect(here).toContainText('import fd');
  // The marks move with their lines, and lines that were not run have none.
  await field(page).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# one more line\n');
  await app.idle();
  await expect(here).toContainText('import fd');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F9');
  await here.click();
  await page.keyboard.press('F9');
  await app.idle();
  expect(decodeURIComponent((await app.state()).link)).toContain('break=4');
});

test('a breakpoint is set at a line of the list, by mouse and by key', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=0');
  const dot = page.getByRole('button', { name: 'Breakpoint at step 4' });
  await dot.click();
  await expect(dot).toHaveAttribute('aria-pressed', 'true');
  const script = page.getByRole('region', { name: 'Script' });
  await script.getByRole('button', { name: /app@cpu0: write p\+0 64 A/ }).focus();
  await page.keyboard.press('F9');
  await app.idle();
  await expect(page.getByRole('button', { name: 'Breakpoint at step 3' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(decodeURIComponent((await app.state()).link)).toMatch(/break=4;3|break=3;4/);
});

test('what was written is kept when the editor closes, until it is discarded', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=missed-clean&platform=arm64&at=3');
  await edit(app);
  await typeAtEnd(app, '# not yet');
  await page.keyboard.press('Escape');
  await expect(field(page)).toBeHidden();
  await app.run('scenario.open', { scenario: 'shootdown' });
  await expect(page.getByRole('button', { name: 'edit', exact: true })).toBeVisible();
  await app.run('scenario.open', { scenario: 'missed-clean' });
  await page.getByRole('button', { name: 'edit the draft' }).click();
  await app.idle();
  // Only what is near the cursor is in the page.
  await field(page).focus();
  await page.keyboard.press('Control+End');
  await expect(field(page)).toContainText('# not yet');
  await page.getByRole('button', { name: 'Discard' }).click();
  await app.idle();
  await edit(app);
  await expect(field(page)).not.toContainText('# not yet');
});

test('a new script begins as one that runs, and is saved and opened as a file', async ({ app }) => {
  const { page } = app;
  await app.open();
  await page.getByRole('button', { name: 'new', exact: true }).click();
  await app.idle();
  await expect(field(page)).toContainText('My first shared buffer');
  await apply(page).click();
  await app.idle();
  expect(await app.state()).toMatchObject({ title: 'My first shared buffer', scenario: null });
  await app.press('End');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('my-first-shared-buffer.bufscope');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'open file…' }).click(),
  ]);
  const buffer = Buffer.from('title From a file\r\nbuffer b pages=1\r\n');
  await chooser.setFiles({ name: 'x.bufscope', mimeType: 'text/plain', buffer });
  await expect(field(page)).toContainText('title From a file');
  await app.idle();
});

test('a file that is no script text is refused in words', async ({ app }) => {
  const { page } = app;
  await app.open();
  await edit(app);
  const files = [
    { name: 'big.txt', buffer: Buffer.alloc(1024 * 1024 + 1, 'a'), says: /limit is 1 MB/ },
    { name: 'latin.txt', buffer: Buffer.from([0x74, 0xe9, 0x74]), says: /is not UTF-8 text/ },
  ];
  for (const { name, buffer, says } of files) {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'open file…' }).click(),
    ]);
    await chooser.setFiles({ name, mimeType: 'text/plain', buffer });
    await expect(page.getByText(says)).toBeVisible();
  }
  await expect(field(page)).not.toContainText('aaaa');
});

test('a file is dropped on the script', async ({ app }) => {
  const { page } = app;
  await app.open();
  const dataTransfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['title Dropped\nbuffer b\n'], 'x.bufscope'));
    return data;
  });
  const script = page.getByRole('region', { name: 'Script' });
  await script.dispatchEvent('drop', { dataTransfer });
  await app.idle();
  await expect(field(page)).toContainText('title Dropped');
  // On the text of the editor it replaces the text too, and is not put into it.
  await field(page).dispatchEvent('drop', { dataTransfer });
  await app.idle();
  await expect(field(page)).toHaveText('title Droppedbuffer b');
});

test('the editor comes when editing starts, not with the page', async ({ app }) => {
  const { page } = app;
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await app.open();
  await page.waitForLoadState('networkidle');
  expect(fetched.filter((url) => url.includes('createEditor'))).toEqual([]);
  await edit(app);
  expect(fetched.filter((url) => url.includes('createEditor'))).toHaveLength(1);
});

test('typing before the editor is here is not lost', async ({ app }) => {
  const { page } = app;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/assets\/createEditor-/, async (route) => {
    await held;
    await route.continue();
  });
  await app.open();
  await page.getByRole('button', { name: 'edit', exact: true }).click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('# typed early\n');
  release();
  await app.idle();
  await expect(field(page)).toHaveAttribute('contenteditable', 'true');
  await expect(field(page)).toContainText('# typed early');
  await page.keyboard.type('# and late\n');
  await app.idle();
  await expect(field(page)).toContainText('# typed early# and late');
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
