import { describe, expect, it } from 'vitest';
import { scenarios } from '../scenarios/catalogue.ts';
import { builtIns } from './builtIns.atBuild.ts';
import { firstRun } from './firstRun.atBuild.ts';

describe('the built-in scenarios', () => {
  it('can all be read, and have what the picker shows', () => {
    expect(builtIns.map(({ id }) => id)).toEqual(scenarios.map(({ id }) => id));
    for (const { id, scenario } of builtIns) {
      expect(scenario.title, id).not.toBe('');
      expect(scenario.summary, id).not.toBe('');
      expect(scenario.sources, id).not.toEqual([]);
    }
  });

  it('are plain JSON, as the build makes of them', () => {
    expect(JSON.parse(JSON.stringify(builtIns))).toEqual(builtIns);
  });

  it('declare as many things as they run on', () => {
    for (const { id, declarations, scenario } of builtIns) {
      const things = 1 + scenario.buffers.length + scenario.devices.length;
      expect(declarations, id).toHaveLength(things);
    }
  });

  it('begin with the one of the bare address', () => {
    expect(firstRun.builtIn).toEqual(builtIns[0]);
  });
});
