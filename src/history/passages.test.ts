import { describe, expect, it } from 'vitest';
import { machineInstances } from '../model/machines/instances.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { afterOperation, printCursor } from './cursor.ts';
import { runAll, type History } from './history.ts';
import { nextTaking, passageAt, passagesOf } from './passages.ts';

function runOf(id: string, platform: string): History {
  const text = scenarios.find((scenario) => scenario.id === id)?.text ?? '';
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error(`no scenario ${id}`);
  return runAll(setupOf(scenario, platform), inputsOf(scenario));
}

/** The id of the entry of the app's first page. */
function entryIn({ entries }: History): string {
  const state = entries.at(-1)?.state;
  const found = state && machineInstances(state).find(({ label }) => label === 'app’s p page 0');
  return found?.instance ?? '';
}

describe('passagesOf', () => {
  it('tells the stays of an entry that is shot down, and where each begins', () => {
    const history = runOf('shootdown', 'arm64');
    const passages = passagesOf(history, entryIn(history));
    expect(passages.slice(0, 8).map(({ state }) => state)).toEqual([
      'absent',
      'faulting',
      'present.writable',
      'shootdown.cleared',
      'shootdown.localFlushed',
      'shootdown.ipiPending',
      'shootdown.acknowledged',
      'absent',
    ]);
    const [first, , inserted, , , pending] = passages;
    expect(first?.came).toBeNull();
    expect(inserted?.came?.event).toBe('insertWritable');
    // Operation 4 faults; the IPI of operation 6 is its sixth micro-event.
    expect(inserted?.from.operation).toBe(4);
    expect(pending && printCursor(pending.from)).toBe('6.6');
  });

  it.each(scenarios.map(({ id }) => id))('agrees with the states of %s', (id) => {
    for (const platform of ['x86', 'arm64-iommu', 'bounce']) {
      const history = runOf(id, platform);
      for (const [i, { state }] of history.entries.entries()) {
        for (const { instance, state: now } of machineInstances(state)) {
          const passages = passagesOf(history, instance);
          const at = passages[passageAt(passages, afterOperation(i + 1))];
          if (at) expect([instance, i + 1, at.state]).toEqual([instance, i + 1, now]);
        }
      }
    }
  });

  it('is empty for what never moved, and found once', () => {
    const history = runOf('shootdown', 'arm64');
    expect(passagesOf(history, 'pte/99:0')).toEqual([]);
    const entry = entryIn(history);
    expect(passagesOf(history, entry)).toBe(passagesOf(history, entry));
  });
});

describe('nextTaking', () => {
  it('finds where an event comes by itself', () => {
    const history = runOf('shootdown', 'arm64');
    const found = nextTaking(history, entryIn(history), 'lastAck', { operation: 6, micro: 6 });
    expect(found?.operation).toBe(6);
    expect(nextTaking(history, entryIn(history), 'lastAck', afterOperation(99))).toBeNull();
  });
});
