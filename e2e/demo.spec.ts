/** Scripted demos: a link that plays by itself, pauses where it says, and goes on when somebody says so. */
import { expect, test, type Driver } from './driver.ts';

/** Waits until a playing demo stands still, however it was told to. */
async function still(app: Driver): Promise<string> {
  await app.idle();
  return (await app.state()).at;
}

/** Every step that is shown from now on, until `seen` is read. */
async function watchSteps(app: Driver): Promise<() => Promise<readonly string[]>> {
  await app.page.getByTestId('position').waitFor();
  await app.page.evaluate(() => {
    const position = document.querySelector('[data-testid="position"]');
    if (!position) throw new Error('no position is shown');
    const seen: string[] = [];
    new MutationObserver(() => {
      const at = window.bufscope.state().at;
      if (seen.at(-1) !== at) seen.push(at);
      document.body.dataset['seen'] = seen.join(' ');
    }).observe(position, { subtree: true, characterData: true, childList: true });
  });
  return async () =>
    (await app.page.evaluate(() => document.body.dataset['seen'] ?? '')).split(' ');
}

const goOn = (app: Driver) => app.page.getByRole('button', { name: 'Go on' });

test('a demo for a talk plays from pause to pause by a presenter remote', async ({ app }) => {
  await app.open('scenario=missed-clean&pause=3,7,8.2&play=1&speed=100');
  expect(await still(app)).toBe('3');
  await expect(goOn(app)).toBeVisible();
  await app.page.keyboard.press('PageDown');
  await expect(goOn(app)).toBeHidden();
  expect(await still(app)).toBe('7');
  // The question of the seventh step is what is talked about now.
  await expect(app.page.getByRole('region', { name: 'Caption' })).toContainText(
    'What will the device read next: A or B?',
  );
  await app.page.keyboard.press('Space');
  await app.page.waitForFunction(() => window.bufscope.state().at !== '7');
  expect(await still(app)).toBe('8.2');
  await app.press('PageUp');
  expect((await app.state()).at).toBe('7');
  await app.press('PageUp');
  await app.press('PageUp');
  expect((await app.state()).at).toBe('0');
  await goOn(app).waitFor({ state: 'hidden' });
  await app.page.keyboard.press('PageDown');
  await expect(goOn(app)).toBeVisible();
  await goOn(app).click();
  await app.page.waitForFunction(() => window.bufscope.state().at !== '3');
  expect(await still(app)).toBe('7');
  await app.page.keyboard.press('PageDown');
  await app.page.waitForFunction(() => window.bufscope.state().at === '8.2');
  await app.page.keyboard.press('PageDown');
  await app.page.waitForFunction(() => window.bufscope.state().at === '10');
  await app.idle();
  await expect(goOn(app)).toBeHidden();
});

test('Page Down does not wait for what is still playing', async ({ app }) => {
  await app.open('scenario=missed-clean&pause=7&speed=0.01');
  await app.page.keyboard.press('PageDown');
  await app.page.waitForFunction(() => window.bufscope.state().playing);
  await app.press('PageDown');
  expect(await app.state()).toMatchObject({ at: '7', playing: false });
});

test('arrows step by hand at a pause, and without pauses a remote steps as ever', async ({
  app,
}) => {
  await app.open('scenario=missed-clean&at=3&pause=3,7');
  await app.press('ArrowRight');
  expect((await app.state()).at).toBe('4');
  await app.open('scenario=missed-clean&at=3&pause=5:1');
  await app.press('PageDown');
  expect(await app.state()).toMatchObject({ at: '4', playing: false });
});

test('a demo plays a part of the run again and again, and begins where that begins', async ({
  app,
}) => {
  await app.page.goto('./#scenario=missed-clean&from=3&to=5&loop=1&play=1&speed=20');
  await app.page.waitForFunction(() => window.bufscope?.state().playing);
  const seen = await watchSteps(app);
  await app.page.waitForFunction(
    () => (document.body.dataset['seen'] ?? '').split(' ').filter((at) => at === '5').length >= 2,
  );
  await app.press('Space');
  const steps = await seen();
  const turn = steps.indexOf('5');
  expect(steps[turn + 1]).toBe('3');
  expect(steps.filter((at) => !/^(?:3|[45](?:\.\d+)?)$/.test(at))).toEqual([]);
  expect(await app.state()).toMatchObject({ playing: false });
});

