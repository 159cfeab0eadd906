/** ION: heaps by mask, and a call for one way only. */
import { describe, expect, it } from 'vitest';
import { costsBetween } from '../../testing/look.ts';
import { lineOf, run } from '../../testing/runScript.ts';

const scattered = 'buffer b pages=2 contiguous=no allocation=delayed';
const runsOf = (ran: ReturnType<typeof run>): number => {
  const pfns = ran.state.buffers[0]?.frames.map((frame) => ran.state.frames[frame]?.pfn ?? 0) ?? [];
  return pfns.filter((pfn, page) => page === 0 || pfn !== (pfns[page - 1] ?? 0) + 1).length;
};

describe('a mask of heaps', () => {
  it.each([
    // SYSTEM gives the pages as they are declared, CONTIG a run; the contiguous heap is asked first.
    ['SYSTEM', 2],
    ['CONTIG', 1],
    ['SYSTEM|CONTIG', 1],
  ])('%s gives %i runs of pages', (mask, runs) => {
    const ran = run('x86 cpus=1 page=512', `${scattered}\napp@cpu0: fd = ion_alloc b ${mask}`);
    expect(runsOf(ran)).toBe(runs);
  });

  it('without a heap that has such memory is refused', () => {
    run(
      'x86 cpus=1 page=512',
      `buffer b pages=2 contiguous=no
       buffer c pages=1 memory=carve-out
       buffer h pages=1 high=yes
       app@cpu0: x = ion_alloc b CONTIG expect ENODEV
       app@cpu0: x = ion_alloc b CARVEOUT expect ENODEV
       app@cpu0: y = ion_alloc c SYSTEM|CONTIG expect ENODEV
       app@cpu0: y = ion_alloc c CARVEOUT expect ok
       app@cpu0: z = ion_alloc h CONTIG expect ENODEV
       app@cpu0: z = ion_alloc h SYSTEM expect ok`,
    );
  });

  it('cannot allocate the same buffer twice', () => {
    const ran = run(
      'x86 cpus=1 page=512',
      `${scattered}
       app@cpu0: fd = ion_alloc b SYSTEM
       app@cpu0: g = ion_alloc b CONTIG`,
    );
    expect(lineOf(ran, 1).result.kind).toBe('scriptError');
  });
});

describe('ION_IOC_SYNC', () => {
  const written = `
    buffer b pages=1
    device gpu
    app@cpu0: fd = ion_alloc b SYSTEM
    app@cpu0: p = mmap fd
    app@cpu0: write p+0 64 A
    app@cpu0: ion_sync fd`;

  it('cleans every line of the buffer', () => {
    const sync = lineOf(run('arm64 cpus=1 page=512', written), -1);
    // 512 bytes are eight lines of 64; one of them was dirty.
    expect(costsBetween(sync.before, sync.after)).toEqual({
      syscalls: 1,
      maintainedLines: 8,
      cleanedLines: 1,
    });
  });

  it('does nothing where every device snoops', () => {
    const sync = lineOf(run('x86 cpus=1 page=512', written), -1);
    expect(costsBetween(sync.before, sync.after)).toEqual({ syscalls: 1 });
  });
});
