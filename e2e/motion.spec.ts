import type { Page } from '@playwright/test';
import { expect, test } from './driver.ts';

// Motion is what is tested here, whatever the machine that runs the tests prefers.
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

/** An animation of the page, as far as it can be seen from outside. */
interface Seen {
  /** First class of what moves. */
  readonly what: string;
  readonly inRoom: boolean;
  readonly text: string;
  readonly durationMs: number;
  readonly properties: readonly string[];
  /** Middle of its box when it begins and when it is over, in pixels of the window. */
  readonly start: Spot;
  readonly end: Spot;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Runs a command and reads what then moves; it stands still until `letGo`. */
async function seeMove(page: Page, command: string): Promise<readonly Seen[]> {
  return page.evaluate(async (id) => {
    await window.bufscope.run(id);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let i = 0; i < 10 && document.getAnimations().length === 0; i++) await frame();
    // What begins in the same task as the room's motion is there by now.
    await frame();
    return document.getAnimations().flatMap((animation) => {
      const { effect } = animation;
      if (!(effect instanceof KeyframeEffect) || !effect.target) return [];
      const { target } = effect;
      animation.pause();
      const at = (time: number) => {
        animation.currentTime = time;
        const { left, width, top, height } = target.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      };
      const { delay = 0, duration } = effect.getComputedTiming();
      const total = Number(delay) + Number(duration);
      const [start, end] = [at(0), at(total - 0.01)];
      animation.currentTime = 0;
      const keys = effect.getKeyframes().flatMap((each) => Object.keys(each));
      const plain = ['offset', 'easing', 'composite', 'computedOffset'];
      return [
        {
          what: target.getAttribute('class')?.split(' ')[0] ?? '',
          inRoom: target.closest('.room-view') !== null,
          text: target.textContent ?? '',
          durationMs: total,
          properties: [...new Set(keys)].filter((key) => !plain.includes(key)),
          start,
          end,
        },
      ];
    });
  }, command);
}

async function letGo(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
}

