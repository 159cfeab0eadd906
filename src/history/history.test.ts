import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent, Operation, StepInput } from '../model/operation.ts';
import { findPlatform, platforms } from '../model/platforms/platforms.ts';
import type { Setup } from '../model/setup.ts';
import { afterOperation, compareCursors, startCursor, type Cursor } from './cursor.ts';
import { append, appendAll, createHistory, runAll, type History } from './history.ts';
import {
  clampCursor,
  entryAt,
  eventAt,
  finalState,
  stateAt,
  truncate,
  violationsUpTo,
} from './points.ts';
import {
  cursorAtMicro,
  endCursor,
  microOffset,
  moveMicro,
  nextMicro,
  nextOperation,
  nextOwnerChange,
  nextViolation,
  previousMicro,
  previousOperation,
  previousOwnerChange,
  previousViolation,
} from './move.ts';

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const viewer: Agent = { kind: 'thread', process: 'app', cpu: 1 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };
const range = { at: { base: 'p', offset: 0 }, length: 64 };
const device = { at: { base: 'frame', offset: 0 }, length: 64, snoop: null };

const setupOps: readonly Operation[] = [
  { agent: app, action: { do: 'export', name: 'fd', buffer: 'frame', readOnly: false } },
  {
    agent: app,
    action: {
      do: 'mmap',
      name: 'p',
      fd: 'fd',
      pages: null,
      pageOffset: 0,
      writable: true,
      shared: true,
    },
  },
  { agent: gpu, action: { do: 'import', fd: 'fd' } },
];
const write: Operation = { agent: app, action: { do: 'write', ...range, value: 65 } };
const map: Operation = {
  agent: gpu,
  action: { do: 'map', buffer: 'frame', direction: 'TO_DEVICE' },
};
const otherOps: readonly Operation[] = [
  write,
  map,
  { agent: viewer, action: { do: 'write', ...range, value: 66 } },
  { agent: app, action: { do: 'read', ...range } },
  { agent: viewer, action: { do: 'read', ...range } },
  { agent: gpu, action: { do: 'map', buffer: 'frame', direction: 'FROM_DEVICE' } },
  { agent: gpu, action: { do: 'unmap', buffer: 'frame', direction: null } },
  { agent: gpu, action: { do: 'dmaRead', ...device } },
  { agent: gpu, action: { do: 'dmaWrite', ...device, value: 67 } },
  { agent: app, action: { do: 'sync', fd: 'fd', flags: 3 } },
  { agent: app, action: { do: 'sync', fd: 'fd', flags: 7 } },
  { agent: { kind: 'cpu', cpu: 1 }, action: { do: 'evict', at: { base: 'p', offset: 0 } } },
  { agent: app, action: { do: 'munmap', map: 'nowhere' } },
];

function setup(id = 'arm64'): Setup {
  const platform = findPlatform(id) ?? platforms[0];
  if (!platform) throw new Error('no platforms');
  return {
    platform: { ...platform, pageSize: 512, swiotlbSlotSize: 512, swiotlbSlots: 8, cacheSets: 4 },
    buffers: [
      {
        name: 'frame',
        pages: 2,
        exporter: 'gem',
        mmap: 'shootdown',
        coherentType: 'WC',
        content: { base: 0, cell: 64, period: 4 },
        high: false,
        contiguous: true,
      },
    ],
    devices: [{ name: 'gpu', importer: 'map-per-dma', coherent: platform.snooping, dmaBits: 64 }],
  };
}

const input = (operation: Operation): StepInput => ({ operation, meanwhile: [] });

const someInputs = fc
  .array(
    fc.record({
      operation: fc.constantFrom(...otherOps),
      inside: fc.option(fc.constantFrom(...otherOps), { freq: 3 }),
    }),
    { maxLength: 12 },
  )
  .map((steps) => [
    ...setupOps.map(input),
    ...steps.map(({ operation, inside }): StepInput => {
      const at = { kind: 'call', nth: 1 } as const;
      return { operation, meanwhile: inside ? [{ at, operation: inside }] : [] };
    }),
  ]);
