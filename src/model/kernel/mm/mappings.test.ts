/** VMAs that are cut and joined, their rights, private copies, fork, and what is taken away. */
import { describe, expect, it } from 'vitest';
import { memory, ptes } from '../../testing/look.ts';
import { callsOf, kindsOf, lineOf, run, type Line } from '../../testing/runScript.ts';

const small = 'x86 cpus=2 page=256 line=64';
const pages = (exporter: string, count = 4): string =>
  `buffer b pages=${count} exporter=${exporter} init=1:256:4
   app@cpu0: fd = export b`;

/** The VMAs of a process by address: first page and number of pages. */
const vmas = ({ after }: Line, process = 'app'): string[] =>
  after.vmas
    .filter((vma) => vma.process === process)
    .toSorted((a, b) => a.address - b.address)
    .map((vma) => `${vma.pageOffset}+${vma.ptes.length}`);

const told = ({ events }: Line): string[] =>
  events.flatMap(({ kind, facts }) =>
    kind === 'vma.open' || kind === 'vma.close'
      ? [`${kind.slice(4)} ${String(facts['pgoff'])}+${String(facts['pages'])}`]
      : [],
  );

const faults = ({ result }: Line): number | null => ('faults' in result ? result.faults : null);

describe('a VMA', () => {
  it('is cut where mprotect changes a part of it, and stays cut where it is a PFN map', () => {
    const ran = run(
      small,
      `${pages('pfn')}
       app@cpu0: p = mmap fd
       app@cpu0: mprotect p+256 256 PROT_READ
       app@cpu0: read p+256 1                          expect 2
       app@cpu0: write p+256 1 A                       expect SIGSEGV
       app@cpu0: write p+512 1 A                       expect ok
       app@cpu0: mprotect p+256 256 PROT_READ|PROT_WRITE
       app@cpu0: write p+256 1 A                       expect nofault`,
    );
    expect(vmas(lineOf(ran, 2))).toEqual(['0+1', '1+1', '2+2']);
    expect(told(lineOf(ran, 2))).toEqual(['open 0+1', 'open 2+2']);
    expect(vmas(lineOf(ran, 6))).toEqual(['0+1', '1+1', '2+2']);
  });

  it('of struct pages joins its neighbour again, without a word, where no VMA goes', () => {
    const ran = run(
      small,
      `${pages('page')}
       app@cpu0: p = mmap fd
       app@cpu0: mprotect p+0 512 PROT_READ
       app@cpu0: mprotect p+256 256 PROT_READ|PROT_WRITE
       app@cpu0: write p+256 1 A                       expect fault`,
    );
    expect(vmas(lineOf(ran, 2))).toEqual(['0+2', '2+2']);
    // Page 1 goes over to the upper VMA; the lower one keeps page 0, so that nobody is told.
    expect(vmas(lineOf(ran, 3))).toEqual(['0+1', '1+3']);
    expect(told(lineOf(ran, 3))).toEqual([]);
  });

  it('that its exporter counts is not taken away to join a neighbour', () => {
    const ran = run(
      small,
      `${pages('page')}
       app@cpu0: p = mmap fd
       app@cpu0: mprotect p+256 256 PROT_NONE
       app@cpu0: mprotect p+256 256 PROT_READ|PROT_WRITE`,
    );
    expect(vmas(lineOf(ran, 3))).toEqual(['0+1', '1+1', '2+2']);
  });

  it('lies below the one before, and becomes one with it where their pages follow each other', () => {
    const ran = run(
      small,
      `${pages('page')}
       app@cpu0: p = mmap fd 2 offset=2
       app@cpu0: q = mmap fd 2
       app@cpu0: read q+512 1                          expect 3`,
    );
    expect(vmas(lineOf(ran, 2))).toEqual(['0+4']);
    // The exporter is not asked about what became a part of a mapping that stands.
    expect(callsOf(lineOf(ran, 2))).toEqual(['mmap(fd)']);
  });

  it('is cut by munmap of its middle; another mapping takes the hole', () => {
    const ran = run(
      small,
      `${pages('pfn')}
       app@cpu0: p = mmap fd
       app@cpu0: munmap bytes p+256 256
       app@cpu0: read p+256 1                          expect SIGSEGV
       app@cpu0: q = mmap fd 1
       app@cpu0: read p+256 1                          expect 1`,
    );
    expect(told(lineOf(ran, 2))).toEqual(['open 0+1', 'open 2+2', 'close 1+1']);
    expect(lineOf(ran, 3).result).toMatchObject({ kind: 'signal', code: 1 });
  });
});

