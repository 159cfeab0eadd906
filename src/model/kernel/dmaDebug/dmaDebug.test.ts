/** Every complaint of dma-debug: in the kernel's words, where it comes, and where it does not. */
import { describe, expect, it } from 'vitest';
import { run, type Ran } from '../../testing/runScript.ts';

const debug = 'x86 cpus=1 page=512 dma-debug=yes';
const world = 'buffer b pages=4\nbuffer area pages=2\ndevice gpu\ndevice card bus=pci\n';

/** What dma-debug said, with addresses replaced. */
function said(ran: Ran): readonly string[] {
  const labels = ran.lines.flatMap(({ events }) =>
    events.flatMap(({ kind, label }) => (kind === 'printk' ? [label] : [])),
  );
  return labels.map((label) => label.replaceAll(/0x[0-9a-f]{16}/gu, 'ADDR'));
}

const on = (platform: string, script: string): readonly string[] =>
  said(run(platform, world + script));

const gpu = 'DMA-API: gpu gpu.0: device driver';
const at = '[device address=ADDR]';

describe('unmap and free', () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      'says nothing of what is right',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE\ngpu: dma_unmap_single m',
      [],
    ],
    [
      'invalid address',
      'gpu: dma_unmap_address -1 64 TO_DEVICE',
      [`${gpu} tries to free an invalid DMA memory address`],
    ],
    [
      'not allocated',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE\ngpu: dma_unmap_single m\ngpu: dma_unmap_single m',
      [`${gpu} tries to free DMA memory it has not allocated ${at} [size=256 bytes]`],
    ],
    [
      'size',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE\ngpu: dma_unmap_single m 64',
      [
        `${gpu} frees DMA memory with different size ${at} [map size=256 bytes] [unmap size=64 bytes]`,
      ],
    ],
    [
      'function',
      'gpu: m = dma_map_sg b+0 256 TO_DEVICE entry=256\ngpu: dma_unmap_single m',
      [
        `${gpu} frees DMA memory with wrong function ${at} [size=256 bytes] [mapped as scatter-gather] [unmapped as phy]`,
      ],
    ],
    [
      'CPU address, in a line without end as the kernel has it',
      'gpu: c = dma_alloc_coherent area\ngpu: dma_free_coherent c cpu-offset=64',
      [
        `${gpu} frees DMA memory with different CPU address ${at} [size=1024 bytes] [cpu alloc address=ADDR] [cpu free address=ADDR]`,
      ],
    ],
    [
      'entry count',
      'gpu: m = dma_map_sg b+0 1024 TO_DEVICE entry=512\ngpu: dma_unmap_sg m entries=1',
      [`${gpu} frees DMA sg list with different entry count [map count=2] [unmap count=1]`],
    ],
    [
      'direction',
      'gpu: m = dma_map_single b+0 256 BIDIRECTIONAL\ngpu: dma_unmap_single m FROM_DEVICE',
      [
        `${gpu} frees DMA memory with different direction ${at} [size=256 bytes] [mapped with DMA_BIDIRECTIONAL] [unmapped with DMA_FROM_DEVICE]`,
      ],
    ],
    [
      'attributes, of those that must be given again',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE\ngpu: dma_unmap_single m attrs=PRIVILEGED|NO_WARN',
      [
        `${gpu} frees DMA memory with different attributes ${at} [size=256 bytes] [mapped with 0x0] [unmapped with 0x300]`,
      ],
    ],
    [
      'no attributes that may differ',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE SKIP_CPU_SYNC attrs=NO_WARN\ngpu: dma_unmap_single m attrs=WEAK_ORDERING',
      [],
    ],
    [
      'map error not checked, with the size of the unmap',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE UNCHECKED\ngpu: dma_unmap_single m',
      [`${gpu} failed to check map error${at} [size=256 bytes] [mapped as phy]`],
    ],
    [
      'map error checked later',
      'gpu: m = dma_map_single b+0 256 TO_DEVICE UNCHECKED\ngpu: dma_mapping_error m\ngpu: dma_unmap_single m',
      [],
    ],
  ])('%s', (_, script, messages) => {
    expect(on(debug, script)).toEqual(messages);
  });

  it('finds the one that fits in every respect where several begin at an address', () => {
    const two =
      'gpu: m = dma_map_single b+0 256 TO_DEVICE\ngpu: n = dma_map_single b+0 128 TO_DEVICE\n';
    expect(on(debug, `${two}gpu: dma_unmap_single n\ngpu: dma_unmap_single m`)).toEqual([]);
    expect(on(debug, `${two}gpu: dma_unmap_single n 64`)).toEqual([
      `${gpu} tries to free DMA memory it has not allocated ${at} [size=64 bytes]`,
    ]);
  });

  it('names things as 6.12 did, and knew nothing of attributes', () => {
    const script = 'gpu: m = dma_map_single b+0 256 TO_DEVICE UNCHECKED\n';
    expect(on(`${debug} kernel=6.12`, `${script}gpu: dma_unmap_single m attrs=PRIVILEGED`)).toEqual(
      [`${gpu} failed to check map error${at} [size=256 bytes] [mapped as single]`],
    );
  });
});

