/** Bounce slots: what is copied when, what the direction and length of each call decide, where slots are. */
import { describe, expect, it } from 'vitest';
import type { Direction } from '../operation.ts';
import { cachedLines, costsBetween, memory, slotMemory } from '../testing/look.ts';
import { callsOf, kindsOf, lineOf, outcomes, rulesOf, run } from '../testing/runScript.ts';

/** One CPU, pages of eight lines; a slot is as large as a page. */
const bounce = 'bounce cpus=1 page=512 line=64';
/** Lines of 1, 2, 3, 4, 1, 2, 3, 4. */
const buffer = 'buffer b pages=1 init=1:64:4\ndevice gpu';
const initial = '1*64,2*64,3*64,4*64';

const directions: readonly Direction[] = ['TO_DEVICE', 'FROM_DEVICE', 'BIDIRECTIONAL'];
const pairs = directions.flatMap((mapped) => directions.map((given) => [mapped, given] as const));

describe('map', () => {
  it.each(directions.flatMap((d) => [[d, ''] as const, [d, 'SKIP_CPU_SYNC'] as const]))(
    'copies the buffer into the slot: %s %s',
    (direction, attribute) => {
      const ran = run(
        bounce,
        `${buffer}
         gpu: m = dma_map_single b+0 256 ${direction} ${attribute} expect none
         gpu: dma read m+0 256         expect ${initial}`,
      );
      expect(costsBetween(ran.initial, lineOf(ran, 0).after)).toEqual({ bouncedBytes: 256 });
    },
  );

  it('copies what is in the cache, and into the cache', () => {
    const ran = run(
      bounce,
      `${buffer}
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 128 TO_DEVICE
       gpu: dma read m+0 128           expect A*64,2*64 expect none`,
    );
    // The copy of line 0 found it in the cache; line 1 was filled, and both lines of the slot are dirty.
    const after = lineOf(ran, 1).after;
    expect(cachedLines(after, 0).toSorted()).toEqual(['b:0', 'b:1', 'slot b:0', 'slot b:1']);
    expect(slotMemory(after, 0, 0, 128)).toBe('0*128');
    expect(memory(after, 'b', 0, 64)).toBe('1*64');
    // The device snoops: its read brings the slot's lines to memory.
    expect(slotMemory(ran.state, 0, 0, 128)).toBe('A*64,2*64');
  });

  it('is cleaned out of the cache where the device does not snoop', () => {
    const ran = run(
      'arm64 cpus=1 page=512 swiotlb=force',
      `${buffer}
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 128 TO_DEVICE
       gpu: dma read m+0 128           expect A*64,2*64 expect none`,
    );
    expect(callsOf(lineOf(ran, 1))).toEqual([
      'dma_map_single(b+0, 128, TO_DEVICE)',
      '  swiotlb_bounce(128 bytes, to slot)',
      '  arch_sync_dma_for_device(128 bytes, TO_DEVICE)',
      '    dcache_clean_poc(128 bytes)',
    ]);
    // The slot is cleaned, not the buffer, which stays dirty.
    expect(slotMemory(lineOf(ran, 1).after, 0, 0, 128)).toBe('A*64,2*64');
    expect(memory(lineOf(ran, 1).after, 'b', 0, 64)).toBe('1*64');
  });

  it('gives every mapping a slot of its own', () => {
    run(
      bounce,
      `${buffer}
       device cam
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       cam: n = dma_map_single b+0 64 BIDIRECTIONAL
       cam: dma write n+0 64 C
       gpu: dma read m+0 64            expect 1 expect device-access-not-serialized
       kernel@cpu0: read b+0 64        expect 1 expect cpu-access-while-device-owns`,
    );
  });
});