test('a pause of some seconds lasts as long as it says, whatever the speed', async ({ app }) => {
  await app.open('scenario=missed-clean&at=2&to=3&pause=2:1.2&speed=100');
  const lasted = await app.page.evaluate(async () => {
    const begin = performance.now();
    await window.bufscope.run('play.toggle');
    while (window.bufscope.state().at === '2')
      await new Promise((resolve) => setTimeout(resolve, 5));
    return performance.now() - begin;
  });
  expect(lasted).toBeGreaterThanOrEqual(1200);
  expect(lasted).toBeLessThan(2500);
});

test('a step that waits is not played over when the link is opened', async ({ app }) => {
  await app.open('scenario=missed-clean&at=0&pause=0,7&play=1&speed=100');
  expect(await app.state()).toMatchObject({ at: '0', playing: false });
  await expect(goOn(app)).toBeVisible();
  await app.page.keyboard.press('Space');
  await app.page.waitForFunction(() => window.bufscope.state().at === '7');
});

test('says its pauses to screen readers, and keeps them in the link', async ({ app }) => {
  await app.open('scenario=missed-clean&at=7&pause=7,9:2.5');
  await expect(app.page.getByText('The demo pauses here: Space or Page Down goes on.')).toHaveCount(
    1,
  );
  await app.press('ArrowRight');
  await app.press('P');
  expect((await app.state()).link).toContain('&pause=7,8,9:2.5&');
  await app.press('P');
  await app.press('ArrowLeft');
  await app.press('P');
  expect((await app.state()).link).toContain('&pause=9:2.5&');
  await expect(goOn(app)).toBeHidden();
});

test('names pauses that the run does not have, and a part that ends before it begins', async ({
  app,
}) => {
  await app.open('scenario=missed-clean&pause=4,77&from=6&to=2&lang=de');
  const alert = app.page.getByRole('alert');
  await expect(alert).toContainText('pause “77” is beyond the end of this run');
  await expect(alert).toContainText('from “6” is not before 2');
  await expect(alert).toContainText('lang “de” is not here yet: there is en');
  expect((await app.state()).link).toContain('&pause=4&');
});

test.describe('the picture alone', () => {
  const link = 'scenario=missed-clean&at=7&pause=7&controls=none';

  test('has the picture and its caption, steps by keys, and is left with Esc', async ({ app }) => {
    await app.open(link);
    const { page } = app;
    await expect(page.getByRole('region', { name: 'Room' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Caption' })).toContainText('tells nobody');
    await expect(page.locator('main button').filter({ visible: true })).toHaveText([
      'Go onSpace',
      '',
    ]);
    await expect(page.getByRole('slider')).toHaveCount(0);
    await app.press('ArrowRight');
    expect((await app.state()).at).toBe('8');
    await app.press('Escape');
    await expect(page.getByRole('region', { name: 'Time' })).toBeVisible();
    expect((await app.state()).link).not.toContain('controls');
    expect((await app.state()).at).toBe('8');
  });

  test('is left by its button, and comes back as a command', async ({ app }) => {
    await app.open(link);
    await app.page.getByRole('button', { name: 'Show all panels' }).click();
    await expect(app.page.getByRole('region', { name: 'Time' })).toBeVisible();
    await app.run('controls.toggle');
    await expect(app.page.getByRole('region', { name: 'Time' })).toBeHidden();
    expect((await app.state()).link).toContain('controls=none');
  });

  test('has the lanes where the link says so, and fits a phone', async ({ app }) => {
    await app.open('scenario=shootdown&at=6.4&view=room,lanes&controls=none');
    await expect(app.page.getByRole('region', { name: 'Lanes' })).toBeVisible();
    await app.page.setViewportSize({ width: 360, height: 740 });
    await app.open(link);
    await expect(goOn(app)).toBeInViewport({ ratio: 1 });
    expect((await goOn(app).boundingBox())?.height).toBeGreaterThanOrEqual(40);
    const width = await app.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });
});
