import { describe, expect, it } from 'vitest';
import { stateWith } from '../../../test/sampleState.ts';
import type { DmaMapping } from '../state.ts';
import { machineInstances } from './instances.ts';

const mapping: DmaMapping = {
  id: 7,
  name: null,
  kind: 'sg',
  device: 0,
  buffer: 0,
  start: 0,
  length: 1024,
  direction: 'BIDIRECTIONAL',
  segments: [],
  live: true,
  changing: false,
  extents: [
    { start: 0, end: 64, state: 'cpu.ahead', contested: false },
    { start: 64, end: 512, state: 'device.same', contested: false },
    { start: 512, end: 1024, state: 'cpu.same', contested: false },
  ],
};

describe('machineInstances', () => {
  it('shows a page by its most telling run of bytes', () => {
    const [first, second] = machineInstances(stateWith({ mappings: [mapping] }));
    expect(first).toMatchObject({
      machine: 'ownership',
      instance: 'ownership/7:0',
      label: 'frame page 0 · gpu',
      state: 'cpu.ahead',
      contested: false,
    });
    expect(second).toMatchObject({ instance: 'ownership/7:1', state: 'cpu.same' });
  });

  it('puts a contested run first', () => {
    const contested: DmaMapping = {
      ...mapping,
      extents: [
        { start: 0, end: 64, state: 'device.ahead', contested: false },
        { start: 64, end: 1024, state: 'cpu.same', contested: true },
      ],
    };
    const [first] = machineInstances(stateWith({ mappings: [contested] }));
    expect(first).toMatchObject({ state: 'cpu.same', contested: true });
  });

  it('leaves out mappings that are torn down', () => {
    const torn = stateWith({ mappings: [{ ...mapping, live: false, extents: [] }] });
    expect(machineInstances(torn).filter((each) => each.machine === 'ownership')).toEqual([]);
  });

  it('splits the events into what is possible and what is not, with a reason', () => {
    const state = stateWith({
      attachments: [{ id: 3, device: 0, buffer: 0, state: 'mapped', sgTable: [], mapping: 7 }],
    });
    const [attachment] = machineInstances(state);
    expect(attachment).toMatchObject({ instance: 'attachment/3', label: 'gpu to frame' });
    expect(attachment?.possible).toEqual([
      'unmap',
      'mapAgain',
      'mapSecond',
      'unmapOne',
      'moveNotify',
      'pin',
    ]);
    expect(attachment?.impossible.map(({ event }) => event).sort()).toEqual([
      'attach',
      'detach',
      'getSg',
      'map',
      'mapSg',
      'putSg',
      'unmapSg',
      'unpin',
    ]);
    expect(attachment?.impossible.find(({ event }) => event === 'detach')?.why).toContain(
      'unmap it first',
    );
  });

  it('offers no event that only restores order after a broken rule', () => {
    const [first] = machineInstances(stateWith({ mappings: [mapping] }));
    const all = [
      ...(first?.possible ?? []),
      ...(first?.impossible ?? []).map(({ event }) => event),
    ];
    expect(all).not.toContain('forceCpu');
    expect(all).toContain('cpuRead');
  });

  it('knows pages of VMAs, I/O pages and engines', () => {
    const state = stateWith({
      vmas: [
        {
          id: 2,
          name: 'p',
          process: 'app',
          buffer: 0,
          address: 0,
          pageOffset: 0,
          readable: true,
          writable: true,
          executable: false,
          private: false,
          mayWrite: true,
          hasCopies: false,
          advice: [],
          type: 'WB',
          ptes: [{ state: 'shootdown.ipiPending', frame: 0 }],
        },
      ],
      devices: [
        {
          iommu: [{ iova: 0xfffff000, frame: 0, readable: true, writable: true, state: 'lazy' }],
          transfer: 'done',
          iotlb: [],
          nextIova: 0,
          lastRead: null,
        },
      ],
    });
    expect(machineInstances(state).map(({ instance, state: now }) => [instance, now])).toEqual([
      ['pte/2:0', 'shootdown.ipiPending'],
      ['iommu/gpu:0xfffff000', 'lazy'],
      ['dma/gpu', 'done'],
      ['dma/npu', 'idle'],
    ]);
  });
});