describe('unmap', () => {
  /** By the direction that is given to the call, whatever the mapping's is. */
  it.each(pairs)('of a %s mapping, given %s', (mapped, given) => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 128 ${mapped}
       gpu: dma write m+0 64 B
       gpu: dma_unmap_single m ${given}
       kernel@cpu0: read b+0 128`,
    );
    const isCopied = given !== 'TO_DEVICE';
    expect(outcomes(ran).at(-1)).toBe(isCopied ? 'B*64,2*64' : '1*64,2*64');
    expect(costsBetween(lineOf(ran, 2).before, lineOf(ran, 2).after)).toEqual(
      isCopied ? { bouncedBytes: 128 } : {},
    );
    expect(rulesOf(lineOf(ran, 2))).toEqual(isCopied ? [] : ['sync-direction']);
  });

  it('copies as many bytes as are given to the call', () => {
    run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 256 FROM_DEVICE
       gpu: dma write m+0 256 B
       gpu: dma_unmap_single m 100     expect not-handed-back expect harm
       kernel@cpu0: read b+0 256       expect B*100,2*28,3*64,4*64 expect stale`,
    );
  });

  it('copies no more than the mapping has', () => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: dma write m+0 64 B
       gpu: dma_unmap_single m 512     expect none
       kernel@cpu0: read b+0 128       expect B*64,2*64 expect none`,
    );
    expect(costsBetween(lineOf(ran, 2).before, lineOf(ran, 2).after)).toEqual({ bouncedBytes: 64 });
  });

  it('copies nothing with SKIP_CPU_SYNC', () => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: dma write m+0 64 B
       gpu: dma_unmap_single m SKIP_CPU_SYNC expect not-handed-back
       kernel@cpu0: read b+0 64        expect 1 expect stale`,
    );
    expect(costsBetween(lineOf(ran, 2).before, lineOf(ran, 2).after)).toEqual({});
  });

  it('loses what the CPU wrote between sync for CPU and unmap', () => {
    run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL expect none
       kernel@cpu0: write b+0 64 C     expect none
       gpu: dma_unmap_single m         expect hand-back-discards expect harm expect clobber
       kernel@cpu0: read b+0 64        expect 1 expect stale`,
    );
  });

  it('gives the slots back', () => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_unmap_single m
       gpu: n = dma_map_single b+0 64 BIDIRECTIONAL`,
    );
    expect(lineOf(ran, 0).after.slots.findIndex(({ mapping }) => mapping !== null)).toBe(0);
    expect(lineOf(ran, 1).after.slots.every(({ mapping }) => mapping === null)).toBe(true);
    // The search goes on behind the last allocation, as the kernel's index does.
    expect(lineOf(ran, 2).after.slots.findIndex(({ mapping }) => mapping !== null)).toBe(1);
  });
});

describe('sync', () => {
  it.each(pairs)('for the CPU of a %s mapping, given %s', (mapped, given) => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 ${mapped}
       gpu: dma write m+0 64 B
       gpu: dma_sync_single_for_cpu m+0 64 ${given}
       kernel@cpu0: read b+0 64`,
    );
    const isCopied = given !== 'TO_DEVICE';
    expect(outcomes(ran).at(-1)).toBe(isCopied ? 'B*64' : '1*64');
    expect(rulesOf(lineOf(ran, 2))).toEqual(isCopied ? [] : ['sync-direction']);
  });

  it.each(pairs)('for the device of a %s mapping, given %s', (mapped, given) => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 ${mapped}
       gpu: dma_sync_single_for_cpu m+0 64 ${mapped}
       kernel@cpu0: write b+0 64 A
       gpu: dma_sync_single_for_device m+0 64 ${given}
       gpu: dma read m+0 64`,
    );
    const isCopied = given !== 'FROM_DEVICE';
    expect(outcomes(ran).at(-1)).toBe(isCopied ? 'A*64' : '1*64');
    expect(rulesOf(lineOf(ran, 3))).toEqual(isCopied ? [] : ['sync-direction']);
  });

  it('copies the bytes that are named, not the lines', () => {
    run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 128 BIDIRECTIONAL
       gpu: dma write m+0 128 B
       gpu: dma_sync_single_for_cpu m+50 20 FROM_DEVICE expect none
       kernel@cpu0: read b+50 20       expect B expect none
       kernel@cpu0: read b+0 128       expect 1*50,B*20,2*58 expect cpu-access-while-device-owns expect stale`,
    );
  });

  it('counts from the start of the mapping', () => {
    run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+100 128 BIDIRECTIONAL
       gpu: dma write m+0 128 B
       gpu: dma_sync_single_for_cpu m+28 64 FROM_DEVICE
       kernel@cpu0: read b+128 64      expect B expect none`,
    );
  });

  it('past the end is clipped, with a complaint', () => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma write m+0 64 B
       gpu: dma_sync_single_for_cpu m+32 64 FROM_DEVICE expect sync-outside-mapping expect luck
       kernel@cpu0: read b+32 96       expect B*32,2*64 expect none`,
    );
    expect(lineOf(ran, 2).violations[0]?.outcome).toBe('32 bytes past the end are left out');
  });

  it('wholly outside does nothing but complain', () => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_sync_single_for_device m+128 64 TO_DEVICE expect sync-outside-mapping`,
    );
    expect(lineOf(ran, 1).violations[0]?.outcome).toBe('64 bytes past the end are left out');
    expect(costsBetween(lineOf(ran, 1).before, lineOf(ran, 1).after)).toEqual({});
  });

  it.each(['dma_sync_single_for_cpu', 'dma_sync_single_for_device'])(
    'after unmap does nothing: %s',
    (sync) => {
      const ran = run(
        bounce,
        `${buffer}
         gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
         gpu: dma_unmap_single m
         kernel@cpu0: write b+0 64 A
         gpu: ${sync} m+0 64 BIDIRECTIONAL expect sync-after-unmap expect luck
         kernel@cpu0: read b+0 64      expect A expect none`,
      );
      expect(costsBetween(lineOf(ran, 3).before, lineOf(ran, 3).after)).toEqual({});
      // Nobody is handed anything.
      expect(kindsOf(lineOf(ran, 3))).not.toContain('owner.change');
    },
  );
});

