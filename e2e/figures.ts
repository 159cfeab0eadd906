/** Figures in the pages of books, as their readers use them. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The point that a figure shows. */
export function pointOf(figure: Locator): Promise<string> {
  return figure.evaluate((element) => ('at' in element ? String(element.at) : 'no player'));
}

/** Steps the first figure of a page, which opens at step 7, and the second, at 5: each goes its own way. */
export async function stepByKeyAndButton(page: Page): Promise<void> {
  const figures = page.locator('bufscope-player');
  const [first, second] = [figures.nth(0), figures.nth(1)];
  const forward = first.getByRole('button', { name: 'Operation forward' });
  await forward.click();
  await expect.poll(() => pointOf(first)).toBe('8');
  await forward.press('ArrowLeft');
  await expect.poll(() => pointOf(first)).toBe('7');
  await second.scrollIntoViewIfNeeded();
  await second.getByRole('button', { name: 'Operation forward' }).click();
  await expect.poll(() => pointOf(second)).toBe('6');
  expect(await pointOf(first)).toBe('7');
}
