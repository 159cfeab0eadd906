/** Uncached and write-combining memory: where stores wait, what drains them, what a cache misses of it. */
import { describe, expect, it } from 'vitest';
import { cached, cachedLines, memory, waiting } from '../testing/look.ts';
import { kindsOf, lineOf, rulesOf, run } from '../testing/runScript.ts';

/** Two CPUs, pages of eight lines, and write-combining buffers of two lines. */
const platform = 'arm64 cpus=2 page=512 line=64 wc=2';

/** A device that does not snoop, a buffer that is mapped write-combining, and a mapping of it. */
const setup = `
  buffer b pages=1 mmap=coherent
  device gpu
  app@cpu0: fd = export b
  app@cpu0: p = mmap fd`;

/** Lines of `setup`. */
const opened = 2;

describe('write-combining memory', () => {
  it('is what a coherent buffer is mapped as where devices do not snoop', () => {
    const { state } = run(platform, setup);
    expect(state.vmas.map(({ type }) => type)).toEqual(['WC']);
  });

  it('is write-back where all devices snoop, and uncached where the exporter says so', () => {
    expect(run('x86 cpus=1', setup).state.vmas[0]?.type).toBe('WB');
    const uncached = setup.replace('mmap=coherent', 'mmap=coherent type=UC');
    expect(run(platform, uncached).state.vmas[0]?.type).toBe('UC');
    const mixed = setup.replace('device gpu', 'device gpu coherent=no');
    expect(run('x86 cpus=1', mixed).state.vmas[0]?.type).toBe('WC');
  });

  it('gathers stores by line, and memory has none of them yet', () => {
    const ran = run(
      platform,
      `${setup}
       app@cpu0: write p+0 8 A
       app@cpu0: write p+64 8 B
       app@cpu0: write p+8 8 C`,
    );
    // The line that was stored to last comes last.
    expect(waiting(ran.state, 0)).toEqual(['b:1', 'b:0']);
    expect(memory(ran.state, 'b')).toBe('0*512');
    expect(cachedLines(ran.state, 0)).toEqual([]);
    expect(kindsOf(lineOf(ran, opened + 1))).toEqual(['wc.store']);
  });

  it.each([
    ['a barrier of the program', 'app@cpu0: barrier', 'barrier'],
    ['a barrier of the kernel', 'kernel@cpu0: barrier', 'barrier'],
    ['a doorbell', 'app@cpu0: doorbell gpu', 'doorbell'],
    ['an uncached load', 'app@cpu0: read p+128', 'uncached load'],
    ['the hardware itself', 'cpu0: drain', 'by itself'],
  ])('is drained by %s', (_, drains, reason) => {
    const ran = run(
      platform,
      `${setup}
       app@cpu0: write p+0 8 A
       app@cpu0: write p+64 8 B
       ${drains}                        expect ok expect none`,
    );
    expect(waiting(ran.state, 0)).toEqual([]);
    expect(memory(ran.state, 'b', 0, 128)).toBe('A*8,0*56,B*8,0*56');
    const drained = lineOf(ran, -1).events.filter(({ kind }) => kind === 'wc.drain');
    expect(drained.map(({ facts }) => facts['reason'])).toEqual([reason, reason]);
  });

  it.each([
    ['a barrier on another CPU', 'app@cpu1: barrier'],
    ['a cached load of the same CPU', 'kernel@cpu0: read other+0'],
    ['a cached store of the same CPU', 'kernel@cpu0: write other+0 1 Z'],
  ])('is not drained by %s', (_, does) => {
    const ran = run(platform, `buffer other pages=1${setup}\napp@cpu0: write p+0 8 A\n${does}`);
    expect(waiting(ran.state, 0)).toEqual(['b:0']);
  });

  it('drains its oldest line when it is full', () => {
    const ran = run(
      platform,
      `${setup}
       app@cpu0: write p+0 8 A
       app@cpu0: write p+64 8 B
       app@cpu0: write p+128 8 C
       app@cpu0: write p+64 8 D`,
    );
    const third = lineOf(ran, opened + 2);
    expect(kindsOf(third)).toEqual(['wc.drain', 'wc.store']);
    expect(third.events[0]?.facts['reason']).toBe('full');
    // A line that is there already needs no room.
    expect(kindsOf(lineOf(ran, opened + 3))).toEqual(['wc.store']);
    expect(waiting(ran.state, 0)).toEqual(['b:2', 'b:1']);
    expect(memory(ran.state, 'b', 0, 128)).toBe('A*8,0*120');
  });

  it('leaves the bytes between the stores alone when it drains', () => {
    const ran = run(
      platform,
      `${setup}
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       app@cpu0: write p+0 4 A
       app@cpu0: write p+60 4 B
       gpu: dma write b+8 8 C
       app@cpu0: barrier               expect none`,
    );
    // 4 of A, 4 old, 8 of C, 44 old, 4 of B.
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*4,0*4,C*8,0*44,B*4');
  });

  it('shows the device old bytes until it is drained', () => {
    const ran = run(
      platform,
      `${setup}
       gpu: import fd
       gpu: map b TO_DEVICE
       app@cpu0: write p+0 64 A        expect none
       gpu: dma read b+0 64            expect 0 expect wc-not-drained expect stale expect harm
       app@cpu0: doorbell gpu
       gpu: dma read b+0 64            expect A expect none`,
    );
    const [rule, effect] = lineOf(ran, opened + 3).violations;
    expect(effect?.causes).toEqual([rule?.id]);
  });

  it('shows another CPU old bytes, and its own CPU the new ones', () => {
    run(
      platform,
      `${setup}
       app@cpu0: write p+0 64 A
       app@cpu1: read p+0 64           expect 0 expect wc-not-drained expect stale
       app@cpu0: read p+0 64           expect A expect none
       app@cpu1: read p+0 64           expect A expect none`,
    );
  });

  it('drains old stores over what a device wrote meanwhile', () => {
    const ran = run(
      platform,
      `${setup}
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       app@cpu0: write p+0 64 A
       gpu: dma write b+0 64 B         expect wc-not-drained
       app@cpu0: barrier               expect clobber
       app@cpu0: read p+0 64           expect A expect stale`,
    );
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*64');
  });
});

