/** Which of the states of a page's bytes is the one that its page is said to be in. */
import type { Transition } from '../microEvent.ts';
import type { DmaMapping, Extent, State } from '../state.ts';
import { ownershipId } from './instanceIds.ts';
import type { OwnershipState } from './states.ts';

const telling: Readonly<Record<OwnershipState, number>> = {
  'device.ahead': 5,
  'device.behind': 4,
  'cpu.ahead': 3,
  'device.same': 2,
  'cpu.same': 1,
  unmapped: 0,
};

/** The extent that says most about a page of the buffer under a mapping: a contested one before any other. */
export function tellingExtent(
  mapping: DmaMapping,
  page: number,
  pageSize: number,
): Extent | undefined {
  const start = page * pageSize;
  return mostTelling(
    mapping.extents.filter((extent) => extent.start < start + pageSize && extent.end > start),
  );
}

function mostTelling(extents: readonly Extent[]): Extent | undefined {
  const weight = (extent: Extent) => telling[extent.state] + (extent.contested ? 10 : 0);
  return extents.reduce<Extent | undefined>(
    (best, extent) => (best === undefined || weight(extent) > weight(best) ? extent : best),
    undefined,
  );
}

/** The mapping whose ownership an instance is, and the bytes of its page; null where that is gone or it is another. */
export function mappingOf(
  { mappings, setup }: State,
  instance: string,
): { readonly mapping: DmaMapping; readonly start: number; readonly end: number } | null {
  const { pageSize } = setup.platform;
  const page = Number(instance.slice(instance.indexOf(':') + 1));
  const mapping = mappings.find(({ id, live }) => live && ownershipId(id, page) === instance);
  return mapping ? { mapping, start: page * pageSize, end: (page + 1) * pageSize } : null;
}

/**
 * The state of the instance of a transition where its own words are not enough, because its bytes are in
 * several: ownership of a page that is still mapped. Null for every other.
 */
export function stateOfInstance(
  state: State | undefined,
  { machine, instance }: Pick<Transition, 'machine' | 'instance'>,
): string | null {
  if (!state || machine !== 'ownership') return null;
  const { pageSize } = state.setup.platform;
  const place = mappingOf(state, instance);
  return place
    ? (tellingExtent(place.mapping, place.start / pageSize, pageSize)?.state ?? null)
    : null;
}
