/** A small state for tests that need one without the simulator: a buffer `frame`, devices `gpu` and `npu`. */
import type { Device, State } from '../src/model/state.ts';
import { defaultBuffer } from '../src/script/bufferSettings.ts';
import { defaultDevice } from '../src/script/deviceSettings.ts';

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
    kernel: '7.3',
    dmaDebug: false,
    dmaAlignment: 64,
    cacheTags: 'pipt',
    dmabufDebug: false,
  },
  buffers: [{ ...defaultBuffer('frame'), pages: 2, mmap: 'shootdown' }],
  devices: [
    { ...defaultDevice('gpu'), coherent: false },
    { ...defaultDevice('npu'), coherent: false },
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
  files: [],
  memfds: [],
  fences: [],
  syncFiles: [],
  timelines: [],
  jobs: [],
  races: null,
  buffers: [{ frames: [0, 1], dmaBuf: null, released: 0, away: [false, false], coherentFor: null }],
  vmas: [],
  attachments: [],
  accessWindows: [],
  vmaps: [],
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
  dmaDebug: null,
  warned: [],
  nextSlot: 0,
  nextWrite: 1,
  nextId: 1,
  violations: 0,
};

/** The sample with what a test sets. */
export function stateWith(part: Partial<State>): State {
  return { ...sample, ...part };
}
