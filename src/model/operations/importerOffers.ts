/** What a menu offers of a device's attachment: what its driver calls, by the policy it follows. */
import type { Action, Direction } from '../operation.ts';
import type { State } from '../state.ts';

const directions: readonly Direction[] = ['TO_DEVICE', 'FROM_DEVICE', 'BIDIRECTIONAL'];

/** Maps and syncs, pins, or the split calls; what the attachment is not in the state for is left out. */
export function attachmentOffers(state: State, device: number, buffer: number): readonly Action[] {
  const name = state.setup.buffers[buffer]?.name ?? '';
  const importer = state.setup.devices[device]?.importer;
  if (importer === 'split-api') return splitOffers(state, device, buffer, name);
  const pins: readonly Action[] =
    importer === 'dynamic'
      ? [
          { do: 'pinBuffer', buffer: name },
          { do: 'unpinBuffer', buffer: name },
        ]
      : [];
  return [...mapOffers(state, device, buffer, name), ...pins];
}

function mapOffers(state: State, device: number, buffer: number, name: string): readonly Action[] {
  const isMapped = state.mappings.some(
    (m) => m.live && m.device === device && m.buffer === buffer && m.kind === 'sg',
  );
  if (!isMapped) return directions.map((direction) => ({ do: 'map', buffer: name, direction }));
  return [
    { do: 'syncSgtable', buffer: name, to: 'cpu', direction: 'BIDIRECTIONAL' },
    { do: 'syncSgtable', buffer: name, to: 'device', direction: 'BIDIRECTIONAL' },
    { do: 'unmap', buffer: name, direction: null },
  ];
}

/** The calls of 2013: a list first, then mappings of it. */
function splitOffers(
  state: State,
  device: number,
  buffer: number,
  name: string,
): readonly Action[] {
  const own = state.attachments.filter((a) => a.device === device && a.buffer === buffer);
  const isIn = (stage: string): boolean => own.some(({ state: at }) => at === stage);
  if (isIn('split.mapped'))
    return [
      { do: 'syncSg', buffer: name, to: 'cpu', direction: 'BIDIRECTIONAL' },
      { do: 'syncSg', buffer: name, to: 'device', direction: 'BIDIRECTIONAL' },
      { do: 'unmapSg', buffer: name, direction: null },
    ];
  const maps = directions.map((direction): Action => ({ do: 'mapSg', buffer: name, direction }));
  if (isIn('split.listed')) return [...maps, { do: 'putSg', buffer: name }];
  return [{ do: 'getSg', buffer: name }, ...maps];
}
