import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentsOf } from '../../model/actionKinds.ts';
import { arbitraryScenario } from './arbitraryScenario.ts';

const sample = (options: Parameters<typeof arbitraryScenario>[0], numRuns: number) =>
  fc.sample(arbitraryScenario(options), { numRuns, seed: 7 });

describe('arbitraryScenario', () => {
  it('makes up every action, and operations inside others', () => {
    const steps = sample({}, 600).flatMap((scenario) => scenario.steps);
    const actions = new Set(steps.map((step) => step.operation.action.do));
    const missing = Object.keys(agentsOf).filter(
      (name) => ![...actions].some((known) => known === name),
    );
    expect(missing).toEqual([]);
    expect(steps.some((step) => step.meanwhile.length > 0)).toBe(true);
  });

  it('does as the options say', () => {
    const plain = sample(
      { maxSteps: 3, prelude: false, meanwhile: false, overrides: false, platforms: ['bounce'] },
      100,
    );
    for (const { steps, platform } of plain) {
      expect(steps.length).toBeLessThanOrEqual(3);
      expect(steps.every((step) => step.meanwhile.length === 0)).toBe(true);
      expect(platform.id).toBe('bounce');
      expect(Object.keys(platform.overrides)).toEqual(['pageSize']);
    }
  });
});
