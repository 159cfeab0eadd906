/** What devices demand of storage, and what exporters do about it. */
import { describe, expect, it } from 'vitest';
import { lineOf, outcomes, rulesOf, run } from '../../testing/runScript.ts';

const machine = 'x86 cpus=1 page=512';
/** Results of the lines of gpu and cam, after fd is exported. */
function results(declared: string, text: string, platform = machine): string[] {
  return outcomes(run(platform, `${declared}\napp@cpu0: fd = export b\n${text}`)).slice(1);
}

describe('an exporter that looks at no more than reach', () => {
  // 4 scattered pages of 512 bytes are 4 entries.
  const scattered = 'buffer b pages=4 contiguous=no';

  it('lets a device attach that needs one run, which then refuses what it gets', () => {
    expect(
      results(
        `${scattered}\ndevice gpu contiguous=yes`,
        'gpu: import fd\ngpu: map b TO_DEVICE\ngpu: dma read b+0 64',
      ).slice(0, 2),
    ).toEqual(['ok', 'EINVAL']);
  });

  it('does the same with too many segments', () => {
    const map = 'gpu: import fd\ngpu: map b TO_DEVICE';
    expect(results(`${scattered}\ndevice gpu max-segs=3`, map)).toEqual(['ok', 'EINVAL']);
    expect(results(`${scattered}\ndevice gpu max-segs=4`, map)).toEqual(['ok', 'ok']);
  });

  it('does not cut segments: the device gets one that is longer than it claims to take', () => {
    const ran = run(
      machine,
      `buffer b pages=4\ndevice gpu max-seg-size=1024
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b TO_DEVICE`,
    );
    expect(rulesOf(lineOf(ran, 2))).toEqual(['segment-beyond-limits']);
  });

  it('gives one run to a device behind an IOMMU, whatever the pages', () => {
    expect(
      results(
        `${scattered}\ndevice gpu contiguous=yes max-segs=1`,
        'gpu: import fd\ngpu: map b TO_DEVICE',
        'arm64-iommu cpus=1 page=512',
      ),
    ).toEqual(['ok', 'ok']);
  });

  it('and lets it attach where all demands are looked at', () => {
    const declared = `${scattered} attach-check=union\ndevice gpu contiguous=yes max-segs=1`;
    expect(results(declared, 'gpu: import fd', 'arm64-iommu cpus=1 page=512')).toEqual(['ok']);
    expect(results(declared, 'gpu: import fd')).toEqual(['EBUSY']);
  });

  it('does not do so for a device that sits beside the IOMMU', () => {
    expect(
      results(
        `${scattered}\ndevice gpu contiguous=yes iommu=none`,
        'gpu: import fd\ngpu: map b TO_DEVICE',
        'arm64-iommu cpus=1 page=512',
      ),
    ).toEqual(['ok', 'EINVAL']);
  });
});

describe('the DMA list behind an IOMMU', () => {
  const segments = (declared: string) => {
    const ran = run(
      'arm64-iommu cpus=1 page=512',
      `${declared}\napp@cpu0: fd = export b\ngpu: import fd\ngpu: map b TO_DEVICE`,
    );
    const { attachments, mappings } = ran.state;
    return {
      cpu: attachments[0]?.sgTable.map(({ length }) => length),
      dma: mappings[0]?.segments.map(({ length }) => length),
    };
  };

  it('is shorter than the CPU list: entries become one segment', () => {
    expect(segments('buffer b pages=4 contiguous=no\ndevice gpu')).toEqual({
      cpu: [512, 512, 512, 512],
      dma: [2048],
    });
  });

  it('merges whole entries as far as the longest segment of the device', () => {
    expect(segments('buffer b pages=3 contiguous=no\ndevice gpu max-seg-size=1024')).toEqual({
      cpu: [512, 512, 512],
      dma: [1024, 512],
    });
  });

  it('never cuts an entry', () => {
    expect(segments('buffer b pages=3\ndevice gpu max-seg-size=1024')).toEqual({
      cpu: [1536],
      dma: [1536],
    });
  });

  it('does not merge over a boundary of the device', () => {
    // The run of addresses ends at a multiple of 2 GiB and more: 3 pages begin 1536 bytes before it.
    expect(segments('buffer b pages=3 contiguous=no\ndevice gpu seg-boundary=1024')).toEqual({
      cpu: [512, 512, 512],
      dma: [512, 1024],
    });
  });
});

