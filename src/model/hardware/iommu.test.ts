/** The IOMMU: pages, permissions, the IOTLB, and when what was unmapped is really out of reach. */
import { describe, expect, it } from 'vitest';
import type { State } from '../state.ts';
import { memory, owners } from '../testing/look.ts';
import { callsOf, kindsOf, lineOf, rulesOf, run } from '../testing/runScript.ts';

const strict = 'arm64-iommu cpus=1 page=256 line=64';
const lazy = `${strict} iommu=lazy`;
const buffer = 'buffer b pages=3\ndevice gpu';
const scattered = 'buffer b pages=3 contiguous=no\ndevice gpu';

const entries = (state: State) => ({
  pages: state.devices[0]?.iommu.length ?? 0,
  iotlb: state.devices[0]?.iotlb.length ?? 0,
});

describe('map', () => {
  it('installs one entry a page, side by side', () => {
    const ran = run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 768 BIDIRECTIONAL
       kernel@cpu0: read b+0`,
    );
    const [mapping] = ran.state.mappings;
    expect(mapping?.segments).toHaveLength(1);
    const iovas = ran.state.devices[0]?.iommu.map(({ iova }) => iova) ?? [];
    const first = mapping?.segments[0]?.dmaAddress ?? 0;
    expect(iovas).toEqual([first, first + 256, first + 512]);
    expect(ran.state.devices[0]?.iommu.map(({ frame }) => frame)).toEqual(
      ran.state.buffers[0]?.frames,
    );
    // Before anything is transferred the IOTLB is empty.
    expect(entries(ran.state)).toEqual({ pages: 3, iotlb: 0 });
  });

  it('keeps the offset in the page, and maps only the pages that it touches', () => {
    const ran = run(strict, `${buffer}\ngpu: m = dma_map_single b+200 100 TO_DEVICE`);
    const { result } = lineOf(ran, 0);
    expect(result.kind === 'ok' && (result.value ?? 0) % 256).toBe(200);
    expect(entries(ran.state).pages).toBe(2);
  });

  it('gives every mapping addresses of its own', () => {
    const ran = run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 256 TO_DEVICE
       gpu: n = dma_map_single b+0 256 TO_DEVICE`,
    );
    const [m, n] = ran.lines.map(({ result }) => (result.kind === 'ok' ? result.value : null));
    expect(m).not.toBe(n);
  });

  it('says which bytes each entry is for', () => {
    const ran = run(strict, `${buffer}\ngpu: m = dma_map_single b+256 512 TO_DEVICE`);
    const mapped = lineOf(ran, 0).events.filter(({ kind }) => kind === 'iommu.map');
    expect(mapped.map(({ range }) => range)).toEqual([
      { buffer: 0, start: 256, length: 256 },
      { buffer: 0, start: 512, length: 256 },
    ]);
  });
});

