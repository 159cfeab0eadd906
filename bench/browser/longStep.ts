/**
 * Steps in a buffer of 64 pages that four devices share, which is 4,096 lines: what a step takes of script up
 * to its frame, and what the panels take of the main thread once it has rested. By Chromium's own counters, in
 * the thread's own time. The first pass is the first visit of every step, when nothing is remembered.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { openFresh, openWorkbench } from './page.ts';
import { percentile } from './percentile.ts';

const devices = ['gpu', 'cam', 'npu', 'dpu'];
const rounds = 2;

const script = [
  'title Long',
  'platform arm64 cpus=4',
  'buffer frame pages=64 exporter=gem mmap=shootdown',
  ...devices.map((name) => `device ${name} importer=map-per-dma`),
  '',
  'app@cpu0: fd = export frame',
  'app@cpu0: p = mmap fd',
  ...devices.map((name) => `${name}: import fd`),
  ...Array.from({ length: rounds }, (_, round) => devices.map((name, i) => ({ name, i, round })))
    .flat()
    .flatMap(({ name, i, round }) => [
      `app@cpu${i}: write p+${(round * devices.length + i) * 4096} 256 A`,
      `${name}: map frame BIDIRECTIONAL`,
      `${name}: dma read frame+${i * 4096} 512`,
      `${name}: unmap frame`,
    ]),
  '',
].join('\n');

interface Costs {
  readonly script: number;
  readonly all: number;
}

async function costsOf(cdp: CDPSession): Promise<Costs> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const get = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    script: 1000 * get('ScriptDuration'),
    all: 1000 * (get('TaskDuration') - get('DevToolsCommandDuration')),
  };
}

/** Does a step and resolves when its frame is painted. */
async function stepOnce(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await window.bufscope.run('step.forward');
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => resolve());
        port1.start();
        port2.postMessage(null);
      });
    });
  });
}

interface Pass {
  readonly toFrame: readonly number[];
  readonly afterwards: readonly number[];
}

async function stepThrough(page: Page, cdp: CDPSession): Promise<Pass> {
  const idle = async (): Promise<void> => {
    await page.waitForFunction(() => window.bufscope.isIdle());
  };
  await page.evaluate(() => window.bufscope.run('seek.start'));
  await idle();
  const length = await page.evaluate(() => window.bufscope.state().length);
  const toFrame: number[] = [];
  const afterwards: number[] = [];
  for (let i = 0; i < length; i++) {
    const before = await costsOf(cdp);
    await stepOnce(page);
    const shown = await costsOf(cdp);
    await idle();
    const rested = await costsOf(cdp);
    toFrame.push(shown.script - before.script);
    afterwards.push(rested.all - shown.all);
  }
  return { toFrame, afterwards };
}

/** Script per step, 64 pages x 4 devices. */
export async function longStepRows(browser: Browser, address: string): Promise<BenchRow[]> {
  const { page, close } = await openFresh(browser, { reducedMotion: 'reduce' });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await openWorkbench(page, address);
  const applied = await page.evaluate(
    (text) => window.bufscope.run('script.apply', { text }),
    script,
  );
  if ('error' in applied) throw new Error(applied.error);
  const first = await stepThrough(page, cdp);
  const again = await stepThrough(page, cdp);
  await close();
  const count = first.toFrame.length;
  return [
    {
      name: `step, 64 pages x 4 devices, script, median of ${count}`,
      value: percentile(again.toFrame, 0.5),
      unit: 'ms CPU',
      target: { atMost: 16 },
    },
    {
      name: 'step, 64 pages x 4 devices, script, 95th percentile',
      value: percentile(again.toFrame, 0.95),
      unit: 'ms CPU',
    },
    {
      name: 'step, 64 pages x 4 devices, script, first visit, median',
      value: percentile(first.toFrame, 0.5),
      unit: 'ms CPU',
    },
    {
      name: 'step, 64 pages x 4 devices, after it, in slices, first visit, median',
      value: percentile(first.afterwards, 0.5),
      unit: 'ms CPU',
    },
  ];
}
