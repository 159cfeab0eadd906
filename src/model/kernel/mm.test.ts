/** Userspace mappings: faults, TLBs, the shootdown in all its steps, signals. */
import { describe, expect, it } from 'vitest';
import { cached, costsBetween, memory, ptes, tlb } from '../testing/look.ts';
import { callsOf, kindsOf, lineOf, rulesOf, run, type Line } from '../testing/runScript.ts';

const arm64 = (cpus: number) => `arm64 cpus=${cpus} page=256 line=64`;
const faulted = 'buffer b pages=2 mmap=shootdown\ndevice gpu';
const populated = 'buffer b pages=2 mmap=none\ndevice gpu';
const open = 'app@cpu0: fd = export b\napp@cpu0: p = mmap fd';

/** Kinds of a line's events with the CPU that each is about, calls left out. */
const steps = ({ events }: Line): string[] =>
  events
    .filter(({ kind }) => kind !== 'call')
    .map(({ kind, facts }) => [kind, facts['other'] ?? facts['cpu'] ?? ''].join(' ').trim());

describe('mmap', () => {
  it.each(['none', 'sync-ioctl', 'coherent'])('inserts every PTE at once under %s', (policy) => {
    const ran = run(
      arm64(1),
      `buffer b pages=2 mmap=${policy}
       device gpu
       ${open}
       app@cpu0: read p+0 64           expect nofault`,
    );
    expect(ptes(lineOf(ran, 1).after, 'p')).toEqual(['present.writable', 'present.writable']);
    expect(kindsOf(lineOf(ran, 1))).toEqual(['vma.map', 'ref.get', 'pte.insert', 'pte.insert']);
  });

  it('inserts none under shootdown: each page comes with its first fault', () => {
    const ran = run(
      arm64(1),
      `${faulted}
       ${open}
       app@cpu0: read p+300            expect fault
       app@cpu0: write p+310 1 A       expect nofault
       app@cpu0: write p+0 1 A         expect fault`,
    );
    expect(ran.lines.map(({ after }) => ptes(after, 'p').join(' '))).toEqual([
      '',
      'absent absent',
      'absent present.writable',
      'absent present.writable',
      'present.writable present.writable',
    ]);
    expect(callsOf(lineOf(ran, 2))).toEqual(['gem_fault(page 1)']);
    expect(steps(lineOf(ran, 2))).toEqual([
      'pte.fault 0',
      'pte.insert',
      'tlb.fill 0',
      'cache.fill 0',
      'cpu.load 0',
    ]);
    expect(costsBetween(ran.initial, ran.state).faults).toBe(2);
  });

  it('maps a part of the buffer from a page on', () => {
    const ran = run(
      arm64(1),
      `buffer b pages=4 mmap=none init=1:256:4
       device gpu
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd 2 offset=1
       app@cpu0: read p+0 512          expect 2*256,3*256
       app@cpu0: write p+256 1 A
       app@cpu0: read p+512            expect SIGSEGV`,
    );
    expect(cached(ran.state, 0, 'b', 8)).toBe('M A*1,3*63');
  });

  it('of a read-only descriptor is read-only', () => {
    const ran = run(
      arm64(1),
      `${faulted}
       app@cpu0: fd = export b O_RDONLY
       app@cpu0: p = mmap fd PROT_READ
       app@cpu0: read p+0              expect fault
       app@cpu0: write p+0 1 A         expect SIGSEGV expect sigsegv`,
    );
    expect(ptes(ran.state, 'p')).toEqual(['present.readOnly', 'absent']);
  });
});

describe('the TLB', () => {
  it('is filled by a page walk, once a page and CPU', () => {
    const ran = run(
      arm64(2),
      `${populated}
       ${open}
       app@cpu0: read p+0
       app@cpu0: read p+64
       app@cpu1: read p+0
       app@cpu0: read p+256`,
    );
    const fills = ran.lines.map(
      (line) => kindsOf(line).filter((kind) => kind === 'tlb.fill').length,
    );
    expect(fills).toEqual([0, 0, 1, 0, 1, 1]);
    expect(tlb(ran.state, 0)).toEqual(['app p 1', 'app p 0']);
    expect(tlb(ran.state, 1)).toEqual(['app p 0']);
  });

  it('forgets its oldest entry when it is full', () => {
    const ran = run(
      `${arm64(1)} tlb=2`,
      `buffer b pages=3 mmap=none
       device gpu
       ${open}
       app@cpu0: read p+0
       app@cpu0: read p+256
       app@cpu0: read p+512
       app@cpu0: read p+0`,
    );
    expect(tlb(lineOf(ran, 4).after, 0)).toEqual(['app p 2', 'app p 1']);
    expect(kindsOf(lineOf(ran, 5))).toContain('tlb.fill');
  });

  it('belongs to a mapping: that of another process is another entry', () => {
    const ran = run(
      arm64(1),
      `${populated}
       ${open}
       viewer@cpu0: g = receive fd from app
       viewer@cpu0: q = mmap g
       app@cpu0: read p+0
       viewer@cpu0: read q+0`,
    );
    expect(tlb(ran.state, 0)).toEqual(['viewer q 0', 'app p 0']);
  });
});

