/** For everyone: each view and sheet in each theme has no serious axe finding; zoom, few pixels, no colours. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Driver } from './driver.ts';

async function seriousFindings(app: Driver): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: app.page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** What is opened, by a fragment and commands, each on a page of its own. */
const views: readonly (readonly [string, string, readonly (readonly [string, object?])[]])[] = [
  ['matrix', 'scenario=missed-clean&at=8', [['matrix.open']]],
  ['compare sheet', 'scenario=missed-clean&at=8', [['compare.menu']]],
  ['compared', 'scenario=missed-clean&at=8&compare=x86', []],
  ['export sheet', 'scenario=missed-clean&at=8', [['export.menu']]],
  [
    'breakpoints',
    'scenario=missed-clean&at=8',
    [['breakpoint.toggle', { at: 'owner' }], ['breakpoint.menu']],
  ],
  ['keys', 'scenario=missed-clean&at=8', [['help']]],
  ['panels', 'scenario=missed-clean&at=8', [['panel.menu']]],
  ['sets', 'scenario=shootdown&at=6&caches=sets', []],
  ['lecture', 'scenario=missed-clean&at=8&lecture=1', []],
  ['tour', '', [['tour.start']]],
  ['range', 'scenario=shootdown&at=6&from=2&to=8&loop=1', [['panel.front', { panel: 'lanes' }]]],
  ['a fork', 'scenario=missed-clean&at=7', [['fix.apply'], ['panel.front', { panel: 'machine' }]]],
  ['fences', 'scenario=implicit-fence&at=9', [['panel.front', { panel: 'machine' }]]],
];

const sizes = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
};
/** The two sizes share their sheets: each theme is looked at in one of them at least, light in both. */
const looks = [
  ['desktop', 'light'],
  ['desktop', 'dark'],
  ['desktop', 'contrast'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const;

for (const [name, theme] of looks) {
  const viewport = sizes[name];
  test.describe(`${name}, ${theme}`, () => {
    test.use({ viewport });

    test('no serious axe finding in any view', async ({ app }) => {
      test.setTimeout(240_000);
      for (const [view, fragment, commands] of views) {
        await app.open(fragment);
        await app.run('theme.set', { theme });
        for (const [command, args] of commands) {
          const given = Object.fromEntries(Object.entries(args ?? {}));
          expect(await app.run(command, given), `${view}: ${command}`).toEqual({ ok: true });
        }
        expect(await seriousFindings(app), view).toEqual([]);
      }
    });
  });
}

test('at 200 per cent zoom everything is still in reach', async ({ browser, baseURL }) => {
  // A window of 1440 by 900 at 200 per cent has 720 by 450 CSS pixels.
  const context = await browser.newContext({
    viewport: { width: 720, height: 450 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const page = await context.newPage();
  await page.goto('./#scenario=shootdown&platform=arm64&at=6.6');
  await page.evaluate(() => window.bufscope.ready);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  for (const name of ['Play', 'Micro-event forward', 'Share link']) {
    const button = page.getByRole('button', { name, exact: true });
    await button.scrollIntoViewIfNeeded();
    await expect(button).toBeInViewport({ ratio: 1 });
  }
  await context.close();
});

test('the contrast that the system asks for is given', async ({ app }) => {
  await app.page.emulateMedia({ contrast: 'more' });
  await app.open('scenario=missed-clean&at=3');
  const theme = () => app.page.evaluate(() => document.documentElement.dataset['theme']);
  expect(await theme()).toBe('contrast');
  await app.run('theme.set', { theme: 'dark' });
  expect(await theme()).toBe('dark');
});
