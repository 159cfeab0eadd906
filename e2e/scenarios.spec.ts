import { countsOf } from './commandLine.ts';
import { expect, test } from './driver.ts';

const scenarios = [
  'missed-clean',
  'missed-invalidate',
  'sync-ioctl',
  'shootdown',
  'map-at-import',
  'coherent-but-bounced',
  'prefetch',
  'shared-line',
];

for (const id of scenarios) {
  test(`${id} is stepped to the end and back with the keyboard`, async ({ app }) => {
    const expected = countsOf(id, 'arm64');
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open(`scenario=${id}&platform=arm64&at=0`);
    const there = [await app.state()];
    for (let i = 0; i < expected.operations; i++) {
      await app.press('ArrowRight');
      there.push(await app.state());
    }
    const end = there.at(-1);
    expect(end?.at).toBe(String(expected.operations));
    expect(end?.violations.filter(({ verdict }) => verdict === 'harm')).toHaveLength(expected.harm);
    expect(end?.violations.filter(({ verdict }) => verdict === 'luck')).toHaveLength(expected.luck);
    await app.press('ArrowRight');
    expect(await app.state()).toEqual(end);
    for (const before of there.toReversed().slice(1)) {
      await app.press('ArrowLeft');
      expect(await app.state()).toEqual(before);
    }
  });
}

test('micro-events lead through an operation and back', async ({ app }) => {
  await app.open('scenario=shootdown&platform=arm64&at=5');
  const start = await app.state();
  const calls = app.page.getByRole('region', { name: 'Calls' });
  await app.press('Shift+ArrowRight');
  expect((await app.state()).at).toBe('6.1');
  await expect(calls.getByRole('button', { name: 'dma_buf_map_attachment' })).toHaveAttribute(
    'aria-current',
    'step',
  );
  await app.press('Shift+ArrowRight');
  await app.press('Shift+ArrowLeft');
  await app.press('Shift+ArrowLeft');
  expect(await app.state()).toEqual(start);
});

test('keys lead to violations, changes of owner, both ends, and repeat', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=arm64&at=0');
  await app.press('n');
  const first = await app.state();
  expect(first.violations).toHaveLength(1);
  await app.press('.');
  expect((await app.state()).violations.length).toBeGreaterThan(1);
  await app.press('p');
  expect(await app.state()).toEqual(first);
  await app.press('Home');
  await app.press('o');
  expect((await app.state()).owners).toEqual({ frame: 'gpu owns' });
  await app.press('End');
  const { at, length } = await app.state();
  expect(at).toBe(String(length));
  await app.press('PageUp');
  expect((await app.state()).at).toBe(String(length - 1));
});

test('plays to the end by itself', async ({ app }) => {
  await app.open('scenario=prefetch&platform=x86&at=0&speed=100');
  await app.page.keyboard.press('Space');
  expect((await app.state()).playing).toBe(true);
  await app.idle();
  const { at, length } = await app.state();
  expect(at).toBe(String(length));
});

test('the same runs on another platform in place', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=arm64&at=8');
  const platforms = app.page.getByRole('group', { name: 'Platform' });
  expect((await app.state()).result?.words).toContain('newest');
  await platforms.getByRole('radio', { name: 'x86' }).check();
  await app.idle();
  const state = await app.state();
  expect(state.platform).toBe('x86');
  expect(state.at).toBe('8');
  expect(state.violations.map(({ verdict }) => verdict)).toEqual(['luck']);
  await expect(app.page.getByRole('region', { name: 'Why' })).not.toContainText('Stale read');
  await app.page.goBack();
  await app.idle();
  expect((await app.state()).platform).toBe('arm64');
});

test('a violation says what broke, where, and where else it does harm', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=x86&at=7');
  const card = app.page.getByRole('region', { name: 'Why' }).getByRole('article');
  await expect(card).toContainText('Luck on x86.');
  await expect(card).toContainText('It goes wrong on arm64, arm64 + IOMMU and bounce.');
  await expect(card).toContainText('frame, bytes 0 to 63');
});
