/**
 * Time to ready: from the start of the navigation (the page's time origin) to the moment when
 * `bufscope.ready` resolves, which is two frames after the first picture was drawn. Each load has a
 * context of its own, so nothing is cached; the pages take turns, so that what else the machine
 * does falls on all of them. Loopback has no latency to speak of: this is the time of parsing, running
 * and drawing.
 */
import type { Browser } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { openFresh } from './page.ts';
import { percentile } from './percentile.ts';
import type { References } from './references.ts';

declare global {
  interface Window {
    /** Milliseconds from the start of the navigation until `bufscope.ready` resolved. */
    benchReady?: number;
  }
}

const warmUps = 1;
const loads = 15;

/** Of a figure, in milliseconds: a page with several is read on without waiting. */
const figureTarget = { atMost: 200 };

/** In the page, before its scripts: notes when what will be `window.bufscope`, or its player, becomes ready. */
function noteReady(): void {
  const watch = (name: string, frames: number): void => {
    Object.defineProperty(window, name, {
      configurable: true,
      set(value: Window['bufscope']) {
        Object.defineProperty(window, name, { value, writable: true, configurable: true });
        const note = (left: number): void => {
          if (left > 0) requestAnimationFrame(() => note(left - 1));
          else window.benchReady = performance.now();
        };
        const wait = async (): Promise<void> => {
          await value.ready.catch(() => undefined);
          note(frames);
        };
        void wait();
      },
    });
  };
  watch('bufscope', 0);
  // A player is ready when it has drawn: two frames later that is on screen, as for the workbench.
  watch('bufscopePlayer', 2);
}

async function loadOnce(browser: Browser, address: string): Promise<number> {
  const { page, close } = await openFresh(browser);
  await page.addInitScript(noteReady);
  await page.goto(address, { waitUntil: 'commit' });
  const ready = await page.waitForFunction(() => window.benchReady);
  const time = (await ready.jsonValue()) ?? 0;
  await close();
  return time;
}

export async function readyRows(
  browser: Browser,
  address: string,
  { plain, react }: References,
): Promise<BenchRow[]> {
  const player = new URL('embed.html#scenario=missed-clean', address).href;
  const times = {
    app: new Array<number>(),
    player: new Array<number>(),
    react: new Array<number>(),
    plain: new Array<number>(),
  };
  for (let i = 0; i < warmUps + loads; i++) {
    const app = await loadOnce(browser, address);
    const ofPlayer = await loadOnce(browser, player);
    const withReact = await loadOnce(browser, react);
    const withNothing = await loadOnce(browser, plain);
    if (i < warmUps) continue;
    times.app.push(app);
    times.player.push(ofPlayer);
    times.react.push(withReact);
    times.plain.push(withNothing);
  }
  const median = (values: readonly number[]): number => percentile(values, 0.5);
  const rows = (
    what: string,
    values: readonly number[],
    target: Pick<BenchRow, 'target'> = {},
  ): BenchRow[] => [
    {
      name: `time to ready, ${what}, median of ${loads}`,
      value: median(values),
      unit: 'ms',
      ...target,
    },
    {
      name: `time to ready, ${what}, 95th percentile`,
      value: percentile(values, 0.95),
      unit: 'ms',
    },
  ];
  return [
    ...rows('the workbench', times.app),
    ...rows('a figure in a frame', times.player, { target: figureTarget }),
    ...rows('a page with React alone', times.react),
    ...rows('a page with a word', times.plain),
    {
      name: 'workbench for each page with React alone',
      value: median(times.app) / median(times.react),
      unit: 'x',
    },
    {
      name: 'figure for each workbench',
      value: median(times.player) / median(times.app),
      unit: 'x',
    },
    {
      name: 'workbench for each page with a word',
      value: median(times.app) / median(times.plain),
      unit: 'x',
    },
  ];
}
