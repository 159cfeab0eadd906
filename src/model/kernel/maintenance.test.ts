/** Cache maintenance: the tables of the streaming DMA API by profile, lines at the edges, by hand. */
import { describe, expect, it } from 'vitest';
import type { Direction } from '../operation.ts';
import type { MaintenanceProfile } from '../platform.ts';
import { cached, costsBetween, memory, mesi } from '../testing/look.ts';
import { callsOf, kindsOf, lineOf, rulesOf, run } from '../testing/runScript.ts';

const clean = 'clean';
const invalidate = 'invalidate';
const flush = 'flush';
const nothing = 'nothing';
type How = typeof clean | typeof invalidate | typeof flush | typeof nothing;

/** What each profile does: [to device: TO, FROM, BIDIRECTIONAL; to CPU: TO, FROM, BIDIRECTIONAL]. */
const table: Readonly<Record<MaintenanceProfile, readonly How[]>> = {
  arm64: [clean, clean, clean, nothing, invalidate, invalidate],
  riscv: [clean, clean, clean, nothing, invalidate, invalidate],
  'arm64-old': [clean, invalidate, clean, nothing, invalidate, invalidate],
  arc: [clean, invalidate, flush, nothing, invalidate, invalidate],
  'no-speculation': [clean, invalidate, flush, nothing, nothing, nothing],
};
const directions: readonly Direction[] = ['TO_DEVICE', 'FROM_DEVICE', 'BIDIRECTIONAL'];
const profileNames: readonly MaintenanceProfile[] = [
  'arm64',
  'riscv',
  'arm64-old',
  'arc',
  'no-speculation',
];

const cases = (way: 'device' | 'cpu') =>
  profileNames.flatMap((profile) =>
    directions.map(
      (direction, index) =>
        [
          profile,
          direction,
          table[profile][index + (way === 'cpu' ? directions.length : 0)] ?? nothing,
        ] as const,
    ),
  );

/** Line 0 dirty, line 1 clean, line 2 nowhere; then `hands` gives all three to the device. */
const toDevice = (profile: string, hands: string) =>
  run(
    `arm64 cpus=1 page=256 maintenance=${profile}`,
    `buffer b pages=1
     device gpu
     kernel@cpu0: write b+0 64 A
     kernel@cpu0: read b+64 64
     ${hands}`,
  );

const toDeviceOutcome = {
  // Written back and kept.
  clean: {
    lines: ['E A*64', 'E 0*64', 'I'],
    memory: 'A*64,0*192',
    costs: { maintainedLines: 3, cleanedLines: 1 },
  },
  // Dropped: what only the cache had is gone.
  invalidate: {
    lines: ['I', 'I', 'I'],
    memory: '0*256',
    costs: { maintainedLines: 3, invalidatedLines: 2 },
  },
  // Written back, then dropped.
  flush: {
    lines: ['I', 'I', 'I'],
    memory: 'A*64,0*192',
    costs: { maintainedLines: 3, cleanedLines: 1, invalidatedLines: 2 },
  },
  nothing: { lines: ['M A*64', 'E 0*64', 'I'], memory: '0*256', costs: {} },
};

