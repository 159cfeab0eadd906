/** What exporting drivers and other kernel code call: export, descriptors, references, NULL pointers, masks. */
import { describe, expect, it } from 'vitest';
import type { DmaBuf } from '../../state.ts';
import { lineOf, outcomes, type Ran, run } from '../../testing/runScript.ts';

const x86 = 'x86 page=4096';
const declared = 'buffer b pages=4 exporter=ours\ndevice gpu\n';

const ofBuffer = (ran: Ran): DmaBuf | null | undefined => ran.state.buffers[0]?.dmaBuf;
const printed = (ran: Ran): string[] =>
  ran.lines.flatMap(({ events }) => events.flatMap((e) => (e.kind === 'printk' ? [e.label] : [])));

describe('dma_buf_export', () => {
  it('makes a dma_buf of any size, whose reference the exporter keeps', () => {
    const ran = run(
      x86,
      `${declared}kernel@cpu0: dma_buf_export b O_RDWR size=4095
       app@cpu0: fd = dma_buf_fd b
       app@cpu0: g = dma_buf_fd b O_CLOEXEC
       app@cpu0: lseek g 0 SEEK_END
       app@cpu0: fcntl g F_GETFD
       app@cpu0: close fd`,
    );
    // One of the exporter, one of each descriptor that is left.
    expect(ofBuffer(ran)).toMatchObject({ references: 2, kernelReferences: 1, size: 4095 });
    expect(lineOf(ran, 3).result).toMatchObject({ value: 4095 });
    expect(lineOf(ran, 4).result).toMatchObject({ value: 1 });
  });

  it('takes the access mode and O_NONBLOCK of the flags, and no more', () => {
    const all = `${declared}kernel@cpu0: dma_buf_export b 0xffff
      app@cpu0: fd = dma_buf_fd b
      app@cpu0: fcntl fd F_GETFL`;
    // 0xffff & (3 | 0o4000): 3 + 2048.
    expect(lineOf(run(x86, all), -1).result).toMatchObject({ value: 2051 });
  });

  it.each(['no-map', 'no-unmap', 'no-release', 'no-priv', 'no-ops', 'no-pin', 'no-unpin'])(
    'refuses an exporter with %s, and warns',
    (ops) => {
      const ran = run(x86, `${declared}kernel@cpu0: dma_buf_export b ${ops}`);
      expect(outcomes(ran)).toEqual(['EINVAL']);
      expect(printed(ran)).toEqual(['WARNING: drivers/dma-buf/dma-buf.c at dma_buf_export']);
      expect(ofBuffer(ran)).toBeNull();
    },
  );

  it('accepts one with pin and unpin', () => {
    expect(outcomes(run(x86, `${declared}kernel@cpu0: dma_buf_export b pin`))).toEqual(['ok']);
  });

  it.each([
    // LEGACY_MAP_MASK has MAP_LOCKED, MAP_NORESERVE and MAP_NONBLOCK, but not MAP_SYNC.
    ['a flag that all know', 'p = mmap bytes fd 4096 PROT_READ flags=0x16003', 'ok'],
    ['MAP_SYNC', 'p = mmap bytes fd 4096 PROT_READ flags=0x80003', 'EOPNOTSUPP'],
    [
      'all of the address space and a page',
      'p = mmap bytes fd 140737488355328 PROT_READ flags=MAP_SHARED',
      'ENOMEM',
    ],
  ])('is mapped with %s', (_, call, outcome) => {
    const ran = run(
      x86,
      `${declared}kernel@cpu0: dma_buf_export b
       app@cpu0: fd = dma_buf_fd b
       app@cpu0: ${call}`,
    );
    expect(outcomes(ran).slice(2)).toEqual([outcome]);
  });

  it('cannot be moved so that an empty mapping stays: check_prep_vma refuses VM_PFNMAP', () => {
    const ran = run(
      x86,
      `${declared}kernel@cpu0: dma_buf_export b
       app@cpu0: fd = dma_buf_fd b
       app@cpu0: p = mmap bytes fd 4096 PROT_READ flags=MAP_SHARED
       app@cpu0: mremap p+0 4096 4096 MREMAP_MAYMOVE|MREMAP_DONTUNMAP`,
    );
    expect(outcomes(ran).slice(2)).toEqual(['ok', 'EINVAL']);
  });

  it('does not ask whether there is so much storage: a touch behind it is a SIGBUS', () => {
    const ran = run(
      x86,
      `${declared}kernel@cpu0: dma_buf_export b size=20480
       app@cpu0: fd = dma_buf_fd b
       app@cpu0: p = mmap bytes fd 20480 PROT_READ flags=MAP_SHARED
       app@cpu0: read p+12288 1
       app@cpu0: read p+16384 1`,
    );
    expect(outcomes(ran).slice(2)).toEqual(['ok', '0*1', 'SIGBUS']);
  });

  it('happens once, and has a size', () => {
    const ran = run(
      x86,
      `${declared}app@cpu0: fd = dma_buf_fd b
       kernel@cpu0: dma_buf_export b size=-1
       kernel@cpu0: dma_buf_export b
       kernel@cpu0: dma_buf_export b`,
    );
    expect(outcomes(ran)).toEqual(['a script error', 'a script error', 'ok', 'a script error']);
  });
});

