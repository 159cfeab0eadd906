/** Lines of the importers' forms, with the operations that they stand for. */
import type { Action, Agent } from '../../model/operation.ts';

const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };

export const importerFormCases: readonly [string, Agent, Action][] = [
  ['gpu: get_sg frame', gpu, { do: 'getSg', buffer: 'frame' }],
  ['gpu: put_sg frame', gpu, { do: 'putSg', buffer: 'frame' }],
  ['gpu: map_sg frame TO_DEVICE', gpu, { do: 'mapSg', buffer: 'frame', direction: 'TO_DEVICE' }],
  ['gpu: unmap_sg frame', gpu, { do: 'unmapSg', buffer: 'frame', direction: null }],
  [
    'gpu: unmap_sg frame FROM_DEVICE',
    gpu,
    { do: 'unmapSg', buffer: 'frame', direction: 'FROM_DEVICE' },
  ],
  [
    'gpu: sync_sg_for_cpu frame FROM_DEVICE',
    gpu,
    { do: 'syncSg', to: 'cpu', buffer: 'frame', direction: 'FROM_DEVICE' },
  ],
  [
    'gpu: sync_sg_for_device frame TO_DEVICE',
    gpu,
    { do: 'syncSg', to: 'device', buffer: 'frame', direction: 'TO_DEVICE' },
  ],
  ['gpu: pin frame', gpu, { do: 'pinBuffer', buffer: 'frame' }],
  ['gpu: unpin frame', gpu, { do: 'unpinBuffer', buffer: 'frame' }],
  ['kernel@cpu0: move frame', kernel, { do: 'moveBuffer', buffer: 'frame' }],
];
