import { describe, expect, it } from 'vitest';
import { initialState, setPlatform } from './actions.ts';
import { elsewhere } from './elsewhere.ts';

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
    });
    const x86 = { ...arm64, ...setPlatform(arm64, 'x86') };
    expect(elsewhere(x86, 7, write).harm).toEqual(['arm64', 'arm64 + IOMMU', 'bounce']);
  });

  it('tells where an effect does not happen at all', () => {
    const arm64 = initialState();
    const [stale] = arm64.history.entries[7]?.violations ?? [];
    if (!stale) throw new Error('the eighth operation reads nothing stale');
    expect(elsewhere(arm64, 8, stale).fine).toEqual(['x86']);
  });
});