describe('sync', () => {
  const mapped = (direction: string): string => `gpu: m = dma_map_single b+0 256 ${direction}\n`;
  const where = (from: string, to: string): string =>
    `${at} [size=256 bytes] [mapped with DMA_${from}] [synced with DMA_${to}]`;
  it.each<readonly [string, string, readonly string[]]>([
    [
      'past the end is not allocated',
      `${mapped('BIDIRECTIONAL')}gpu: dma_sync_single_for_cpu m+0 257 BIDIRECTIONAL`,
      [`${gpu} tries to sync DMA memory it has not allocated ${at} [size=257 bytes]`],
    ],
    [
      'before the start is not allocated',
      `gpu: m = dma_map_single b+128 256 BIDIRECTIONAL\ngpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL before=64`,
      [`${gpu} tries to sync DMA memory it has not allocated ${at} [size=64 bytes]`],
    ],
    [
      'another direction, and read-only for the CPU',
      `${mapped('TO_DEVICE')}gpu: dma_sync_single_for_cpu m+0 64 FROM_DEVICE`,
      [
        `${gpu} syncs DMA memory with different direction ${where('TO_DEVICE', 'FROM_DEVICE')}`,
        `${gpu} syncs device read-only DMA memory for cpu ${where('TO_DEVICE', 'FROM_DEVICE')}`,
      ],
    ],
    [
      'another direction, and write-only for the device',
      `${mapped('FROM_DEVICE')}gpu: dma_sync_single_for_device m+0 64 BIDIRECTIONAL`,
      [
        `${gpu} syncs DMA memory with different direction ${where('FROM_DEVICE', 'BIDIRECTIONAL')}`,
        `${gpu} syncs device write-only DMA memory to device ${where('FROM_DEVICE', 'BIDIRECTIONAL')}`,
      ],
    ],
    [
      'nothing of a BIDIRECTIONAL mapping',
      `${mapped('BIDIRECTIONAL')}gpu: dma_sync_single_for_device m+0 64 FROM_DEVICE`,
      [],
    ],
    [
      'entry count, for each entry',
      'gpu: g = dma_map_sg b+0 1536 TO_DEVICE entry=512\ngpu: dma_sync_sg_for_cpu g entries=2',
      [
        `${gpu} syncs DMA sg list with different entry count [map count=3] [sync count=2]`,
        `${gpu} syncs DMA sg list with different entry count [map count=3] [sync count=2]`,
      ],
    ],
    [
      'a list that is unmapped draws nothing',
      'gpu: g = dma_map_sg b+0 1024 TO_DEVICE entry=512\ngpu: dma_unmap_sg g\ngpu: dma_sync_sg_for_cpu g',
      [],
    ],
    [
      'nor does coherent memory',
      'gpu: c = dma_alloc_coherent area\ngpu: dma_sync_single_for_cpu c+0 64 TO_DEVICE',
      [],
    ],
  ])('%s', (_, script, messages) => {
    expect(on(debug, script)).toEqual(messages);
  });

  it('complains of a correct sync where two mappings hold the range, since no sync fits wholly', () => {
    const script = `gpu: m = dma_map_single b+0 256 TO_DEVICE
gpu: n = dma_map_single b+0 256 TO_DEVICE
gpu: dma_sync_single_for_cpu n+0 256 TO_DEVICE`;
    const ran = run(debug, world + script);
    expect(said(ran)).toEqual([
      `${gpu} tries to sync DMA memory it has not allocated ${at} [size=256 bytes]`,
    ]);
    expect(ran.violations.at(-1)?.outcome).toMatch(/^false: 2 mappings/u);
    // 6.12 called both the mapping and the sync single: then the first fits in every respect.
    expect(on(`${debug} kernel=6.12`, script)).toEqual([]);
    // Behind an IOMMU each mapping has addresses of its own.
    expect(on(`${debug} iommu=strict`, script)).toEqual([]);
  });

  it('finds a mapping that begins in a bucket before', () => {
    // 16 KiB are two buckets of 8 KiB.
    const large = 'buffer b pages=4\ndevice gpu\ngpu: m = dma_map_single b+0 16384 TO_DEVICE\n';
    const ran = run(
      'x86 cpus=1 dma-debug=yes',
      `${large}gpu: dma_sync_single_for_cpu m+12288 64 TO_DEVICE`,
    );
    expect(said(ran)).toEqual([]);
  });
});

