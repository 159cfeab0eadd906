/** The log of runs made by hand: order, what is printed word for word, what is left out. */
import { expect, it } from 'vitest';
import type { Entry } from '../history/history.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import { initialState } from './firstState.ts';
import { logLines } from './logLines.ts';

const state = initialState();
const { history } = state;

function printed(label: string): MicroEvent {
  return {
    kind: 'printk',
    depth: 1,
    agent: 'gpu',
    label,
    from: { kind: 'kernel' },
    to: null,
    range: null,
    violations: [],
    facts: {},
    transitions: [],
  };
}

it('has results that are more than a plain success, at their step', () => {
  const lines = logLines({ history, cursor: { operation: 2, micro: null } });
  expect(lines.map(({ cursor, kind, words }) => [cursor.operation, kind, words])).toEqual([
    [1, 'result', 'ok, = 3'],
    [2, 'result', expect.stringMatching(/^ok, 0x7f/)],
  ]);
});

it('has violations and the harm they did up to the cursor', () => {
  const end = { operation: history.entries.length, micro: null };
  const lines = logLines({ history, cursor: end });
  const broken = lines.filter(({ kind }) => kind === 'violation');
  expect(broken).toHaveLength(history.violations.length);
  expect(broken.some(({ bad }) => bad)).toBe(true);
  const [first] = broken;
  const before = logLines({
    history,
    cursor: { operation: (first?.cursor.operation ?? 1) - 1, micro: null },
  });
  expect(before.some(({ kind }) => kind === 'violation')).toBe(false);
});

it('has what the kernel printed, word for word, where it printed it', () => {
  const [first] = history.entries;
  if (!first) throw new Error('the first run is empty');
  const call: MicroEvent = { ...printed('dma_unmap_single()'), kind: 'call' };
  const events = [call, printed('DMA-API: one'), call, printed('DMA-API: two')];
  const entry: Entry = { ...first, events, result: { kind: 'oops', reason: 'it died' } };
  const run = { ...history, entries: [entry] };
  const at = (micro: number | null) =>
    logLines({ history: run, cursor: { operation: 1, micro } }).map(({ words }) => words);
  expect(at(null)).toEqual(['DMA-API: one', 'DMA-API: two', 'kernel oops: it died']);
  expect(at(3)).toEqual(['DMA-API: one']);
  expect(at(1)).toEqual([]);
});
