/** A line for every form of `dmaApiForms.ts`, with who says it and what it means. */
import type { Action, Agent } from '../../model/operation.ts';

const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };
const at = { base: 'frame', offset: 0 };
const range = { at, length: 64, direction: 'TO_DEVICE' } as const;

export const dmaApiFormCases: readonly [string, Agent, Action][] = [
  [
    'gpu: m = dma_map_page frame+0 64 TO_DEVICE',
    gpu,
    { do: 'mapPage', name: 'm', ...range, attrs: 0 },
  ],
  [
    'gpu: m = dma_map_page frame+0 64 TO_DEVICE attrs=SKIP_CPU_SYNC|NO_WARN',
    gpu,
    { do: 'mapPage', name: 'm', ...range, attrs: 0x120 },
  ],
  [
    'gpu: dma_unmap_page m0 64 FROM_DEVICE attrs=PRIVILEGED',
    gpu,
    { do: 'unmapPage', mapping: 'm0', length: 64, direction: 'FROM_DEVICE', attrs: 0x200 },
  ],
  [
    'gpu: g = dma_map_sg frame+0 64 TO_DEVICE entry=32',
    gpu,
    { do: 'mapSgList', name: 'g', ...range, entry: 32, attrs: 0 },
  ],
  [
    'gpu: dma_unmap_sg m0 entries=2 TO_DEVICE',
    gpu,
    { do: 'unmapSgList', mapping: 'm0', entries: 2, direction: 'TO_DEVICE', attrs: 0 },
  ],
  [
    'gpu: dma_sync_sg_for_cpu m0',
    gpu,
    { do: 'syncSgList', to: 'cpu', mapping: 'm0', entries: null, direction: null },
  ],
  [
    'gpu: dma_sync_sg_for_device m0 entries=1 FROM_DEVICE',
    gpu,
    { do: 'syncSgList', to: 'device', mapping: 'm0', entries: 1, direction: 'FROM_DEVICE' },
  ],
  [
    'gpu: m = dma_map_resource frame+0 64 TO_DEVICE',
    gpu,
    { do: 'mapResource', name: 'm', ...range },
  ],
  [
    'gpu: dma_unmap_resource m0',
    gpu,
    { do: 'unmapResource', mapping: 'm0', length: null, direction: null },
  ],
  ['gpu: dma_mapping_error m0', gpu, { do: 'checkMapping', mapping: 'm0' }],
  ['gpu: dma_set_max_seg_size 2048', gpu, { do: 'setMaxSegSize', size: 2048 }],
  ['gpu: dma_set_seg_boundary 4096', gpu, { do: 'setSegBoundary', size: 4096 }],
  [
    'gpu: dma_unmap_address -1 64 TO_DEVICE',
    gpu,
    { do: 'unmapAddress', address: -1, length: 64, direction: 'TO_DEVICE' },
  ],
  [
    'gpu: dma_map_stray vmalloc 64 TO_DEVICE',
    gpu,
    { do: 'mapStray', from: 'vmalloc', length: 64, direction: 'TO_DEVICE' },
  ],
  ['gpu: bind', gpu, { do: 'bind' }],
  [
    'gpu: m = dma_map_single frame+0 64 TO_DEVICE attrs=WEAK_ORDERING UNCHECKED',
    gpu,
    { do: 'mapSingle', name: 'm', ...range, skipCpuSync: false, attrs: 2, unchecked: true },
  ],
  [
    'gpu: dma_sync_single_for_cpu m0+0 64 TO_DEVICE before=32',
    gpu,
    { do: 'syncSingle', to: 'cpu', ...range, at: { base: 'm0', offset: -32 } },
  ],
  [
    'gpu: dma_free_coherent c 100 cpu-offset=64',
    gpu,
    { do: 'freeCoherent', mapping: 'c', length: 100, cpuOffset: 64 },
  ],
];
