import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Agent } from '../model/operation.ts';
import { parseScenario, parseSteps } from './parse.ts';
import { printOperation } from './printOperation.ts';
import {
  fileDriverActions,
  fileKernelActions,
  fileThreadActions,
} from './testing/arbitraryFiles.ts';
import { bufferNames } from './testing/arbitraryWorld.ts';
import { defaultBuffer } from './bufferSettings.ts';

const { scenario } = parseScenario(`platform x86
buffer frame
buffer ring
device gpu`);

const world = {
  buffers: bufferNames.map(defaultBuffer),
  devices: [],
  cpus: 1,
  pageSize: 256,
  processes: ['app'],
};

const speakers: readonly [string, Agent, fc.Arbitrary<Action>][] = [
  [
    'processes',
    { kind: 'thread', process: 'app', cpu: 0 },
    fc.oneof(...fileThreadActions(world).map(({ arbitrary }) => arbitrary)),
  ],
  [
    'kernel code',
    { kind: 'thread', process: 'kernel', cpu: 0 },
    fc.oneof(...fileKernelActions(world).map(({ arbitrary }) => arbitrary)),
  ],
  [
    'drivers',
    { kind: 'device', device: 'gpu', cpu: 0 },
    fc.oneof(...fileDriverActions().map(({ arbitrary }) => arbitrary)),
  ],
];

describe('lines about files', () => {
  it.each(speakers)('of %s are read as what they were printed from', (_, agent, actions) => {
    if (!scenario) throw new Error('the declarations are wrong');
    fc.assert(
      fc.property(actions, (action) => {
        const text = printOperation({ agent, action });
        const { steps, diagnostics } = parseSteps(text, scenario);
        expect(diagnostics).toEqual([]);
        expect(steps.map(({ operation }) => operation)).toEqual([{ agent, action }]);
      }),
      { numRuns: 2000 },
    );
  });
});