describe('the check of max_segment_count * max_segment_size', () => {
  // 4 pages are 2048 bytes: 2 segments of 1024 just hold them, 2 of 512 do not.
  it.each([
    ['max-segs=2 max-seg-size=1024', 'ok'],
    ['max-segs=2 max-seg-size=512', 'EBUSY'],
    ['max-segs=1', 'ok'],
  ])('lets a device with %s attach: %s', (demands, expected) => {
    expect(
      results(`buffer b pages=4 attach-check=limits\ndevice gpu ${demands}`, 'gpu: import fd'),
    ).toEqual([expected]);
  });
});

describe('delayed allocation', () => {
  const declared = `buffer b pages=2 contiguous=no high=yes allocation=delayed attach-check=union
    device gpu
    device cam contiguous=yes dma-bits=32`;

  it('suits all that are attached at the first map', () => {
    const ran = run(
      machine,
      `${declared}
       app@cpu0: fd = export b
       gpu: import fd
       cam: import fd
       gpu: map b TO_DEVICE
       cam: map b TO_DEVICE`,
    );
    expect(outcomes(ran)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(ran.state.mappings.map(({ segments }) => segments.length)).toEqual([1, 1]);
  });

  it('is too late for a picky device that attaches after it', () => {
    expect(results(declared, 'gpu: import fd\ngpu: map b TO_DEVICE\ncam: import fd')).toEqual([
      'ok',
      'ok',
      'EBUSY',
    ]);
  });

  it('ends when somebody writes the buffer first', () => {
    expect(
      results(declared, 'gpu: import fd\nkernel@cpu0: write b+0 64 A\ncam: import fd'),
    ).toEqual(['ok', 'ok', 'EBUSY']);
  });

  it('refuses a device for which there is no storage at all', () => {
    expect(
      results(
        'buffer b pages=4 allocation=delayed attach-check=union\ndevice gpu max-segs=1 max-seg-size=512',
        'gpu: import fd',
      ),
    ).toEqual(['EBUSY']);
  });
});

describe('an attachment that the storage does not suit', () => {
  // 2048 bytes in one run; the device takes segments of 512.
  const device = 'device gpu max-seg-size=512';
  const text = 'gpu: import fd\ngpu: map b TO_DEVICE\ngpu: dma read b+512 64';

  it('is refused where that is all that the exporter does', () => {
    expect(results(`buffer b pages=4 attach-check=union\n${device}`, 'gpu: import fd')).toEqual([
      // It is attached alone: the list is cut for it at the first map, but it stands in one run before.
      'EBUSY',
    ]);
  });

  it('gets a list of its own', () => {
    const ran = run(
      machine,
      `buffer b pages=4 attach-check=union unfit=separate init=1:512:9\n${device}\ndevice cam
       app@cpu0: fd = export b
       cam: import fd
       cam: map b TO_DEVICE
       ${text}`,
    );
    expect(outcomes(ran).slice(1)).toEqual(['ok', 'ok', 'ok', 'ok', '2*64']);
    expect(ran.state.attachments.map(({ sgTable }) => sgTable.length)).toEqual([1, 4]);
  });

  it('is bounced: one run of slots, copied at map and unmap', () => {
    const ran = run(
      `${machine} swiotlb=mask`,
      `buffer b pages=2 contiguous=no unfit=bounce attach-check=union init=1:512:9
       device gpu contiguous=yes
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       gpu: dma read b+512 64
       gpu: dma write b+512 64 X
       gpu: unmap b
       kernel@cpu0: read b+512 64`,
    );
    expect(outcomes(ran).slice(1)).toEqual(['ok', 'ok', '2*64', 'ok', 'ok', 'X*64']);
    // 1024 bytes in, 1024 bytes out.
    expect(ran.state.costs.bouncedBytes).toBe(2048);
    expect(ran.violations).toEqual([]);
  });

  it('is found by mapping it on trial, which leaves nothing behind', () => {
    const ran = run(
      'x86 cpus=1 page=512 swiotlb=force slots=1',
      `buffer b pages=2 attach-check=test-map\ndevice gpu
       app@cpu0: fd = export b
       gpu: import fd`,
    );
    // One slot of 512 bytes does not hold 1024.
    expect(outcomes(ran)).toEqual(['ok', 'EBUSY']);
    expect(ran.state.mappings).toEqual([]);
    const fits = run(
      'arm64-iommu cpus=1 page=512',
      `buffer b pages=2 attach-check=test-map\ndevice gpu
       app@cpu0: fd = export b
       gpu: import fd`,
    );
    expect(outcomes(fits)).toEqual(['ok', 'ok']);
    expect(fits.state.mappings).toEqual([]);
    expect(fits.state.devices[0]?.iommu).toEqual([]);
    expect(fits.state.costs.maintainedLines).toBe(0);
  });
});

describe('one list for all', () => {
  const shared = 'buffer b pages=2 sg-lists=shared init=1:512:9';
  const jobs = `gpu: import fd
    cam: import fd
    gpu: map b TO_DEVICE
    cam: map b TO_DEVICE
    cam: dma read b+512 64`;

  it('is right where device addresses are physical ones', () => {
    const ran = run(machine, `${shared}\ndevice gpu\ndevice cam\napp@cpu0: fd = export b\n${jobs}`);
    expect(outcomes(ran).at(-1)).toBe('2*64');
    expect(ran.violations).toEqual([]);
  });

  it('is wrong behind two IOMMUs', () => {
    const ran = run(
      'arm64-iommu cpus=1 page=512',
      `${shared}\ndevice gpu\ndevice cam\napp@cpu0: fd = export b\n${jobs}`,
    );
    expect(outcomes(ran).at(-1)).toBe('blocked');
    expect(rulesOf(lineOf(ran, 4))).toEqual(['address-of-another-device']);
    const fault = lineOf(ran, 5).violations[0];
    expect(fault?.rule).toBe('iommu-fault');
    expect(fault?.causes).toEqual([lineOf(ran, 4).violations[0]?.id]);
  });
});

describe('maintenance once for several mappings', () => {
  const lines = (flush: string) =>
    run(
      'arm64 cpus=1 page=512',
      `buffer b pages=1 ${flush}
       device gpu\ndevice cam
       app@cpu0: fd = export b
       gpu: import fd
       cam: import fd
       kernel@cpu0: write b+0 64 A
       gpu: map b TO_DEVICE
       cam: map b FROM_DEVICE
       cam: dma write b+64 64 B
       gpu: dma read b+0 64
       cam: unmap b
       gpu: unmap b
       kernel@cpu0: read b+64 64`,
    );

  it('costs less and shows the same', () => {
    const each = lines('');
    const once = lines('flush=once');
    expect(outcomes(each).slice(7)).toEqual(['A*64', 'ok', 'ok', 'B*64']);
    expect(outcomes(once).slice(7)).toEqual(['A*64', 'ok', 'ok', 'B*64']);
    // A page has 8 lines. Each: gpu cleans, cam cleans, cam invalidates: 24. Once: FROM_DEVICE is not covered by
    // a map TO_DEVICE, so both clean; cam leaves invalidating to gpu's unmap: 24 as well.
    expect(each.state.costs.maintainedLines).toBe(24);
    expect(once.state.costs.maintainedLines).toBe(24);
  });

  it('cleans once for two readers', () => {
    const cost = (flush: string) =>
      run(
        'arm64 cpus=1 page=512',
        `buffer b pages=1 ${flush}\ndevice gpu\ndevice cam
         app@cpu0: fd = export b
         gpu: import fd
         cam: import fd
         gpu: map b TO_DEVICE
         cam: map b TO_DEVICE`,
      ).state.costs.maintainedLines;
    expect(cost('')).toBe(16);
    expect(cost('flush=once')).toBe(8);
  });

  it('invalidates once for two writers', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `buffer b pages=1 flush=once\ndevice gpu\ndevice cam
       app@cpu0: fd = export b
       gpu: import fd
       cam: import fd
       kernel@cpu0: read b+0 64
       gpu: map b FROM_DEVICE
       cam: map b FROM_DEVICE
       cpu0: prefetch b+0
       gpu: dma write b+0 64 A
       gpu: unmap b
       cam: unmap b
       kernel@cpu0: read b+0 64    expect A`,
    );
    // One clean and one invalidate of 8 lines.
    expect(ran.state.costs.maintainedLines).toBe(16);
  });

  it('syncs once for all that are mapped, too', () => {
    const cost = (flush: string, more = '') =>
      run(
        'arm64 cpus=1 page=512',
        `buffer b pages=1 ${flush}\ndevice gpu\ndevice cam${more}
         app@cpu0: fd = export b
         app@cpu0: p = mmap fd
         gpu: import fd
         cam: import fd
         gpu: map b BIDIRECTIONAL
         cam: map b BIDIRECTIONAL
         gpu: dma write b+0 64 X         expect none
         app@cpu0: sync fd START READ|WRITE
         app@cpu0: read p+0 64           expect X expect none
         app@cpu0: write p+64 64 A       expect none
         app@cpu0: sync fd END READ|WRITE
         cam: dma read b+64 64           expect A expect none
         gpu: dma read b+64 64           expect A expect none`,
      ).state.costs.maintainedLines;
    // 8 lines at the map, at START and at END; for each of the two without it.
    expect(cost('flush=once')).toBe(24);
    expect(cost('')).toBe(48);
    // A device that snoops is no reason to leave the other’s caches alone.
    expect(cost('flush=once', ' coherent=yes')).toBe(24);
    expect(cost('', ' coherent=yes')).toBe(24);
  });
});
