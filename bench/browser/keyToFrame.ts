/**
 * From a key press to the frame painted, as `probe.ts` sees it. Keys go in through Chromium's input, as a
 * reader's do, at all phases of a frame. Motion is reduced, so that the first frame is the whole picture;
 * with motion it is the first of the movement, which one row shows. Script time is V8's own count
 * (`ScriptDuration`) over all of the presses, which does not depend on how fast the machine paints.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { openFresh, openWorkbench } from './page.ts';
import { percentile } from './percentile.ts';
import { installProbe, type Press } from './probe.ts';

const frameMs = 1000 / 60;

const runs = ['shootdown', 'coherent-but-bounced'].flatMap((scenario) =>
  ['arm64', 'bounce'].map((platform) => ({ scenario, platform })),
);
const pressesEach = 30;
const seeksEach = 12;

interface Series {
  readonly times: number[];
  /** Script time of all of them together, in ms. */
  script: number;
  /** Style, layout and painting on the main thread of all of them together, in ms. */
  drawing: number;
  readonly presented: number[];
  late: number;
}

function newSeries(): Series {
  return { times: [], script: 0, drawing: 0, presented: [], late: 0 };
}

interface Costs {
  readonly script: number;
  readonly drawing: number;
}

/** What the page's main thread has spent so far, in ms. */
async function costsOf(cdp: CDPSession): Promise<Costs> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const ms = (name: string): number =>
    1000 * (metrics.find((metric) => metric.name === name)?.value ?? 0);
  return {
    script: ms('ScriptDuration'),
    drawing: ms('TaskDuration') - ms('ScriptDuration'),
  };
}

/** Presses keys one after the other; a key that leads nowhere would never be painted. */
async function pressAll(
  page: Page,
  cdp: CDPSession,
  keys: readonly string[],
  into: Series,
): Promise<void> {
  const before = await costsOf(cdp);
  await page.evaluate(() => {
    window.benchProbe.late = 0;
    window.benchProbe.presented.length = 0;
  });
  for (const [i, key] of keys.entries()) {
    // All phases of a frame, in an order that does not depend on chance.
    await page.waitForTimeout((i * 7) % 17);
    await page.keyboard.press(key);
    const press: Press = await page.evaluate(() => window.benchProbe.painted());
    into.times.push(press.painted - press.pressed);
  }
  await page.waitForTimeout(100);
  const after = await costsOf(cdp);
  const { late, presented } = await page.evaluate(() => window.benchProbe);
  into.script += after.script - before.script;
  into.drawing += after.drawing - before.drawing;
  into.late += late;
  into.presented.push(...presented);
}

/** `count` presses of `to`; whenever that would go over the end of the run, `back` leads to its start. */
async function pressAlong(
  page: Page,
  cdp: CDPSession,
  { to, back, count }: { readonly to: string; readonly back: string; readonly count: number },
  into: Series,
): Promise<void> {
  let left = count;
  while (left > 0) {
    await page.evaluate((command) => window.bufscope.run(command), back);
    const length = await page.evaluate(() => window.bufscope.state().length);
    await settle(page);
    const keys = new Array<string>(Math.min(left, length)).fill(to);
    await pressAll(page, cdp, keys, into);
    left -= keys.length;
  }
}

async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => window.bufscope.isIdle());
  await page.waitForTimeout(50);
  await page.evaluate(() => {
    window.benchProbe.late = 0;
  });
}

interface AllSeries {
  readonly forward: Series;
  readonly back: Series;
  readonly micro: Series;
  readonly far: Series;
  readonly moving: Series;
}

async function measureRun(
  browser: Browser,
  address: string,
  run: (typeof runs)[number],
  { forward, back, micro, far, moving }: AllSeries,
): Promise<void> {
  const fragment = `#v=1&scenario=${run.scenario}&platform=${run.platform}`;
  const still = await openFresh(browser, { reducedMotion: 'reduce' });
  const cdp = await still.page.context().newCDPSession(still.page);
  await cdp.send('Performance.enable');
  await still.page.addInitScript(installProbe);
  await openWorkbench(still.page, `${address}${fragment}`);
  await pressAlong(
    still.page,
    cdp,
    { to: 'ArrowRight', back: 'seek.start', count: 10 },
    newSeries(),
  );
  const along = (to: string, from: string, into: Series): Promise<void> =>
    pressAlong(still.page, cdp, { to, back: from, count: pressesEach }, into);
  await along('ArrowRight', 'seek.start', forward);
  await along('ArrowLeft', 'seek.end', back);
  await along('Shift+ArrowRight', 'seek.start', micro);
  await still.page.evaluate(() => window.bufscope.run('seek.start'));
  await settle(still.page);
  const seeks = Array.from({ length: seeksEach }, (_, i) => (i % 2 === 0 ? 'End' : 'Home'));
  await pressAll(still.page, cdp, seeks, far);
  await still.close();

  const animated = await openFresh(browser);
  const animatedCdp = await animated.page.context().newCDPSession(animated.page);
  await animatedCdp.send('Performance.enable');
  await animated.page.addInitScript(installProbe);
  await openWorkbench(animated.page, `${address}${fragment}`);
  await pressAlong(
    animated.page,
    animatedCdp,
    { to: 'ArrowRight', back: 'seek.start', count: 10 },
    moving,
  );
  await animated.close();
}

function rowsOf(what: string, { times, script, drawing }: Series): BenchRow[] {
  const high = percentile(times, 0.95);
  const count = times.length;
  return [
    { name: `${what}, median of ${count}`, value: percentile(times, 0.5), unit: 'ms' },
    { name: `${what}, 95th percentile`, value: high, unit: 'ms', target: { atMost: 2 * frameMs } },
    {
      name: `${what}, 95th percentile`,
      value: high / frameMs,
      unit: 'frames',
      target: { atMost: 2 },
    },
    { name: `${what}, script`, value: script / count, unit: 'ms each' },
    { name: `${what}, style, layout, paint`, value: drawing / count, unit: 'ms each' },
  ];
}

export async function keyRows(browser: Browser, address: string): Promise<BenchRow[]> {
  const series: AllSeries = {
    forward: newSeries(),
    back: newSeries(),
    micro: newSeries(),
    far: newSeries(),
    moving: newSeries(),
  };
  for (const run of runs) await measureRun(browser, address, run, series);
  const { forward, back, micro, far, moving } = series;
  const still = [forward, back, micro, far];
  const presented = still.flatMap((each) => each.presented);
  const count = still.reduce((sum, { times }) => sum + times.length, 0);
  return [
    ...rowsOf('→ to frame', forward),
    ...rowsOf('← to frame', back),
    ...rowsOf('Shift → to frame', micro),
    ...rowsOf('Home, End to frame', far),
    ...rowsOf('→ to first frame of the movement', moving),
    {
      // Presses that are presented sooner than 16 ms are not reported: they count as 16.
      name: `all keys to presentation (Event Timing), 95th percentile of ${count}`,
      value: percentile(
        [...presented, ...new Array<number>(Math.max(0, count - presented.length)).fill(16)],
        0.95,
      ),
      unit: 'ms',
    },
    {
      name: 'changes of the document after the first frame',
      value: still.reduce((sum, { late }) => sum + late, 0),
      unit: '',
    },
  ];
}
