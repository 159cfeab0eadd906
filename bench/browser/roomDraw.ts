/**
 * What the room costs at 64, 512 and 4,096 lines, all of them open, with four devices and no other panel: opening
 * all pages, which draws them for the first time, and one step of the run. By Chromium's own counters of the main
 * thread's own time: it does not depend on what else the machine does.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { openFresh, openWorkbench } from './page.ts';
import { percentile } from './percentile.ts';

const sizes = [
  { lines: 64, pages: 1 },
  { lines: 512, pages: 8 },
  { lines: 4096, pages: 64 },
] as const;

/** Pages of 64 lines; loads, stores, maps and DMA in pages that are far apart. */
function scriptOf(pages: number): string {
  const last = (pages - 1) * 4096;
  return `title Bench
platform arm64 cpus=4 page=4096 line=64
buffer frame pages=${pages} exporter=gem mmap=shootdown
device gpu importer=map-per-dma
device cam importer=map-per-dma
device npu importer=map-per-dma
device isp importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
cam: import fd
npu: import fd
isp: import fd
app@cpu0: write p+0 128 A
app@cpu1: write p+${last} 64 B
gpu: map frame TO_DEVICE
gpu: dma read frame+0 1024
gpu: unmap frame
app@cpu0: read p+64 64
app@cpu2: write p+${last + 1024} 128 C
cam: map frame FROM_DEVICE
cam: dma write frame+${last} 256 D
cam: unmap frame
app@cpu3: read p+${last} 64
`;
}

/** Panels beside the room, which have costs of their own. */
const others = ['lanes', 'calls', 'why', 'machine', 'objects', 'log'] as const;

/** What the page's main thread has spent, in ms of its own time. */
interface Costs {
  readonly script: number;
  readonly all: number;
}

interface Series {
  readonly first: readonly Costs[];
  readonly steps: readonly Costs[];
}

async function costsOf(cdp: CDPSession): Promise<Costs> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const get = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    script: 1000 * get('ScriptDuration'),
    all: 1000 * (get('TaskDuration') - get('DevToolsCommandDuration')),
  };
}

/** Runs a command, and waits until it is painted. */
async function run(page: Page, command: string, args = {}): Promise<void> {
  await page.evaluate(
    async ([id, given]) => {
      await window.bufscope.run(id, given);
      await new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      });
    },
    [command, args] as const,
  );
}

/** `open`: with all pages opened. The run is walked through once before anything is counted. */
async function measure(
  browser: Browser,
  address: string,
  pages: number,
  open: boolean,
): Promise<Series> {
  const { page, close } = await openFresh(browser, { reducedMotion: 'reduce' });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cost = async (command: string): Promise<Costs> => {
    const before = await costsOf(cdp);
    await run(page, command);
    const after = await costsOf(cdp);
    return { script: after.script - before.script, all: after.all - before.all };
  };
  await openWorkbench(page, `${address}#v=1&script=${encodeURIComponent(scriptOf(pages))}`);
  for (const panel of others) await run(page, 'panel.toggle', { panel });
  const first = open ? [await cost('room.fold')] : [];
  const length = await page.evaluate(() => window.bufscope.state().length);
  let steps: Costs[] = [];
  for (let round = 0; round < 2; round++) {
    await run(page, 'seek.start');
    steps = [];
    for (let step = 0; step < length; step++) steps.push(await cost('step.forward'));
  }
  await close();
  return { first, steps };
}

function rowsOf(what: string, { first, steps }: Series): BenchRow[] {
  const of = (costs: readonly Costs[], kind: keyof Costs, share: number): number =>
    percentile(
      costs.map((each) => each[kind]),
      share,
    );
  const [unit, target] = ['ms CPU', { atMost: 8 }];
  const opened = {
    name: `${what}, all pages opened, script`,
    value: of(first, 'script', 0.5),
    unit,
  };
  return [
    ...(first.length === 0 ? [] : [opened]),
    { name: `${what}, one step, script, median`, value: of(steps, 'script', 0.5), unit, target },
    {
      name: `${what}, one step, script, 95th percentile`,
      value: of(steps, 'script', 0.95),
      unit,
    },
    {
      name: `${what}, one step, main thread, painting and all`,
      value: of(steps, 'all', 0.5),
      unit,
    },
  ];
}

/** The room drawn and updated with its pages open, and at the largest size folded, too. */
export async function roomRows(browser: Browser, address: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { lines, pages } of sizes)
    rows.push(...rowsOf(`room, ${lines} lines`, await measure(browser, address, pages, true)));
  rows.push(...rowsOf('room, 4096 lines, folded', await measure(browser, address, 64, false)));
  return rows;
}
