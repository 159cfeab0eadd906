/** Words for whatever a made-up scenario does: whole sentences, and every kernel function is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryScenario } from '../script/testing/arbitraryScenario.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { createState } from './createState.ts';
import { explainEvent } from './explain.ts';
import { explainCall } from './explainCalls.ts';
import type { MicroEvent } from './microEvent.ts';
import type { State } from './state.ts';
import { step } from './step.ts';

/** What is wrong with the words of a micro-event; null where nothing is. */
function flawOf(state: State, event: MicroEvent): string | null {
  const { text, rule } = explainEvent(state, event);
  if (!/^[A-Za-z].*[.]$/u.test(text)) return `no sentence: ${text}`;
  if (/undefined|null|NaN|\[object|\s\s|\s\.|\.\./u.test(text)) return `a gap: ${text}`;
  if (rule !== '' && !/^[A-Z].*\.$/u.test(rule)) return `no rule: ${rule}`;
  const isNamed = event.kind === 'call' && event.facts['reason'] === undefined;
  if (isNamed && !event.label.startsWith('(no call') && !explainCall(event.label))
    return `an unknown function: ${event.label}`;
  return null;
}

describe('the words of a made-up run', () => {
  it('are whole sentences', () => {
    fc.assert(
      fc.property(arbitraryScenario(), (scenario) => {
        let state = createState(setupOf(scenario));
        for (const input of inputsOf(scenario)) {
          const done = step(state, input);
          state = done.state;
          const flaws = done.events.flatMap((event) => {
            const flaw = flawOf(done.state, event);
            return flaw === null ? [] : [`${event.kind}: ${flaw}`];
          });
          expect(flaws).toEqual([]);
        }
      }),
      {
        seed: Number(process.env['PROPERTY_SEED'] ?? 5),
        numRuns: Number(process.env['PROPERTY_RUNS'] ?? 100),
      },
    );
  });
});
