import { describe, expect, it } from 'vitest';
import { afterOperation } from '../history/cursor.ts';
import { runAll } from '../history/history.ts';
import { stateAt } from '../history/points.ts';
import { machineInstances, type MachineInstance } from '../model/machines/instances.ts';
import type { State } from '../model/state.ts';
import { step } from '../model/step.ts';
import { findScenario, scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { printOperation } from '../script/printOperation.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { operationFor, searchDeeds, type FoundDeeds } from './doEvent.ts';
import { offersOf } from './trials.ts';

function stateOf(id: string, operation: number): State {
  const { scenario } = parseScenario(findScenario(id)?.text ?? '');
  if (!scenario) throw new Error(`no scenario ${id}`);
  return stateAt(runAll(setupOf(scenario), inputsOf(scenario)), afterOperation(operation));
}

/** All that a search finds. */
function foundOf(state: State, instance: MachineInstance): FoundDeeds {
  const search = searchDeeds(state, instance);
  while (!search.found().isDone) search.tryNext();
  return search.found();
}

const deedsOf = (state: State, instance: MachineInstance) => foundOf(state, instance).possible;
const breakingDeeds = (state: State, instance: MachineInstance) =>
  foundOf(state, instance).breaking;

const lines = (
  deeds: readonly { event: string; operation: Parameters<typeof printOperation>[0] }[],
) => Object.fromEntries(deeds.map(({ event, operation }) => [event, printOperation(operation)]));

describe('deedsOf', () => {
  it('finds an operation for what can happen, legal ones before others', () => {
    // After the mapping the device owns the buffer.
    const state = stateOf('missed-clean', 5);
    const [owned] = machineInstances(state);
    if (owned?.machine !== 'ownership') throw new Error('nothing is mapped');
    const deeds = deedsOf(state, owned);
    expect(lines(deeds)).toMatchObject({ deviceRead: expect.stringMatching(/^gpu: dma read /u) });
    expect(deeds.find(({ event }) => event === 'deviceRead')?.breaks).toBe('');
    expect(operationFor(state, owned, 'nothing')).toBeNull();
  });

  it.each(scenarios.map(({ id }) => id))('does what it says, half way through %s', (id) => {
    const { scenario } = parseScenario(findScenario(id)?.text ?? '');
    const state = stateOf(id, Math.floor((scenario?.steps.length ?? 0) / 2));
    for (const each of machineInstances(state)) {
      for (const { event, operation, breaks } of deedsOf(state, each)) {
        const { events } = step(state, { operation, meanwhile: [] });
        const taken = events.flatMap(({ transitions }) => transitions);
        expect(taken.some((one) => one.instance === each.instance && one.event === event)).toBe(
          true,
        );
        const isBroken = events.some(({ violations }) => violations.length > 0);
        expect(breaks !== '' || !isBroken, `${printOperation(operation)}: ${breaks}`).toBe(true);
      }
    }
  });
});

describe('breakingDeeds', () => {
  it('finds what breaks the rule that refuses an event to a page', () => {
    const state = stateOf('missed-clean', 5);
    const [owned] = machineInstances(state);
    if (!owned) throw new Error('nothing is mapped');
    expect(owned.impossible.map(({ event }) => event)).toContain('cpuWrite');
    const deeds = breakingDeeds(state, owned);
    expect(lines(deeds)).toMatchObject({
      cpuRead: expect.stringMatching(/^app@cpu0: read p/u),
      cpuWrite: expect.stringMatching(/^app@cpu0: write p/u),
    });
    for (const { operation, breaks } of deeds) {
      const { events } = step(state, { operation, meanwhile: [] });
      const rules = events.flatMap(({ violations }) => violations.map(({ rule }) => rule));
      expect(rules).toContain('cpu-access-while-device-owns');
      expect(breaks).not.toBe('');
    }
  });

  it('finds nothing for other machines', () => {
    const state = stateOf('missed-clean', 5);
    const other = machineInstances(state).find(({ machine }) => machine === 'attachment');
    expect(other && breakingDeeds(state, other)).toEqual([]);
  });
});

const long = `platform arm64 cpus=2
buffer frame pages=64 exporter=gem mmap=shootdown
device gpu importer=map-per-dma

app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
app@cpu0: write p+0 64 A
gpu: map frame TO_DEVICE
`;

function longState(): State {
  const { scenario } = parseScenario(long);
  if (!scenario) throw new Error('the script does not parse');
  return stateAt(runAll(setupOf(scenario), inputsOf(scenario)), afterOperation(5));
}

describe('searchDeeds', () => {
  it('is the same search for the same state and object, and keeps what it found', () => {
    const state = stateOf('missed-clean', 5);
    const [owned] = machineInstances(state);
    if (!owned) throw new Error('nothing is mapped');
    const search = searchDeeds(state, owned);
    let known = search.found();
    while (!known.isDone) {
      search.tryNext();
      const next = search.found();
      expect(next.possible.slice(0, known.possible.length)).toEqual(known.possible);
      expect(next.breaking.slice(0, known.breaking.length)).toEqual(known.breaking);
      known = next;
    }
    expect(searchDeeds(state, owned).found()).toBe(known);
  });

  it('reaches a page far into a buffer', () => {
    const state = longState();
    const owned = machineInstances(state).find(({ label }) => label === 'frame page 40 · gpu');
    if (!owned) throw new Error('page 40 is not mapped');
    expect(lines(deedsOf(state, owned))).toMatchObject({
      deviceRead: 'gpu: dma read frame+163840 64',
    });
    // 40 pages of 4096 bytes; the kernel’s own, because the process would fault first.
    expect(lines(breakingDeeds(state, owned))).toMatchObject({
      cpuWrite: 'kernel@cpu0: write frame+163840 64 Z',
    });
  });

  it('tries no access that takes long by itself', () => {
    const state = longState();
    const { likely, rare } = offersOf(state);
    const lengths = [...likely, ...rare].flatMap(({ action }) =>
      action.do === 'read' || action.do === 'write' ? action.length : [],
    );
    expect(lengths).toContain(64);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(256 * 64);
  });
});
