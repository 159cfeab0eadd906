/** The CPU caches: MESI between CPUs, LRU, whole-line write-backs, prefetch; sets and lines. */
import { describe, expect, it } from 'vitest';
import { cached, cachedLines, memory, mesi } from '../testing/look.ts';
import { kindsOf, lineOf, rulesOf, run } from '../testing/runScript.ts';
import { setIndexOf } from './cacheLookup.ts';
import { bufferAddress } from './layout.ts';
import { lineAddressOf } from './memory.ts';

/** Three CPUs, pages of four lines. */
const three = 'arm64 cpus=3 page=256 line=64';

describe('MESI', () => {
  // State of line 0 in CPU 0, 1, 2 after each access: I invalid, S shared, E exclusive, M dirty.
  const walks: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['a first load is exclusive', [['kernel@cpu0: read b+0', 'EII']]],
    [
      'a second reader makes both shared',
      [
        ['kernel@cpu0: read b+0', 'EII'],
        ['kernel@cpu1: read b+0', 'SSI'],
        ['kernel@cpu2: read b+0', 'SSS'],
      ],
    ],
    ['a store to an absent line dirties it', [['kernel@cpu0: write b+0 4 A', 'MII']]],
    [
      'an exclusive line is dirtied without telling anybody',
      [
        ['kernel@cpu0: read b+0', 'EII'],
        ['kernel@cpu0: write b+0 4 A', 'MII'],
      ],
    ],
    [
      'a store takes a shared line away from the others',
      [
        ['kernel@cpu0: read b+0', 'EII'],
        ['kernel@cpu1: read b+0', 'SSI'],
        ['kernel@cpu2: read b+0', 'SSS'],
        ['kernel@cpu1: write b+0 4 A', 'IMI'],
      ],
    ],
    [
      'a load of a line that is dirty elsewhere is served by it',
      [
        ['kernel@cpu0: write b+0 4 A', 'MII'],
        ['kernel@cpu1: read b+0', 'SSI'],
      ],
    ],
    [
      'a store to a line that is dirty elsewhere moves it',
      [
        ['kernel@cpu0: write b+0 4 A', 'MII'],
        ['kernel@cpu1: write b+4 4 B', 'IMI'],
        ['kernel@cpu2: write b+8 4 C', 'IIM'],
      ],
    ],
    [
      'a prefetch is a load that nobody asked for',
      [
        ['kernel@cpu0: write b+0 4 A', 'MII'],
        ['cpu2: prefetch b+0', 'SIS'],
      ],
    ],
    [
      'evicting leaves the others alone',
      [
        ['kernel@cpu0: read b+0', 'EII'],
        ['kernel@cpu1: read b+0', 'SSI'],
        ['cpu0: evict b+0', 'ISI'],
      ],
    ],
    [
      'a clean keeps the line, an invalidate drops every copy',
      [
        ['kernel@cpu0: write b+0 4 A', 'MII'],
        ['kernel@cpu1: clean b+0 64', 'EII'],
        ['kernel@cpu1: read b+0', 'SSI'],
        ['kernel@cpu2: invalidate b+0 64', 'III'],
      ],
    ],
  ];

  it.each(walks)('%s', (_, accesses) => {
    const ran = run(three, `buffer b pages=1\n${accesses.map(([text]) => text).join('\n')}`);
    expect(ran.lines.map(({ after }) => mesi(after, 'b', 0))).toEqual(
      accesses.map(([, states]) => states),
    );
  });

  it('brings the newest bytes of all CPUs together', () => {
    const ran = run(
      three,
      `buffer b pages=1
       kernel@cpu0: write b+0 16 A
       kernel@cpu1: write b+16 16 B
       kernel@cpu2: write b+32 16 C
       kernel@cpu0: read b+0 64        expect A*16,B*16,C*16,0*16 expect none`,
    );
    // The reader fetched it from CPU 2, which wrote it back for that.
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*16,B*16,C*16,0*16');
    expect(cached(ran.state, 1, 'b', 0)).toBe('I');
  });

  it('writes a dirty line back when another CPU asks for it', () => {
    const ran = run(
      three,
      `buffer b pages=1
       kernel@cpu0: write b+0 64 A
       kernel@cpu1: read b+0 64        expect A`,
    );
    expect(kindsOf(lineOf(ran, 1))).toEqual(['cache.writeback', 'cache.fill', 'cpu.load']);
    expect(lineOf(ran, 1).events.map(({ facts }) => facts['reason'] ?? '')).toEqual([
      'snooped',
      'load',
      '',
    ]);
    expect(lineOf(ran, 1).events[1]?.from).toEqual({ kind: 'cache', cpu: 0 });
  });

  it('does not fetch a line that is overwritten as a whole', () => {
    const ran = run(
      three,
      `buffer b pages=1
       kernel@cpu0: write b+0 64 A
       kernel@cpu1: write b+0 64 B`,
    );
    expect(kindsOf(lineOf(ran, 0))).toEqual(['cpu.store']);
    expect(kindsOf(lineOf(ran, 1))).toEqual(['cache.upgrade', 'cpu.store']);
    expect(mesi(ran.state, 'b', 0)).toBe('IMI');
    expect(memory(ran.state, 'b', 0, 64)).toBe('0*64');
  });
});

