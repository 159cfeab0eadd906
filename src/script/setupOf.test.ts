import { describe, expect, it } from 'vitest';
import { findPlatform } from '../model/platforms/platforms.ts';
import type { Scenario } from './ast.ts';
import { parseScenario } from './parse.ts';
import { inputsOf, setupOf } from './setupOf.ts';

function scenarioOf(text: string): Scenario {
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error('the text is wrong');
  return scenario;
}

describe('setupOf', () => {
  const scenario = scenarioOf(`platform arm64 cpus=3 page=512
buffer b pages=2
device plain
device fixed coherent=no
device snoops coherent=yes`);

  it('takes the scenario’s platform with its overrides', () => {
    expect(setupOf(scenario).platform).toEqual({
      ...findPlatform('arm64'),
      cpus: 3,
      pageSize: 512,
      swiotlbSlotSize: 512,
    });
  });

  it('keeps the overrides on every other platform', () => {
    expect(setupOf(scenario, 'x86').platform).toMatchObject({
      id: 'x86',
      cpus: 3,
      pageSize: 512,
      snooping: true,
    });
    expect(setupOf(scenario, 'bounce').platform).toMatchObject({
      id: 'bounce',
      cpus: 3,
      swiotlb: 'force',
    });
  });

  it('takes the scenario’s own platform where the id is unknown', () => {
    expect(setupOf(scenario, 'vax').platform.id).toBe('arm64');
  });

  it('lets devices snoop as the platform does unless they say', () => {
    const coherent = (id: string) => setupOf(scenario, id).devices.map((device) => device.coherent);
    expect(coherent('arm64')).toEqual([false, false, true]);
    expect(coherent('x86')).toEqual([true, false, true]);
    const overridden = scenarioOf('platform x86 snooping=no\ndevice plain');
    expect(setupOf(overridden).devices[0]?.coherent).toBe(false);
  });

  it('has slots of 2048 bytes, and of a page where pages are smaller', () => {
    const slot = (page: string) =>
      setupOf(scenarioOf(`platform x86${page}`)).platform.swiotlbSlotSize;
    expect([slot(''), slot(' page=2048'), slot(' page=1024')]).toEqual([2048, 2048, 1024]);
  });
});

describe('inputsOf', () => {
  it('gives the operations with what happens inside them', () => {
    const scenario = scenarioOf('kernel@cpu0: barrier\ncpu0: drain during call#2\niommu: flush');
    expect(inputsOf(scenario)).toEqual([
      {
        operation: {
          agent: { kind: 'thread', process: 'kernel', cpu: 0 },
          action: { do: 'barrier' },
        },
        meanwhile: [
          {
            at: { kind: 'call', nth: 2 },
            operation: { agent: { kind: 'cpu', cpu: 0 }, action: { do: 'drain' } },
          },
        ],
      },
      { operation: { agent: { kind: 'iommu' }, action: { do: 'flushIotlb' } }, meanwhile: [] },
    ]);
  });
});
