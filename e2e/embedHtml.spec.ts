/** The small book of integrations/html, with the built files beside it: from a sub-path of a server, and as files. */
import { cpSync, symlinkSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test as base, type Page } from '@playwright/test';
import { serve } from '../scripts/lib/server.mjs';
import { noisesOf } from './noises.ts';

const root = `${import.meta.dirname}/..`;

interface Book {
  readonly page: Page;
  /** Opens a chapter from a sub-path of a server, or as a file. */
  readonly open: (chapter: string, from: 'server' | 'file') => Promise<void>;
}

const test = base.extend<{ book: Book }>({
  book: async ({ page }, use, info) => {
    const folder = info.outputPath('site');
    cpSync(`${root}/integrations/html/book`, `${folder}/my/book`, { recursive: true });
    symlinkSync(`${root}/dist`, `${folder}/my/book/bufscope`);
    const noises = noisesOf(page);
    const server = await serve(folder, 0);
    await use({
      page,
      async open(chapter, from) {
        const file = pathToFileURL(`${folder}/my/book/${chapter}`).href;
        await page.goto(from === 'file' ? file : `${server.address}my/book/${chapter}`);
      },
    });
    server.close();
    expect(noises).toEqual([]);
  },
});

for (const from of ['server', 'file'] as const) {
  test(`elements are stepped by button, key and page: from a ${from}`, async ({ book }) => {
    await book.open('element.html', from);
    const figure = book.page.locator('#missed');
    await expect(figure.locator('svg').first()).toBeVisible();
    await figure.getByRole('button', { name: 'Operation forward' }).click();
    await expect(book.page.locator('#at')).toHaveText('1');
    await book.page.keyboard.press('ArrowRight');
    await expect(book.page.locator('#at')).toHaveText('2');
    await book.page.getByRole('button', { name: 'goes wrong' }).click();
    await expect(book.page.locator('#at')).toHaveText('8');
    await expect(book.page.locator('#owner')).toHaveText('contested');

    const own = book.page.locator('#own');
    await own.scrollIntoViewIfNeeded();
    await own.getByRole('button', { name: 'Operation forward' }).click();
    const state = await own.evaluate(
      (element) => 'state' in element && typeof element.state === 'function' && element.state(),
    );
    expect(state).toMatchObject({ scenario: null, at: '1', length: 8, violations: [] });
  });

  test(`a frame is driven by messages alone: from a ${from}`, async ({ book }) => {
    await book.open('messages.html', from);
    const shown = book.page.locator('#shown');
    await expect(shown).toHaveText(/^Step 4 of \d+$/);
    await book.page.getByRole('button', { name: 'On' }).click();
    await expect(shown).toHaveText(/^Step 5 of/);
    await book.page.getByRole('button', { name: 'Back' }).click();
    await expect(shown).toHaveText(/^Step 4 of/);
    await book.page.getByRole('button', { name: 'To the end' }).click();
    await expect(shown).toHaveText(/^Step (\d+) of \1$/);
  });
}

test('a frame is driven by the client, and gets the height of its picture', async ({ book }) => {
  await book.open('frame.html', 'server');
  const verdict = book.page.locator('#verdict');
  await expect(verdict).toHaveText('arm64, up to this step: broken rules: harm, harm');
  await book.page.getByRole('button', { name: 'x86' }).click();
  await expect(verdict).toHaveText('x86, up to this step: broken rules: luck');
  const frame = book.page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Operation forward' }).click();
  const isFitted = () =>
    frame.locator(':root').evaluate((html) => html.scrollHeight <= html.clientHeight);
  await expect.poll(isFitted).toBe(true);
  expect(await book.page.locator('iframe').evaluate((iframe) => iframe.style.height)).not.toBe('');
});
