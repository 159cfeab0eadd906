/**
 * A picture with what is remembered of earlier ones is the picture made from nothing: for made-up scripts, every
 * state in turn and back again, against a copy of the state that shares nothing with what was seen.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createState } from '../model/createState.ts';
import type { StepResult } from '../model/result.ts';
import { step } from '../model/step.ts';
import { platformIds } from '../script/platformSettings.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { arbitraryScenario } from '../script/testing/arbitraryScenario.ts';
import type { Scenario } from '../script/ast.ts';
import { roomScene } from './roomScene.ts';
import type { Selection } from './selection.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 40);
const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);

const selections: readonly Selection[] = [
  { kind: 'line', buffer: 0, line: 1, place: null },
  { kind: 'line', buffer: 0, line: 9, place: { kind: 'memory' } },
  { kind: 'page', buffer: 0, page: 1, place: null },
];
const folds: readonly ReadonlySet<string>[] = [new Set(), new Set(['b0']), new Set(['b0p0'])];

function resultsOf(scenario: Scenario, platform: string): readonly StepResult[] {
  let state = createState(setupOf(scenario, platform));
  return inputsOf(scenario).map((input) => {
    const result = step(state, input);
    state = result.state;
    return result;
  });
}

it('is the picture made from nothing', () => {
  fc.assert(
    fc.property(
      arbitraryScenario(),
      fc.constantFrom(...platformIds),
      fc.constantFrom(...folds),
      fc.constantFrom('lines' as const, 'sets' as const),
      (scenario, platform, opened, caches) => {
        const results = resultsOf(scenario, platform);
        [...results, ...results.toReversed()].forEach(({ state, events }, i) => {
          const copy = structuredClone(state);
          const chosen = [null, selections[i % selections.length] ?? null];
          const shown = [null, i % 2 === 0 ? (events.at(-1) ?? null) : (events[0] ?? null)];
          for (const [k, event] of shown.entries()) {
            const options = { event, done: [], selection: chosen[k] ?? null, opened, caches };
            expect(roomScene(state, options)).toEqual(roomScene(copy, options));
          }
        });
      },
    ),
    { numRuns: runs, seed },
  );
}, 120_000);
