/** Who owns which bytes: several mappings, parts of mappings, luck and harm of the same mistake. */
import { describe, expect, it } from 'vitest';
import { owners } from '../testing/look.ts';
import { kindsOf, lineOf, outcomes, rulesOf, run } from '../testing/runScript.ts';

const platforms = ['x86', 'arm64', 'arm64-iommu', 'bounce'];
const on = (platform: string) => `${platform} cpus=2 page=512 line=64`;

const two = `
  buffer b pages=1 init=1:64:4
  device cam
  device gpu`;

describe('one mapping', () => {
  it('is the device’s from map on, the CPU’s after a sync, nobody’s after unmap', () => {
    const ran = run(
      on('arm64'),
      `${two}
       gpu: m = dma_map_single b+64 128 BIDIRECTIONAL
       gpu: dma_sync_single_for_cpu m+0 128 BIDIRECTIONAL
       kernel@cpu0: write b+64 128 A
       gpu: dma_sync_single_for_device m+0 128 BIDIRECTIONAL
       gpu: dma write m+0 64 B
       gpu: dma_unmap_single m`,
    );
    expect(ran.lines.map(({ after }) => owners(after, 'gpu'))).toEqual([
      ['64-192 device.same'],
      ['64-192 cpu.same'],
      ['64-192 cpu.ahead'],
      ['64-192 device.same'],
      ['64-128 device.ahead', '128-192 device.same'],
      [],
    ]);
    expect(ran.violations).toEqual([]);
  });

  it('leaves what is not mapped alone', () => {
    run(
      on('arm64'),
      `${two}
       gpu: m = dma_map_single b+64 128 BIDIRECTIONAL
       kernel@cpu0: write b+0 64 A     expect none
       kernel@cpu0: write b+192 64 A   expect none
       kernel@cpu0: write b+0 256 A    expect cpu-access-while-device-owns`,
    );
  });

  it('names the bytes that the CPU should not have touched', () => {
    const ran = run(
      on('x86'),
      `${two}
       gpu: m = dma_map_single b+64 64 BIDIRECTIONAL
       kernel@cpu0: read b+0 256       expect cpu-access-while-device-owns`,
    );
    expect(lineOf(ran, 1).violations[0]?.bytes).toEqual({ buffer: 0, start: 64, length: 64 });
    expect(owners(ran.state, 'gpu')).toEqual(['64-128 device.same contested']);
  });

  it('with SKIP_CPU_SYNC is the CPU’s until it is synced', () => {
    run(
      on('arm64'),
      `${two}
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL SKIP_CPU_SYNC
       kernel@cpu0: write b+0 64 A     expect none
       gpu: dma read m+0 64            expect device-access-while-cpu-owns
       gpu: dma_sync_single_for_device m+0 64 BIDIRECTIONAL
       gpu: dma read m+0 64            expect A expect none`,
    );
  });
});

