/** Changes of owner in the built-in scenarios: handed over, handed back, contested. */
import { expect, it } from 'vitest';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { startCursor, type Cursor } from './cursor.ts';
import { runAll } from './history.ts';
import { eventAt } from './points.ts';
import { endCursor, nextOwnerChange, previousOwnerChange } from './move.ts';

function runOf(id: string, platform: string) {
  const { scenario } = parseScenario(scenarios.find((each) => each.id === id)?.text ?? '');
  if (!scenario) throw new Error(`${id} cannot be read`);
  return runAll(setupOf(scenario, platform), inputsOf(scenario));
}

/** Operations in which the owner changes, in order, each once. */
function changes(id: string, platform: string): readonly number[] {
  const history = runOf(id, platform);
  const found: Cursor[] = [];
  for (let at: Cursor | null = startCursor; ;) {
    at = nextOwnerChange(history, at);
    if (at === null) break;
    found.push(at);
  }
  const back: Cursor[] = [];
  for (let at: Cursor | null = endCursor(history); ;) {
    at = previousOwnerChange(history, at);
    if (at === null) break;
    back.unshift(at);
  }
  const last = found.at(-1);
  // The way back finds the same, but for one that is the end itself.
  const isLastEnd = last?.micro === null && last.operation === history.entries.length;
  expect(back).toEqual(isLastEnd ? found.slice(0, -1) : found);
  return [...new Set(found.map(({ operation }) => operation))];
}

it('stops at maps, unmaps and where a buffer becomes contested', () => {
  // map, unmap, map, and the display's map and unmap.
  expect(changes('shootdown', 'arm64')).toEqual([6, 8, 10, 12, 15]);
  // The map, and the write that breaks the rule.
  expect(changes('missed-clean', 'arm64')).toEqual([5, 7]);
});

it('stops at the very access that makes a buffer contested', () => {
  const history = runOf('missed-clean', 'arm64');
  const map = nextOwnerChange(history, startCursor) ?? startCursor;
  const contested = nextOwnerChange(history, map) ?? startCursor;
  expect(eventAt(history, contested)?.violations.map(({ rule }) => rule)).toContain(
    'cpu-access-while-device-owns',
  );
});
