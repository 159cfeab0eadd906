/**
 * Accesses to the page that a machine is about: what is offered in a menu begins with the first page of a
 * buffer, while the object that is looked at may be any.
 */
import { iommuId, pteId } from '../model/machines/instanceIds.ts';
import { mappingOf } from '../model/machines/instanceState.ts';
import type { MachineInstance } from '../model/machines/instances.ts';
import type { Operation } from '../model/operation.ts';
import { mappedPlaces } from '../model/possibleOperations.ts';
import type { State } from '../model/state.ts';

interface BufferPage {
  readonly buffer: number;
  readonly page: number;
}

/** The accesses among `offered` that begin with a buffer or mapping, moved to the page of an instance. */
export function aimedOperations(
  state: State,
  instance: MachineInstance,
  offered: readonly Operation[],
): readonly Operation[] {
  const target = pageOf(state, instance);
  if (!target) return [];
  const { pageSize, lineSize } = state.setup.platform;
  return offered.flatMap(({ agent, action }): readonly Operation[] => {
    switch (action.do) {
      case 'read':
      case 'write':
      case 'dmaRead':
      case 'dmaWrite': {
        const { at, length } = action;
        const begin = firstByte(state, { agent, action }, at, target.buffer);
        const shift = begin === null ? 0 : target.page * pageSize - begin;
        if (shift <= 0 || length > lineSize) return [];
        return [{ agent, action: { ...action, at: { ...at, offset: at.offset + shift } } }];
      }
      default:
        return [];
    }
  });
}

/** The byte of a buffer that a place begins at; null where it is a place of another one. */
function firstByte(
  state: State,
  { agent }: Operation,
  at: { readonly base: string; readonly offset: number },
  buffer: number,
): number | null {
  if (agent.kind === 'thread' && agent.process !== 'kernel') {
    const place = mappedPlaces(state, agent.process).find(
      (each) => each.at.base === at.base && each.at.offset === at.offset,
    );
    if (place?.vma.buffer !== buffer) return null;
    return place.vma.pageOffset * state.setup.platform.pageSize;
  }
  if (state.setup.buffers[buffer]?.name === at.base) return at.offset;
  const mapping = state.mappings.find((each) => each.buffer === buffer && each.name === at.base);
  return mapping ? mapping.start + at.offset : null;
}

/** The page that an instance is the machine of; null where it is that of something else. */
function pageOf(state: State, { machine, instance }: MachineInstance): BufferPage | null {
  const { pageSize } = state.setup.platform;
  switch (machine) {
    case 'ownership': {
      const place = mappingOf(state, instance);
      return place && { buffer: place.mapping.buffer, page: place.start / pageSize };
    }
    case 'pte': {
      for (const { id, buffer, pageOffset, ptes } of state.vmas) {
        const index = ptes.findIndex((_, i) => pteId(id, i) === instance);
        if (index >= 0) return { buffer, page: pageOffset + index };
      }
      return null;
    }
    case 'iommuMapping':
      return pageOfFrame(state, frameOf(state, instance));
    default:
      return null;
  }
}

function frameOf(state: State, instance: string): number | undefined {
  return state.devices
    .flatMap(({ iommu }, device) => {
      const name = state.setup.devices[device]?.name ?? '';
      return iommu.filter(({ iova }) => iommuId(name, iova) === instance);
    })
    .map(({ frame }) => frame)[0];
}

function pageOfFrame(state: State, frame: number | undefined): BufferPage | null {
  if (frame === undefined) return null;
  for (const [buffer, { frames }] of state.buffers.entries()) {
    const page = frames.indexOf(frame);
    if (page >= 0) return { buffer, page };
  }
  return null;
}