describe('parts of a mapping', () => {
  it('change hands by the byte', () => {
    const ran = run(
      on('x86'),
      `${two}
       gpu: m = dma_map_single b+0 256 BIDIRECTIONAL
       gpu: dma_sync_single_for_cpu m+10 20 BIDIRECTIONAL
       kernel@cpu0: read b+10 20       expect none
       kernel@cpu0: read b+9           expect cpu-access-while-device-owns
       kernel@cpu0: read b+30          expect cpu-access-while-device-owns
       gpu: dma read m+0 10            expect none
       gpu: dma read m+0 11            expect device-access-while-cpu-owns
       gpu: dma_sync_single_for_device m+15 5 BIDIRECTIONAL`,
    );
    expect(owners(lineOf(ran, 1).after, 'gpu')).toEqual([
      '0-10 device.same',
      '10-30 cpu.same',
      '30-256 device.same',
    ]);
    expect(lineOf(ran, 6).violations[0]?.bytes).toEqual({ buffer: 0, start: 10, length: 1 });
    expect(owners(ran.state, 'gpu').filter((extent) => !extent.includes('contested'))).toEqual([
      '0-9 device.same',
      '11-15 cpu.same',
      '15-20 device.same',
      '20-30 cpu.same',
      '31-256 device.same',
    ]);
  });

  it('share a line: a store beside what the device owns', () => {
    const ran = run(
      on('arm64'),
      `${two}
       gpu: m = dma_map_single b+0 128 BIDIRECTIONAL
       gpu: dma_sync_single_for_cpu m+0 32 BIDIRECTIONAL
       kernel@cpu0: write b+0 32 A     expect shared-cache-line expect luck
       gpu: dma_sync_single_for_cpu m+32 96 BIDIRECTIONAL
       kernel@cpu0: write b+32 32 B    expect none`,
    );
    expect(rulesOf(lineOf(ran, 2))).toEqual(['shared-cache-line']);
  });

  it('whole lines of them do not', () => {
    run(
      on('arm64'),
      `${two}
       gpu: m = dma_map_single b+0 128 BIDIRECTIONAL
       gpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL
       kernel@cpu0: write b+0 64 A     expect none`,
    );
  });

  it('of the same line that the store itself hits are told once, as what they are', () => {
    const ran = run(
      on('arm64'),
      `${two}
       gpu: m = dma_map_single b+0 128 BIDIRECTIONAL
       kernel@cpu0: write b+4 8 A`,
    );
    expect(rulesOf(lineOf(ran, 1))).toEqual(['cpu-access-while-device-owns']);
  });
});

describe('several mappings', () => {
  it('all own the buffer: the CPU gets it back when the last has given it back', () => {
    run(
      on('arm64'),
      `${two}
       cam: m = dma_map_single b+0 64 TO_DEVICE
       gpu: n = dma_map_single b+0 64 TO_DEVICE
       cam: dma_unmap_single m
       kernel@cpu0: read b+0           expect cpu-access-while-device-owns
       gpu: dma_sync_single_for_cpu n+0 64 TO_DEVICE
       kernel@cpu0: write b+0 64 A     expect none
       gpu: dma_unmap_single n         expect none`,
    );
  });

  it('break a rule each', () => {
    const ran = run(
      on('x86'),
      `${two}
       cam: m = dma_map_single b+0 64 TO_DEVICE
       gpu: n = dma_map_single b+32 64 TO_DEVICE
       kernel@cpu0: write b+0 128 A`,
    );
    const broken = lineOf(ran, 2).violations;
    expect(broken.map(({ rule, bytes }) => [rule, bytes?.start, bytes?.length])).toEqual([
      ['cpu-access-while-device-owns', 0, 64],
      ['cpu-access-while-device-owns', 32, 64],
    ]);
  });

  it('can both read', () => {
    run(
      on('bounce'),
      `${two}
       cam: m = dma_map_single b+0 64 TO_DEVICE
       gpu: n = dma_map_single b+0 64 TO_DEVICE
       cam: dma read m+0 64            expect 1 expect none
       gpu: dma read n+0 64            expect 1 expect none`,
    );
  });

  it('know nothing of what the other device writes, until it is handed over', () => {
    const ran = run(
      on('bounce'),
      `${two}
       cam: m = dma_map_single b+0 128 FROM_DEVICE
       gpu: n = dma_map_single b+0 128 TO_DEVICE
       cam: dma write m+0 64 C         expect none
       gpu: dma read n+0 128           expect 1*64,2*64 expect device-access-not-serialized expect stale
       gpu: dma read n+64 64           expect 2 expect none
       cam: dma_sync_single_for_cpu m+0 128 FROM_DEVICE expect none
       gpu: dma_sync_single_for_device n+0 128 TO_DEVICE expect none
       gpu: dma read n+0 128           expect C*64,2*64 expect none`,
    );
    expect(owners(lineOf(ran, 2).after, 'gpu')).toEqual([
      '0-64 device.behind',
      '64-128 device.same',
    ]);
    expect(owners(lineOf(ran, 6).after, 'gpu')).toEqual(['0-128 device.same']);
  });

  it('are behind from the start, where another device has written and not given back', () => {
    const ran = run(
      on('bounce'),
      `${two}
       cam: m = dma_map_single b+0 64 FROM_DEVICE
       cam: dma write m+0 64 C
       gpu: n = dma_map_single b+0 128 TO_DEVICE
       gpu: dma read n+0 64            expect 1 expect device-access-not-serialized expect stale`,
    );
    expect(owners(lineOf(ran, 2).after, 'gpu')).toEqual([
      '0-64 device.behind',
      '64-128 device.same',
    ]);
  });

  it('of one device are mappings too', () => {
    run(
      on('bounce'),
      `${two}
       gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: n = dma_map_single b+0 64 TO_DEVICE
       gpu: dma write m+0 64 C
       gpu: dma read n+0 64            expect 1 expect device-access-not-serialized`,
    );
  });

  it('of other bytes have nothing to do with each other', () => {
    run(
      on('bounce'),
      `${two}
       cam: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: n = dma_map_single b+64 64 BIDIRECTIONAL
       cam: dma write m+0 64 C         expect none
       gpu: dma write n+0 64 D         expect none
       gpu: dma read n+0 64            expect D expect none
       cam: dma_unmap_single m         expect none
       gpu: dma_unmap_single n         expect none
       kernel@cpu0: read b+0 128       expect C*64,D*64 expect none`,
    );
  });

  it('that are unmapped one after the other: the second brings old bytes back', () => {
    run(
      on('bounce'),
      `${two}
       cam: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: n = dma_map_single b+0 64 BIDIRECTIONAL
       cam: dma write m+0 64 C
       cam: dma_unmap_single m         expect none
       gpu: dma_unmap_single n         expect hand-back-discards expect clobber
       kernel@cpu0: read b+0 64        expect 1 expect stale`,
    );
  });
});