describe('to a device that does not snoop', () => {
  it.each(cases('device'))('%s %s by map: %s', (profile, direction, how) => {
    const ran = toDevice(profile, `gpu: m = dma_map_single b+0 192 ${direction}`);
    const { before, after, violations } = lineOf(ran, -1);
    const outcome = toDeviceOutcome[how];
    expect([0, 1, 2].map((line) => cached(after, 0, 'b', line))).toEqual(outcome.lines);
    expect(memory(after, 'b')).toBe(outcome.memory);
    expect(costsBetween(before, after)).toEqual(outcome.costs);
    // No rule is broken: where the write is lost, the profile is to blame.
    expect(violations.map(({ rule, defect }) => [rule, defect])).toEqual(
      how === invalidate ? [['lost-write', 'from-device-discards']] : [],
    );
  });

  it.each(cases('device'))('%s %s by sync: %s', (profile, direction, how) => {
    const ran = run(
      `arm64 cpus=1 page=256 maintenance=${profile}`,
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 192 ${direction} SKIP_CPU_SYNC
       kernel@cpu0: write b+0 64 A
       kernel@cpu0: read b+64 64
       gpu: dma_sync_single_for_device m+0 192 ${direction}`,
    );
    const { before, after } = lineOf(ran, -1);
    const outcome = toDeviceOutcome[how];
    expect([0, 1, 2].map((line) => cached(after, 0, 'b', line))).toEqual(outcome.lines);
    expect(memory(after, 'b')).toBe(outcome.memory);
    expect(costsBetween(before, after)).toEqual(outcome.costs);
  });

  it('maintains the lines of every CPU', () => {
    const ran = run(
      'arm64 cpus=3 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 64 A
       kernel@cpu1: write b+64 64 B
       kernel@cpu2: write b+128 64 C
       gpu: m = dma_map_single b+0 192 TO_DEVICE
       gpu: dma read m+0 192          expect A*64,B*64,C*64 expect none`,
    );
    expect(costsBetween(lineOf(ran, 3).before, lineOf(ran, 3).after)).toEqual({
      maintainedLines: 3,
      cleanedLines: 3,
    });
  });

  it('does it run by run of a scattered buffer', () => {
    const ran = run(
      'arm64 cpus=1 page=256',
      `buffer b pages=2 contiguous=no
       device gpu
       app@cpu0: fd = export b
       gpu: import fd
       kernel@cpu0: write b+0 512 A
       gpu: map b TO_DEVICE
       gpu: dma read b+0 512          expect A expect none`,
    );
    expect(callsOf(lineOf(ran, 3)).filter((label) => label.includes('arch_sync'))).toEqual([
      '      arch_sync_dma_for_device(256 bytes, TO_DEVICE)',
      '      arch_sync_dma_for_device(256 bytes, TO_DEVICE)',
    ]);
  });

  it('maintains only what is mapped', () => {
    const ran = run(
      'arm64 cpus=1 page=256',
      `buffer b pages=2
       device gpu
       kernel@cpu0: write b+0 512 A
       gpu: m = dma_map_single b+128 256 TO_DEVICE
       gpu: dma read m+0 256          expect A expect none`,
    );
    expect(memory(ran.state, 'b')).toBe('0*128,A*256,0*128');
  });
});

describe('back to the CPU', () => {
  /** The CPU speculates on lines 0 and 1, the device writes both, then `hands` gives them back. */
  const toCpu = (profile: string, direction: string, hands: string) =>
    run(
      `arm64 cpus=1 page=256 maintenance=${profile}`,
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 192 ${direction}
       cpu0: prefetch b+0
       cpu0: prefetch b+64
       gpu: dma write m+0 128 B
       ${hands}
       kernel@cpu0: read b+0 128`,
    );
  const ways: readonly (readonly [string, (direction: string) => string])[] = [
    ['unmap', () => 'gpu: dma_unmap_single m'],
    ['sync', (direction) => `gpu: dma_sync_single_for_cpu m+0 192 ${direction}`],
  ];

  describe.each(ways)('by %s', (_, hands) => {
    it.each(cases('cpu'))('%s %s: %s', (profile, direction, how) => {
      const ran = toCpu(profile, direction, hands(direction));
      const { before, after } = lineOf(ran, 4);
      const isDropped = how === invalidate;
      expect([0, 1, 2].map((line) => cached(after, 0, 'b', line))).toEqual(
        isDropped ? ['I', 'I', 'I'] : ['E 0*64', 'E 0*64', 'I'],
      );
      expect(costsBetween(before, after)).toEqual(
        isDropped ? { maintainedLines: 3, invalidatedLines: 2 } : {},
      );
      const read = lineOf(ran, 5);
      expect(rulesOf(read)).toEqual(isDropped ? [] : ['stale-read']);
      expect(memory(ran.state, 'b')).toBe('B*128,0*128');
    });
  });

  it('names the profile that trusts CPUs not to speculate', () => {
    const ran = toCpu('no-speculation', 'FROM_DEVICE', 'gpu: dma_unmap_single m');
    expect(lineOf(ran, 5).violations[0]?.defect).toBe('no-invalidate-after');
  });
});

describe('a device that snoops', () => {
  it.each(directions)('%s: nothing is maintained either way', (direction) => {
    const ran = run(
      'x86 cpus=1 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 256 ${direction}
       gpu: dma_sync_single_for_cpu m+0 256 ${direction}
       gpu: dma_sync_single_for_device m+0 256 ${direction}
       gpu: dma_unmap_single m`,
    );
    expect(cached(ran.state, 0, 'b', 0)).toBe('M A*64');
    expect(costsBetween(ran.initial, ran.state)).toEqual({});
  });
});