describe('map', () => {
  const overlap =
    "DMA-API: gpu gpu.0: cacheline tracking EEXIST, overlapping mappings aren't supported";
  const two = (first: string, second: string): string =>
    `gpu: m = dma_map_single b+0 256 ${first}\ngpu: n = dma_map_single b+32 64 ${second}`;

  it.each<readonly [string, string, string, number]>([
    [
      'two that a device writes, on 6.12',
      `${debug} kernel=6.12`,
      two('FROM_DEVICE', 'BIDIRECTIONAL'),
      1,
    ],
    [
      'and where caches are not coherent',
      `${debug} dma-align=64`,
      two('FROM_DEVICE', 'FROM_DEVICE'),
      1,
    ],
    ['not on 7.3 where they are', debug, two('FROM_DEVICE', 'FROM_DEVICE'), 0],
    ['not one that is only read', `${debug} kernel=6.12`, two('TO_DEVICE', 'FROM_DEVICE'), 0],
    [
      'not with SKIP_CPU_SYNC',
      `${debug} kernel=6.12`,
      two('FROM_DEVICE', 'FROM_DEVICE SKIP_CPU_SYNC'),
      0,
    ],
    [
      'not in another line',
      `${debug} kernel=6.12`,
      two('FROM_DEVICE', 'FROM_DEVICE').replace('b+32', 'b+64'),
      0,
    ],
    [
      'not after the first is gone',
      `${debug} kernel=6.12`,
      `${two('FROM_DEVICE', 'FROM_DEVICE').replace('\n', '\ngpu: dma_unmap_single m\n')}`,
      0,
    ],
  ])('%s', (_, platform, script, count) => {
    expect(on(platform, script)).toEqual(Array.from({ length: count }, () => overlap));
  });

  it('counts overlaps of a line: it is idle when the last is gone', () => {
    const script = `${two('FROM_DEVICE', 'FROM_DEVICE')}
gpu: dma_unmap_single m
gpu: m = dma_map_single b+0 64 FROM_DEVICE
gpu: dma_unmap_single m
gpu: dma_unmap_single n
gpu: m = dma_map_single b+0 64 FROM_DEVICE`;
    expect(on(`${debug} kernel=6.12`, script)).toEqual([overlap, overlap]);
  });

  it('cannot count more than seven beside the first, and says so once', () => {
    const maps = Array.from(
      { length: 10 },
      (_, i) => `gpu: m${i} = dma_map_single b+0 64 FROM_DEVICE`,
    );
    expect(on(debug, maps.join('\n'))).toEqual([
      'DMA-API: exceeded 7 overlapping mappings of cacheline ADDR',
      'WARNING: kernel/dma/debug.c at active_cacheline_inc_overlap',
    ]);
  });

  it('segments too long, and across a boundary', () => {
    const script = `gpu: dma_set_max_seg_size 256
gpu: dma_set_seg_boundary 256
gpu: g = dma_map_sg b+128 512 TO_DEVICE entry=512`;
    expect(on(debug, script)).toEqual([
      'DMA-API: gpu gpu.0: mapping sg segment longer than device claims to support [len=512] [max=256]',
      'DMA-API: gpu gpu.0: mapping sg segment across boundary [start=ADDR] [end=ADDR] [boundary=ADDR]',
    ]);
  });

  it('registers that are memory, since 7.3', () => {
    const script = 'gpu: m = dma_map_resource b+0 512 BIDIRECTIONAL\ngpu: dma_unmap_resource m';
    expect(on(debug, script)).toEqual([
      'DMA-API: gpu gpu.0: dma_map_resource called for RAM address ADDR',
    ]);
    expect(on(`${debug} kernel=6.12`, script)).toEqual([]);
  });

  it('nothing of stack, vmalloc memory and text, which other code rejects or nobody does', () => {
    const script =
      'gpu: dma_map_stray stack 64 TO_DEVICE\ngpu: dma_map_stray vmalloc 64 TO_DEVICE\n';
    expect(on(debug, `${script}gpu: dma_map_stray text 64 TO_DEVICE`)).toEqual([
      'gpu gpu.0: rejecting DMA map of vmalloc memory',
      'WARNING: include/linux/dma-mapping.h at dma_map_single_attrs',
    ]);
  });
});

