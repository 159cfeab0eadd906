/**
 * From a key press to the frame painted, as `probe.ts` sees it. Keys go in through Chromium's input, as a
 * reader's do, at all phases of a frame. Motion is reduced, so that the first frame is the whole picture;
 * with motion it is the first of the movement, which has rows of its own: from rest, and hurried, while
 * the movement before still runs.
 *
 * Beside it, what the presses cost the page's main thread, by Chromium's own counters over all of them and
 * in the thread's own time: unlike the time to the frame it does not depend on what else the machine does,
 * and has no waiting for the next frame in it. In the same run, the same presses on a page that changes
 * one word show what the machine, the browser and the measuring take for themselves.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { openFresh, openReady, openWorkbench } from './page.ts';
import { percentile } from './percentile.ts';
import { installProbe, type Press } from './probe.ts';
import type { References } from './references.ts';

const frameMs = 1000 / 60;

const runs = ['shootdown', 'coherent-but-bounced'].flatMap((scenario) =>
  ['arm64', 'bounce'].map((platform) => ({ scenario, platform })),
);
const pressesEach = 26;
const seeksEach = 12;
const movingEach = 8;

/** What the page's main thread has spent, in ms of its own time; `layouts` is a count. */
interface Costs {
  readonly script: number;
  readonly layout: number;
  readonly all: number;
  readonly layouts: number;
}

const noCosts: Costs = { script: 0, layout: 0, all: 0, layouts: 0 };

interface Series {
  /** Whether the page is at rest before each press. */
  readonly fromRest: boolean;
  readonly times: number[];
  costs: Costs;
  /** As Event Timing has them. */
  readonly presented: number[];
  /** Changes after the first frame. */
  late: number;
}

function newSeries(fromRest = false): Series {
  return { fromRest, times: [], costs: noCosts, presented: [], late: 0 };
}

async function costsOf(cdp: CDPSession): Promise<Costs> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const get = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    script: 1000 * get('ScriptDuration'),
    layout: 1000 * (get('LayoutDuration') + get('RecalcStyleDuration')),
    all: 1000 * (get('TaskDuration') - get('DevToolsCommandDuration')),
    layouts: get('LayoutCount'),
  };
}

function addCosts(sum: Costs, before: Costs, after: Costs): Costs {
  return {
    script: sum.script + after.script - before.script,
    layout: sum.layout + after.layout - before.layout,
    all: sum.all + after.all - before.all,
    layouts: sum.layouts + after.layouts - before.layouts,
  };
}

/** Presses keys one after the other; a key that leads nowhere would never be painted. */
async function pressAll(
  { page, cdp }: Bench,
  keys: readonly string[],
  into: Series,
): Promise<void> {
  const before = await costsOf(cdp);
  await page.evaluate(() => {
    window.benchProbe.late = 0;
    window.benchProbe.presented.length = 0;
  });
  for (const [i, key] of keys.entries()) {
    if (into.fromRest) await page.waitForFunction(() => window.bufscope.isIdle());
    // All phases of a frame, in an order that does not depend on chance.
    await page.waitForTimeout((i * 7) % 17);
    await page.keyboard.press(key);
    const press: Press = await page.evaluate(() => window.benchProbe.painted());
    into.times.push(press.painted - press.pressed);
  }
  await page.waitForTimeout(100);
  const after = await costsOf(cdp);
  const { late, presented } = await page.evaluate(() => window.benchProbe);
  into.costs = addCosts(into.costs, before, after);
  into.late += late;
  into.presented.push(...presented);
}

/** Pressing one key again and again. */
interface Walk {
  readonly key: string;
  /** Command that leads to where the key can begin, used again when the run has no more steps. */
  readonly from: string;
  readonly count: number;
}

