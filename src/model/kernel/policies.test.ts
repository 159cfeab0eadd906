/** The exporters' policies against the importers': what SYNC does, what each way costs, what goes wrong. */
import { describe, expect, it } from 'vitest';
import type { ImporterPolicy, MmapPolicy } from '../setup.ts';
import { cached, costsBetween, owners } from '../testing/look.ts';
import { callsOf, kindsOf, lineOf, outcomes, rulesOf, run } from '../testing/runScript.ts';

const mmapPolicies: readonly MmapPolicy[] = [
  'coherent',
  'shootdown',
  'sync-ioctl',
  'prepare-finish',
  'split-window',
  'lock',
  'none',
];
/** Whose mappings for devices have no owner. */
const unowned: readonly MmapPolicy[] = ['coherent', 'split-window'];
const importers: readonly ImporterPolicy[] = ['map-per-dma', 'cached', 'map-at-import'];
const pairs = mmapPolicies.flatMap((mmap) => importers.map((importer) => ({ mmap, importer })));

/** A buffer of one page of eight lines, mapped by the app and for the device, whatever its importer is. */
const mapped = (mmap: MmapPolicy, importer: ImporterPolicy, direction = 'BIDIRECTIONAL') => `
  buffer b pages=1 mmap=${mmap}
  device gpu importer=${importer}
  app@cpu0: fd = export b
  app@cpu0: p = mmap fd
  gpu: import fd
  gpu: map b ${direction}`;

