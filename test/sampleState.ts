/** A small state for tests that need one without the simulator: a buffer `frame`, devices `gpu` and `npu`. */
import type { Device, State } from '../src/model/state.ts';

export const sampleSetup: State['setup'] = {
  platform: {
    id: 'sample',
    title: 'sample',
    summary: '',
    cpus: 2,
    pageSize: 512,
    lineSize: 64,
    cacheSets: 4,
    cacheWays: 2,
    tlbEntries: 4,
    wcLines: 2,
    snooping: false,
    maintenance: 'arm64',
    invalidateCleansEdges: true,
    iommu: 'none',
    swiotlb: 'off',
    swiotlbSlots: 0,
    swiotlbSlotSize: 2048,
  },
  buffers: [
    {
      name: 'frame',
      pages: 2,
      exporter: 'gem',
      mmap: 'shootdown',
      coherentType: 'WC',
      content: { base: 0, cell: 1, period: 1 },
      high: false,
      contiguous: true,
    },
  ],
  devices: [
    { name: 'gpu', importer: 'map-per-dma', coherent: false, dmaBits: 64 },
    { name: 'npu', importer: 'map-per-dma', coherent: false, dmaBits: 64 },
  ],
};

const sampleDevice: Device = {
  transfer: 'idle',
  iommu: [],
  iotlb: [],
  nextIova: 0,
  lastRead: null,
};

const sample: State = {
  setup: sampleSetup,
  frames: [],
  poolFrame: 0,
  cpus: [],
  processes: [],
  buffers: [{ frames: [0, 1], dmaBuf: null, released: 0, away: [false, false], coherentFor: null }],
  vmas: [],
  attachments: [],
  mappings: [],
  devices: sampleSetup.devices.map(() => sampleDevice),
  slots: [],
  blames: [],
  costs: {
    maintainedLines: 0,
    cleanedLines: 0,
    invalidatedLines: 0,
    bouncedBytes: 0,
    faults: 0,
    ipis: 0,
    syscalls: 0,
  },
  nextWrite: 1,
  nextId: 1,
  violations: 0,
};

/** The sample with what a test sets. */
export function stateWith(part: Partial<State>): State {
  return { ...sample, ...part };
}