describe('shootdown', () => {
  const touchedBy = (cpus: readonly number[]) =>
    cpus.map((cpu) => `app@cpu${cpu}: write p+${64 * cpu} 64 A`).join('\n');

  it.each([
    [1, ['pte.clear', 'tlb.flush 0', 'shootdown.done']],
    [2, ['pte.clear', 'tlb.flush 0', 'ipi.send 1', 'ipi.ack 1', 'shootdown.done']],
    [
      3,
      [
        'pte.clear',
        'tlb.flush 0',
        'ipi.send 1',
        'ipi.send 2',
        'ipi.ack 1',
        'ipi.ack 2',
        'shootdown.done',
      ],
    ],
  ])('on %i CPUs has these steps', (cpus, expected) => {
    const all = Array.from({ length: cpus }, (_, cpu) => cpu);
    const ran = run(arm64(cpus), `${faulted}\n${open}\n${touchedBy(all)}\nkernel@cpu0: zap b`);
    const line = lineOf(ran, -1);
    expect(steps(line)).toEqual(expected);
    expect(callsOf(line)).toEqual(['unmap_mapping_range(pages 0 to 1)']);
    expect(ptes(line.after, 'p')).toEqual(['absent', 'absent']);
    expect(all.flatMap((cpu) => tlb(line.after, cpu))).toEqual([]);
    expect(costsBetween(line.before, line.after)).toEqual(cpus > 1 ? { ipis: cpus - 1 } : {});
  });

  it('interrupts only CPUs that the process has run on', () => {
    const ran = run(
      arm64(3),
      `${faulted}
       ${open}
       app@cpu0: write p+0 1 A
       other@cpu1: barrier
       app@cpu2: barrier
       kernel@cpu0: zap b`,
    );
    expect(steps(lineOf(ran, -1))).toEqual([
      'pte.clear',
      'tlb.flush 0',
      'ipi.send 2',
      'ipi.ack 2',
      'shootdown.done',
    ]);
  });

  it('runs on the CPU that asks for it, and interrupts the others', () => {
    const ran = run(
      arm64(2),
      `${faulted}
       ${open}
       app@cpu0: write p+0 1 A
       gpu: import fd
       gpu@cpu1: map b TO_DEVICE`,
    );
    expect(steps(lineOf(ran, -1)).slice(0, 5)).toEqual([
      'pte.clear',
      'tlb.flush 1',
      'ipi.send 0',
      'ipi.ack 0',
      'shootdown.done',
    ]);
  });

  it('takes each state of the page’s machine', () => {
    const ran = run(arm64(2), `${faulted}\n${open}\n${touchedBy([0, 1])}\nkernel@cpu0: zap b`);
    const transitions = lineOf(ran, -1).events.flatMap((event) => event.transitions);
    expect(transitions.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'present.writable > shootdown.cleared',
      'shootdown.cleared > shootdown.localFlushed',
      'shootdown.localFlushed > shootdown.ipiPending',
      'shootdown.ipiPending > shootdown.acknowledged',
      'shootdown.acknowledged > absent',
    ]);
  });

  it('of several pages flushes once', () => {
    const ran = run(
      arm64(2),
      `${faulted}
       ${open}
       app@cpu0: write p+0 1 A
       app@cpu1: write p+256 1 A
       kernel@cpu0: zap b`,
    );
    expect(steps(lineOf(ran, -1))).toEqual([
      'pte.clear',
      'pte.clear',
      'tlb.flush 0',
      'ipi.send 1',
      'ipi.ack 1',
      'shootdown.done',
    ]);
  });

  it('takes the pages of the range that are there, and no others', () => {
    const ran = run(
      arm64(1),
      `buffer b pages=4 mmap=shootdown
       device gpu
       ${open}
       app@cpu0: write p+0 1 A
       app@cpu0: write p+256 1 A
       app@cpu0: write p+768 1 A
       kernel@cpu0: zap b+256 300`,
    );
    // Bytes 256 to 555: pages 1 and 2, of which 2 was never there.
    expect(ptes(ran.state, 'p')).toEqual([
      'present.writable',
      'absent',
      'absent',
      'present.writable',
    ]);
    expect(tlb(ran.state, 0)).toEqual(['app p 3', 'app p 0']);
    expect(lineOf(ran, -1).events.find(({ kind }) => kind === 'pte.clear')?.range).toEqual({
      buffer: 0,
      start: 256,
      length: 256,
    });
  });

  it('finds every mapping of the buffer, each with its own part of it', () => {
    const ran = run(
      arm64(2),
      `buffer b pages=2 mmap=none
       buffer other pages=1 mmap=none
       device gpu
       ${open}
       viewer@cpu1: g = receive fd from app
       viewer@cpu1: q = mmap g 1 offset=1
       app@cpu0: fdo = export other
       app@cpu0: r = mmap fdo
       kernel@cpu0: zap b+256 256`,
    );
    expect(ptes(ran.state, 'p')).toEqual(['present.writable', 'absent']);
    expect(ptes(ran.state, 'q')).toEqual(['absent']);
    expect(ptes(ran.state, 'r')).toEqual(['present.writable']);
    // One shootdown for each process.
    expect(steps(lineOf(ran, -1))).toEqual([
      'pte.clear',
      'tlb.flush 0',
      'shootdown.done',
      'pte.clear',
      'tlb.flush 0',
      'ipi.send 1',
      'ipi.ack 1',
      'shootdown.done',
    ]);
  });

  it('of a buffer that nobody maps is nothing', () => {
    const ran = run(arm64(2), `${faulted}\napp@cpu0: fd = export b\nkernel@cpu0: zap b expect ok`);
    expect(kindsOf(lineOf(ran, -1))).toEqual([]);
  });

  it('by munmap is the same, and the mapping is gone', () => {
    const ran = run(
      arm64(2),
      `${populated}\n${open}\n${touchedBy([0, 1])}\napp@cpu0: munmap p expect ok`,
    );
    expect(steps(lineOf(ran, -1))).toEqual([
      'pte.clear',
      'pte.clear',
      'tlb.flush 0',
      'ipi.send 1',
      'ipi.ack 1',
      'shootdown.done',
      'vma.unmap',
      'ref.put',
    ]);
    expect(ran.state.cpus.flatMap((cpu) => cpu.tlb)).toEqual([]);
  });
});