describe('SYNC on a mapped buffer', () => {
  it.each(pairs)('$mmap with $importer: only sync-ioctl does anything', ({ mmap, importer }) => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${mapped(mmap, importer)}
       app@cpu0: sync fd START READ|WRITE expect ok expect none
       app@cpu0: sync fd END READ|WRITE expect ok expect none`,
    );
    const [start, end] = [lineOf(ran, 4), lineOf(ran, 5)];
    const acts = mmap === 'sync-ioctl';
    expect(costsBetween(start.before, start.after)).toEqual(
      acts ? { syscalls: 1, maintainedLines: 8 } : { syscalls: 1 },
    );
    expect(costsBetween(end.before, end.after)).toEqual(
      acts ? { syscalls: 1, maintainedLines: 8 } : { syscalls: 1 },
    );
    expect(owners(start.after, 'gpu')).toEqual(
      unowned.includes(mmap) ? [] : [acts ? '0-512 cpu.same' : '0-512 device.same'],
    );
    expect(owners(end.after, 'gpu')).toEqual(unowned.includes(mmap) ? [] : ['0-512 device.same']);
  });

  it.each([
    // SYNC's flags, and the direction that they stand for.
    ['READ', 'FROM_DEVICE'],
    ['WRITE', 'TO_DEVICE'],
    ['READ|WRITE', 'BIDIRECTIONAL'],
  ])('with %s syncs %s', (flags, direction) => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${mapped('sync-ioctl', 'cached')}
       app@cpu0: sync fd START ${flags}
       app@cpu0: sync fd END ${flags}`,
    );
    expect(callsOf(lineOf(ran, 4)).slice(1, 4)).toEqual([
      `  dma_buf_begin_cpu_access(b, ${direction})`,
      '    gem_begin_cpu_access()',
      `      dma_sync_sgtable_for_cpu(gpu, ${direction})`,
    ]);
    expect(callsOf(lineOf(ran, 5)).slice(1, 4)).toEqual([
      `  dma_buf_end_cpu_access(b, ${direction})`,
      '    gem_end_cpu_access()',
      `      dma_sync_sgtable_for_device(gpu, ${direction})`,
    ]);
  });

  it.each([
    // What each of START and END costs: lines looked at, lines written back, bytes copied. 512 bytes are 8 lines.
    ['x86', 'READ|WRITE', {}, {}],
    ['arm64', 'READ|WRITE', { maintainedLines: 8 }, { maintainedLines: 8, cleanedLines: 1 }],
    ['arm64-iommu', 'READ|WRITE', { maintainedLines: 8 }, { maintainedLines: 8, cleanedLines: 1 }],
    ['bounce', 'READ|WRITE', { bouncedBytes: 512 }, { bouncedBytes: 512 }],
    // READ alone gives nothing back at END but the line that is dirty all the same.
    ['arm64', 'READ', { maintainedLines: 8 }, { maintainedLines: 8, cleanedLines: 1 }],
    ['bounce', 'READ', { bouncedBytes: 512 }, {}],
    // WRITE alone fetches nothing at START.
    ['arm64', 'WRITE', {}, { maintainedLines: 8, cleanedLines: 1 }],
    ['bounce', 'WRITE', {}, { bouncedBytes: 512 }],
  ])('on %s with %s costs', (platform, flags, start, end) => {
    const ran = run(
      `${platform} cpus=1 page=512`,
      `${mapped('sync-ioctl', 'cached')}
       app@cpu0: sync fd START ${flags}
       app@cpu0: write p+0 8 A
       app@cpu0: sync fd END ${flags}`,
    );
    const of = (index: number) => costsBetween(lineOf(ran, index).before, lineOf(ran, index).after);
    expect(of(4)).toEqual({ syscalls: 1, ...start });
    expect(of(6)).toEqual({ syscalls: 1, ...end });
  });

  it('syncs every mapped attachment, and no other', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `buffer b pages=1 mmap=sync-ioctl
       device a
       device b2
       device c
       app@cpu0: fd = export b
       a: import fd
       b2: import fd
       c: import fd
       a: map b BIDIRECTIONAL
       c: map b BIDIRECTIONAL
       app@cpu0: sync fd START READ`,
    );
    expect(callsOf(lineOf(ran, -1)).filter((label) => label.includes('sgtable'))).toEqual([
      '      dma_sync_sgtable_for_cpu(a, FROM_DEVICE)',
      '      dma_sync_sgtable_for_cpu(c, FROM_DEVICE)',
    ]);
  });

  it('does not keep pairs: doubled, mismatched and unpaired calls return 0', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `buffer b pages=1 mmap=sync-ioctl
       device gpu
       app@cpu0: fd = export b
       app@cpu0: sync fd END READ
       app@cpu0: sync fd START READ
       app@cpu0: sync fd START READ
       app@cpu0: sync fd END WRITE
       app@cpu0: sync fd END READ|WRITE`,
    );
    expect(outcomes(ran).slice(1)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('WRITE alone puts the old bytes over what the device wrote into its slot', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `${mapped('sync-ioctl', 'cached')}
       gpu: dma write b+0 64 B
       app@cpu0: sync fd START WRITE   expect sync-direction expect harm
       app@cpu0: sync fd END WRITE     expect clobber
       gpu: dma read b+0 64            expect 0 expect stale`,
    );
    const [violation] = lineOf(ran, 5).violations;
    expect(violation?.defect).toBe('sync-write-only');
    expect(lineOf(ran, 6).violations.at(-1)?.defect).toBe('sync-write-only');
  });

  it('WRITE alone is luck where nothing is copied', () => {
    run(
      'x86 cpus=1 page=512',
      `${mapped('sync-ioctl', 'cached')}
       gpu: dma write b+0 64 B
       app@cpu0: sync fd START WRITE   expect sync-direction expect luck
       app@cpu0: sync fd END WRITE     expect none
       gpu: dma read b+0 64            expect B expect none`,
    );
  });
});

