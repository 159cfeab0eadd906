import { expect, test } from './driver.ts';
import { someFixtures } from './linkFixtures.ts';

test('the shared link brings a colleague to the same picture', async ({
  app,
  colleague,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open('scenario=shootdown&platform=bounce&at=6.4');
  await app.run('select', { what: 'b0l1@cache1' });
  await app.run('theme.set', { theme: 'dark' });
  await app.page.getByRole('button', { name: 'Share link' }).click();
  await expect(app.page.getByText('Link copied')).toBeVisible();
  const link = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(app.page.url());
  await colleague.open(new URL(link).hash.slice(1));
  expect(await colleague.state()).toEqual(await app.state());
  await expect(colleague.page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('an own script travels in the link', async ({ app, colleague }) => {
  const script = [
    'title Mine',
    'platform x86 page=256',
    'buffer b pages=1 exporter=gem mmap=none',
    'app@cpu0: fd = export b',
    'app@cpu0: p = mmap fd',
    'app@cpu0: write p+0 64 Q',
    'app@cpu0: read p+0 64',
  ].join('\n');
  await app.open(`script=${encodeURIComponent(script)}&at=4`);
  const state = await app.state();
  expect(state).toMatchObject({ scenario: null, title: 'Mine', at: '4', problems: [] });
  expect(state.result?.words).toBe('reads Q×64');
  await colleague.open(state.link);
  expect(await colleague.state()).toEqual(state);
});

test('the address follows the step, and the browser goes back through scenarios', async ({
  app,
}) => {
  await app.open();
  await app.press('ArrowRight');
  await expect(app.page).toHaveURL(/#scenario=missed-clean&platform=arm64&at=1&v=1$/);
  await app.run('scenario.open', { scenario: 'prefetch' });
  await expect(app.page).toHaveURL(/scenario=prefetch/);
  await app.page.goBack();
  await app.idle();
  expect(await app.state()).toMatchObject({ scenario: 'missed-clean', at: '1' });
});

test('a link says which panels, and whether to play', async ({ app }) => {
  await app.open('scenario=prefetch&view=room,why&play=1&speed=100&theme=light');
  const { at, length } = await app.state();
  expect(at).toBe(String(length));
  await expect(app.page.getByRole('region', { name: 'Room' })).toBeVisible();
  await expect(app.page.getByRole('region', { name: 'Lanes' })).toBeHidden();
  await expect(app.page.getByRole('region', { name: 'Script' })).toBeHidden();
});

const badLinks: readonly {
  readonly link: string;
  readonly says: readonly string[];
  readonly shows: Readonly<Record<string, unknown>>;
}[] = [
  {
    link: 'scenario=shotdown&platform=arm65&at=6.4',
    says: ['shotdown', 'shootdown', 'arm65'],
    shows: { scenario: 'shootdown', platform: 'arm64', at: '6.4' },
  },
  {
    link: 'scenario=missed-clean&at=99&color=red',
    says: ['99', '10 is the nearest', 'color'],
    shows: { scenario: 'missed-clean', at: '10' },
  },
  { link: 'z=AAAA&v=1', says: ['z'], shows: { scenario: 'missed-clean', at: '0' } },
  { link: 'scenario=prefetch&v=9', says: ['newer'], shows: { scenario: 'prefetch' } },
  {
    link: 'scenario=missed-clean&at=5&fork=@5%20x%0Agpu:%20dance',
    says: ['fork', 'dance'],
    shows: { scenario: 'missed-clean', branch: 'script', at: '5' },
  },
  {
    link: `script=${encodeURIComponent('title <b>x</b>\nbuffer b pages=1\napp@cpu0: fd = exprt b')}`,
    says: ['script', 'mistake'],
    shows: {},
  },
];

for (const { link, says, shows } of badLinks) {
  test(`a bad link explains itself: ${link.slice(0, 50)}`, async ({ app }) => {
    await app.open(link);
    const alert = app.page.getByRole('alert');
    for (const words of says) await expect(alert).toContainText(words);
    expect(await app.state()).toMatchObject(shows);
    await app.press('ArrowRight');
    await app.page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert).toBeHidden();
  });
}

test('links of every form that was given out open the picture of that time', async ({ app }) => {
  const fixtures = someFixtures();
  expect(fixtures.length).toBeGreaterThan(10);
  for (const { link, shows } of fixtures) {
    await app.open(link.replace(/^#/, ''));
    const { result, violations, ...state } = await app.state();
    const seen = {
      ...state,
      result: result?.words ?? null,
      violations: violations.map(({ rule }) => rule),
    };
    expect(seen, link).toMatchObject({ ...shows, problems: [] });
  }
});