describe('DMA_ATTR_SKIP_CPU_SYNC', () => {
  it('skips the maintenance of map: the device reads what memory had', () => {
    const ran = run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 256 TO_DEVICE SKIP_CPU_SYNC
       gpu: dma read m+0 64           expect 0 expect device-access-while-cpu-owns expect stale
       gpu: dma_sync_single_for_device m+0 256 TO_DEVICE
       gpu: dma read m+0 64           expect A expect none`,
    );
    expect(costsBetween(lineOf(ran, 1).before, lineOf(ran, 1).after)).toEqual({});
    expect(cached(lineOf(ran, 1).after, 0, 'b', 0)).toBe('M A*64');
  });

  it('skips the maintenance of unmap: the CPU finds its own old line', () => {
    run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: read b+0 64       expect 0
       gpu: m = dma_map_single b+0 256 FROM_DEVICE
       gpu: dma write m+0 128 B
       gpu: dma_unmap_single m SKIP_CPU_SYNC expect not-handed-back expect harm
       kernel@cpu0: read b+0 64       expect 0 expect stale
       kernel@cpu0: read b+64 64      expect B expect none`,
    );
  });

  it('at unmap is fine after a sync for the CPU', () => {
    run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 256 FROM_DEVICE
       gpu: dma write m+0 64 B
       gpu: dma_sync_single_for_cpu m+0 256 FROM_DEVICE expect none
       gpu: dma_unmap_single m SKIP_CPU_SYNC expect none
       kernel@cpu0: read b+0 64       expect B expect none`,
    );
  });
});

describe('a range that covers lines only in part', () => {
  // 64 bytes from byte 32 on: the second half of line 0, the first half of line 1.
  const script = `
    buffer b pages=1
    device gpu
    gpu: m = dma_map_single b+32 64 FROM_DEVICE
    kernel@cpu0: write b+0 32 N       expect shared-cache-line
    gpu: dma write m+0 64 B           expect none
    gpu: dma_unmap_single m`;

  it('invalidate cleans a dirty edge line first: the neighbour is saved, the device is not', () => {
    const ran = run('arm64 cpus=1 page=256 edges=yes', script);
    // N*32 and the old second half of line 0 went over the device's first half.
    expect(memory(ran.state, 'b', 0, 128)).toBe('N*32,0*32,B*32,0*32');
    expect(rulesOf(lineOf(ran, 3))).toEqual(['shared-cache-line', 'clobber']);
    expect(lineOf(ran, 3).violations[1]?.bytes).toEqual({ buffer: 0, start: 32, length: 32 });
    expect(mesi(ran.state, 'b', 0)).toBe('I');
  });

  it('invalidate drops it where the platform does not: the device is saved, the neighbour is not', () => {
    const ran = run('arm64 cpus=1 page=256 edges=no', script);
    expect(memory(ran.state, 'b', 0, 128)).toBe('0*32,B*64,0*32');
    expect(rulesOf(lineOf(ran, 3))).toEqual(['shared-cache-line', 'lost-write']);
    expect(lineOf(ran, 3).violations[1]?.bytes).toEqual({ buffer: 0, start: 0, length: 32 });
  });

  it('a clean edge line is dropped without harm', () => {
    const ran = run(
      'arm64 cpus=1 page=256 edges=yes',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 32 N
       gpu: m = dma_map_single b+32 64 FROM_DEVICE
       gpu: dma write m+0 64 B
       gpu: dma_unmap_single m        expect none
       kernel@cpu0: read b+0 128      expect N*32,B*64,0*32 expect none`,
    );
    // The map had cleaned the line, neighbour and all.
    expect(memory(lineOf(ran, 1).after, 'b', 0, 64)).toBe('N*32,0*32');
  });

  it('whole lines inside the range are dropped, edges or not', () => {
    const ran = run(
      'arm64 cpus=1 page=256 edges=yes',
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+32 128 FROM_DEVICE
       kernel@cpu0: write b+64 64 X   expect cpu-access-while-device-owns expect harm
       gpu: dma_unmap_single m        expect lost-write`,
    );
    expect(memory(ran.state, 'b')).toBe('0*256');
  });
});

describe('by hand', () => {
  it('invalidate loses what was not written back', () => {
    const ran = run(
      'arm64 cpus=2 page=256',
      `buffer b pages=1
       kernel@cpu1: write b+0 64 A
       kernel@cpu0: invalidate b+0 128 expect dirty-invalidate expect harm expect lost-write
       kernel@cpu1: read b+0 64       expect 0 expect stale`,
    );
    expect(rulesOf(lineOf(ran, 1))).toEqual(['dirty-invalidate', 'lost-write']);
    expect(costsBetween(lineOf(ran, 1).before, lineOf(ran, 1).after)).toEqual({
      maintainedLines: 2,
      invalidatedLines: 1,
    });
  });

  it('invalidate of a part of a dirty line cleans it first where edges are', () => {
    const yes = run(
      'arm64 cpus=1 page=256 edges=yes',
      'buffer b pages=1\nkernel@cpu0: write b+0 64 A\nkernel@cpu0: invalidate b+0 32',
    );
    expect(memory(yes.state, 'b', 0, 64)).toBe('A*64');
    const no = run(
      'arm64 cpus=1 page=256 edges=no',
      'buffer b pages=1\nkernel@cpu0: write b+0 64 A\nkernel@cpu0: invalidate b+0 32',
    );
    expect(memory(no.state, 'b', 0, 64)).toBe('0*64');
  });

  it.each([
    ['clean', 'E A*64', 'A*64'],
    ['flush', 'I', 'A*64'],
  ])('%s writes back', (how, line, content) => {
    const ran = run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1\nkernel@cpu0: write b+0 64 A\nkernel@cpu0: ${how} b+0 64 expect none`,
    );
    expect(cached(ran.state, 0, 'b', 0)).toBe(line);
    expect(memory(ran.state, 'b', 0, 64)).toBe(content);
  });

  it('invalidate is a flush on a machine that has only clflush', () => {
    const ran = run(
      'x86 cpus=1 page=256',
      'buffer b pages=1\nkernel@cpu0: write b+0 64 A\nkernel@cpu0: invalidate b+0 64 expect none',
    );
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*64');
    expect(cached(ran.state, 0, 'b', 0)).toBe('I');
  });

  it('covers a range over several pages, and nothing beyond', () => {
    const ran = run(
      'arm64 cpus=1 page=256',
      `buffer b pages=3 contiguous=no
       kernel@cpu0: write b+0 768 A
       kernel@cpu0: clean b+192 384`,
    );
    expect(memory(ran.state, 'b')).toBe('0*192,A*384,0*192');
  });
});