describe('a write, then a read by the device, then a write of the device, then a read', () => {
  /** As a careful program does it under each policy; right on every platform. */
  const careful: Readonly<Record<MmapPolicy, string>> = {
    coherent: `
      gpu: map b BIDIRECTIONAL
      app@cpu0: write p+0 64 A         expect none
      app@cpu0: doorbell gpu
      gpu: dma read b+0 64             expect A expect none
      gpu: dma write b+64 64 B         expect none
      app@cpu0: read p+64 64           expect B expect none`,
    shootdown: `
      app@cpu0: write p+0 64 A         expect fault expect none
      gpu: map b BIDIRECTIONAL
      gpu: dma read b+0 64             expect A expect none
      gpu: dma write b+64 64 B         expect none
      gpu: unmap b
      app@cpu0: read p+64 64           expect fault expect B expect none`,
    'sync-ioctl': `
      gpu: map b BIDIRECTIONAL
      app@cpu0: sync fd START WRITE|READ
      app@cpu0: write p+0 64 A         expect none
      app@cpu0: sync fd END WRITE|READ
      gpu: dma read b+0 64             expect A expect none
      gpu: dma write b+64 64 B         expect none
      app@cpu0: sync fd START READ
      app@cpu0: read p+64 64           expect B expect none`,
    'prepare-finish': `
      gpu: map b BIDIRECTIONAL
      app@cpu0: prepare fd WRITE
      app@cpu0: write p+0 64 A         expect none
      app@cpu0: finish fd
      gpu: dma read b+0 64             expect A expect none
      gpu: dma write b+64 64 B         expect none
      app@cpu0: prepare fd READ
      app@cpu0: read p+64 64           expect B expect none`,
    'split-window': `
      app@cpu0: q = mmap fd 1 offset=1
      gpu: map b BIDIRECTIONAL
      app@cpu0: prepare fd WRITE
      app@cpu0: write q+0 64 A         expect none
      app@cpu0: finish fd
      gpu: dma read b+0 64             expect A expect none
      gpu: dma write b+64 64 B         expect none
      app@cpu0: read p+64 64           expect B expect none
      app@cpu0: prepare fd READ
      app@cpu0: read q+64 64           expect B expect none`,
    lock: `
      gpu: map b BIDIRECTIONAL
      app@cpu0: lock fd WRITE
      app@cpu0: write p+0 64 A         expect none
      app@cpu0: unlock fd
      gpu: lock b WRITE
      gpu: dma read b+0 64             expect A expect none
      gpu: dma write b+64 64 B         expect none
      gpu: unlock b
      app@cpu0: lock fd READ
      app@cpu0: read p+64 64           expect B expect none`,
    none: `
      app@cpu0: write p+0 64 A         expect none
      gpu: map b BIDIRECTIONAL
      gpu: dma read b+0 64             expect A expect none
      gpu: dma write b+64 64 B         expect none
      gpu: unmap b
      app@cpu0: read p+64 64           expect B expect none`,
  };
  const platforms = ['x86', 'arm64', 'arm64-iommu'];
  const cases = mmapPolicies.flatMap((mmap) =>
    [...platforms, ...(unowned.includes(mmap) ? [] : ['bounce'])].map((platform) => ({
      mmap,
      platform,
    })),
  );

  it.each(cases)('$mmap on $platform', ({ mmap, platform }) => {
    const ran = run(
      `${platform} cpus=1 page=512`,
      `buffer b pages=1 mmap=${mmap}
       device gpu
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       gpu: import fd
       ${careful[mmap]}`,
    );
    expect(ran.violations).toEqual([]);
  });

  it('coherent memory goes wrong all the same where it is bounced', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `buffer b pages=1 mmap=coherent
       device gpu
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       app@cpu0: write p+0 64 A        expect none
       gpu: dma read b+0 64            expect 0 expect stale`,
    );
    expect(ran.violations.map(({ defect }) => defect)).toEqual(['coherent-bounced']);
  });
});