describe('a full set', () => {
  // Two sets of two ways: even lines share set 0, odd lines set 1.
  const small = 'arm64 cpus=1 page=512 line=64 sets=2 ways=2';

  it('evicts the least recently used line', () => {
    const ran = run(
      small,
      `buffer b pages=1
       kernel@cpu0: read b+0
       kernel@cpu0: read b+128
       kernel@cpu0: read b+0
       kernel@cpu0: read b+256`,
    );
    // Lines 0 and 2 filled set 0; 0 was used again, so 2 goes for line 4.
    expect(cachedLines(lineOf(ran, 2).after, 0)).toEqual(['b:0', 'b:2']);
    expect(cachedLines(ran.state, 0)).toEqual(['b:4', 'b:0']);
    expect(kindsOf(lineOf(ran, 3))).toEqual(['cache.drop', 'cache.fill', 'cpu.load']);
  });

  it('counts a store as a use', () => {
    const ran = run(
      small,
      `buffer b pages=1
       kernel@cpu0: read b+0
       kernel@cpu0: read b+128
       kernel@cpu0: write b+0 1 A
       kernel@cpu0: read b+256`,
    );
    expect(cachedLines(ran.state, 0)).toEqual(['b:4', 'b:0']);
  });

  it('does not count a prefetch of what is there as a use', () => {
    const ran = run(
      small,
      `buffer b pages=1
       kernel@cpu0: read b+0
       kernel@cpu0: read b+128
       cpu0: prefetch b+0
       kernel@cpu0: read b+256`,
    );
    expect(kindsOf(lineOf(ran, 2))).toEqual([]);
    expect(cachedLines(ran.state, 0)).toEqual(['b:4', 'b:2']);
  });

  it('leaves the other set alone', () => {
    const ran = run(
      small,
      `buffer b pages=1
       kernel@cpu0: read b+64
       kernel@cpu0: read b+0
       kernel@cpu0: read b+128
       kernel@cpu0: read b+256
       kernel@cpu0: read b+384`,
    );
    // 0, 2, 4, 6 went through set 0, of which 4 and 6 are left; line 1 is alone in set 1.
    expect(cachedLines(ran.state, 0)).toEqual(['b:6', 'b:4', 'b:1']);
  });

  it('writes a dirty victim back whole', () => {
    const ran = run(
      small,
      `buffer b pages=1
       kernel@cpu0: write b+0 4 A
       kernel@cpu0: read b+128
       kernel@cpu0: read b+256`,
    );
    expect(kindsOf(lineOf(ran, 2))).toEqual([
      'cache.writeback',
      'cache.drop',
      'cache.fill',
      'cpu.load',
    ]);
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*4,0*60');
  });

  it('makes room for a store of a whole line too', () => {
    const ran = run(
      small,
      `buffer b pages=1
       kernel@cpu0: write b+0 64 A
       kernel@cpu0: write b+128 64 B
       kernel@cpu0: write b+256 64 C`,
    );
    expect(kindsOf(lineOf(ran, 2))).toEqual(['cache.writeback', 'cache.drop', 'cpu.store']);
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*64');
    expect(cachedLines(ran.state, 0)).toEqual(['b:4', 'b:2']);
  });
});

