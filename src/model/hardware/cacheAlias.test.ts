import { describe, expect, it } from 'vitest';
import { run } from '../testing/runScript.ts';

const twice = `buffer frame pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: q = mmap fd
`;

/** Lines of frame's first line in the cache of CPU 0: name of the mapping and MESI state. */
function linesOf({ state }: ReturnType<typeof run>): readonly string[] {
  return (state.cpus[0]?.sets.flat() ?? []).map(
    (line) => `${state.vmas.find(({ id }) => id === line.tag)?.name ?? 'kernel'} ${line.state}`,
  );
}

describe('a cache that tags by virtual address', () => {
  it('holds a byte twice under two mappings, and reads the old one', () => {
    const ran = run(
      'arm64 cpus=1 tags=vivt',
      `${twice}app@cpu0: read q+0 64 expect 0
app@cpu0: write p+0 64 A expect none
app@cpu0: read q+0 64 expect 0 expect stale`,
    );
    expect(linesOf(ran)).toEqual(['q E', 'p M']);
    const stale = ran.violations.find(({ rule }) => rule === 'stale-read');
    expect(stale?.defect).toBe('cache-alias');
  });

  it('is right where both mappings are tagged by physical address', () => {
    const ran = run(
      'arm64 cpus=1',
      `${twice}app@cpu0: read q+0 64
app@cpu0: write p+0 64 A
app@cpu0: read q+0 64 expect A expect none`,
    );
    expect(linesOf(ran)).toEqual(['kernel M']);
  });

  it('is passed by by the maintenance of the DMA API', () => {
    const ran = run(
      'arm64 cpus=1 tags=vivt',
      `${twice}app@cpu0: write p+0 64 A
gpu: import fd
gpu: map frame TO_DEVICE
gpu: dma read frame+0 64 expect 0 expect stale`,
    );
    expect(linesOf(ran)).toEqual(['p M']);
    expect(ran.violations.at(-1)?.defect).toBe('cache-alias');
  });

  it('is written back where the exporter takes the mapping away', () => {
    const ran = run(
      'arm64 cpus=1 tags=vivt',
      `buffer frame pages=1 exporter=gem mmap=shootdown
device gpu importer=map-per-dma
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: write p+0 64 A
gpu: import fd
gpu: map frame TO_DEVICE
gpu: dma read frame+0 64 expect A expect none`,
    );
    expect(linesOf(ran)).toEqual([]);
  });

  it('is written back where another process runs', () => {
    const ran = run(
      'arm64 cpus=1 tags=vivt',
      `${twice}app@cpu0: write p+0 64 A
viewer@cpu0: g = receive fd from app
viewer@cpu0: v = mmap g
viewer@cpu0: read v+0 64 expect A expect none`,
    );
    expect(linesOf(ran)).toEqual(['v E']);
  });

  it('writes an old alias back over a newer one', () => {
    run(
      'arm64 cpus=1 tags=vivt',
      `${twice}app@cpu0: write p+0 64 A
app@cpu0: write q+0 64 B
cpu0: evict q+0
cpu0: evict p+0 expect clobber`,
    );
  });

  it('is emptied under every address by a device that snoops', () => {
    const ran = run(
      'x86 cpus=1 tags=vivt',
      `${twice}app@cpu0: write p+0 64 A
app@cpu0: read q+0 64
gpu: import fd
gpu: map frame BIDIRECTIONAL
gpu: dma write frame+0 64 C
app@cpu0: read p+0 64 expect C`,
    );
    expect(linesOf(ran)).toEqual(['p E']);
  });
});
