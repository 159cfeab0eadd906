/** Importer policies: several mappings of one attachment, pins, moves, and the split calls of 2013. */
import { describe, expect, it } from 'vitest';
import { memory } from '../testing/look.ts';
import { callsOf, kindsOf, lineOf, outcomes, rulesOf, run } from '../testing/runScript.ts';

const arm64 = 'arm64 cpus=1 page=512';
const results = (declared: string, text: string, platform = arm64) =>
  outcomes(run(platform, `${declared}\napp@cpu0: fd = export b\n${text}`)).slice(1);

describe('a second map of one attachment', () => {
  const twice = `gpu: import fd
    gpu: map b TO_DEVICE
    gpu: map b FROM_DEVICE`;

  it('is another mapping where nobody keeps the first', () => {
    const ran = run(
      arm64,
      `buffer b\ndevice gpu\napp@cpu0: fd = export b\n${twice}\ngpu: unmap b TO_DEVICE`,
    );
    expect(outcomes(ran).slice(2)).toEqual(['ok', 'ok', 'ok']);
    const live = ran.state.mappings.filter((mapping) => mapping.live);
    expect(live.map(({ direction }) => direction)).toEqual(['FROM_DEVICE']);
    expect(ran.state.attachments[0]?.state).toBe('mapped');
  });

  it('is undone newest first, and is not mapped only after the last', () => {
    expect(
      results('buffer b\ndevice gpu', `${twice}\ngpu: unmap b\ngpu: unmap b\ngpu: unmap b`).slice(
        3,
      ),
    ).toEqual(['ok', 'ok', 'EINVAL']);
  });

  it('is refused in another direction where the driver keeps the first', () => {
    expect(results('buffer b\ndevice gpu importer=cached', twice)).toEqual(['ok', 'ok', 'EBUSY']);
    expect(results('buffer b\ndevice gpu importer=pinned', twice)).toEqual(['ok', 'ok', 'EBUSY']);
  });

  it('is the first again where that is BIDIRECTIONAL', () => {
    expect(
      results(
        'buffer b\ndevice gpu importer=cached',
        'gpu: import fd\ngpu: map b BIDIRECTIONAL\ngpu: map b TO_DEVICE',
      ),
    ).toEqual(['ok', 'ok', 'ok']);
  });

  it('is refused by an exporter that keeps it: udmabuf of 6.12, not of 7.3', () => {
    const declared = 'buffer b exporter=udmabuf\ndevice gpu';
    expect(results(declared, twice, `${arm64} kernel=6.12`).at(-1)).toBe('EBUSY');
    expect(results(declared, twice, `${arm64} kernel=7.3`).at(-1)).toBe('ok');
  });
});

