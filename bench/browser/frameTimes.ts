/**
 * Frames while a run plays with its motion: the time from one animation frame to the next, and what script
 * takes of it, by Chromium's own trace of the page's main thread. Without a GPU all painting is done by the
 * processor, so that the first says as much of the machine as of the page; the second is the page's alone.
 * A frame's script is everything from the beginning of one main-thread frame to the next, in the thread's own
 * time: commands, React, drawing, and the layout that any of it forces.
 */
import type { Browser, Page } from '@playwright/test';
import type { BenchRow } from '../../scripts/lib/benchTypes.mjs';
import { openFresh, openWorkbench } from './page.ts';
import { percentile } from './percentile.ts';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of the thread's own time, whatever else the machine does. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

interface Frames {
  /** Milliseconds from frame to frame. */
  readonly times: readonly number[];
  /** Of script in each frame. */
  readonly scripts: readonly number[];
}

/** 64 lines in one page, two of them written, read by a device that has to be handed them each time. */
const script = `title     Frames
platform  arm64 cpus=2
buffer    frame pages=1 exporter=gem mmap=shootdown
device    gpu   importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu:      import fd
app@cpu0: write p+0 64 A
app@cpu1: write p+64 128 B
gpu:      map frame TO_DEVICE
gpu:      dma read frame+0 256
gpu:      unmap frame
app@cpu0: write p+0 256 C
gpu:      map frame TO_DEVICE
gpu:      dma read frame+0 256
gpu:      unmap frame
`;

const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
const longest = 60_000;

/** Plays the run from its beginning, and waits until it is over and nothing moves. */
async function play(page: Page): Promise<readonly number[]> {
  return page.evaluate(async (most) => {
    await window.bufscope.run('seek.start');
    const times: number[] = [];
    let last = 0;
    let isOver = false;
    const note = (now: number): void => {
      if (last > 0) times.push(now - last);
      last = now;
      if (!isOver) requestAnimationFrame(note);
    };
    await window.bufscope.run('play.toggle');
    requestAnimationFrame(note);
    const begun = performance.now();
    while (!window.bufscope.isIdle() && performance.now() - begun < most)
      await new Promise((resolve) => setTimeout(resolve, 50));
    isOver = true;
    return times;
  }, longest);
}

const scriptNames: ReadonlySet<string> = new Set([
  'FunctionCall',
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
]);

/** The thread on which the page's frames begin. */
function mainThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const counts = new Map<string, number>();
  for (const { name, pid, tid } of events)
    if (name === 'FunctionCall') {
      const key = `${pid}/${tid}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const [busiest] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return events.filter(({ pid, tid }) => `${pid}/${tid}` === busiest?.[0]);
}

/** Milliseconds of the thread's time that script takes between the beginnings of frames; what is inside of other script counts once. */
function scriptOfFrames(events: readonly TraceEvent[]): readonly number[] {
  const begins = events
    .filter(({ name, ph }) => name === 'AnimationFrame' && ph === 'b')
    .map(({ ts }) => ts)
    .toSorted((a, b) => a - b);
  const sums = begins.map(() => 0);
  let end = 0;
  let frame = -1;
  for (const { ts, dur = 0, tdur = dur } of events
    .filter(({ name, ph }) => ph === 'X' && scriptNames.has(name))
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (ts < end) continue;
    end = ts + dur;
    while ((begins[frame + 1] ?? Infinity) <= ts) frame++;
    if (frame >= 0) sums[frame] = (sums[frame] ?? 0) + tdur / 1000;
  }
  return sums;
}

async function measure(browser: Browser, address: string): Promise<Frames> {
  const { page, close } = await openFresh(browser, { reducedMotion: 'no-preference' });
  await openWorkbench(page, `${address}#v=1&scenario=shootdown&platform=arm64`);
  const applied = await page.evaluate(
    (text) => window.bufscope.run('script.apply', { text }),
    script,
  );
  if ('error' in applied) throw new Error(applied.error);
  await play(page);
  await browser.startTracing(page, { categories });
  const times = await play(page);
  const trace: { readonly traceEvents: readonly TraceEvent[] } = JSON.parse(
    (await browser.stopTracing()).toString(),
  );
  await close();
  const events = mainThread(trace.traceEvents);
  return { times, scripts: scriptOfFrames(events) };
}

/** Frames of playing 64 lines with motion. */
export async function frameRows(browser: Browser, address: string): Promise<BenchRow[]> {
  const { times, scripts } = await measure(browser, address);
  const frames = times.length;
  return [
    {
      name: `playing with motion, frame, median of ${frames}`,
      value: percentile(times, 0.5),
      unit: 'ms',
    },
    {
      name: 'playing with motion, frame, 95th percentile',
      value: percentile(times, 0.95),
      unit: 'ms',
      target: { atMost: 17.5 },
    },
    {
      name: 'playing with motion, script a frame, median',
      value: percentile(scripts, 0.5),
      unit: 'ms CPU',
      target: { atMost: 4 },
    },
    {
      // About one frame in twenty is that in which a step is taken and all panels are drawn.
      name: 'playing with motion, script a frame, 95th percentile',
      value: percentile(scripts, 0.95),
      unit: 'ms CPU',
      target: { atMost: 1000 / 60 },
    },
    {
      name: 'playing with motion, script a frame, greatest',
      value: Math.max(0, ...scripts),
      unit: 'ms CPU',
    },
  ];
}
