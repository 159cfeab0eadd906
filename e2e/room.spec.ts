/** The room: caches by set and way, columns that fold, fences over a buffer. */
import { expect, test } from './driver.ts';

/** Two sets of two ways in each cache: lines 0, 2, 4 … compete for set 0. */
const smallCache = `title     Small cache
platform  arm64 cpus=2 page=512 sets=2 ways=2
buffer    frame pages=1 exporter=gem mmap=none
device    gpu   importer=cached

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: write p+0 64 A
app@cpu1: write p+64 64 B
app@cpu0: write p+128 64 C
app@cpu0: write p+256 64 D
`;
const small = (more = ''): string =>
  `script=${encodeURIComponent(smallCache)}&platform=arm64${more}`;

const setZero = { name: 'set 0', exact: true } as const;

test('the caches are shown by set with a key, a button and a link', async ({ app }) => {
  const { page } = app;
  await app.open(small('&at=5'));
  const button = page.getByRole('button', { name: 'Caches by set and way' });
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByRole('row', setZero)).toHaveCount(0);
  await app.press('w');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('row', setZero)).toHaveCount(1);
  expect(page.url()).toContain('caches=sets');
  await page.reload();
  await app.idle();
  await expect(page.getByRole('row', setZero)).toHaveCount(1);
  await button.click();
  await expect(page.getByRole('row', setZero)).toHaveCount(0);
});

test('a line makes room for another of its set: the one used longest ago', async ({ app }) => {
  const { page } = app;
  await app.open(small('&at=5&caches=sets'));
  const ways = page.getByRole('row', setZero).getByRole('gridcell');
  // Two ways in each of the two caches. C was used last; A is next.
  await expect(ways.nth(0)).toHaveAccessibleName(/line 2 .*C/);
  await expect(ways.nth(1)).toHaveAccessibleName(/line 0 .*A.*next to be evicted/);
  await app.press('ArrowRight');
  await expect(ways.nth(0)).toHaveAccessibleName(/line 4 .*D/);
  await expect(ways.nth(1)).toHaveAccessibleName(/line 2 .*C.*next to be evicted/);
  await expect(page.getByRole('row', { name: 'line 0, set 0' })).toHaveCount(1);
});

test('a way is the same thing as the cell of its line', async ({ app }) => {
  const { page } = app;
  await app.open(small('&at=5&caches=sets'));
  const way = page.getByRole('gridcell', { name: /^set 0: line 0 in CPU 0's cache/ });
  await way.click();
  expect((await app.state()).selection).toBe('b0l0@cache0');
  await app.press('w');
  const cell = page.getByRole('gridcell', { name: /^line 0 in CPU 0's cache/ });
  await expect(cell).toHaveAttribute('aria-selected', 'true');
  await app.press('w');
  await way.click({ button: 'right' });
  await expect(page.getByRole('dialog')).toContainText(/evict/i);
});

test('what competes for a set lights up under the pointer and the focus', async ({ app }) => {
  const { page } = app;
  await app.open(small('&at=5&caches=sets'));
  const lit = page.locator('.room-rail .is-partner');
  await page.getByRole('gridcell', { name: /^set 0: line 0 in CPU 0's cache/ }).hover();
  await expect(lit).toHaveCount(4);
  await page.mouse.move(2, 2);
  await expect(lit).toHaveCount(0);
});

test('a column folds by its head, with pointer and keyboard', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=shootdown&at=5');
  const head = page.getByRole('button', { name: /^CPU 0/ });
  const before = await page.locator('.room-body').boundingBox();
  await expect(head).toHaveAttribute('aria-expanded', 'true');
  await head.click();
  await expect(head).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('gridcell', { name: /in CPU 0's cache/ })).toHaveCount(0);
  await expect(page.locator('.fold-strip')).toContainText('CPU 0');
  await page.getByRole('button', { name: /^app, / }).focus();
  await app.press('ArrowRight');
  await expect(head).toBeFocused();
  await app.press('Enter');
  await expect(head).toHaveAttribute('aria-expanded', 'true');
  expect(await page.locator('.room-body').boundingBox()).toEqual(before);
  expect((await app.state()).at).toBe('5');
});

test('fences that are pending stand over their buffer, and are selected there', async ({ app }) => {
  const { page } = app;
  await app.open('scenario=implicit-fence&at=5');
  const chip = page.getByRole('gridcell', { name: /^fence j1 as WRITE/ });
  await expect(chip).toHaveAccessibleName(/gpu writes; readers and writers wait/);
  await chip.click();
  expect((await app.state()).selection).toMatch(/^fence:fence\//);
  await app.run('seek', { at: '0' });
  await expect(chip).toHaveCount(0);
});

test('on a phone the sets keep clear of the words of the pages', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open(small('&at=5&caches=sets'));
  const heading = await page.locator('.room-rail .heading').first().boundingBox();
  const panel = await page.locator('.set-panel').first().boundingBox();
  expect(heading && panel && heading.y + heading.height <= panel.y + 1).toBe(true);
  const button = page.getByRole('button', { name: 'Caches by set and way' });
  await button.click();
  await expect(page.locator('.set-panel')).toHaveCount(0);
});