describe('a program that makes no call', () => {
  const careless = (mmap: MmapPolicy, importer: ImporterPolicy) => `
    ${mapped(mmap, importer)}
    app@cpu0: write p+0 64 A
    gpu: dma read b+0 64`;

  it.each([
    // What the device reads and which rules are broken, on x86 and on arm64; the defect that is named.
    ['none', 'map-per-dma', 'A*64', '0*64', null],
    ['none', 'cached', 'A*64', '0*64', 'cached-mapping'],
    ['none', 'map-at-import', 'A*64', '0*64', 'map-at-import'],
    ['sync-ioctl', 'cached', 'A*64', '0*64', 'cached-mapping'],
    ['shootdown', 'map-per-dma', 'A*64', '0*64', 'shootdown-no-wait'],
  ] as const)('%s with %s', (mmap, importer, onX86, onArm64, defect) => {
    for (const [platform, got] of [
      ['x86', onX86],
      ['arm64', onArm64],
    ] as const) {
      const ran = run(`${platform} cpus=1 page=512`, careless(mmap, importer));
      expect(outcomes(ran).at(-1)).toBe(got);
      const [broken] = lineOf(ran, 4).violations;
      expect([broken?.rule, broken?.defect]).toEqual(['cpu-access-while-device-owns', defect]);
      expect(rulesOf(lineOf(ran, 5))).toEqual(got === 'A*64' ? [] : ['stale-read']);
    }
  });

  it('names the exporter where the program did call, and nothing came of it', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${mapped('none', 'cached')}
       app@cpu0: sync fd START WRITE
       app@cpu0: write p+0 64 A        expect cpu-access-while-device-owns
       app@cpu0: sync fd END WRITE
       gpu: dma read b+0 64            expect 0 expect stale`,
    );
    expect(lineOf(ran, 5).violations[0]?.defect).toBe('exporter-none');
    // Outside of its window the program is to blame again.
    const after = run(
      'arm64 cpus=1 page=512',
      `${mapped('none', 'cached')}
       app@cpu0: sync fd START WRITE
       app@cpu0: sync fd END WRITE
       app@cpu0: write p+0 64 A        expect cpu-access-while-device-owns`,
    );
    expect(lineOf(after, 6).violations[0]?.defect).toBe('cached-mapping');
  });

  it('is let off nothing by a process that has ended in its window', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${mapped('none', 'cached')}
       app@cpu0: sync fd START WRITE
       app@cpu0: exit
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       app@cpu0: write p+0 64 A        expect cpu-access-while-device-owns`,
    );
    expect(lineOf(ran, -1).violations[0]?.defect).toBe('cached-mapping');
  });
});

describe('importers', () => {
  it('map-at-import maps at once, and the first write breaks the rule', () => {
    run(
      'arm64 cpus=1 page=512',
      `buffer b pages=1 mmap=none
       device gpu importer=map-at-import
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       gpu: import fd                  expect ok expect none
       app@cpu0: write p+0 64 A        expect cpu-access-while-device-owns`,
    );
  });

  it('map-per-dma gives the buffer back when the job is over', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${mapped('none', 'map-per-dma')}
       gpu: dma write b+0 64 B
       gpu: unmap b
       app@cpu0: read p+0 64           expect B expect none
       gpu: map b BIDIRECTIONAL        expect none`,
    );
    expect(kindsOf(lineOf(ran, 5))).toContain('sgt.free');
  });

  it('cached keeps its mapping when the job is over: the buffer stays the device’s', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${mapped('none', 'cached')}
       gpu: dma write b+0 64 B
       gpu: unmap b                    expect ok expect none
       app@cpu0: read p+0 64           expect B expect cpu-access-while-device-owns expect luck`,
    );
    expect(kindsOf(lineOf(ran, 5))).toEqual([]);
    expect(cached(ran.state, 0, 'b', 0)).toBe('E B*64');
  });

  it('can sync by themselves', () => {
    run(
      'bounce cpus=1 page=512',
      `${mapped('none', 'cached')}
       gpu: dma write b+0 64 B
       gpu: dma_sync_sgtable_for_cpu b FROM_DEVICE expect none
       app@cpu0: read p+0 64           expect B expect none
       app@cpu0: write p+64 64 A       expect none
       gpu: dma_sync_sgtable_for_device b TO_DEVICE expect none
       gpu: dma read b+0 128           expect B*64,A*64 expect none`,
    );
  });
});
