/**
 * The lanes with runs of some 100 to 20,000 micro-events: what it takes to project a run and draw it for the first time
 * (the panel is shown after the run was done), to pan and to zoom by a frame, and to step. Costs are those of the page's
 * main thread in its own time, painting and all, by Chromium's counters: so they do not depend on what else the machine
 * does. Elements of the picture are counted at the most crowded scale.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { longScript } from '../../test/longScript.ts';
import { openFresh, openWorkbench } from './page.ts';

const frameMs = 1000 / 60;
/** Some 34 micro-events a frame of the script. */
const lengths = [
  { events: '100', frames: 3 },
  { events: '1,000', frames: 30 },
  { events: '5,000', frames: 148 },
  { events: '20,000', frames: 590 },
];
const moves = 60;
const steps = 20;

/** Milliseconds of the main thread so far, of its own time. */
async function spent(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const get = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return 1000 * (get('TaskDuration') - get('DevToolsCommandDuration'));
}

async function costOf(cdp: CDPSession, work: () => Promise<unknown>): Promise<number> {
  const before = await spent(cdp);
  await work();
  return (await spent(cdp)) - before;
}

/** In the page: shows or hides the lanes, and waits until they are painted. */
async function toggleLanes(): Promise<void> {
  await window.bufscope.run('panel.toggle', { panel: 'lanes' });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  while (!window.bufscope.isIdle()) await frame();
  await frame();
}

/** In the page: a turn of the wheel in every frame, sideways or in and out; the most elements there were. */
async function turnWheel([kind, count]: readonly ['pan' | 'zoom', number]): Promise<number> {
  const svg = document.querySelector('.lanes-svg');
  if (!svg) throw new Error('the lanes are not shown');
  const { left, top } = svg.getBoundingClientRect();
  let most = 0;
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const turn = kind === 'pan' ? { deltaX: 37 } : { deltaY: i < count / 2 ? -120 : 120 };
    const place = { clientX: left + 400, clientY: top + 60, bubbles: true, cancelable: true };
    svg.dispatchEvent(new WheelEvent('wheel', { ...place, ...turn }));
    most = Math.max(most, svg.getElementsByTagName('*').length);
  }
  return most;
}

/** In the page: steps, a frame for each. */
async function step(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await window.bufscope.run('step.forward');
  }
}

interface Costs {
  readonly draw: number;
  readonly pan: number;
  readonly zoom: number;
  readonly step: number;
  readonly most: number;
}

async function measure(page: Page, cdp: CDPSession, frames: number): Promise<Costs> {
  await page.evaluate(toggleLanes);
  const applied = await page.evaluate(
    (text) => window.bufscope.run('script.apply', { text }),
    longScript(frames),
  );
  if ('error' in applied) throw new Error(applied.error);
  await page.waitForFunction(() => window.bufscope.isIdle());
  await page.waitForTimeout(300);
  const draw = await costOf(cdp, () => page.evaluate(toggleLanes));
  const pan = await costOf(cdp, () => page.evaluate(turnWheel, ['pan', moves] as const));
  await page.evaluate(() => window.bufscope.run('lanes.fit'));
  let most = 0;
  const zoom = await costOf(cdp, async () => {
    most = await page.evaluate(turnWheel, ['zoom', moves] as const);
  });
  const stepped = await costOf(cdp, () => page.evaluate(step, steps));
  return { draw, pan: pan / moves, zoom: zoom / moves, step: stepped / steps, most };
}

export async function lanesRows(browser: Browser, address: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { events, frames } of lengths) {
    const { page, close } = await openFresh(browser, { reducedMotion: 'reduce' });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await openWorkbench(page, `${address}#v=1&scenario=missed-clean&view=lanes,log`);
    const { draw, pan, zoom, step: stepped, most } = await measure(page, cdp, frames);
    await close();
    const of = `lanes of ${events} micro-events`;
    const isLarge = events === '5,000';
    rows.push(
      {
        name: `${of}, projected and drawn`,
        value: draw,
        unit: 'ms CPU',
        ...(isLarge ? { target: { atMost: 100 } } : {}),
      },
      {
        name: `${of}, panned, a frame`,
        value: pan,
        unit: 'ms CPU',
        ...(isLarge ? { target: { atMost: frameMs } } : {}),
      },
      { name: `${of}, zoomed through all scales, a frame`, value: zoom, unit: 'ms CPU' },
      { name: `${of}, a step, the whole page`, value: stepped, unit: 'ms CPU' },
      { name: `${of}, elements at most`, value: most, unit: '' },
    );
  }
  return rows;
}
