/** Scripts as long as one likes, for tests and benchmarks: an app and two devices that share a buffer in turns. */

const declarations = [
  'title     A long run',
  'platform  arm64 cpus=2 page=512',
  'buffer    frame pages=1 exporter=drm mmap=shootdown',
  'device    gpu importer=map-per-dma',
  'device    npu importer=map-per-dma',
  'app@cpu0: fd = export frame',
  'app@cpu0: p = mmap fd',
  'gpu: import fd',
  'npu: import fd',
];

/** A frame: written, handed over, read by two devices; every fourth time somebody forgets to wait. */
function frameLines(frame: number): readonly string[] {
  const device = frame % 3 === 0 ? 'npu' : 'gpu';
  const value = String.fromCharCode(65 + (frame % 26));
  return [
    'app@cpu0: sync fd START WRITE',
    `app@cpu${frame % 2}: write p+0 64 ${value}`,
    'app@cpu0: sync fd END WRITE',
    `${device}: map frame TO_DEVICE`,
    `${device}: dma read frame+0 64`,
    ...(frame % 4 === 0 ? ['app@cpu1: write p+64 8 Z'] : []),
    `${device}: unmap frame`,
  ];
}

/** The text of a run with `frames` frames: about 27 micro-events each. */
export function longScript(frames: number): string {
  const lines = Array.from({ length: frames }, (_, frame) => frameLines(frame)).flat();
  return `${[...declarations, ...lines].join('\n')}\n`;
}
