import { describe, expect, it } from 'vitest';
import { missedScript, runTo, shootdownScript } from '../../test/roomStates.ts';
import type { DmaMapping, Extent, State } from '../model/state.ts';
import {
  handOverUnderWay,
  ownerDetail,
  ownerOfBuffer,
  ownerOfPage,
  ownerOfRange,
  ownerWords,
} from './owner.ts';

const names = ['gpu', 'cam'];
const start = runTo(missedScript, 0).state;

function mapping(device: number, extents: readonly Extent[]): DmaMapping {
  return {
    id: 10 + device,
    name: null,
    kind: 'single',
    device,
    buffer: 0,
    start: extents[0]?.start ?? 0,
    length: (extents.at(-1)?.end ?? 0) - (extents[0]?.start ?? 0),
    direction: 'BIDIRECTIONAL',
    segments: [],
    live: true,
    changing: false,
    extents,
  };
}

function owned(...extents: readonly Partial<Extent>[]): readonly Extent[] {
  return extents.map((extent) => ({
    start: 0,
    end: 512,
    state: 'device.same',
    contested: false,
    ...extent,
  }));
}

const withMappings = (...mappings: readonly DmaMapping[]): State => ({ ...start, mappings });

describe('the owner of a page', () => {
  it('is the CPU while nothing is mapped', () => {
    expect(ownerOfPage(start, 0, 0)).toEqual({ kind: 'cpu' });
  });

  it('is the device that has it mapped, and again the CPU when it is handed back', () => {
    expect(ownerOfPage(withMappings(mapping(0, owned({}))), 0, 0)).toEqual({
      kind: 'device',
      device: 0,
    });
    expect(ownerOfPage(withMappings(mapping(0, owned({ state: 'cpu.same' }))), 0, 0).kind).toBe(
      'cpu',
    );
  });

  it('is every device that holds it', () => {
    const owner = ownerOfPage(withMappings(mapping(1, owned({})), mapping(0, owned({}))), 0, 0);
    expect(owner).toEqual({ kind: 'devices', devices: [0, 1] });
    expect(ownerWords(owner, names)).toBe('gpu + cam own');
  });

  it('is shared in parts where a mapping covers less than the page', () => {
    const state = withMappings(mapping(1, owned({ start: 64, end: 128 })));
    expect(ownerOfPage(state, 0, 0)).toEqual({ kind: 'parts', devices: [1] });
    expect(ownerOfRange(state, 0, 64, 128)).toEqual({ kind: 'device', device: 1 });
    expect(ownerOfRange(state, 0, 0, 64)).toEqual({ kind: 'cpu' });
    expect(ownerOfPage(state, 0, 1)).toEqual({ kind: 'cpu' });
  });

  it('adds up extents that lie next to each other', () => {
    const two = owned({ end: 256 }, { start: 256, state: 'device.ahead' });
    expect(ownerOfPage(withMappings(mapping(0, two)), 0, 0)).toEqual({ kind: 'device', device: 0 });
  });

  it('is contested where somebody else touched it', () => {
    const owner = ownerOfPage(withMappings(mapping(0, owned({ contested: true }))), 0, 0);
    expect(owner).toEqual({ kind: 'contested', devices: [0] });
    expect([ownerWords(owner, names), ownerDetail(owner, names)]).toEqual([
      'contested',
      'gpu owns',
    ]);
  });

  it('forgets mappings that were torn down', () => {
    const dead = { ...mapping(0, owned({})), live: false };
    expect(ownerOfBuffer(withMappings(dead), 0)).toEqual({ kind: 'cpu' });
  });

  it('is on its way while a call hands the mapping over, either way', () => {
    const to = (extents: readonly Extent[]): State =>
      withMappings({ ...mapping(0, extents), length: 512, changing: true });
    const underWay = { kind: 'handingOver', device: 0 };
    expect(ownerOfPage(to(owned({})), 0, 0)).toEqual({ ...underWay, to: 'device' });
    expect(ownerOfPage(to(owned({ state: 'cpu.same' })), 0, 0)).toEqual({ ...underWay, to: 'cpu' });
    expect(ownerOfPage(to([]), 0, 0)).toEqual({ ...underWay, to: 'cpu' });
  });

  it('is on its way to the importer during a shootdown', () => {
    const { state } = runTo(shootdownScript, 6, 'ipi.send');
    expect(ownerOfPage(state, 0, 0)).toEqual({ kind: 'handingOver', to: 'device', device: 0 });
  });
});

describe('handOverUnderWay', () => {
  it('says where a map in progress leads, for its own buffer only', () => {
    const { operation } = runTo(shootdownScript, 6, 'pte.clear');
    const state = runTo(shootdownScript, 5).state;
    const expected = { kind: 'handingOver', to: 'device', device: 0 };
    expect(handOverUnderWay(state, operation, { kind: 'cpu' }, 0)).toEqual(expected);
    expect(handOverUnderWay(state, operation, { kind: 'cpu' }, 1)).toBeNull();
    expect(handOverUnderWay(state, null, { kind: 'cpu' }, 0)).toBeNull();
  });
});
