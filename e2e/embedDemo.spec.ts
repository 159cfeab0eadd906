/** Demos in figures: a link's pauses in embed.html and in the element, as the workbench has them. */
import type { Page } from '@playwright/test';
import { expect, test } from './playerPage.ts';

const goOn = (page: Page) => page.getByRole('button', { name: 'Go on' });

const stateOf = (page: Page) => page.evaluate(() => window.bufscopePlayer?.state());

/** Waits until the demo stands still at a step. */
async function standsAt(page: Page, at: string): Promise<void> {
  await expect
    .poll(async () => {
      const state = await stateOf(page);
      return state && { at: state.at, playing: state.playing };
    })
    .toEqual({ at, playing: false });
}

test('a frame leads a talk from pause to pause by a presenter remote', async ({ host }) => {
  await host.embed('scenario=missed-clean&pause=3,7,8.2&play=1&speed=100');
  const { page } = host;
  await standsAt(page, '3');
  await expect(goOn(page)).toBeVisible();
  // Nobody has clicked anywhere: the page is the figure.
  await page.keyboard.press('PageDown');
  await standsAt(page, '7');
  await page.keyboard.press('Space');
  await standsAt(page, '8.2');
  await page.keyboard.press('PageUp');
  await standsAt(page, '7');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await standsAt(page, '0');
  await expect(goOn(page)).toBeHidden();
  await page.keyboard.press('PageDown');
  await standsAt(page, '3');
  await goOn(page).click();
  await standsAt(page, '7');
  // The sign that was pressed came back, and the focus had not gone astray meanwhile.
  await page.keyboard.press('PageDown');
  await standsAt(page, '8.2');
  await page.keyboard.press('PageDown');
  await standsAt(page, '10');
  await expect(goOn(page)).toBeHidden();
  // No part of it takes the simulator.
  expect(host.fetched.filter((address) => /engine|readingTools/i.test(address))).toEqual([]);
});

test('Page Down does not wait for what is still playing', async ({ host }) => {
  await host.embed('scenario=missed-clean&pause=7&speed=0.01&play=1');
  const { page } = host;
  expect(await stateOf(page)).toMatchObject({ playing: true });
  await page.keyboard.press('PageDown');
  await standsAt(page, '7');
});

test('a figure without controls has the sign, and goes on by it', async ({ host }) => {
  await host.page.setViewportSize({ width: 360, height: 640 });
  await host.embed('scenario=missed-clean&at=7&pause=7,9&controls=none&speed=100');
  const { page } = host;
  await expect(goOn(page)).toBeInViewport({ ratio: 1 });
  expect((await goOn(page).boundingBox())?.height).toBeGreaterThanOrEqual(40);
  await expect(page.getByRole('group', { name: 'Time' })).toBeHidden();
  await expect(page.locator('[aria-live="polite"]')).toContainText('The demo pauses here');
  await goOn(page).focus();
  await page.keyboard.press('Enter');
  await standsAt(page, '9');
  const focused = () =>
    page.evaluate(() => {
      const inside = document.querySelector('#player')?.shadowRoot?.activeElement;
      return inside?.className ?? '';
    });
  await expect.poll(focused).toBe('player');
});

test('a pause of some seconds goes on by itself, and shows no sign', async ({ host }) => {
  await host.embed('scenario=missed-clean&at=2&to=3&pause=2:1.2&speed=100');
  const { page } = host;
  await expect(goOn(page)).toBeHidden();
  const lasted = await page.evaluate(async () => {
    const begin = performance.now();
    await window.bufscopePlayer?.run('play.start');
    while (window.bufscopePlayer?.state().at === '2')
      await new Promise((resolve) => setTimeout(resolve, 5));
    return performance.now() - begin;
  });
  expect(lasted).toBeGreaterThanOrEqual(1200);
  expect(lasted).toBeLessThan(2500);
  await standsAt(page, '3');
});

test('the element has pauses, whose keys work inside of it and step where there are none', async ({
  host,
}) => {
  await host.open(
    `<bufscope-player id="demo" scenario="missed-clean" at="0" pause="3,7" speed="100"></bufscope-player>
     <bufscope-player id="plain" scenario="missed-clean" at="3"></bufscope-player>`,
  );
  const { page } = host;
  const at = (id: string) =>
    page.evaluate((of) => {
      const { at: step, playing } =
        document
          .querySelector<HTMLElement & { state(): { at: string; playing: boolean } }>(`#${of}`)
          ?.state() ?? {};
      return playing === true ? 'playing' : step;
    }, id);
  await page.keyboard.press('PageDown');
  expect(await at('demo')).toBe('0');
  const demo = page.locator('#demo');
  await demo.getByRole('group', { name: 'Caption' }).click();
  await page.keyboard.press('PageDown');
  await expect.poll(() => at('demo')).toBe('3');
  await expect(demo.getByRole('button', { name: 'Go on' })).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect.poll(() => at('demo')).toBe('7');
  await page.keyboard.press('PageUp');
  await expect.poll(() => at('demo')).toBe('3');
  await page.locator('#plain').getByRole('group', { name: 'Caption' }).click();
  await page.keyboard.press('PageDown');
  await expect.poll(() => at('plain')).toBe('4');
  expect(await at('demo')).toBe('3');
});