describe('micro-events of maintenance', () => {
  it('are nested as the kernel calls them', () => {
    const ran = toDevice('arm64', 'gpu: m = dma_map_single b+0 192 TO_DEVICE');
    const line = lineOf(ran, -1);
    expect(callsOf(line)).toEqual([
      'dma_map_single(b+0, 192, TO_DEVICE)',
      '  arch_sync_dma_for_device(192 bytes, TO_DEVICE)',
      '    dcache_clean_poc(192 bytes)',
    ]);
    expect(kindsOf(line)).toEqual(['cache.writeback', 'owner.change']);
    expect(line.events.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 1]);
    expect(line.events[3]?.range).toEqual({ buffer: 0, start: 0, length: 64 });
  });

  it.each([
    // arch/arm64/mm/cache.S, arch/riscv/mm/dma-noncoherent.c, arch/arc/mm/cache.c.
    ['arm64', 'dcache_clean_poc', 'dcache_inval_poc'],
    ['riscv', 'arch_dma_cache_wback', 'arch_dma_cache_inv'],
    ['arc', 'dma_cache_wback', 'dma_cache_inv'],
  ])('are called as on %s', (profile, cleans, invalidates) => {
    const ran = run(
      `arm64 cpus=1 page=256 maintenance=${profile}`,
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: dma_sync_single_for_cpu m+0 64 FROM_DEVICE`,
    );
    expect(callsOf(lineOf(ran, 0)).at(-1)).toBe(`    ${cleans}(64 bytes)`);
    expect(callsOf(lineOf(ran, 1)).at(-1)).toBe(`    ${invalidates}(64 bytes)`);
  });
});