describe('a device after unmap', () => {
  it('writes a freed slot, and the buffer never hears of it', () => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_unmap_single m
       gpu: dma write m+0 64 D         expect dma-unmapped expect luck
       kernel@cpu0: read b+0 64        expect 1 expect none
       gpu: dma read m+0 64            expect D expect dma-unmapped`,
    );
    expect(slotMemory(ran.state, 0, 0, 64)).toBe('D*64');
    expect(memory(ran.state, 'b', 0, 64)).toBe('1*64');
  });

  it('writes a slot that is somebody else’s by now', () => {
    // One slot: the next mapping gets the same one.
    run(
      `${bounce} slots=1`,
      `${buffer}
       device cam
       buffer c pages=1
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_unmap_single m
       cam: n = dma_map_single c+0 64 BIDIRECTIONAL
       gpu: dma write m+0 64 D         expect dma-unmapped expect clobber expect harm
       cam: dma read n+0 64            expect D expect stale`,
    );
  });

  it('writes the memory itself where nothing bounces', () => {
    run(
      'x86 cpus=1 page=512',
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_unmap_single m
       gpu: dma write m+0 64 D         expect dma-unmapped expect luck
       kernel@cpu0: read b+0 64        expect D expect none`,
    );
  });
});

describe('the pool', () => {
  it('keeps the offset within a slot', () => {
    const ran = run(
      bounce,
      `${buffer}
       gpu: m = dma_map_single b+100 64 TO_DEVICE
       gpu: dma read m+0 64            expect 2*28,3*36`,
    );
    const { result } = lineOf(ran, 0);
    expect(result.kind === 'ok' && (result.value ?? 0) % 512).toBe(100);
  });

  it('has slots of 2048 bytes where pages are 4096', () => {
    const ran = run(
      'bounce cpus=1',
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+3000 64 TO_DEVICE
       gpu: n = dma_map_single b+0 4096 TO_DEVICE`,
    );
    const { result, after } = lineOf(ran, 0);
    // 3000 - 2048.
    expect(result.kind === 'ok' && (result.value ?? 0) % 2048).toBe(952);
    expect(after.slots.filter(({ mapping }) => mapping !== null)).toHaveLength(1);
    expect(ran.state.slots.filter(({ mapping }) => mapping !== null)).toHaveLength(3);
  });

  it.each([
    // Offset and length within slots of 512 bytes.
    [0, 512, 1],
    [1, 512, 2],
    [511, 2, 2],
    [100, 900, 2],
    [100, 925, 3],
  ])('takes for byte %i on, %i bytes: %i slots', (offset, length, slots) => {
    const ran = run(
      bounce,
      `buffer b pages=3\ndevice gpu\ngpu: m = dma_map_single b+${offset} ${length} TO_DEVICE`,
    );
    expect(ran.state.slots.filter(({ mapping }) => mapping !== null)).toHaveLength(slots);
  });

  it('refuses when it is full: the mapping fails, and nothing stands', () => {
    const ran = run(
      `${bounce} slots=1`,
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: n = dma_map_single b+64 64 BIDIRECTIONAL expect ENOMEM expect none
       kernel@cpu0: write b+64 64 A    expect none
       gpu: dma_unmap_single m
       gpu: n = dma_map_single b+64 64 BIDIRECTIONAL expect ok
       gpu: dma read n+0 64            expect A expect none`,
    );
    const { before, after, events } = lineOf(ran, 1);
    const { mappings, nextId } = before;
    expect({ ...after, mappings, nextId }).toEqual(before);
    expect(after.mappings.filter(({ live }) => live)).toEqual(mappings);
    expect(events.flatMap(({ transitions }) => transitions)).toEqual([]);
  });

  it('leaves a driver that goes on after a failed map with an address that leads nowhere', () => {
    run(
      `${bounce} slots=1`,
      `${buffer}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: n = dma_map_single b+64 64 BIDIRECTIONAL expect ENOMEM
       gpu: dma write n+0 64 A         expect blocked expect dma-unmapped
       gpu: dma_sync_single_for_cpu n+0 64 BIDIRECTIONAL expect sync-after-unmap
       gpu: dma_unmap_single n         expect unmap-twice
       kernel@cpu0: read b+64 64       expect 2 expect none`,
    );
  });

  it('fails a map_attachment with EIO, as dma_map_sgtable does', () => {
    const ran = run(
      `${bounce} slots=1`,
      `buffer b pages=2 contiguous=no
       device gpu
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b TO_DEVICE            expect EIO expect none`,
    );
    // The first page had got a slot; it is given back.
    const { before, after, events } = lineOf(ran, 2);
    expect({ ...after, nextId: before.nextId }).toEqual(before);
    expect(kindsOf(lineOf(ran, 2))).toEqual([
      'sgt.build',
      'bounce.alloc',
      'bounce.free',
      'refused',
    ]);
    expect(events.flatMap(({ transitions }) => transitions)).toEqual([]);
  });

  it('needs the slots of a mapping side by side', () => {
    run(
      `${bounce} slots=3`,
      `buffer b pages=2
       device gpu
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: n = dma_map_single b+0 64 TO_DEVICE
       gpu: o = dma_map_single b+0 64 TO_DEVICE
       gpu: dma_unmap_single m
       gpu: dma_unmap_single o
       gpu: q = dma_map_single b+0 1024 TO_DEVICE expect ENOMEM
       gpu: dma_unmap_single n
       gpu: q = dma_map_single b+0 1024 TO_DEVICE expect ok`,
    );
  });
});