describe('uncached memory', () => {
  const uncached = setup.replace('mmap=coherent', 'mmap=coherent type=UC');

  it('is stored to and loaded from directly', () => {
    const ran = run(
      platform,
      `${uncached}
       app@cpu0: write p+0 64 A
       app@cpu1: read p+0 64           expect A expect none`,
    );
    expect(memory(lineOf(ran, opened).after, 'b', 0, 64)).toBe('A*64');
    expect(kindsOf(lineOf(ran, opened)).at(-1)).toBe('cpu.store');
    expect(cachedLines(ran.state, 0)).toEqual([]);
    expect(cachedLines(ran.state, 1)).toEqual([]);
  });

  it('needs no ownership: the device and the CPU see the same memory', () => {
    run(
      platform,
      `${uncached}
       gpu: import fd
       gpu: map b BIDIRECTIONAL        expect none
       app@cpu0: write p+0 64 A        expect none
       gpu: dma read b+0 64            expect A expect none
       gpu: dma write b+0 64 B         expect none
       app@cpu0: read p+0 64           expect B expect none
       gpu: unmap b                    expect none`,
    );
  });

  it('drains what the same CPU had gathered before it', () => {
    const ran = run(
      platform,
      `buffer b pages=1 mmap=coherent
       buffer u pages=1 mmap=coherent type=UC
       device gpu
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       app@cpu0: fdu = export u
       app@cpu0: q = mmap fdu
       app@cpu0: write p+0 8 A
       app@cpu0: write q+0 8 B`,
    );
    expect(waiting(ran.state, 0)).toEqual([]);
    expect(memory(ran.state, 'b', 0, 64)).toBe('A*8,0*56');
  });
});

