import { expect, test } from '@playwright/test';
import type { Automation } from '../src/session/automation.ts';

// Apart from the other tests of editing: a chunk that cannot be fetched makes the browser complain.
test('where the full editor cannot be loaded, the plain one edits and applies', async ({
  page,
}) => {
  await page.route(/assets\/createEditor-/, (route) => route.abort());
  await page.goto('./');
  await page.evaluate('window.bufscope.ready');
  await page.getByRole('button', { name: 'edit', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Script text' });
  await expect(page.getByText('The full editor could not be loaded.')).toBeVisible();
  const text = await field.inputValue();
  expect(text).toMatch(/^title/);
  await field.fill(`${text}gpu: unmpa frame`);
  await expect(page.getByText('‘unmpa’ is no operation of a device')).toBeVisible();
  await field.fill(`${text}gpu: unmap frame`);
  await expect(page.getByText('No mistakes. Not applied yet.')).toBeVisible();
  await field.press('Control+Enter');
  const length = (): Promise<number> =>
    page.evaluate(() => {
      const { bufscope }: { bufscope: Automation } = window;
      return bufscope.state().length;
    });
  await expect.poll(length).toBe(11);
});