describe('by mask', () => {
  const high = `
    buffer low pages=1
    buffer far pages=1 high=yes
    device old dma-bits=32
    device new`;

  it('bounces only what the device does not reach', () => {
    const ran = run(
      'x86 cpus=1 page=512 swiotlb=mask',
      `${high}
       old: a = dma_map_single low+0 64 TO_DEVICE
       old: b = dma_map_single far+0 64 TO_DEVICE
       new: c = dma_map_single far+0 64 TO_DEVICE`,
    );
    const slots = ran.lines.map(({ after }) => after.mappings.at(-1)?.segments[0]?.slot);
    expect(slots).toEqual([null, 0, null]);
  });

  it('does not bounce behind an IOMMU', () => {
    const ran = run(
      'arm64-iommu cpus=1 page=512 swiotlb=mask',
      `${high}
       old: b = dma_map_single far+0 64 TO_DEVICE`,
    );
    expect(ran.state.mappings[0]?.segments[0]?.slot).toBe(null);
  });

  it('hands a device with 32 bits an address of 32 bits', () => {
    for (const platform of ['x86 swiotlb=mask', 'arm64-iommu', 'bounce']) {
      const ran = run(platform, `${high}\nold: b = dma_map_single far+0 4096 TO_DEVICE expect ok`);
      const { result } = lineOf(ran, 0);
      expect(result.kind === 'ok' && (result.value ?? 0) + 4096).toBeLessThanOrEqual(2 ** 32);
    }
  });

  it('fails without swiotlb: ENOMEM, as dma_mapping_error says it', () => {
    run('x86 swiotlb=off', `${high}\nold: b = dma_map_single far+0 64 TO_DEVICE expect ENOMEM`);
  });
});

describe('micro-events', () => {
  it('call a slot’s line a slot line, and say which slot', () => {
    const ran = run(
      'bounce cpus=1 page=512 sets=1 ways=2',
      `${buffer}
       gpu: m = dma_map_single b+0 128 BIDIRECTIONAL
       gpu: dma write m+0 64 B
       gpu: dma_sync_single_for_cpu m+0 128 FROM_DEVICE`,
    );
    const filled = lineOf(ran, 2).events.filter(({ kind }) => kind === 'cache.fill');
    expect(filled.map(({ label, from }) => [label, from])).toContainEqual([
      'fill slot line 0 of CPU 0',
      { kind: 'slot', slot: 0 },
    ]);
    // Two ways: the map had to evict dirty lines of the slot.
    const written = ran.lines
      .flatMap(({ events }) => events)
      .filter(({ kind }) => kind === 'cache.writeback');
    expect(written.map(({ label, to }) => [label, to])).toContainEqual([
      'write back slot line 0 of CPU 0',
      { kind: 'slot', slot: 0 },
    ]);
    expect(written.every(({ label, to }) => label.includes('slot') === (to?.kind === 'slot'))).toBe(
      true,
    );
  });
});
