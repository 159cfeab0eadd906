import { describe, expect, it } from 'vitest';
import { afterOperation } from '../history/cursor.ts';
import { runAll } from '../history/history.ts';
import { stateAt } from '../history/points.ts';
import { machineInstances } from '../model/machines/instances.ts';
import type { State } from '../model/state.ts';
import { step } from '../model/step.ts';
import { findScenario, scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { printOperation } from '../script/printOperation.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { breakingDeeds, deedsOf, operationFor } from './doEvent.ts';

function stateOf(id: string, operation: number): State {
  const { scenario } = parseScenario(findScenario(id)?.text ?? '');
  if (!scenario) throw new Error(`no scenario ${id}`);
  return stateAt(runAll(setupOf(scenario), inputsOf(scenario)), afterOperation(operation));
}

const lines = (
  deeds: readonly { event: string; operation: Parameters<typeof printOperation>[0] }[],
) => Object.fromEntries(deeds.map(({ event, operation }) => [event, printOperation(operation)]));

describe('deedsOf', () => {
  it('finds an operation for what can happen, legal ones before others', () => {
    // After the mapping the device owns the buffer.
    const state = stateOf('missed-clean', 5);
    const [owned] = machineInstances(state);
    if (owned?.machine !== 'ownership') throw new Error('nothing is mapped');
    const deeds = deedsOf(state, owned.instance);
    expect(lines(deeds)).toMatchObject({ deviceRead: expect.stringMatching(/^gpu: dma read /u) });
    expect(deeds.find(({ event }) => event === 'deviceRead')?.breaks).toBe('');
    expect(operationFor(state, owned.instance, 'nothing')).toBeNull();
  });

  it.each(scenarios.map(({ id }) => id))('does what it says, half way through %s', (id) => {
    const { scenario } = parseScenario(findScenario(id)?.text ?? '');
    const state = stateOf(id, Math.floor((scenario?.steps.length ?? 0) / 2));
    for (const { instance } of machineInstances(state)) {
      for (const { event, operation, breaks } of deedsOf(state, instance)) {
        const { events } = step(state, { operation, meanwhile: [] });
        const taken = events.flatMap(({ transitions }) => transitions);
        expect(taken.some((each) => each.instance === instance && each.event === event)).toBe(true);
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