async function middleOf(page: Page, key: string): Promise<Spot> {
  const box = await page.locator(`[data-key="${key}"]`).first().boundingBox();
  if (!box) throw new Error(`${key} is not drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const inRoom = (seen: readonly Seen[]): readonly Seen[] => seen.filter((each) => each.inRoom);

// In operation 7 of this scenario the gpu snoops: the dirty line goes to memory, and is read from there.
const beforeWriteBack = 'scenario=missed-clean&platform=x86&at=6.2';
const afterWriteBack = 'scenario=missed-clean&platform=x86&at=6.3';

test('a line runs from the cell that it leaves to the cell where it lands', async ({ app }) => {
  await app.open(beforeWriteBack);
  const seen = inRoom(await seeMove(app.page, 'micro.forward'));
  expect(seen.map(({ what }) => what)).toEqual(['token']);
  const [token] = seen;
  expect(token?.text).toBe('A');
  expect(token?.properties).toEqual(['transform']);
  expect(token?.durationMs).toBeGreaterThanOrEqual(150);
  expect(token?.durationMs).toBeLessThanOrEqual(350);
  const [cache, memory] = [
    await middleOf(app.page, 'b0l0/cache:0'),
    await middleOf(app.page, 'b0l0/memory'),
  ];
  expect(token?.start.x).toBeCloseTo(cache.x, -1);
  expect(token?.end.x).toBeCloseTo(memory.x, -1);
  expect(token?.start.y).toBeCloseTo(cache.y, -1);
  expect(token?.end.y).toBeCloseTo(memory.y, -1);
  await expect(app.page.locator('[data-key="b0l0/memory"] .label')).toHaveText('0');
  await letGo(app.page);
  await app.idle();
  await expect(app.page.locator('[data-key="b0l0/memory"] .label')).toHaveText('A');
});

test('stepping back plays it back', async ({ app }) => {
  await app.open(afterWriteBack);
  const seen = inRoom(await seeMove(app.page, 'micro.back'));
  expect(seen.map(({ what, text }) => `${what} ${text}`)).toEqual(['token A']);
  const [token] = seen;
  expect(token?.start.x).toBeCloseTo((await middleOf(app.page, 'b0l0/memory')).x, -1);
  expect(token?.end.x).toBeCloseTo((await middleOf(app.page, 'b0l0/cache:0')).x, -1);
  await expect(app.page.locator('.room .pill-text')).toHaveText('write back');
  await letGo(app.page);
  await app.idle();
  await expect(app.page.locator('.room .pill-text')).toHaveText('snoop');
});

test('a page passes to its new owner from the side of the old one', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=x86&at=5.4');
  const seen = inRoom(await seeMove(app.page, 'micro.forward'));
  expect(seen.map(({ what }) => what)).toEqual(['sweep', 'edge']);
  const edge = seen.find(({ what }) => what === 'edge');
  const body = await app.page.locator('.room-body').boundingBox();
  expect(edge?.start.x).toBeCloseTo(body?.x ?? NaN, -1);
  expect(edge?.end.x).toBeGreaterThan((await middleOf(app.page, 'b0p0/device:0')).x);
  await expect(app.page.locator('.room-rail .owner').first()).toHaveText('CPU → gpu');
  await letGo(app.page);
  await app.idle();
  await expect(app.page.locator('.room-rail .owner').first()).toHaveText('gpu owns');
});

test('an interrupt runs from head to head, and nothing else moves in the room', async ({ app }) => {
  await app.open('scenario=shootdown&platform=x86&at=6.5');
  const seen = inRoom(await seeMove(app.page, 'micro.forward'));
  expect(seen.map(({ what }) => what)).toEqual(['token']);
  const heads = app.page.locator('.room-heads .head');
  const from = await heads.filter({ hasText: 'CPU 0' }).boundingBox();
  const to = await heads.filter({ hasText: 'CPU 1' }).boundingBox();
  const [token] = seen;
  expect(Math.abs((token?.start.x ?? 0) - (from?.x ?? NaN))).toBeLessThan(60);
  expect(Math.abs((token?.end.x ?? 0) - (to?.x ?? NaN))).toBeLessThan(60);
});

test('what goes is struck out where it is', async ({ app }) => {
  await app.open('scenario=shootdown&platform=x86&at=6.4');
  const seen = inRoom(await seeMove(app.page, 'micro.forward'));
  expect(seen.map(({ what }) => what).toSorted()).toEqual(['item', 'strike']);
  const item = seen.find(({ what }) => what === 'item');
  expect(item?.properties).toEqual(['opacity']);
  expect(item?.start).toEqual(item?.end);
});

test('only the room, the cursor of the lanes and the machine move', async ({ app }) => {
  await app.open('scenario=shootdown&platform=x86&at=6.5');
  const seen = await seeMove(app.page, 'micro.forward');
  const others = seen.filter((each) => !each.inRoom).map(({ what }) => what);
  expect(others.filter((what) => !/^(lanes-cursor|machine-)/u.test(what))).toEqual([]);
});

test('what moves nothing is not seen to move', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=x86&at=5');
  expect(inRoom(await seeMove(app.page, 'micro.forward'))).toEqual([]);
  expect(await app.page.evaluate(() => window.bufscope.state().at)).toBe('6.1');
});

test('a seek is no step', async ({ app }) => {
  await app.open('scenario=shootdown&platform=x86&at=1');
  for (const command of ['seek.start', 'seek.end'])
    expect(inRoom(await seeMove(app.page, command))).toEqual([]);
  const moved = await app.page.evaluate(async () => {
    await window.bufscope.run('seek', { at: '6' });
    // The very next point, but put there.
    await window.bufscope.run('seek', { at: '7' });
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return document.querySelectorAll('.token, .strike, .sweep').length;
  });
  expect(moved).toBe(0);
});

/** The pictures of the room, without what only says where the focus is. */
async function pictureOf(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.room-scroll > svg')]
      .map(({ outerHTML }) => outerHTML.replaceAll(/ tabindex="-?\d"/gu, ''))
      .join('\n'),
  );
}

test('an operation plays its moves in order, and ends as the still picture', async ({ app }) => {
  await app.open('scenario=missed-clean&platform=x86&at=2');
  const labels = await app.page.evaluate(async () => {
    const heard: string[] = [];
    await window.bufscope.run('step.forward');
    const begun = performance.now();
    do {
      const label = document.querySelector('.room .pill-text')?.textContent ?? '';
      if (heard.at(-1) !== label) heard.push(label);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    } while (!window.bufscope.isIdle() && performance.now() - begun < 5000);
    return heard;
  });
  // The page was mapped before: what is left is the walk to it and the store of a whole line.
  expect(labels.filter((label) => label !== '' && label !== 'insert PTE')).toEqual([
    'page walk',
    'store',
  ]);
  const moved = await pictureOf(app.page);
  await app.run('seek', { at: '0' });
  await app.run('seek', { at: '3' });
  expect(await pictureOf(app.page)).toBe(moved);
  await expect(app.page.locator('.token, .strike, .sweep')).toHaveCount(0);
});

test('a key settles what moves and goes on; nothing queues up', async ({ app }) => {
  await app.open('scenario=shootdown&platform=x86&at=3');
  for (let i = 0; i < 4; i++) await app.page.keyboard.press('ArrowRight');
  await expect(app.page.locator('.step-badge')).toHaveText('7');
  await app.idle();
  const moved = await pictureOf(app.page);
  await app.run('seek', { at: '0' });
  await app.run('seek', { at: '7' });
  expect(await pictureOf(app.page)).toBe(moved);
});

test('there and back again is the picture from before', async ({ app }) => {
  await app.open('scenario=shootdown&platform=x86&at=5');
  const before = await pictureOf(app.page);
  await app.press('ArrowRight');
  expect(await pictureOf(app.page)).not.toBe(before);
  await app.press('ArrowLeft');
  expect(await pictureOf(app.page)).toBe(before);
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('pictures are still', async ({ app }) => {
    await app.open(beforeWriteBack);
    expect(await seeMove(app.page, 'micro.forward')).toEqual([]);
    await expect(app.page.locator('[data-key="b0l0/memory"] .label')).toHaveText('A');
  });
});