describe('a driver that leaves', () => {
  const left = (who: string): string => `${who}: m = dma_map_single b+0 256 TO_DEVICE
${who}: n = dma_map_single b+256 64 FROM_DEVICE
${who}: unbind
${who}: bind
${who}: dma_unmap_single m`;

  it('is told of its mappings on the PCI bus, the last in the table in detail', () => {
    expect(on(debug, left('card'))).toEqual([
      `DMA-API: pci 0000:00:04.0: device driver has pending DMA allocations while released from device [count=2]\nOne of leaked entries details: ${at} [size=64 bytes] [mapped with DMA_FROM_DEVICE] [mapped as phy]`,
    ]);
  });

  it('is not on others', () => {
    expect(on(debug, left('gpu'))).toEqual([]);
  });
});

describe('a complaint', () => {
  it('is a violation that causes nothing', () => {
    const ran = run(
      debug,
      `${world}gpu: m = dma_map_single b+0 256 FROM_DEVICE
gpu: dma_sync_single_for_device m+0 64 TO_DEVICE`,
    );
    const complaints = ran.violations.filter((v) => v.class === 'dma-debug');
    expect(complaints.map(({ rule }) => rule)).toEqual([
      'debug-sync-direction',
      'debug-sync-write-only',
    ]);
    expect(ran.state.blames.some(({ rule }) => rule?.startsWith('debug-'))).toBe(false);
  });

  it('does not come where the kernel is built without it', () => {
    const ran = run('x86 cpus=1 page=512', `${world}gpu: dma_unmap_address -1 64 TO_DEVICE`);
    expect(said(ran)).toEqual([]);
    expect(ran.state.dmaDebug).toBeNull();
  });
});
