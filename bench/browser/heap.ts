/**
 * The heap after an hour of stepping, at five steps a second: five rounds of 3,600 steps forward and back through
 * a run, by operation and by micro-event in turn; after each, garbage is collected and what is left is read
 * from V8. Growth from the first round to the fifth is what a reader who stays would pay; nodes and listeners of
 * the document are counted beside it.
 */
import type { Browser, CDPSession } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { openFresh, openWorkbench } from './page.ts';

const rounds = 5;
const stepsEach = 3600;

interface Usage {
  readonly heapMiB: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function usageOf(cdp: CDPSession): Promise<Usage> {
  // Twice: what the first frees may let go of more.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  return { heapMiB: usedSize / 2 ** 20, nodes, listeners: jsEventListeners };
}

/** In the page: steps to the end, back to the beginning by micro-event, and so on with the two exchanged. */
async function stepBackAndForth(steps: number): Promise<void> {
  const ways = ['step.forward', 'micro.back', 'micro.forward', 'step.back'] as const;
  let way = 0;
  for (let i = 0; i < steps; i++) {
    const outcome = await window.bufscope.run(ways[way % ways.length] ?? 'step.forward');
    if ('error' in outcome) way++;
    // Frames are drawn in between as they fall due.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

export async function heapRows(browser: Browser, address: string): Promise<BenchRow[]> {
  const { page, close } = await openFresh(browser, { reducedMotion: 'reduce' });
  const cdp = await page.context().newCDPSession(page);
  await openWorkbench(page, `${address}#v=1&scenario=shootdown&platform=arm64`);
  const usages = [await usageOf(cdp)];
  for (let i = 0; i < rounds; i++) {
    await page.evaluate(stepBackAndForth, stepsEach);
    usages.push(await usageOf(cdp));
  }
  await close();
  const at = (round: number): Usage => usages[round] ?? { heapMiB: 0, nodes: 0, listeners: 0 };
  const [opened, first, last] = [at(0), at(1), at(rounds)];
  return [
    { name: 'heap when opened', value: opened.heapMiB, unit: 'MiB' },
    { name: `heap after ${stepsEach} steps`, value: first.heapMiB, unit: 'MiB' },
    { name: `heap after ${rounds * stepsEach} steps, an hour`, value: last.heapMiB, unit: 'MiB' },
    {
      name: 'heap growth from round 1 to 5',
      value: 100 * (last.heapMiB / first.heapMiB - 1),
      unit: '%',
    },
    { name: 'growth of DOM nodes from round 1 to 5', value: last.nodes - first.nodes, unit: '' },
    {
      name: 'growth of listeners from round 1 to 5',
      value: last.listeners - first.listeners,
      unit: '',
    },
  ];
}
