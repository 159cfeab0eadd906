/**
 * The production build in a real Chromium: what the first load weighs and where it comes from, the time
 * until the page can be used, the time from a key press to the painted frame, and the heap after much
 * stepping. How each is measured stands in the file that measures it.
 */
import type { BenchContext, BenchRow } from '../scripts/lib/benchTypes.mjs';
import { firstLoadRows } from './browser/firstLoad.ts';
import { frameRows } from './browser/frameTimes.ts';
import { heapRows } from './browser/heap.ts';
import { keyRows } from './browser/keyToFrame.ts';
import { lanesRows } from './browser/lanesDraw.ts';
import { longStepRows } from './browser/longStep.ts';
import { serveReferences } from './browser/references.ts';
import { roomRows } from './browser/roomDraw.ts';
import { readyRows } from './browser/timeToReady.ts';

export async function bench(context: BenchContext): Promise<BenchRow[]> {
  const references = await serveReferences();
  const app = await context.serveApp();
  const browser = await context.launchBrowser();
  try {
    return [
      ...(await firstLoadRows(browser, app.address, context.firstLoadBytes())),
      ...(await readyRows(browser, app.address, references)),
      ...(await keyRows(browser, app.address, references)),
      ...(await longStepRows(browser, app.address)),
      ...(await frameRows(browser, app.address)),
      ...(await roomRows(browser, app.address)),
      ...(await heapRows(browser, app.address)),
      ...(await lanesRows(browser, app.address)),
    ];
  } finally {
    await browser.close();
    app.close();
    references.close();
  }
}
