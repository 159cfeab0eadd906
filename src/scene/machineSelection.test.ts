import { describe, expect, it } from 'vitest';
import { missedScript, runTo } from '../../test/roomStates.ts';
import { attachmentId, dmaId, iommuId, ownershipId, pteId } from '../model/machines/instanceIds.ts';
import type { MachineId } from '../model/microEvent.ts';
import { machineInstances } from '../model/machines/instances.ts';
import { roomSelection } from './machineSelection.ts';
import type { Selection } from './selection.ts';

const { state } = runTo(missedScript, 9, undefined, 'arm64-iommu');

const find = (machine: MachineId, instance: string): Selection | null =>
  roomSelection(state, { kind: 'machine', machine, instance });

describe('roomSelection', () => {
  it('finds the page and the place of an instance', () => {
    const vma = state.vmas[0]?.id ?? -1;
    const mapping = state.mappings[1]?.id ?? -1;
    const attachment = state.attachments[1]?.id ?? -1;
    const iova = state.devices[0]?.iommu[1]?.iova ?? -1;
    const page = state.buffers[0]?.frames.indexOf(state.devices[0]?.iommu[1]?.frame ?? -1);
    expect(find('pte', pteId(vma, 1))).toEqual({
      kind: 'page',
      buffer: 0,
      page: 1,
      place: { kind: 'pte', vma },
    });
    expect(find('ownership', ownershipId(mapping, 1))).toMatchObject({
      page: 1,
      place: { kind: 'device', device: 1 },
    });
    expect(find('attachment', attachmentId(attachment))).toMatchObject({
      page: 0,
      place: { kind: 'device', device: 1 },
    });
    expect(find('iommuMapping', iommuId('gpu', iova))).toMatchObject({
      page,
      place: { kind: 'iommu', device: 0 },
    });
  });

  it('finds something for every instance of a state but the engines', () => {
    for (const { machine, instance } of machineInstances(state))
      expect([instance, find(machine, instance)?.kind]).toEqual([
        instance,
        machine === 'dmaTransfer' ? 'machine' : 'page',
      ]);
  });

  it('leaves alone what the room does not show', () => {
    const engine: Selection = { kind: 'machine', machine: 'dmaTransfer', instance: dmaId('gpu') };
    expect(roomSelection(state, engine)).toBe(engine);
    const gone: Selection = { kind: 'machine', machine: 'pte', instance: pteId(999, 0) };
    expect(roomSelection(state, gone)).toBe(gone);
    expect(roomSelection(state, null)).toBeNull();
  });
});
