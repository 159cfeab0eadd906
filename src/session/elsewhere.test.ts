import { describe, expect, it } from 'vitest';
import { parseScenario } from '../script/parse.ts';
import { sourceOfScript } from './actions.ts';
import { initialState } from './firstState.ts';
import { setPlatform, showSource } from './runs.ts';
import { elsewhere } from './elsewhere.ts';
import { engineLoader } from './loaders.ts';

// As in the page soon after the first picture.
await engineLoader.load();

describe('elsewhere', () => {
  it('tells where the write without a call does harm, and where it is luck', () => {
    const arm64 = initialState();
    const [write] = arm64.history.entries[6]?.violations ?? [];
    if (!write) throw new Error('the seventh operation breaks no rule');
    expect(write.rule).toBe('cpu-access-while-device-owns');
    expect(elsewhere(arm64, 7, write)).toEqual({
      harm: ['arm64 + IOMMU', 'bounce'],
      luck: ['x86'],
      fine: [],
      refused: [],
    });
    const x86 = { ...arm64, ...setPlatform(arm64, 'x86') };
    expect(elsewhere(x86, 7, write).harm).toEqual(['arm64', 'arm64 + IOMMU', 'bounce']);
  });

  it('tells where a call was refused before it came to that', () => {
    const { scenario } = parseScenario(`platform arm64 slots=1
buffer f pages=2
device gpu
gpu: a = dma_map_single f+0 4096 TO_DEVICE
gpu: b = dma_map_single f+4096 4096 TO_DEVICE
kernel@cpu0: write f+4096 64 A`);
    if (!scenario) throw new Error('the script of this test is wrong');
    const state = { ...initialState(), ...showSource(sourceOfScript('', scenario)) };
    const [write] = state.history.entries[2]?.violations ?? [];
    if (!write) throw new Error('the write breaks no rule');
    // The pool of bounce has a single slot of 2 KiB: not even the first page fits.
    expect(elsewhere(state, 3, write).refused).toEqual([
      { title: 'bounce', errno: 'ENOMEM', operation: 1 },
    ]);
  });

  it('tells where an effect does not happen at all', () => {
    const arm64 = initialState();
    const [stale] = arm64.history.entries[7]?.violations ?? [];
    if (!stale) throw new Error('the eighth operation reads nothing stale');
    expect(elsewhere(arm64, 8, stale).fine).toEqual(['x86']);
  });
});