describe('a stale TLB entry', () => {
  const prepared = `${faulted}
    ${open}
    app@cpu0: write p+0 64 A
    app@cpu1: write p+64 64 B`;

  it.each(['pte.clear', 'tlb.flush', 'ipi.send'])(
    'lets the other CPU through during %s',
    (during) => {
      const ran = run(
        arm64(2),
        `${prepared}
         kernel@cpu0: zap b            expect none
         app@cpu1: write p+64 64 C     during ${during} expect nofault expect stale-tlb expect luck`,
      );
      expect(ptes(ran.state, 'p')).toEqual(['absent', 'absent']);
      expect(cached(ran.state, 1, 'b', 1)).toBe('M C*64');
    },
  );

  it('is not what the flushing CPU has: it faults at once', () => {
    const ran = run(
      arm64(2),
      `${prepared}
       kernel@cpu0: zap b
       app@cpu0: write p+0 64 C        during tlb.flush expect fault expect none`,
    );
    expect(ptes(ran.state, 'p')).toEqual(['present.writable', 'absent']);
  });

  it('is gone with the acknowledgement', () => {
    run(
      arm64(2),
      `${prepared}
       kernel@cpu0: zap b
       app@cpu1: write p+64 64 C       during ipi.ack expect fault expect none`,
    );
  });

  it('does no harm before the buffer is cleaned for the device', () => {
    run(
      arm64(2),
      `${prepared}
       gpu: import fd
       gpu: map b TO_DEVICE            expect none
       app@cpu1: write p+64 64 C       during ipi.send expect stale-tlb expect luck
       gpu: dma read b+0 128           expect A*64,C*64 expect none`,
    );
  });
});