describe('the IOTLB', () => {
  it('is filled once a page, by the first access', () => {
    const ran = run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 768 BIDIRECTIONAL
       gpu: dma read m+0 256
       gpu: dma read m+192 128
       gpu: dma write m+0 512 A`,
    );
    const fills = ran.lines.map(
      (line) => kindsOf(line).filter((kind) => kind === 'iotlb.fill').length,
    );
    // Page 0, then page 1 on the way from 192 to 320, then none.
    expect(fills).toEqual([0, 1, 1, 0]);
    expect(entries(ran.state).iotlb).toBe(2);
  });

  it('holds sixteen translations', () => {
    const ran = run(
      `${strict}`,
      `buffer b pages=18
       device gpu
       gpu: m = dma_map_single b+0 4608 BIDIRECTIONAL
       gpu: dma read m+0 4608
       gpu: dma read m+0 64`,
    );
    expect(entries(ran.state).iotlb).toBe(16);
    // Page 0 fell out long ago.
    expect(kindsOf(lineOf(ran, 2))).toContain('iotlb.fill');
  });
});

describe('permissions', () => {
  it.each([
    ['TO_DEVICE', 'read', true],
    ['TO_DEVICE', 'write', false],
    ['FROM_DEVICE', 'read', false],
    ['FROM_DEVICE', 'write', true],
    ['BIDIRECTIONAL', 'read', true],
    ['BIDIRECTIONAL', 'write', true],
  ])('a %s mapping lets the device %s: %s', (direction, access, isAllowed) => {
    const value = access === 'write' ? 'A' : '';
    run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 64 ${direction}
       gpu: dma ${access} m+0 64 ${value} ${
         isAllowed
           ? 'expect ok expect none'
           : 'expect blocked expect direction expect iommu-fault expect harm'
       }`,
    );
  });

  it('block a write before anything is written, and before anybody owns more than before', () => {
    const ran = run(
      strict,
      `${buffer}
       device cam
       cam: n = dma_map_single b+0 64 TO_DEVICE
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: dma write m+0 64 A         expect blocked
       cam: dma read n+0 64            expect 0 expect none
       gpu: dma_unmap_single m         expect none
       cam: dma_unmap_single n         expect none`,
    );
    expect(memory(ran.state, 'b', 0, 64)).toBe('0*64');
    expect(owners(lineOf(ran, 2).after, 'gpu')).toEqual(['0-64 device.same']);
    expect(owners(lineOf(ran, 2).after, 'cam')).toEqual(['0-64 device.same']);
    expect(kindsOf(lineOf(ran, 2))).toEqual(['dma.start', 'iotlb.fill', 'dma.fault']);
  });

  it('are those of the mapping, not of the page', () => {
    run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: n = dma_map_single b+64 64 FROM_DEVICE
       gpu: dma write n+0 64 A         expect ok
       gpu: dma write m+0 64 A         expect blocked`,
    );
  });
});

describe('strict', () => {
  it('takes the translation away at once', () => {
    const ran = run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 512 BIDIRECTIONAL
       gpu: dma read m+0 64
       gpu: dma_unmap_single m         expect none
       gpu: dma write m+0 64 A         expect blocked expect iommu-fault
       kernel@cpu0: read b+0 64        expect 0 expect none`,
    );
    expect(kindsOf(lineOf(ran, 2))).toEqual([
      'iommu.unmap',
      'iommu.unmap',
      'iotlb.flush',
      'owner.change',
    ]);
    expect(entries(lineOf(ran, 2).after)).toEqual({ pages: 0, iotlb: 0 });
    expect(rulesOf(lineOf(ran, 3))).toEqual(['iommu-fault']);
  });

  it('leaves other translations in the IOTLB', () => {
    const ran = run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 256 BIDIRECTIONAL
       gpu: n = dma_map_single b+256 256 BIDIRECTIONAL
       gpu: dma read m+0 64
       gpu: dma read n+0 64
       gpu: dma_unmap_single m`,
    );
    expect(entries(ran.state)).toEqual({ pages: 1, iotlb: 1 });
  });

  it('has a window too, between the entry and the flush', () => {
    run(
      strict,
      `${buffer}
       gpu: m = dma_map_single b+0 256 BIDIRECTIONAL
       gpu: dma read m+0 64
       gpu: dma_unmap_single m
       gpu: dma write m+0 64 A         during iommu.unmap expect ok expect dma-in-lazy-window
       gpu: dma write m+0 64 A         expect blocked`,
    );
  });
});

describe('lazy', () => {
  const used = `${buffer}
    gpu: m = dma_map_single b+0 512 BIDIRECTIONAL
    gpu: dma read m+0 64
    gpu: dma_unmap_single m            expect none`;

  it('lets the device through with what its IOTLB holds, until the flush', () => {
    const ran = run(
      lazy,
      `${used}
       gpu: dma write m+0 64 A         expect ok expect dma-in-lazy-window expect luck
       kernel@cpu0: read b+0 64        expect A
       iommu: flush                    expect ok
       gpu: dma write m+0 64 B         expect blocked expect iommu-fault
       kernel@cpu0: read b+0 64        expect A`,
    );
    expect(kindsOf(lineOf(ran, 2))).toEqual(['iommu.unmap', 'iommu.unmap', 'owner.change']);
    expect(entries(lineOf(ran, 2).after)).toEqual({ pages: 2, iotlb: 1 });
    expect(entries(ran.state)).toEqual({ pages: 0, iotlb: 0 });
  });

  it('blocks what the IOTLB does not hold: there is no entry to walk to', () => {
    const ran = run(
      lazy,
      `${used}
       gpu: dma write m+256 64 A       expect blocked expect iommu-fault`,
    );
    expect(memory(ran.state, 'b', 256, 64)).toBe('0*64');
  });

  it('blocks at the page where the window ends', () => {
    const ran = run(
      lazy,
      `${used}
       gpu: dma write m+192 128 A      expect blocked expect dma-in-lazy-window expect iommu-fault`,
    );
    expect(memory(ran.state, 'b', 192, 128)).toBe('A*64,0*64');
  });

  it('does harm where the page is used again', () => {
    run(
      lazy,
      `${used}
       kernel@cpu0: write b+0 64 C
       gpu: dma write m+0 64 A         expect dma-in-lazy-window expect harm
       kernel@cpu0: read b+0 64        expect C expect stale`,
    );
  });

  it('never hands out an address again before its flush', () => {
    const ran = run(
      lazy,
      `${used}
       gpu: n = dma_map_single b+0 512 BIDIRECTIONAL`,
    );
    const iovas = ran.state.devices[0]?.iommu.map(({ iova }) => iova) ?? [];
    expect(new Set(iovas).size).toBe(4);
  });

  it('flushes every device at once', () => {
    const ran = run(
      lazy,
      `${buffer}
       device cam
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       cam: n = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_unmap_single m
       cam: dma_unmap_single n
       iommu: flush`,
    );
    expect(kindsOf(lineOf(ran, 4))).toEqual(['iotlb.flush', 'iotlb.flush']);
    expect(ran.state.devices.map(({ iommu }) => iommu.length)).toEqual([0, 0]);
  });

  it('has nothing to flush where nothing waits', () => {
    expect(kindsOf(lineOf(run(lazy, `${buffer}\niommu: flush expect ok`), 0))).toEqual([]);
  });
});

describe('a dma-buf behind an IOMMU', () => {
  it('is one run of addresses, whatever its pages are', () => {
    const ran = run(
      strict,
      `${scattered}
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b TO_DEVICE
       gpu: dma read b+0 768           expect 0 expect none
       gpu: unmap b`,
    );
    const mapped = lineOf(ran, 2);
    expect(mapped.after.attachments[0]?.sgTable).toHaveLength(3);
    expect(mapped.after.mappings[0]?.segments).toHaveLength(1);
    expect(callsOf(mapped).map((label) => label.trim().split('(')[0])).toEqual([
      'dma_buf_map_attachment',
      'gem_map_dma_buf',
      'dma_map_sgtable',
      'arch_sync_dma_for_device',
      'dcache_clean_poc',
      'arch_sync_dma_for_device',
      'dcache_clean_poc',
      'arch_sync_dma_for_device',
      'dcache_clean_poc',
    ]);
  });
});