describe('an access', () => {
  it('without any right is SEGV_ACCERR, and the entry keeps its page', () => {
    const ran = run(
      small,
      `${pages('pfn', 1)}
       app@cpu0: p = mmap fd
       app@cpu0: read p+0
       app@cpu0: mprotect p+0 256 PROT_NONE
       app@cpu0: read p+0                              expect SIGSEGV
       app@cpu0: mprotect p+0 256 PROT_READ
       app@cpu0: read p+0 1                            expect 1 expect nofault`,
    );
    expect(ptes(lineOf(ran, 3).after, 'p')).toEqual(['present.noAccess']);
    expect(lineOf(ran, 4).result).toMatchObject({ kind: 'signal', code: 2 });
  });

  it('to a zapped page of the system heap is SIGBUS: there is no fault handler', () => {
    const ran = run(
      small,
      `${pages('system_heap', 1)}
       app@cpu0: p = mmap fd
       app@cpu0: read p+0 1                            expect 1 expect nofault
       kernel@cpu0: zap b+0 256
       app@cpu0: read p+0                              expect SIGBUS`,
    );
    expect(lineOf(ran, 4).result).toMatchObject({ kind: 'signal', code: 2 });
  });

  it.each([
    ['7.3', [1, 0, 0]],
    ['6.12', [1, 1, 1]],
  ])('to udmabuf %s takes faults %j', (kernel, expected) => {
    const ran = run(
      `${small} kernel=${kernel}`,
      `${pages('udmabuf', 3)}
       app@cpu0: p = mmap fd
       app@cpu0: read p+256 1
       app@cpu0: read p+0 1
       app@cpu0: write p+512 1 A`,
    );
    expect([2, 3, 4].map((line) => faults(lineOf(ran, line)))).toEqual(expected);
  });

  it('to vgem shows the page of its place in the VMA, whatever the offset, and a first write faults twice', () => {
    const ran = run(
      small,
      `${pages('vgem', 3)}
       app@cpu0: p = mmap fd 2 offset=1
       app@cpu0: read p+0 1                            expect 1
       app@cpu0: write p+256 1 A
       app@cpu0: munmap bytes p+0 256`,
    );
    expect(faults(lineOf(ran, 3))).toBe(2);
  });
});

describe('a private mapping', () => {
  const both = `${pages('page', 2)}
       app@cpu0: p = mmap fd MAP_PRIVATE
       app@cpu0: s = mmap fd`;

  it('shows the buffer until it is written, and its own copy ever after', () => {
    const ran = run(
      small,
      `${both}
       app@cpu0: write s+0 64 A
       app@cpu0: read p+0 64                           expect A
       app@cpu0: write p+0 1 B                         expect fault
       app@cpu0: write s+0 64 C
       app@cpu0: read p+0 64                           expect B*1,A*63 expect none
       app@cpu0: read s+0 64                           expect C`,
    );
    expect(memory(ran.state, 'b', 0)).not.toContain('B');
    expect(kindsOf(lineOf(ran, 5))).toContain('page.copy');
  });

  it('loses its copy to a zap that takes private copies, and keeps it otherwise', () => {
    run(
      small,
      `${both}
       app@cpu0: write p+0 1 B
       kernel@cpu0: zap shared b+0 256
       app@cpu0: read p+0 1                            expect B expect nofault
       kernel@cpu0: zap b+0 256
       app@cpu0: read p+0 1                            expect 1 expect fault`,
    );
  });

  it('is refused by udmabuf, and by the system heap where two chunks would be needed', () => {
    run(
      small,
      `buffer u pages=1 exporter=udmabuf
       buffer h pages=16 exporter=system_heap
       buffer g pages=3 exporter=system_heap
       app@cpu0: fu = export u
       app@cpu0: fh = export h
       app@cpu0: fg = export g
       app@cpu0: p = mmap fu MAP_PRIVATE               expect EINVAL
       app@cpu0: q = mmap fh MAP_PRIVATE               expect ok
       app@cpu0: r = mmap fg 1 MAP_PRIVATE             expect ok
       app@cpu0: s = mmap fg 2 MAP_PRIVATE             expect EINVAL`,
    );
  });
});