async function pressAlong(bench: Bench, { key, from, count }: Walk, into: Series): Promise<void> {
  const { page } = bench;
  let left = count;
  while (left > 0) {
    await page.evaluate((command) => window.bufscope.run(command), from);
    const length = await page.evaluate(() => window.bufscope.state().length);
    await settle(page);
    const keys = new Array<string>(Math.min(left, length)).fill(key);
    await pressAll(bench, keys, into);
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
  readonly hurried: Series;
  /** The page that changes a word. */
  readonly word: Series;
}

interface Bench {
  readonly page: Page;
  readonly cdp: CDPSession;
}

/** Opens the workbench with the probe in it and the counters on, does the work, and closes it. */
async function withProbe(
  browser: Browser,
  address: string,
  reducedMotion: 'reduce' | 'no-preference',
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  const { page, close } = await openFresh(browser, { reducedMotion });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(installProbe);
  // Not the bare address, which plays by itself.
  await openWorkbench(page, `${address}#v=1&scenario=missed-clean`);
  await pressAlong(
    { page, cdp },
    { key: 'ArrowRight', from: 'seek.start', count: 10 },
    newSeries(),
  );
  await work({ page, cdp });
  await close();
}

async function measureWord(browser: Browser, address: string, word: Series): Promise<void> {
  const { page, close } = await openFresh(browser);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(installProbe);
  await openReady(page, address);
  await pressAll({ page, cdp }, new Array<string>(pressesEach).fill('ArrowRight'), word);
  await close();
}

async function measureRun(
  browser: Browser,
  address: string,
  { forward, back, micro, far, moving, hurried }: AllSeries,
): Promise<void> {
  const along = (key: string, from: string, count = pressesEach): Walk => ({ key, from, count });
  await withProbe(browser, address, 'reduce', async (bench) => {
    await pressAlong(bench, along('ArrowRight', 'seek.start'), forward);
    await pressAlong(bench, along('ArrowLeft', 'seek.end'), back);
    await pressAlong(bench, along('Shift+ArrowRight', 'seek.start'), micro);
    await bench.page.evaluate(() => window.bufscope.run('seek.start'));
    await settle(bench.page);
    const seeks = Array.from({ length: seeksEach }, (_, i) => (i % 2 === 0 ? 'End' : 'Home'));
    await pressAll(bench, seeks, far);
  });
  await withProbe(browser, address, 'no-preference', async (bench) => {
    await pressAlong(bench, along('ArrowRight', 'seek.start', movingEach), moving);
    await pressAlong(bench, along('ArrowRight', 'seek.start', movingEach), hurried);
  });
}

function rowsOf(what: string, { times, costs }: Series): BenchRow[] {
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
    { name: `${what}, script`, value: costs.script / count, unit: 'ms CPU' },
    { name: `${what}, style and layout`, value: costs.layout / count, unit: 'ms CPU' },
    { name: `${what}, main thread, painting and all`, value: costs.all / count, unit: 'ms CPU' },
    { name: `${what}, layouts`, value: costs.layouts / count, unit: 'each' },
  ];
}

export async function keyRows(
  browser: Browser,
  address: string,
  { plain }: References,
): Promise<BenchRow[]> {
  const series: AllSeries = {
    forward: newSeries(),
    back: newSeries(),
    micro: newSeries(),
    far: newSeries(),
    moving: newSeries(true),
    hurried: newSeries(),
    word: newSeries(),
  };
  for (const { scenario, platform } of runs) {
    const fragment = `v=1&scenario=${scenario}&platform=${platform}`;
    await measureRun(browser, `${address}#${fragment}`, series);
    await measureWord(browser, plain, series.word);
  }
  const { forward, back, micro, far, moving, hurried, word } = series;
  const still = [forward, back, micro, far];
  // Without the presses with Shift, which is a key of its own there.
  const single = [forward, back, far];
  const presented = single.flatMap((each) => each.presented);
  const count = single.reduce((sum, { times }) => sum + times.length, 0);
  return [
    ...rowsOf('→ to frame', forward),
    ...rowsOf('← to frame', back),
    ...rowsOf('Shift → to frame', micro),
    ...rowsOf('Home, End to frame', far),
    ...rowsOf('→ with motion, from rest', moving),
    ...rowsOf('→ with motion, hurried', hurried),
    {
      name: `key to frame on a page with a word, median of ${word.times.length}`,
      value: percentile(word.times, 0.5),
      unit: 'ms',
    },
    {
      name: 'key to frame on a page with a word, 95th percentile',
      value: percentile(word.times, 0.95),
      unit: 'ms',
    },
    {
      // Presses that are presented sooner than 16 ms are not reported: they count as 16.
      name: `single keys to presentation (Event Timing), 95th percentile of ${count}`,
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