describe('eviction', () => {
  it('puts a whole line over what a device wrote since', () => {
    const ran = run(
      three,
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       kernel@cpu0: write b+0 4 A       expect cpu-access-while-device-owns expect harm
       gpu: dma write m+0 64 B          expect none
       cpu0: evict b+0                  expect clobber
       gpu: dma read m+0 64             expect A*4,0*60 expect stale`,
    );
    // Bytes 0..3 were the CPU's, older than the device's write; the others never changed.
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*4,0*60');
    const clobber = lineOf(ran, 3).violations[0];
    expect(clobber?.bytes).toEqual({ buffer: 0, start: 0, length: 64 });
    expect(clobber?.causes).toEqual([lineOf(ran, 1).violations[0]?.id]);
  });

  it('of a clean line writes nothing', () => {
    const ran = run(
      three,
      `buffer b pages=1
       device gpu
       kernel@cpu0: read b+0
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma write m+0 64 B
       cpu0: evict b+0                  expect none`,
    );
    expect(memory(ran.state, 'b', 0, 64)).toBe('B*64');
    expect(kindsOf(lineOf(ran, 3))).toEqual(['cache.drop']);
  });

  it('of what is not there does nothing', () => {
    const ran = run(three, 'buffer b pages=1\ncpu0: evict b+0 expect ok');
    expect(lineOf(ran, 0).events).toEqual([]);
    expect(ran.state).toEqual(ran.initial);
  });
});

describe('addresses', () => {
  it.each([
    // line size, sets, byte of the buffer -> line, set. Buffers begin at a multiple of every line and set size.
    [64, 64, 0, 0, 0],
    [64, 64, 63, 0, 0],
    [64, 64, 64, 1, 1],
    [64, 4, 64 * 5 + 7, 5, 1],
    [32, 4, 32 * 4, 4, 0],
    [128, 2, 128 * 3 + 127, 3, 1],
    [8, 1, 8 * 9, 9, 0],
  ])('line size %i, %i sets: byte %i is in line %i, set %i', (line, sets, byte, index, set) => {
    const { state } = run(`arm64 page=512 line=${line} sets=${sets}`, 'buffer b pages=2');
    const start = bufferAddress(state, 0, 0);
    const lineAddress = lineAddressOf(state, bufferAddress(state, 0, byte));
    expect(lineAddress - start).toBe(index * line);
    expect(setIndexOf(state, lineAddress)).toBe(set);
  });

  it('puts the pages of a scattered buffer apart, of a contiguous one together', () => {
    const { state } = run(
      'x86 page=256',
      'buffer near pages=3\nbuffer far pages=3 contiguous=no\nbuffer high pages=2 high=yes',
    );
    const step = (buffer: number, page: number) =>
      bufferAddress(state, buffer, (page + 1) * 256) - bufferAddress(state, buffer, page * 256);
    expect([step(0, 0), step(0, 1)]).toEqual([256, 256]);
    expect([step(1, 0), step(1, 1)]).toEqual([512, 512]);
    expect(bufferAddress(state, 2, 0)).toBeGreaterThanOrEqual(2 ** 32);
    expect(bufferAddress(state, 1, 767)).toBeLessThan(2 ** 32);
  });

  it('starts with the content that was declared', () => {
    // Byte i is 10 + floor(i / 64) mod 3.
    const { state } = run('x86 page=256', 'buffer b pages=2 init=10:64:3');
    expect(memory(state, 'b')).toBe('10*64,11*64,12*64,10*64,11*64,12*64,10*64,11*64');
  });

  it('wraps a value at 256', () => {
    const { state } = run('x86 page=256 line=64', 'buffer b pages=1 init=254:64:4');
    expect(memory(state, 'b')).toBe('254*64,255*64,0*64,1*64');
  });
});

describe('a snooping device', () => {
  it('reads what is dirty in a cache, and leaves it there clean', () => {
    const ran = run(
      'x86 cpus=2 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu1: write b+0 64 A
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: dma read m+0 64            expect A expect none`,
    );
    expect(mesi(lineOf(ran, 1).after, 'b', 0)).toBe('IM');
    expect(mesi(ran.state, 'b', 0)).toBe('IE');
    expect(kindsOf(lineOf(ran, 2))).toEqual([
      'dma.start',
      'dma.snoop',
      'cache.writeback',
      'dma.read',
      'dma.done',
    ]);
  });

  it('drops every copy when it writes, after writing back what it does not overwrite', () => {
    const ran = run(
      'x86 cpus=2 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu1: write b+0 64 A
       gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: dma write m+0 32 B         expect none
       gpu: dma_unmap_single m
       kernel@cpu0: read b+0 64        expect B*32,A*32 expect none`,
    );
    expect(mesi(lineOf(ran, 2).after, 'b', 0)).toBe('II');
    expect(memory(lineOf(ran, 2).after, 'b', 0, 64)).toBe('B*32,A*32');
  });

  it('needs no write-back for what it overwrites as a whole', () => {
    const ran = run(
      'x86 cpus=1 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: dma write m+0 64 B         expect none`,
    );
    expect(kindsOf(lineOf(ran, 2))).toEqual([
      'dma.start',
      'dma.snoop',
      'cache.drop',
      'dma.write',
      'dma.done',
    ]);
  });

  it('can be told not to snoop, and then breaks a rule where a cache has a copy', () => {
    const ran = run(
      'x86 cpus=1 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 128 BIDIRECTIONAL
       gpu: dma read m+0 64 nosnoop    expect 0 expect unsnooped-transaction expect stale
       gpu: dma read m+0 64 snoop      expect A expect none
       gpu: dma read m+0 64 nosnoop    expect A expect none
       gpu: dma write m+0 64 B nosnoop expect unsnooped-transaction
       gpu: dma_unmap_single m         expect none
       kernel@cpu0: read b+0 64        expect A expect stale
       kernel@cpu0: read b+64 64       expect 0 expect none`,
    );
    expect(rulesOf(lineOf(ran, 2))).toEqual(['unsnooped-transaction', 'stale-read']);
  });
});

describe('a device that does not snoop', () => {
  it('can issue a transaction that does', () => {
    run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       kernel@cpu0: write b+0 64 A     expect cpu-access-while-device-owns
       gpu: dma read m+0 64            expect 0 expect stale
       gpu: dma read m+0 64 snoop      expect A expect none`,
    );
  });

  it('can be the only coherent one of a platform', () => {
    run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       device gpu coherent=yes
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma read m+0 64            expect A expect none`,
    );
  });
});