describe('one page, two memory types', () => {
  it('an uncached load does not look into a cache', () => {
    const ran = run(
      platform,
      `${setup}
       kernel@cpu0: write b+0 64 A     expect mixed-memory-types
       app@cpu0: read p+0 64           expect 0 expect mixed-memory-types expect stale
       kernel@cpu0: clean b+0 64
       app@cpu0: read p+0 64           expect A expect none`,
    );
    expect(cached(ran.state, 0, 'b', 0)).toBe('E A*64');
  });

  it('a cached load finds what was there before', () => {
    const ran = run(
      platform,
      `${setup}
       kernel@cpu0: read b+0 64        expect 0 expect mixed-memory-types
       app@cpu0: write p+0 64 A        expect none
       app@cpu0: barrier
       kernel@cpu0: read b+0 64        expect 0 expect mixed-memory-types expect stale
       kernel@cpu0: invalidate b+0 64
       kernel@cpu0: read b+0 64        expect A`,
    );
    expect(rulesOf(lineOf(ran, opened + 3))).toEqual(['mixed-memory-types', 'stale-read']);
  });

  it('a dirty line that is evicted clobbers uncached stores', () => {
    run(
      platform,
      `${setup}
       kernel@cpu0: write b+0 4 A      expect mixed-memory-types
       app@cpu0: write p+32 4 B        expect mixed-memory-types
       app@cpu0: barrier
       cpu0: evict b+0                 expect clobber
       app@cpu0: read p+32 4           expect 0 expect stale`,
    );
  });
});

describe('dma_alloc_coherent', () => {
  it('is uncached where the device does not snoop, whatever userspace mappings would be', () => {
    const ran = run(
      platform,
      `buffer ring pages=1
       device nic
       kernel@cpu0: write ring+0 64 A
       nic: c = dma_alloc_coherent ring expect ok
       kernel@cpu0: write c+64 64 B    expect none
       nic: dma read c+0 128           expect A*64,B*64 expect none
       nic: dma write c+128 64 C       expect none
       kernel@cpu0: read c+128 64      expect C expect none
       nic: dma_free_coherent c        expect ok expect none`,
    );
    // What was dirty before was written back when the memory became uncached.
    expect(cachedLines(lineOf(ran, 1).after, 0)).toEqual([]);
    expect(waiting(lineOf(ran, 2).after, 0)).toEqual([]);
    expect(cachedLines(lineOf(ran, 6).after, 0)).toEqual([]);
  });

  it('is cached where the device snoops', () => {
    const ran = run(
      'x86 cpus=1 page=512',
      `buffer ring pages=1
       device nic
       nic: c = dma_alloc_coherent ring
       kernel@cpu0: write c+0 64 A     expect none
       nic: dma read c+0 64            expect A expect none`,
    );
    expect(cached(lineOf(ran, 1).after, 0, 'ring', 0)).toBe('M A*64');
  });

  it('never bounces', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `buffer ring pages=1
       device nic
       nic: c = dma_alloc_coherent ring
       kernel@cpu0: write c+0 64 A
       nic: dma read c+0 64            expect A expect none`,
    );
    expect(ran.state.slots.every(({ mapping }) => mapping === null)).toBe(true);
  });

  it('through the linear map is another memory type', () => {
    run(
      platform,
      `buffer ring pages=1
       device nic
       nic: c = dma_alloc_coherent ring
       kernel@cpu0: write ring+0 64 A  expect mixed-memory-types
       nic: dma read c+0 64            expect 0 expect stale`,
    );
  });

  it('through the streaming API breaks a rule', () => {
    run(
      platform,
      `buffer ring pages=1
       device nic
       device gpu
       nic: c = dma_alloc_coherent ring
       gpu: m = dma_map_single ring+0 64 TO_DEVICE expect coherent-memory-streamed
       gpu: n = dma_map_single ring+64 64 TO_DEVICE expect coherent-memory-streamed
       nic: dma_free_coherent c
       nic: dma_free_coherent c        expect ok expect unmap-twice
       gpu: o = dma_map_single ring+128 64 TO_DEVICE expect none`,
    );
  });
});
