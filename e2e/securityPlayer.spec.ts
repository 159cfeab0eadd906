/** What docs/security.md promises of a player: in a frame, and as an element of another page. */
import { bombs } from './bombs.ts';
import { expect, test } from './playerPage.ts';

for (const { name, link, says } of bombs) {
  test(`a frame with ${name} says so, and goes on`, async ({ host }) => {
    await host.embed(link);
    const { page } = host;
    const said = page.getByRole('status').or(page.getByRole('alert'));
    await expect(said.filter({ hasText: says })).toBeVisible();
    const state = await page.evaluate(async () => {
      await window.bufscopePlayer?.load('scenario=prefetch&at=1');
      return window.bufscopePlayer?.state();
    });
    expect(state).toMatchObject({ scenario: 'prefetch', at: '1' });
  });
}

const markup = '<img src=x onerror=pwned=true><script>pwned=true</script>';

test('markup in the script of an element is text', async ({ host }) => {
  const { page } = host;
  const script = [
    `title ${markup}`,
    `source javascript:pwned=true ${markup}`,
    'platform x86 page=256',
    'buffer __proto__ pages=1',
    'device toString',
    `note ${markup}`,
    'app@cpu0: constructor = export __proto__',
    'toString: import constructor',
    'toString: map __proto__ FROM_DEVICE',
  ].join('\n');
  const escaped = script.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  await host.open(`<bufscope-player at="3">${escaped}</bufscope-player>`);
  const found = await page.locator('bufscope-player').evaluate((player) => {
    const root = player.shadowRoot;
    return {
      pwned: 'pwned' in window,
      elements: root?.querySelectorAll('script, img, [onerror], [href^="javascript:"]').length,
    };
  });
  expect(found).toEqual({ pwned: false, elements: 0 });
  await expect(page.getByRole('region', { name: `bufscope: ${markup}` })).toBeVisible();
});

test('a script that an element fetches may be of any length: too long a one is said', async ({
  host,
}) => {
  const { page } = host;
  const body = `title x\n${'#'.repeat(3_000_000)}`;
  await page.route('**/long.bufscope', (route) =>
    route.fulfill({ body, contentType: 'text/plain' }),
  );
  await host.open('<bufscope-player src="long.bufscope"></bufscope-player>');
  await expect(page.locator('bufscope-player')).toContainText('It is too long');
});
