/** A small script for each complaint of dma-debug. Data for `reached.test.ts`. */
/** What is reached, the platform, and the script that does it. */
export type Reaching = readonly [what: string, platform: string, script: string];

const debug = 'x86 cpus=1 page=512 dma-debug=yes';

/** Buffers and devices of the scripts. */
export const world = 'buffer b pages=4\nbuffer area pages=2\ndevice gpu\ndevice card bus=pci\n';

/** The same with a mapping of 256 bytes. */
export const single = (direction: string, more = ''): string =>
  `${world}gpu: m = dma_map_single b+0 256 ${direction}${more}\n`;

/** What dma-debug complains of. */
export const complaints: readonly Reaching[] = [
  ['debug-free-invalid', debug, `${world}gpu: dma_unmap_address -1 64 TO_DEVICE`],
  [
    'debug-free-unallocated',
    debug,
    `${single('TO_DEVICE')}gpu: dma_unmap_single m\ngpu: dma_unmap_single m`,
  ],
  ['debug-free-size', debug, `${single('TO_DEVICE')}gpu: dma_unmap_single m 64`],
  [
    'debug-free-function',
    debug,
    `${world}gpu: m = dma_map_sg b+0 256 TO_DEVICE entry=256\ngpu: dma_unmap_single m`,
  ],
  [
    'debug-free-cpu-address',
    debug,
    `${world}gpu: c = dma_alloc_coherent area\ngpu: dma_free_coherent c cpu-offset=64`,
  ],
  [
    'debug-free-entries',
    debug,
    `${world}gpu: m = dma_map_sg b+0 1024 TO_DEVICE entry=512\ngpu: dma_unmap_sg m entries=1`,
  ],
  ['debug-free-direction', debug, `${single('BIDIRECTIONAL')}gpu: dma_unmap_single m FROM_DEVICE`],
  [
    'debug-free-attributes',
    debug,
    `${single('TO_DEVICE')}gpu: dma_unmap_single m attrs=PRIVILEGED`,
  ],
  ['debug-unchecked', debug, `${single('TO_DEVICE', ' UNCHECKED')}gpu: dma_unmap_single m`],
  [
    'debug-sync-unallocated',
    debug,
    `${single('BIDIRECTIONAL')}gpu: dma_sync_single_for_cpu m+0 257 BIDIRECTIONAL`,
  ],
  [
    'debug-sync-direction',
    debug,
    `${single('TO_DEVICE')}gpu: dma_sync_single_for_device m+0 64 FROM_DEVICE`,
  ],
  [
    'debug-sync-read-only',
    debug,
    `${single('TO_DEVICE')}gpu: dma_sync_single_for_cpu m+0 64 FROM_DEVICE`,
  ],
  [
    'debug-sync-write-only',
    debug,
    `${single('FROM_DEVICE')}gpu: dma_sync_single_for_device m+0 64 TO_DEVICE`,
  ],
  [
    'debug-sync-entries',
    debug,
    `${world}gpu: g = dma_map_sg b+0 1024 TO_DEVICE entry=512\ngpu: dma_sync_sg_for_device g entries=1`,
  ],
  [
    'debug-overlap',
    `${debug} kernel=6.12`,
    `${single('FROM_DEVICE')}gpu: n = dma_map_single b+32 64 FROM_DEVICE`,
  ],
  [
    'debug-segment-length',
    debug,
    `${world}gpu: dma_set_max_seg_size 256\ngpu: g = dma_map_sg b+0 512 TO_DEVICE entry=512`,
  ],
  [
    'debug-segment-boundary',
    debug,
    `${world}gpu: dma_set_seg_boundary 256\ngpu: g = dma_map_sg b+0 512 TO_DEVICE entry=512`,
  ],
  ['debug-pending', debug, `${world}card: m = dma_map_single b+0 256 TO_DEVICE\ncard: unbind`],
  ['debug-resource-on-ram', debug, `${world}gpu: m = dma_map_resource b+0 512 TO_DEVICE`],
];