describe('references', () => {
  it('of kernel code keep the buffer', () => {
    const ran = run(
      x86,
      `${declared}app@cpu0: fd = export b
       kernel@cpu0: dma_buf_get fd
       app@cpu0: close fd
       kernel@cpu0: dma_buf_put b
       kernel@cpu0: dma_buf_put b`,
    );
    expect(outcomes(ran)).toEqual(['ok', 'ok', 'ok', 'ok', 'a script error']);
    const released = ran.lines.map(({ after }) => after.buffers[0]?.released);
    expect(released).toEqual([0, 0, 0, 1, 1]);
  });

  it('are had of dma-bufs only', () => {
    const ran = run(
      x86,
      `${declared}app@cpu0: t = open sw_sync
       kernel@cpu0: dma_buf_get t
       kernel@cpu0: dma_buf_get no_fd
       gpu: get t
       gpu: get no_fd`,
    );
    expect(outcomes(ran).slice(1)).toEqual(['EINVAL', 'EBADF', 'EINVAL', 'EBADF']);
  });

  it('let a driver attach that has none of its own', () => {
    const lines = `${declared}kernel@cpu0: dma_buf_export b\ngpu: attach b`;
    expect(outcomes(run(x86, lines))).toEqual(['ok', 'ok']);
    expect(outcomes(run(x86, `${declared}app@cpu0: fd = export b\ngpu: attach b`)).at(-1)).toBe(
      'EINVAL',
    );
  });
});

describe('NULL pointers', () => {
  it.each([
    ['dma_buf_fd', 'EINVAL', null],
    ['dma_buf_put', 'ok', 'dma_buf_put'],
    ['dma_buf_attach', 'EINVAL', 'dma_buf_dynamic_attach'],
    ['dma_buf_attach-device', 'EINVAL', 'dma_buf_dynamic_attach'],
    ['dma_buf_detach', 'ok', 'dma_buf_detach'],
    ['dma_buf_map_attachment', 'EINVAL', 'dma_buf_map_attachment'],
    ['dma_buf_map_attachment-direction', 'EINVAL', null],
    ['dma_buf_begin_cpu_access', 'EINVAL', 'dma_buf_begin_cpu_access'],
    ['dma_buf_vmap', 'EINVAL', 'dma_buf_vmap'],
    ['dma_buf_vunmap', 'ok', 'dma_buf_vunmap'],
  ])('%s: %s', (call, expected, where) => {
    const ran = run(x86, `${declared}kernel@cpu0: call_with_null ${call}`);
    expect(outcomes(ran)).toEqual([expected]);
    const warning = `WARNING: drivers/dma-buf/dma-buf.c at ${where}`;
    expect(printed(ran)).toEqual(where === null ? [] : [warning]);
  });
});

describe('an exporter that fails', () => {
  it.each([
    ['attach', 'gpu: attach b', 'ENOMEM'],
    ['map_dma_buf', 'gpu: attach b\ngpu: map b TO_DEVICE', 'ENOMEM'],
    ['begin_cpu_access', 'kernel@cpu0: begin_cpu_access b FROM_DEVICE', 'ENOMEM'],
    ['begin_cpu_access', 'app@cpu0: sync fd START READ', 'ENOMEM'],
    ['begin_cpu_access', 'app@cpu0: sync fd END READ', 'ok'],
    ['end_cpu_access', 'app@cpu0: sync fd END READ', 'ENOMEM'],
    ['vmap', 'kernel@cpu0: v = vmap b', 'ENOMEM'],
  ])('in %s: %s gives %s', (callback, lines, expected) => {
    const ran = run(
      x86,
      `${declared}kernel@cpu0: dma_buf_export b
       app@cpu0: fd = dma_buf_fd b
       kernel@cpu0: inject_error b ${callback} ENOMEM
       ${lines}`,
    );
    expect(outcomes(ran).at(-1)).toBe(expected);
  });
});

describe('dma_set_mask_and_coherent', () => {
  it('refuses a mask that does not reach the lowest memory', () => {
    const lines = [16, 23, 24, 64, 65].map((bits) => `gpu: set_dma_mask ${bits}`).join('\n');
    expect(outcomes(run(x86, declared + lines))).toEqual([
      ...['EIO', 'EIO', 'ok', 'ok', 'a script error'],
    ]);
  });

  it('decides what bounces from then on', () => {
    const ran = run(
      'bounce page=4096 swiotlb=mask',
      `buffer h pages=1 high=yes
       device gpu
       gpu: m = dma_map_single h+0 4096 TO_DEVICE
       gpu: dma_unmap_single m
       gpu: set_dma_mask 32
       gpu: m = dma_map_single h+0 4096 TO_DEVICE`,
    );
    const bounced = (index: number) =>
      lineOf(ran, index).events.some(({ kind }) => kind === 'bounce.alloc');
    expect([bounced(0), bounced(3)]).toEqual([false, true]);
  });
});