describe('a direction', () => {
  it.each([
    ['TO_DEVICE', 'dma write m+0 64 A', true],
    ['FROM_DEVICE', 'dma read m+0 64', true],
    ['TO_DEVICE', 'dma read m+0 64', false],
    ['FROM_DEVICE', 'dma write m+0 64 A', false],
    ['BIDIRECTIONAL', 'dma read m+0 64', false],
    ['BIDIRECTIONAL', 'dma write m+0 64 A', false],
  ])('%s: %s', (direction, access, isBroken) => {
    const ran = run(
      on('x86'),
      `${two}\ngpu: m = dma_map_single b+0 64 ${direction}\ngpu: ${access}`,
    );
    expect(rulesOf(lineOf(ran, 1))).toEqual(isBroken ? ['direction'] : []);
  });
});

describe('the same script', () => {
  /** What goes wrong with it: the verdict on the rule, by platform in their order. */
  const scripts: readonly (readonly [string, string, number, readonly string[]])[] = [
    [
      'the CPU writes what the device owns, and the device reads it',
      `gpu: m = dma_map_single b+0 64 TO_DEVICE
       kernel@cpu0: write b+0 64 A
       gpu: dma read m+0 64`,
      1,
      ['luck', 'harm', 'harm', 'harm'],
    ],
    [
      'the CPU writes what the device owns, and nobody looks',
      `gpu: m = dma_map_single b+0 64 TO_DEVICE
       kernel@cpu0: write b+0 64 A
       gpu: dma_unmap_single m
       kernel@cpu0: read b+0 64`,
      1,
      ['luck', 'luck', 'luck', 'luck'],
    ],
    [
      'the CPU reads what the device is about to write',
      `gpu: m = dma_map_single b+0 64 FROM_DEVICE
       kernel@cpu0: read b+0 64
       gpu: dma write m+0 64 A
       gpu: dma_unmap_single m
       kernel@cpu0: read b+0 64`,
      1,
      ['luck', 'luck', 'luck', 'luck'],
    ],
    [
      'the CPU reads what the device has written, from a cache that has the old line',
      `kernel@cpu0: read b+0 64
       gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: dma write m+0 64 A
       kernel@cpu0: read b+0 64`,
      3,
      ['luck', 'harm', 'harm', 'harm'],
    ],
    [
      'a mapping that is unmapped without a sync',
      `gpu: m = dma_map_single b+0 64 FROM_DEVICE
       cpu0: prefetch b+0
       gpu: dma write m+0 64 A
       gpu: dma_unmap_single m SKIP_CPU_SYNC
       kernel@cpu0: read b+0 64`,
      3,
      ['luck', 'harm', 'harm', 'harm'],
    ],
    [
      'a mapping that is unmapped without a sync, and nothing was cached',
      `gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: dma write m+0 64 A
       gpu: dma_unmap_single m SKIP_CPU_SYNC
       kernel@cpu0: read b+0 64`,
      2,
      ['luck', 'luck', 'luck', 'harm'],
    ],
    [
      'a device that writes a TO_DEVICE mapping',
      `gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: dma write m+0 64 A
       gpu: dma_unmap_single m
       kernel@cpu0: read b+0 64`,
      1,
      // Behind the IOMMU the direction is why it is blocked; a bounce slot is not copied back.
      ['luck', 'luck', 'harm', 'harm'],
    ],
    [
      'a device that goes on after unmap',
      `gpu: m = dma_map_single b+0 64 FROM_DEVICE
       gpu: dma_unmap_single m
       kernel@cpu0: write b+0 64 K
       gpu: dma write m+0 64 A
       kernel@cpu0: read b+0 64`,
      3,
      // On arm64 the CPU has its own line; on x86 the device’s write is simply the newer one.
      ['luck', 'harm', 'harm', 'luck'],
    ],
  ];

  it.each(scripts)('%s', (_, script, index, expected) => {
    const verdicts = platforms.map((platform) => {
      const ran = run(on(platform), `${two}\n${script}`);
      const [broken] = lineOf(ran, index).violations;
      if (!broken) throw new Error(`no rule is broken on ${platform}`);
      return ran.verdict(broken);
    });
    expect(verdicts).toEqual(expected);
  });

  it('gives different bytes on the four platforms', () => {
    const got = platforms.map((platform) =>
      outcomes(
        run(
          on(platform),
          `${two}
           kernel@cpu0: read b+0 64
           gpu: m = dma_map_single b+0 128 FROM_DEVICE
           gpu: dma write m+0 128 A
           kernel@cpu0: read b+0 128`,
        ),
      ).at(-1),
    );
    // Cached line 0 is old where nobody snoops; behind a slot everything is.
    expect(got).toEqual(['A*128', '1*64,A*64', '1*64,A*64', '1*64,2*64']);
  });
});

describe('owner.change', () => {
  it('says who has the bytes after each call', () => {
    const ran = run(
      on('arm64'),
      `${two}
       gpu: m = dma_map_single b+64 64 BIDIRECTIONAL
       gpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL
       gpu: dma_sync_single_for_device m+0 64 BIDIRECTIONAL
       gpu: dma_unmap_single m
       gpu: n = dma_map_single b+64 64 BIDIRECTIONAL SKIP_CPU_SYNC
       gpu: dma_unmap_single n
       gpu: c = dma_alloc_coherent b
       gpu: dma_free_coherent c`,
    );
    const changes = ran.lines.map(
      (line) => line.events.find(({ kind }) => kind === 'owner.change')?.facts['owner'],
    );
    expect(changes).toEqual(['device', 'cpu', 'device', 'cpu', 'cpu', 'cpu', 'nobody', 'cpu']);
    expect(lineOf(ran, 0).events.at(-1)?.range).toEqual({ buffer: 0, start: 64, length: 64 });
    expect(kindsOf(lineOf(ran, 0)).at(-1)).toBe('owner.change');
  });
});