const someRun = fc
  .tuple(fc.constantFrom(...platforms.map(({ id }) => id)), someInputs)
  .map(([id, inputs]) => runAll(setup(id), inputs));

/** A stale read on a machine whose devices do not snoop: the app's write stays in the cache. */
const staleRun = () => {
  const dmaRead: Operation = { agent: gpu, action: { do: 'dmaRead', ...device } };
  return runAll(setup(), [...setupOps, map, write, dmaRead].map(input));
};

describe('a history', () => {
  it('has one entry an operation and keeps what it was made from', () => {
    const empty = createHistory(setup());
    const history = appendAll(empty, setupOps.map(input));
    expect(empty.entries).toEqual([]);
    expect(history.entries.map((entry) => entry.input.operation)).toEqual(setupOps);
    expect(finalState(history)).toBe(history.entries[2]?.state);
    expect(history.entries.every((entry) => entry.result.kind === 'ok')).toBe(true);
  });

  it('says the same whether it was done live or replayed', () => {
    fc.assert(
      fc.property(fc.constantFrom('x86', 'arm64', 'bounce'), someInputs, (id, inputs) => {
        const live = inputs.reduce(append, createHistory(setup(id)));
        expect(isDeepStrictEqual(live, runAll(setup(id), inputs))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('can be cut and done again', () => {
    fc.assert(
      fc.property(someRun, fc.nat(12), (history, length) => {
        const rest = history.entries.slice(length).map((entry) => entry.input);
        expect(isDeepStrictEqual(appendAll(truncate(history, length), rest), history)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('takes 10,000 operations one by one in little time', () => {
    const inputs = Array.from({ length: 10_000 }, () =>
      input({ agent: app, action: { do: 'barrier' } }),
    );
    const start = performance.now();
    const history = inputs.reduce(append, createHistory(setup()));
    expect(history.entries).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('a cursor in a history', () => {
  it('is brought into the run', () => {
    const history = staleRun();
    const length = history.entries.length;
    const clamp = (operation: number, micro: number | null) =>
      clampCursor(history, { operation, micro });
    expect(clamp(99, 3)).toEqual(afterOperation(length));
    expect(clamp(-1, null)).toEqual(startCursor);
    expect(clamp(1, 9999)).toEqual(afterOperation(1));
    expect(clamp(2, 0)).toEqual(afterOperation(1));
  });

  it('has no micro-event before the first operation', () => {
    const history = staleRun();
    expect(eventAt(history, startCursor)).toBeUndefined();
    expect(entryAt(history, startCursor)).toBeUndefined();
    expect(stateAt(history, startCursor)).toBe(history.initial);
  });

  it('goes forward through every micro-event, then back through the same points', () => {
    fc.assert(
      fc.property(someRun, (history) => {
        const forward: Cursor[] = [startCursor];
        for (let at = startCursor; compareCursors(at, endCursor(history)) < 0;) {
          const next = nextMicro(history, at);
          expect(compareCursors(next, at)).toBeGreaterThan(0);
          expect(previousMicro(history, next)).toEqual(at);
          forward.push(next);
          at = next;
        }
        const events = history.entries.reduce((sum, entry) => sum + entry.events.length, 0);
        const empty = history.entries.filter((entry) => entry.events.length === 0).length;
        expect(forward.length).toBe(1 + events + empty);
      }),
      { numRuns: 30 },
    );
  });

  it('reaches with a seek what so many steps reach', () => {
    fc.assert(
      fc.property(someRun, fc.nat(200), (history, count) => {
        const stepped = moveMicro(history, startCursor, count);
        const sought = cursorAtMicro(history, microOffset(history, stepped));
        expect(microOffset(history, sought)).toBe(microOffset(history, stepped));
        const state = stateAt(history, stepped);
        expect(stateAt(history, moveMicro(history, endCursor(history), 1))).toBe(
          finalState(history),
        );
        expect(stateAt(truncate(history, stepped.operation), stepped)).toEqual(state);
      }),
      { numRuns: 30 },
    );
  });

  it('shows inside an operation what its last micro-event left, and back again the same', () => {
    fc.assert(
      fc.property(someRun, (history) => {
        const fresh = runAll(
          history.setup,
          history.entries.map((entry) => entry.input),
        );
        let at = endCursor(history);
        while (compareCursors(at, startCursor) > 0) {
          expect(isDeepStrictEqual(stateAt(history, at), stateAt(fresh, at))).toBe(true);
          at = previousMicro(history, at);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('moves by whole operations', () => {
    const history = staleRun();
    const inside: Cursor = { operation: 4, micro: 1 };
    expect(nextOperation(history, inside)).toEqual(afterOperation(4));
    expect(previousOperation(history, inside)).toEqual(afterOperation(3));
    expect(nextOperation(history, afterOperation(4))).toEqual(afterOperation(5));
    expect(previousOperation(history, startCursor)).toEqual(startCursor);
    expect(nextOperation(history, endCursor(history))).toEqual(endCursor(history));
  });

  it('finds violations and changes of owner', () => {
    const history = staleRun();
    const first = nextViolation(history, startCursor);
    expect(first?.operation).toBe(5);
    expect(first && eventAt(history, first)?.violations[0]?.rule).toBe(
      'cpu-access-while-device-owns',
    );
    expect(first && nextViolation(history, first)?.operation).toBe(6);
    expect(first && previousViolation(history, first)).toBeNull();
    const change = nextOwnerChange(history, startCursor);
    expect(change?.operation).toBe(4);
    expect(change && eventAt(history, change)?.kind).toBe('owner.change');
    expect(previousOwnerChange(history, endCursor(history))).not.toBeNull();
    expect(nextOwnerChange(history, endCursor(history))).toBeNull();
  });

  it('knows the violations up to each point', () => {
    const history = staleRun();
    const at = nextViolation(history, startCursor) ?? startCursor;
    expect(violationsUpTo(history, previousMicro(history, at))).toEqual([]);
    expect(violationsUpTo(history, at).map(({ rule }) => rule)).toEqual([
      'cpu-access-while-device-owns',
    ]);
    expect(violationsUpTo(history, endCursor(history))).toEqual(history.violations);
  });
});

describe('the bound of a run', () => {
  // Each write of the same line is done again, so each has micro-events.
  const inputs = [...setupOps, write, write, write].map(input);
  const whole = runAll(setup(), inputs, Infinity);
  const events = (entries: History['entries']) =>
    entries.reduce((sum, entry) => sum + entry.events.length, 0);

  it('stops after the operation that reaches it', () => {
    const most = events(whole.entries.slice(0, 4));
    const bounded = runAll(setup(), inputs, most);
    expect(bounded.entries.slice(0, 4)).toEqual(whole.entries.slice(0, 4));
    for (const entry of bounded.entries.slice(4)) {
      expect(entry.result).toEqual({
        kind: 'scriptError',
        message: `the run is too large: nothing is done after ${most} micro-events`,
      });
      expect(entry.events).toEqual([]);
      expect(entry.state).toBe(bounded.entries[3]?.state);
    }
    expect(bounded.entries).toHaveLength(inputs.length);
    const oneMore = runAll(setup(), inputs, most + 1);
    expect(oneMore.entries.map(({ result }) => result.kind)).toEqual(
      whole.entries.map(({ result }, i) => (i < 5 ? result.kind : 'scriptError')),
    );
  });

  it('counts what was done before, and not what was taken back', () => {
    const most = events(whole.entries.slice(0, 4));
    const four = runAll(setup(), inputs.slice(0, 4), most);
    expect(append(four, input(write)).entries[4]?.result.kind).toBe('scriptError');
    const less = append(truncate(four, 3), input(write));
    expect(less.entries[3]).toEqual(whole.entries[3]);
  });

  it('answers for operations inside the one that is not done', () => {
    const nested: StepInput = {
      operation: write,
      meanwhile: [{ at: { kind: 'call', nth: 1 }, operation: map }],
    };
    const [entry] = runAll(setup(), [nested], 0).entries;
    expect(entry?.nested.map(({ operation, result }) => [operation, result.kind])).toEqual([
      [map, 'scriptError'],
    ]);
  });

  it('is low enough for a page', () => {
    expect(createHistory(setup()).mostEvents).toBe(250_000);
  });
});
