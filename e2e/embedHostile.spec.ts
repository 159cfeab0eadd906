/**
 * Hostile fragments and links of every form in embed.html. The host page sees to it that nothing is said in the
 * console; `hostileFragments.test.ts` has thousands without a page.
 */
import { packText } from '../src/history/pack.ts';
import { goodFragments } from '../test/links/goodFragments.ts';
import { hostileFragments } from '../test/links/hostileFragments.ts';
import { expect, test } from './playerPage.ts';
import { someFixtures } from './linkFixtures.ts';

const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);
const count = 300;

test('whatever is in its address, a figure shows a picture, or what is wrong in its place', async ({
  host,
}) => {
  test.setTimeout(240_000);
  await host.embed('scenario=prefetch');
  const fragments = hostileFragments(seed, count, goodFragments());
  const { shown, wrong } = await host.page.evaluate(async (all) => {
    const player = window.bufscopePlayer;
    const root = document.querySelector('#player')?.shadowRoot;
    if (!player || !root) throw new Error('there is no player');
    const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
    const isSeen = (what: string): boolean =>
      [...root.querySelectorAll(what)].some((part) => part.checkVisibility());
    const strange = '#injected, img, iframe, script, object, base, [onerror], [onload]';
    /** What the figure shows that it should not. */
    const look = (): string => {
      const isPicture = isSeen('[role="grid"], .lanes-place');
      if (isPicture === isSeen('.wrong')) return 'shows neither, or both';
      if (isSeen('.wrong') && root.querySelector('.wrong')?.textContent === '')
        return 'says nothing';
      if (root.querySelector(`${strange}, b[id]`)) return 'has an element from the fragment';
      if (document.body.querySelector(strange)) return 'has one outside of the figure';
      const { problems } = player.state();
      return problems.some((problem) => problem.length > 5000) ? 'says too much' : '';
    };
    let ready = 0;
    player.listen(({ type }) => {
      if (type === 'ready') ready++;
    });
    const opened = async (fragment: string): Promise<boolean> => {
      const before = location.hash;
      const known = ready;
      location.hash = fragment;
      if (location.hash === before) return false;
      for (let i = 0; i < 5000 && ready === known; i++) await tick();
      return true;
    };
    const found: string[] = [];
    let different = 0;
    for (const fragment of all) {
      if (await opened(fragment)) different++;
      if (player.state().playing) await player.run('play.pause');
      for (let i = 0; i < 2000 && !player.isIdle(); i++) await tick();
      const said = player.isIdle() ? look() : 'does not come to rest';
      if (said !== '' && found.length < 10) found.push(`${said}: ${fragment.slice(0, 200)}`);
    }
    return { shown: different, wrong: found };
  }, fragments);
  expect(wrong).toEqual([]);
  expect(shown).toBeGreaterThan(count * 0.8);
  // The figure is as good as new.
  const state = await host.page.evaluate(async () => {
    await window.bufscopePlayer?.load('scenario=missed-clean&at=7');
    await window.bufscopePlayer?.run('step.forward');
    return window.bufscopePlayer?.state();
  });
  expect(state).toMatchObject({ scenario: 'missed-clean', at: '8', problems: [] });
  await expect(host.page.getByRole('grid')).toBeVisible();
});

test('what unpacks to as much as a link may hold does not hang a figure', async ({ host }) => {
  const declared = 'buffer b pages=1\napp@cpu0: fd = export b\napp@cpu0: p = mmap fd\n';
  await host.embed(`z=${packText(declared + 'app@cpu0: read p+0 1\n'.repeat(12_000))}&at=12000`);
  const state = await host.page.evaluate(() => window.bufscopePlayer?.state());
  expect(state).toMatchObject({ scenario: null, at: '12000', length: 12_002 });
});

test('words from a link are shown as they are written, and turn nothing around', async ({
  host,
}) => {
  const title = '<img src=x onerror=alert(1)><b id=injected>x</b>';
  const script = `title ${title}\nnote ${title}\nbuffer b pages=1\napp@cpu0: fd = export b`;
  await host.embed(`script=${encodeURIComponent(script)}&at=1`);
  await expect(host.page.getByRole('group', { name: 'Caption' })).toContainText(title);
  await expect(host.page.locator('#injected, img')).toHaveCount(0);
  await host.embed(`script=${encodeURIComponent('title T\n\u202Etxet <b id=injected>x</b>')}`);
  await expect(host.page.getByRole('alert')).toContainText('\uFFFDtxet <b id=injected>x</b>');
  await expect(host.page.getByRole('alert')).not.toContainText('\u202E');
});

test('links of every form that was given out show the run of that time in a figure', async ({
  host,
}) => {
  const fixtures = someFixtures();
  expect(fixtures.length).toBeGreaterThan(10);
  await host.embed('scenario=prefetch');
  for (const { link, shows } of fixtures) {
    const state = await host.page.evaluate(async (fragment) => {
      await window.bufscopePlayer?.load(fragment);
      return window.bufscopePlayer?.state();
    }, link);
    if (!state) throw new Error(`nothing is shown for ${link}`);
    const { result, violations, ...rest } = state;
    const seen = {
      ...rest,
      result: result?.words ?? null,
      violations: violations.map(({ rule }) => rule),
    };
    // The run beside this one and the panels are the workbench's: they are no part of the link that a figure tells.
    const { link: _link, ...expected } = shows;
    expect(seen, link).toMatchObject({ ...expected, problems: [] });
  }
});
