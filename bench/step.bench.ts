/**
 * The simulator: micro-events and operations a second of `step` with every state kept, on a 4-page,
 * 2-CPU, 2-device script, beside raw xstate `transition` in the same run; and seeking in a long history.
 */
import { transition, initialTransition } from 'xstate';
import { createHistory, appendAll, type History } from '../src/history/history.ts';
import { stateAt } from '../src/history/points.ts';
import { pteMachine } from '../src/model/machines/pte.ts';
import { parseScenario } from '../src/script/parse.ts';
import { inputsOf, setupOf } from '../src/script/setupOf.ts';
import type { BenchRow } from '../scripts/lib/benchTypes.mjs';

const text = `title Bench
platform arm64 cpus=2
buffer frame pages=4 exporter=gem mmap=shootdown
device gpu importer=map-per-dma
device cam importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
cam: import fd
app@cpu0: write p+0 4096 A
app@cpu1: write p+4096 4096 B
gpu: map frame TO_DEVICE
gpu: dma read frame+0 8192
gpu: unmap frame
cam: map frame FROM_DEVICE
cam: dma write frame+0 16384 C
cam: unmap frame
app@cpu0: read p+0 4096
app@cpu1: read p+8192 4096
`;

const firstOfLoop = 4;

function longRun(operations: number): History {
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error('the script of the bench does not parse');
  const inputs = inputsOf(scenario);
  const loop = inputs.slice(firstOfLoop);
  const all = inputs.slice(0, firstOfLoop);
  while (all.length < operations) all.push(...loop);
  return appendAll(createHistory(setupOf(scenario), Infinity), all.slice(0, operations));
}

function secondsOf(body: () => void): number {
  const start = performance.now();
  body();
  return (performance.now() - start) / 1000;
}

function xstateTransitionsPerSecond(): number {
  let [snapshot] = initialTransition(pteMachine);
  const count = 20_000;
  const loop = ['access', 'insertWritable', 'clear', 'flushLocal', 'noOthers', 'done'] as const;
  const seconds = secondsOf(() => {
    for (let i = 0; i < count; i++) {
      const type = loop[i % loop.length] ?? 'access';
      [snapshot] = transition(pteMachine, snapshot, { type });
    }
  });
  return count / seconds;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Milliseconds of seeks to points spread over a history, each inside an operation. */
function seekTimes(history: History): readonly number[] {
  const times: number[] = [];
  let at = 1;
  for (let i = 0; i < 400; i++) {
    at = (at * 7919 + 104_729) % history.entries.length;
    const events = history.entries[at]?.events.length ?? 0;
    const micro = events > 2 ? Math.floor(events / 2) : null;
    const start = performance.now();
    stateAt(history, { operation: at + 1, micro });
    times.push(performance.now() - start);
  }
  return times;
}

export async function bench(): Promise<BenchRow[]> {
  longRun(400);
  let history = createHistory(longRun(4).setup);
  const operations = 2000;
  const seconds = secondsOf(() => {
    history = longRun(operations);
  });
  const events = history.entries.reduce((sum, entry) => sum + entry.events.length, 0);
  const transitions = xstateTransitionsPerSecond();
  const long = longRun(10_000);
  const seeks = seekTimes(long);
  return [
    {
      name: 'micro-events a second, history kept',
      value: events / seconds,
      unit: '1/s',
      target: { atLeast: 100_000 },
    },
    { name: 'operations a second, history kept', value: operations / seconds, unit: '1/s' },
    { name: 'xstate transition() a second, same run', value: transitions, unit: '1/s' },
    {
      name: 'micro-events for each xstate transition',
      value: events / seconds / transitions,
      unit: 'x',
    },
    { name: 'seek into 10,000 operations, median', value: percentile(seeks, 0.5), unit: 'ms' },
    {
      name: 'seek into 10,000 operations, 95th percentile',
      value: percentile(seeks, 0.95),
      unit: 'ms',
      target: { atMost: 16 },
    },
    {
      name: 'heap with 10,000 operations kept',
      value: process.memoryUsage().heapUsed / 2 ** 20,
      unit: 'MiB',
    },
  ];
}
