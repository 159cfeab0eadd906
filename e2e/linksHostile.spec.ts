/**
 * Hostile fragments in a real page: hundreds of them, one after the other in its address. The driver sees to it that
 * the page says nothing in the console and asks nobody for anything; `hostileLinks.test.ts` has ten thousand.
 */
import { packText } from '../src/history/pack.ts';
import { goodFragments } from '../test/links/goodFragments.ts';
import { hostileFragments } from '../test/links/hostileFragments.ts';
import { expect, test } from './driver.ts';

const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);
const count = 300;

test('whatever is in the address, the page shows a picture and nothing that came from there', async ({
  app,
}) => {
  test.setTimeout(240_000);
  await app.open('scenario=prefetch');
  const fragments = hostileFragments(seed, count, goodFragments());
  const { shown, wrong } = await app.page.evaluate(async (all) => {
    const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
    const changed = () =>
      new Promise((resolve) => {
        addEventListener('hashchange', resolve, { once: true });
        setTimeout(resolve, 100);
      });
    /** What the page shows that it should not. */
    const look = (): string => {
      if (!document.querySelector('.app main')) return 'shows no picture';
      if (document.querySelector('#injected, main b[id], img, iframe, [onerror], [onload], base'))
        return 'has an element from the fragment';
      const { problems, length } = window.bufscope.state();
      if (length < 0 || problems.some((problem) => problem.length > 500)) return 'says too much';
      return '';
    };
    const found: string[] = [];
    let different = 0;
    for (const fragment of all) {
      const before = location.hash;
      location.hash = fragment;
      if (location.hash !== before) {
        different++;
        await changed();
      }
      if (window.bufscope.state().playing) await window.bufscope.run('play.pause');
      for (let i = 0; i < 2000 && !window.bufscope.isIdle(); i++) await tick();
      const said = window.bufscope.isIdle() ? look() : 'does not come to rest';
      if (said !== '' && found.length < 10) found.push(`${said}: ${fragment.slice(0, 200)}`);
    }
    return { shown: different, wrong: found };
  }, fragments);
  expect(wrong).toEqual([]);
  expect(shown).toBeGreaterThan(count * 0.8);
  // The page is as good as new.
  await app.open('scenario=missed-clean&at=7');
  await app.press('ArrowRight');
  expect(await app.state()).toMatchObject({ scenario: 'missed-clean', at: '8', problems: [] });
});

test('what unpacks to as much as a link may hold does not hang the page', async ({ app }) => {
  test.setTimeout(120_000);
  const declared = 'buffer b pages=1\napp@cpu0: fd = export b\napp@cpu0: p = mmap fd\n';
  const packed = packText(declared + 'app@cpu0: read p+0 1\n'.repeat(12_000));
  expect(packed.length).toBeLessThan(2000);
  await app.open(`z=${packed}&at=12000`);
  expect(await app.state()).toMatchObject({ scenario: null, at: '12000', length: 12_002 });
  await app.press('ArrowRight');
  expect((await app.state()).at).toBe('12001');
});

test('words from a link are shown as they are written', async ({ app }) => {
  const title = '<img src=x onerror=alert(1)><b id=injected>x</b>';
  const script = `title ${title}\nnote ${title}\nbuffer b pages=1\napp@cpu0: fd = export b`;
  await app.open(`script=${encodeURIComponent(script)}&scenario=%3Cb%3E&at=1`);
  await expect(app.page.locator('.app')).toContainText(title);
  await expect(app.page).toHaveTitle(`${title} · bufscope`);
  await expect(app.page.locator('#injected, img')).toHaveCount(0);
});