describe('a buffer that moves', () => {
  const declared = 'buffer b mmap=none movable=yes init=7:512:1';
  const move = 'kernel@cpu0: move b';

  it('takes its bytes with it', () => {
    const ran = run(
      arm64,
      `${declared}\ndevice gpu importer=dynamic
       kernel@cpu0: write b+0 64 A
       ${move}
       kernel@cpu0: read b+0 64      expect A
       kernel@cpu0: read b+64 64     expect 7`,
    );
    expect(memory(ran.state, 'b', 0, 128)).toBe('A*64,7*64');
    expect(ran.state.buffers[0]?.frames).not.toEqual(ran.initial.buffers[0]?.frames);
    expect(ran.violations).toEqual([]);
  });

  it('takes what a device wrote past the caches, too', () => {
    const ran = run(
      arm64,
      `${declared}\ndevice gpu importer=dynamic
       app@cpu0: fd = export b
       gpu: import fd
       kernel@cpu0: read b+0 64
       gpu: map b BIDIRECTIONAL
       gpu: dma write b+0 64 X
       ${move}
       kernel@cpu0: read b+0 64      expect X`,
    );
    expect(ran.violations).toEqual([]);
  });

  it.each([
    ['map-per-dma', 'gpu: map b TO_DEVICE', 'EBUSY'],
    ['map-per-dma', 'gpu: map b TO_DEVICE\ngpu: unmap b', 'ok'],
    ['cached', 'gpu: map b TO_DEVICE\ngpu: unmap b', 'EBUSY'],
    ['pinned', 'gpu: map b TO_DEVICE\ngpu: unmap b', 'EBUSY'],
    ['split-api', '', 'EBUSY'],
    ['split-api', 'gpu: put_sg b', 'ok'],
    ['dynamic', 'gpu: map b TO_DEVICE', 'ok'],
    ['dynamic', 'gpu: pin b', 'EBUSY'],
    ['dynamic', 'gpu: pin b\ngpu: unpin b', 'ok'],
    ['dynamic', 'gpu: map b TO_DEVICE\ngpu: pin b', 'EBUSY'],
  ])('with a %s importer after %j: %s', (importer, before, expected) => {
    expect(
      results(
        `${declared}\ndevice gpu importer=${importer}`,
        `gpu: import fd\n${before}\n${move}`,
      ).at(-1),
    ).toBe(expected);
  });

  it('does not move where the exporter has no place for it', () => {
    expect(outcomes(run(arm64, `buffer b\ndevice gpu\n${move}`))).toEqual(['EBUSY']);
  });

  const dynamic = `${declared}\ndevice gpu importer=dynamic
    app@cpu0: fd = export b
    gpu: import fd
    gpu: map b BIDIRECTIONAL
    ${move}`;

  it('leaves a device on its old addresses reading what was there', () => {
    const ran = run(
      arm64,
      `${dynamic}
       kernel@cpu0: write b+0 64 A
       kernel@cpu0: clean b+0 64
       gpu: dma read b+0 64   expect 7 expect use-after-move expect stale`,
    );
    const [rule, effect] = lineOf(ran, -1).violations;
    expect(effect?.causes).toContain(rule?.id);
  });

  it('loses what a device writes to its old addresses', () => {
    const ran = run(
      arm64,
      `${dynamic}\ngpu: dma write b+0 64 X\nkernel@cpu0: read b+0 64 expect 7`,
    );
    expect(rulesOf(lineOf(ran, 4))).toEqual(['use-after-move', 'lost-write']);
    expect(lineOf(ran, 4).violations[1]?.causes).toContain(lineOf(ran, 4).violations[0]?.id);
  });

  it('is mapped anew by the next map, after the old mapping is given up', () => {
    const ran = run(
      arm64,
      `${dynamic}\ngpu: map b BIDIRECTIONAL\ngpu: dma write b+0 64 X\ngpu: unmap b\nkernel@cpu0: read b+0 64 expect X`,
    );
    expect(ran.violations).toEqual([]);
    expect(callsOf(lineOf(ran, 4))[0]).toBe('dma_buf_unmap_attachment(gpu)');
  });

  it('waits for the jobs that are queued, also for those that order nothing', () => {
    for (const explicit of ['', ' explicit']) {
      const ran = run(
        arm64,
        `${declared}\ndevice gpu importer=dynamic
         app@cpu0: fd = export b
         gpu: import fd
         gpu: map b BIDIRECTIONAL
         gpu: j = submit write b+0 64 X${explicit}
         ${move}
         gpu: unmap b`,
      );
      // The write is done before the pages are copied: it reaches the old frame, and goes along.
      const kinds = kindsOf(lineOf(ran, 4));
      expect(kinds.indexOf('dma.write')).toBeGreaterThan(-1);
      expect(kinds.indexOf('dma.write')).toBeLessThan(kinds.indexOf('move.notify'));
      expect(ran.violations).toEqual([]);
      expect(memory(ran.state, 'b', 0, 64)).toBe('X*64');
    }
  });

  it('does not come while the kernel has the buffer mapped', () => {
    run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       kernel@cpu0: v = vmap b
       kernel@cpu0: move b        expect EBUSY
       kernel@cpu0: vunmap v
       kernel@cpu0: move b        expect ok`,
    );
  });

  it('does not come where nobody signals the fence that it waits for', () => {
    run(
      arm64,
      `${declared}\ndevice gpu importer=dynamic
       app@cpu0: fd = export b
       app@cpu0: t = open sw_sync
       app@cpu0: s = sw_sync_fence t 1
       app@cpu0: import_sync_file fd s READ
       kernel@cpu0: move b        expect EINTR expect wait-without-end`,
    );
  });

  it('leaves in bounce slots what a device wrote there', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `${declared}\ndevice gpu importer=dynamic
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       gpu: dma write b+0 64 X
       ${move}
       gpu: unmap b
       kernel@cpu0: read b+0 64  expect 7 expect stale`,
    );
    expect(lineOf(ran, -1).violations[0]?.defect).toBe('move-leaves-bounced');
  });
});

describe('one DMA list for all', () => {
  it('leaves a device that does not snoop without maintenance, where the first one snoops', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `buffer b pages=1 exporter=udmabuf mmap=sync-ioctl sg-lists=shared
       device gpu coherent=yes
       device npu
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       npu: import fd
       npu: map b BIDIRECTIONAL
       app@cpu0: write p+0 64 A
       npu: dma read b+0 64   expect stale`,
    );
    expect(lineOf(ran, -1).violations[0]?.defect).toBe('list-of-another');
  });
});

describe('a write through a mapping that is being torn down', () => {
  it('puts the mappings behind that stand beside it', () => {
    const ran = run(
      'x86 cpus=1 page=256 line=32 iommu=strict swiotlb=force slots=3 maintenance=arm64 snooping=yes',
      `buffer b pages=1 exporter=camera-isp
       device gpu coherent=no iommu=none
       device disp coherent=no
       app@cpu0: fd = export b
       disp: import fd
       disp: map b BIDIRECTIONAL
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma_unmap_single m
       gpu: dma write 0 1 A  during call
       disp: sync_sg_for_cpu b BIDIRECTIONAL   expect hand-back-discards expect lost-write`,
    );
    const lost = lineOf(ran, -1).violations.find(({ rule }) => rule === 'lost-write');
    expect(lost?.causes.length).toBe(1);
  });
});

describe('the split calls', () => {
  const declared = 'buffer b mmap=sync-ioctl\ndevice gpu importer=split-api';

  it('leave the buffer to the CPU until the list is mapped', () => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       gpu: import fd
       app@cpu0: write p+0 64 A       expect none
       gpu: map_sg b TO_DEVICE
       gpu: dma read b+0 64           expect A
       gpu: unmap_sg b
       app@cpu0: write p+0 64 B       expect none
       gpu: map_sg b BIDIRECTIONAL
       gpu: dma write b+0 64 C
       gpu: sync_sg_for_cpu b FROM_DEVICE
       app@cpu0: read p+0 64          expect C expect none
       gpu: sync_sg_for_device b FROM_DEVICE
       gpu: unmap_sg b
       gpu: put_sg b
       gpu: release b`,
    );
    expect(ran.violations).toEqual([]);
  });

  it('leave a leak where a driver detaches with a mapped list', () => {
    const ran = run(
      arm64,
      `buffer b mmap=none
       device gpu importer=cached
       app@cpu0: fd = export b
       gpu: import fd
       gpu: get_sg b
       gpu: map_sg b TO_DEVICE
       gpu: detach b                  expect leak`,
    );
    expect(ran.state.attachments).toEqual([]);
  });

  it.each([
    ['gpu: get_sg b', 'EBUSY'],
    ['gpu: unmap_sg b', 'EINVAL'],
    ['gpu: map_sg b TO_DEVICE\ngpu: map_sg b TO_DEVICE', 'EBUSY'],
    ['gpu: map_sg b TO_DEVICE\ngpu: put_sg b', 'EBUSY'],
    ['gpu: put_sg b\ngpu: put_sg b', 'EINVAL'],
    ['gpu: put_sg b\ngpu: map_sg b TO_DEVICE', 'EINVAL'],
    ['gpu: sync_sg_for_cpu b TO_DEVICE', 'EINVAL'],
    ['gpu: pin b', 'EBUSY'],
    ['gpu: unpin b', 'EINVAL'],
  ])('refuse what is out of turn: %j: %s', (text, expected) => {
    expect(results(declared, `gpu: import fd\n${text}`).at(-1)).toBe(expected);
  });
});