describe('the shootdown policy', () => {
  it('costs a fault and an invalidation of the page on the way back', () => {
    const ran = run(
      arm64(1),
      `${faulted}
       ${open}
       gpu: import fd
       app@cpu0: write p+0 64 A
       gpu: map b BIDIRECTIONAL        expect none
       gpu: dma write b+0 64 B
       gpu: unmap b
       app@cpu0: read p+0 64           expect fault expect B expect none
       app@cpu0: read p+64 64          expect nofault expect 0`,
    );
    const back = lineOf(ran, 7);
    expect(callsOf(back)).toEqual(['gem_fault(page 0)', '  dcache_inval_poc(256 bytes)']);
    expect(costsBetween(back.before, back.after)).toEqual({ faults: 1, maintainedLines: 4 });
    // The page is in the CPU domain now; the other one still is not.
    expect(ran.state.buffers[0]?.away).toEqual([false, true]);
  });

  it('invalidates nothing where every attached device snoops', () => {
    const ran = run(
      'x86 cpus=1 page=256',
      `${faulted}
       ${open}
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       gpu: unmap b
       app@cpu0: read p+0 64           expect fault`,
    );
    expect(callsOf(lineOf(ran, -1))).toEqual(['gem_fault(page 0)']);
  });

  it('invalidates what the kernel wrote through its own mapping', () => {
    const ran = run(
      arm64(1),
      `${faulted}
       ${open}
       gpu: import fd
       gpu: map b FROM_DEVICE
       gpu: unmap b
       kernel@cpu0: write b+0 64 K     expect none
       app@cpu0: read p+0 64           expect fault expect lost-write expect 0 expect stale`,
    );
    const [lost] = lineOf(ran, -1).violations;
    expect([lost?.rule, lost?.defect]).toEqual(['lost-write', 'shootdown-drops-kernel-writes']);
  });

  it('zaps for every map, and only then builds the table', () => {
    const ran = run(
      arm64(1),
      `${faulted}\n${open}\ngpu: import fd\napp@cpu0: write p+0 64 A\ngpu: map b TO_DEVICE`,
    );
    expect(steps(lineOf(ran, -1))).toEqual([
      'pte.clear',
      'tlb.flush 0',
      'shootdown.done',
      'sgt.build',
      'cache.writeback 0',
      'owner.change',
    ]);
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*64');
  });
});

describe('signals', () => {
  it('SIGBUS: a page that was mapped at mmap time cannot come back after a zap', () => {
    const ran = run(
      arm64(1),
      `${populated}
       ${open}
       app@cpu0: write p+0 64 A
       kernel@cpu0: zap b
       app@cpu0: read p+0 64           expect SIGBUS expect sigbus expect harm
       app@cpu0: read p+256            expect SIGBUS`,
    );
    expect(steps(lineOf(ran, 4))).toEqual(['pte.fault 0', 'signal']);
    expect(ptes(ran.state, 'p')).toEqual(['absent', 'absent']);
    expect(cached(ran.state, 0, 'b', 0)).toBe('M A*64');
  });

  it.each([
    ['an address that was never mapped', 'app@cpu0: read q+0'],
    ['another process’s mapping', 'viewer@cpu0: read p+0'],
    ['past the end of the mapping', 'app@cpu0: read p+512'],
    ['past the end, half way', 'app@cpu0: read p+500 64'],
    ['writing what is read-only', 'app@cpu0: write r+0 1 A'],
  ])('SIGSEGV: %s', (_, access) => {
    const ran = run(
      arm64(1),
      `${populated}
       ${open}
       app@cpu0: r = mmap fd PROT_READ
       ${access}                       expect SIGSEGV expect sigsegv expect harm`,
    );
    expect(rulesOf(lineOf(ran, -1))).toEqual(['sigsegv']);
  });

  it('SIGSEGV after munmap', () => {
    run(arm64(1), `${populated}\n${open}\napp@cpu0: munmap p\napp@cpu0: read p+0 expect SIGSEGV`);
  });

  it('leave what was done before them', () => {
    const ran = run(
      arm64(1),
      `${populated}
       ${open}
       app@cpu0: write p+448 128 A     expect SIGSEGV`,
    );
    expect(cached(ran.state, 0, 'b', 7)).toBe('M A*64');
  });

  it('cause nothing: what goes wrong later is traced to what caused it', () => {
    const ran = run(
      arm64(1),
      `buffer b pages=1 mmap=none
       device gpu
       ${open}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       app@cpu0: write p+256 1 A       expect SIGSEGV
       kernel@cpu0: write b+0 64 A     expect cpu-access-while-device-owns
       gpu: dma read m+0 64            expect stale`,
    );
    const stale = lineOf(ran, -1).violations[0];
    expect(stale?.causes).toEqual([lineOf(ran, 4).violations[0]?.id]);
  });
});
