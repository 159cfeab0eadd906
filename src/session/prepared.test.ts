import { describe, expect, it } from 'vitest';
import { stateAt } from '../history/points.ts';
import { runAll } from '../history/history.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import { sourceOfBuiltIn, stateOfRun } from './actions.ts';
import { operationWords, ruleTitle, verdicts } from './derive.ts';
import { engineLoader } from './loaders.ts';
import { lookInside } from './lookInside.ts';
import { knowsInside, takeRun } from './prepared.ts';
import { prepareRun } from './prepareRun.ts';
import { readBuiltIn } from './readBuiltIn.ts';

function builtInOf(id: string) {
  const entry = findScenario(id);
  const builtIn = entry && readBuiltIn(entry);
  if (!builtIn) throw new Error(id);
  return builtIn;
}

/** As a page has it: plain data, from which nothing leads back to the simulator. */
const shootdown = builtInOf('shootdown');
const run = prepareRun(shootdown, true);

describe('a prepared run, before the engine is here', () => {
  it('answers for every point what the simulator would', () => {
    expect(engineLoader.ifLoaded()).toBeNull();
    const history = takeRun(run, lookInside(run));
    expect(knowsInside(history)).toBe(true);
    const simulated = runAll(setupOf(shootdown.scenario), inputsOf(shootdown.scenario));
    simulated.entries.forEach(({ events }, i) => {
      for (let micro = 1; micro <= events.length; micro++) {
        const at = { operation: i + 1, micro };
        expect(stateAt(history, at), `${i + 1}.${micro}`).toEqual(stateAt(simulated, at));
      }
    });
  });

  it('has words, verdicts and titles', () => {
    const history = takeRun(run, lookInside(run));
    for (const { input } of history.entries)
      expect(operationWords(input.operation).code).not.toBe('');
    expect(history.violations.length).toBeGreaterThan(0);
    expect(verdicts(history).size).toBe(history.violations.length);
    for (const { rule } of history.violations) expect(ruleTitle(rule)).not.toBe(rule);
  });

  it('is taken once', () => {
    expect(takeRun(run, lookInside(run))).toBe(takeRun(run, lookInside(run)));
    const state = stateOfRun(sourceOfBuiltIn(shootdown), takeRun(run, lookInside(run)));
    expect([state.platform, state.scenarioId]).toEqual(['arm64', 'shootdown']);
  });

  it('without its states inside leaves those to the engine', async () => {
    const bare = takeRun(prepareRun(builtInOf('missed-clean'), false), null);
    expect(knowsInside(bare)).toBe(false);
    await engineLoader.load();
    expect(knowsInside(bare)).toBe(true);
    const { scenario } = builtInOf('missed-clean');
    const simulated = runAll(setupOf(scenario), inputsOf(scenario));
    const last = (simulated.entries[4]?.events.length ?? 0) - 1;
    const at = { operation: 5, micro: last };
    expect(stateAt(bare, at)).toEqual(stateAt(simulated, at));
    expect(stateAt(bare, at)).not.toEqual(stateAt(bare, { operation: 4, micro: null }));
  });
});
