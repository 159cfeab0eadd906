/** A device that runs past the end of its mapping: what it reaches there, by platform. */
import { describe, expect, it } from 'vitest';
import { memory, slotMemory } from '../testing/look.ts';
import { lineOf, outcomes, rulesOf, run } from '../testing/runScript.ts';

// Lines of 1, 2, 3, 4.
const declared = 'buffer b pages=2 init=1:64:4\ndevice gpu';

describe('a transfer past the end of its mapping', () => {
  it.each([
    // Reading line 1, of which the mapping has half, and line 2, of which it has nothing.
    ['x86', '2*64,3*64'],
    ['arm64', '2*64,3*64'],
    // A page is all that the IOMMU can tell apart.
    ['arm64-iommu', '2*64,3*64'],
    // What lies behind the bytes in the slot was never copied there.
    ['bounce', '2*32,0*96'],
  ])('reads what lies there on %s', (platform, got) => {
    const ran = run(
      `${platform} cpus=1 page=256`,
      `${declared}
       gpu: m = dma_map_single b+64 32 BIDIRECTIONAL
       gpu: dma read m+0 128           expect dma-unmapped`,
    );
    expect(outcomes(ran).at(-1)).toBe(got);
  });

  it('writes over what lies there, of whoever it is', () => {
    const ran = run(
      'x86 cpus=1 page=256',
      `${declared}
       kernel@cpu0: write b+128 64 N
       gpu: m = dma_map_single b+64 64 FROM_DEVICE
       gpu: dma write m+0 128 P        expect dma-unmapped expect luck
       gpu: dma_unmap_single m         expect none
       kernel@cpu0: read b+64 128      expect P expect none`,
    );
    expect(memory(ran.state, 'b', 64, 128)).toBe('P*128');
  });

  it('hits a neighbour’s bounce slot', () => {
    const ran = run(
      'bounce cpus=1 page=256',
      `${declared}
       device cam
       gpu: m = dma_map_single b+0 256 BIDIRECTIONAL
       cam: n = dma_map_single b+256 256 BIDIRECTIONAL
       gpu: dma write m+192 128 P      expect dma-unmapped expect clobber expect harm
       cam: dma read n+0 64            expect P expect stale`,
    );
    expect(slotMemory(ran.state, 1, 0, 64)).toBe('P*64');
  });

  it('is blocked behind an IOMMU where the page ends', () => {
    const ran = run(
      'arm64-iommu cpus=1 page=256',
      `${declared}
       gpu: m = dma_map_single b+0 256 BIDIRECTIONAL
       gpu: dma write m+192 128 P      expect blocked expect iommu-fault`,
    );
    expect(memory(ran.state, 'b', 192, 128)).toBe('P*64,1*64');
    expect(rulesOf(lineOf(ran, 1))).toContain('iommu-fault');
  });
});
