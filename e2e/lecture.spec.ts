import { expect, test } from './driver.ts';

test.describe('a lecture', () => {
  test('is led by a presenter remote, one idea at a time, and left with Escape', async ({
    app,
  }) => {
    await app.open('scenario=missed-clean&at=7');
    await app.press('f');
    const words = app.page.getByRole('region', { name: 'What to know now' });
    await expect(words).toContainText('tells nobody.');
    await app.press('PageDown');
    await expect(words.getByRole('heading')).toHaveText(/.+/);
    await app.press('PageDown');
    await expect(words.getByRole('heading')).toHaveText('What was missing');
    await app.press('PageDown');
    await expect(words).toContainText('What will the device read next: A or B?');
    expect((await app.state()).at).toBe('7');
    await app.press('PageDown');
    expect((await app.state()).at).toBe('8');
    await app.press('PageUp');
    await expect(words).toContainText('What will the device read next: A or B?');
    await app.press('Escape');
    await expect(app.page.getByRole('region', { name: 'Script' })).toBeVisible();
    expect((await app.state()).at).toBe('7');
  });

  test('is opened by a link, with type that is read from afar', async ({ app }) => {
    await app.page.setViewportSize({ width: 1920, height: 1080 });
    await app.open('scenario=missed-clean&at=8&lecture=1');
    const words = app.page.getByRole('region', { name: 'What to know now' });
    await expect(words).toContainText('only a device that looks there gets it');
    const size = await words
      .locator('.beat')
      .evaluate((beat) => Number.parseFloat(getComputedStyle(beat).fontSize));
    expect(size).toBeGreaterThanOrEqual(36);
    expect((await app.state()).link).toContain('lecture=1');
  });
});

test.describe('the first minute', () => {
  test('offers a tour of five steps once, which can be left', async ({ app }) => {
    await app.open();
    await app.page.getByRole('button', { name: 'Take the tour' }).click();
    const seen: string[] = [];
    for (let i = 1; i <= 5; i++) {
      const card = app.page.getByRole('dialog', { name: `step ${i} of 5` });
      await expect(card).toBeInViewport({ ratio: 1 });
      seen.push((await app.state()).at);
      await app.press('Enter');
    }
    expect(seen).toEqual(['3', '5', '5', '8', '8']);
    await expect(app.page.getByRole('dialog')).toHaveCount(0);
    await app.open();
    await expect(app.page.getByRole('button', { name: 'Take the tour' })).toHaveCount(0);
    await app.run('tour.start');
    await expect(app.page.getByRole('dialog', { name: 'step 1 of 5' })).toBeVisible();
    await app.press('Escape');
    await expect(app.page.getByRole('dialog')).toHaveCount(0);
  });

  test('fits on a phone', async ({ app }) => {
    await app.page.setViewportSize({ width: 360, height: 740 });
    await app.open();
    await app.run('tour.start');
    for (let i = 1; i <= 5; i++) {
      await expect(app.page.getByRole('dialog', { name: `step ${i} of 5` })).toBeInViewport({
        ratio: 1,
      });
      await app.run('tour.next');
    }
  });

  test.describe('with motion', () => {
    test.use({ contextOptions: { reducedMotion: 'no-preference' } });

    test('shows a scenario that moves by itself, until the reader takes over', async ({ app }) => {
      await app.page.goto('./');
      await app.page.waitForFunction(() => window.bufscope?.state().playing === true);
      await app.page.waitForFunction(() => window.bufscope.state().at !== '0');
      await app.page.keyboard.press('Home');
      await app.idle();
      expect(await app.state()).toMatchObject({ at: '0', playing: false });
    });
  });
});

test.describe('breakpoints', () => {
  test('are set in a sheet, run to, kept in the link, and cleared', async ({ app }) => {
    await app.open('scenario=missed-clean');
    await app.press('B');
    const sheet = app.page.getByRole('dialog', { name: 'Breakpoints' });
    await sheet.getByRole('button', { name: '+ violations: effect' }).click();
    await sheet.getByRole('textbox').fill('soon');
    await sheet.getByRole('button', { name: 'Set' }).click();
    await expect(sheet.getByText('An operation’s number')).toBeVisible();
    await sheet.getByRole('textbox').fill('frame+0');
    await sheet.getByRole('button', { name: 'Set' }).click();
    await sheet.getByRole('button', { name: 'Run to the next' }).click();
    await app.idle();
    // The third operation is the first write to the buffer.
    expect((await app.state()).at).toBe('3');
    await app.press('b');
    expect((await app.state()).at).toBe('7');
    await app.press('b');
    const { at, violations, link } = await app.state();
    expect(at.split('.')[0]).toBe('8');
    expect(violations.at(-1)?.class).toBe('effect');
    await app.open(link.replace(/at=[\d.]+/, 'at=0'));
    await app.press('b');
    expect((await app.state()).at).toBe('3');
    await app.run('breakpoint.clear');
    expect(await app.run('breakpoint.next')).toEqual({ error: 'no breakpoint follows' });
  });
});