describe('fork', () => {
  it('copies entries of bare page frames, and none of shared struct pages', () => {
    const script = (exporter: string): string =>
      `${pages(exporter, 1)}
       app@cpu0: p = mmap fd
       app@cpu0: write p+0 1 A
       app@cpu0: child = fork
       child@cpu1: read p+0 1                          expect A`;
    expect(faults(lineOf(run(small, script('pfn')), 4))).toBe(0);
    expect(faults(lineOf(run(small, script('page')), 4))).toBe(1);
  });

  it('parts private copies at the next write of either', () => {
    const ran = run(
      small,
      `${pages('page', 1)}
       app@cpu0: p = mmap fd MAP_PRIVATE
       app@cpu0: write p+0 1 A
       app@cpu0: child = fork
       child@cpu1: read p+0 1                          expect A expect nofault
       child@cpu1: write p+0 1 B                       expect fault
       app@cpu0: read p+0 1                            expect A expect nofault
       app@cpu0: write p+0 1 C                         expect fault
       child@cpu1: read p+0 1                          expect B
       child@cpu1: exit
       app@cpu0: write p+0 1 D                         expect nofault`,
    );
    // The parent is the last that uses the old copy, so that nothing is copied for it.
    expect(kindsOf(lineOf(ran, 5))).toContain('page.copy');
    expect(kindsOf(lineOf(ran, 7))).not.toContain('page.copy');
  });

  it('gives the child descriptors and references of its own', () => {
    const ran = run(
      small,
      `${pages('pfn', 1)}
       app@cpu0: p = mmap fd
       app@cpu0: child = fork
       app@cpu0: exit
       child@cpu0: read p+0 1                          expect 1
       child@cpu0: exit`,
    );
    // A descriptor and a mapping each.
    expect(lineOf(ran, 2).after.buffers[0]?.dmaBuf?.references).toBe(4);
    expect(ran.state.buffers[0]?.released).toBe(1);
  });
});

describe('unmap_mapping_range before v5.3', () => {
  const two = (inode: string): string =>
    `buffer a pages=2 exporter=gem mmap=shootdown inode=${inode}
     buffer b pages=2 exporter=gem mmap=shootdown inode=shared
     app@cpu0: fa = export a
     app@cpu0: fb = export b
     app@cpu0: p = mmap fa
     app@cpu0: q = mmap fb
     app@cpu0: read p+0 512
     app@cpu0: read q+0 512
     kernel@cpu0: zap a+0 256`;
  const left = (kernel: string, inode: string): string[] => {
    const { state } = run(`${small} kernel=${kernel}`, two(inode));
    return ['p', 'q'].map((name) =>
      ptes(state, name)
        .map((pte) => pte.slice(0, 7))
        .join(' '),
    );
  };

  it('reaches everybody who maps these offsets through the one inode', () => {
    expect(left('5.2', 'shared')).toEqual(['absent present', 'absent present']);
  });

  it('reaches nobody where it goes through another inode', () => {
    expect(left('5.2', 'device')).toEqual(['present present', 'present present']);
  });

  it('reaches its own where the exporter puts a file of its own into the VMA', () => {
    expect(left('5.2', 'own')).toEqual(['absent present', 'present present']);
  });

  it.each(['shared', 'device', 'own'])('is no question later: %s', (inode) => {
    expect(left('6.12', inode)).toEqual(['absent present', 'present present']);
  });
});
