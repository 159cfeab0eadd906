/** dma-buf objects: who keeps them alive, what is refused and how, what is left behind. */
import { describe, expect, it } from 'vitest';
import { references, released } from '../testing/look.ts';
import { callsOf, kindsOf, lineOf, outcomes, rulesOf, run } from '../testing/runScript.ts';

const arm64 = 'arm64 cpus=2 page=256';
const declared = 'buffer b pages=2\ndevice gpu\ndevice cam';

describe('references', () => {
  /** References to the dma_buf after each line. */
  const counts = (text: string) => {
    const ran = run(arm64, `${declared}\n${text}`);
    return ran.lines.map(({ after }) => references(after, 'b'));
  };

  it('are held by descriptors, mappings and importers', () => {
    expect(
      counts(`
        app@cpu0: fd = export b
        app@cpu0: fd2 = dup fd
        viewer@cpu1: g = receive fd from app
        app@cpu0: p = mmap fd
        gpu: get fd
        cam: import fd`),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are not held by attachments: an importer holds one, however often it attaches', () => {
    expect(
      counts(`
        app@cpu0: fd = export b
        gpu: get fd
        gpu: attach b
        gpu: attach b
        gpu: detach b
        gpu: detach b
        gpu: put b`),
    ).toEqual([1, 2, 2, 2, 2, 2, 1]);
  });

  it('are taken again where the buffer is exported twice: it is the same dma_buf', () => {
    expect(counts('app@cpu0: fd = export b\nviewer@cpu1: g = export b')).toEqual([1, 2]);
  });

  it('move with a name that is given again: the old descriptor is closed', () => {
    expect(
      counts(`
        app@cpu0: fd = export b
        app@cpu0: fd2 = dup fd
        app@cpu0: fd2 = dup fd`),
    ).toEqual([1, 2, 2]);
  });
});

describe('the last reference', () => {
  /** Whatever comes last releases, whichever it is. */
  it.each([
    [
      'a descriptor',
      ['app@cpu0: munmap p', 'gpu: put b', 'viewer@cpu1: close g', 'app@cpu0: close fd'],
    ],
    [
      'a mapping',
      ['app@cpu0: close fd', 'gpu: put b', 'viewer@cpu1: close g', 'app@cpu0: munmap p'],
    ],
    [
      'an importer',
      ['app@cpu0: close fd', 'viewer@cpu1: close g', 'app@cpu0: munmap p', 'gpu: put b'],
    ],
    [
      'another process',
      ['app@cpu0: close fd', 'app@cpu0: munmap p', 'gpu: put b', 'viewer@cpu1: close g'],
    ],
    [
      'the end of a process',
      ['gpu: put b', 'viewer@cpu1: close g', 'app@cpu0: close fd', 'app@cpu0: exit'],
    ],
  ])('releases once, when it is %s', (_, order) => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       viewer@cpu1: g = receive fd from app
       app@cpu0: p = mmap fd
       gpu: get fd
       ${order.join('\n')}`,
    );
    expect(ran.lines.map(({ after }) => released(after, 'b'))).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    const last = kindsOf(lineOf(ran, -1));
    expect(last.filter((kind) => kind === 'release')).toHaveLength(1);
    expect(last.at(-1)).toBe('release');
    expect(ran.violations).toEqual([]);
  });

  it('is let go of by exit: mappings first, then descriptors', () => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       app@cpu0: fd2 = dup fd
       app@cpu0: p = mmap fd
       viewer@cpu1: g = receive fd from app
       app@cpu0: exit`,
    );
    expect(references(ran.state, 'b')).toBe(1);
    expect(
      kindsOf(lineOf(ran, 4)).filter((kind) => ['vma.unmap', 'fd.close', 'ref.put'].includes(kind)),
    ).toEqual(['vma.unmap', 'ref.put', 'fd.close', 'ref.put', 'fd.close', 'ref.put']);
    expect(ran.state.vmas).toEqual([]);
  });

  it('may be taken once more after a release, by a new export', () => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       app@cpu0: close fd
       app@cpu0: fd = export b
       app@cpu0: close fd`,
    );
    expect(ran.lines.map(({ after }) => released(after, 'b'))).toEqual([0, 1, 1, 2]);
  });

  it('leaves the mapped page there for the process that maps it', () => {
    run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       app@cpu0: close fd              expect none
       app@cpu0: write p+0 64 A        expect ok
       app@cpu0: read p+0 64           expect A expect none`,
    );
  });
});

describe('what is left behind', () => {
  it('is a warning at release, with attachments left', () => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       gpu: import fd
       cam: import fd
       app@cpu0: close fd              expect none
       cam: put b                      expect none
       gpu: put b                      expect release-with-attachments expect harm`,
    );
    expect(lineOf(ran, 5).violations[0]?.outcome).toBe('2 attachments are left');
  });

  it('can be used after its release, which is the worst of all', () => {
    run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       app@cpu0: close fd
       gpu: put b                      expect release-with-attachments
       gpu: dma write b+0 64 A         expect use-after-release expect harm`,
    );
  });

  it('is a leak where a driver detaches what it has mapped', () => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       gpu: detach b                   expect leak expect harm`,
    );
    expect(ran.state.attachments).toEqual([]);
    expect(ran.state.mappings.map(({ live }) => live)).toEqual([true]);
    // The attachment's machine knows no way from mapped to detached.
    expect(lineOf(ran, 3).events.flatMap(({ transitions }) => transitions)).toEqual([]);
  });

  it.each(['cached', 'map-at-import'])(
    'is not, where the mapping of a %s importer is',
    (importer) => {
      const ran = run(
        arm64,
        `buffer b pages=1
       device gpu importer=${importer}
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       gpu: detach b                   expect none`,
      );
      expect(ran.state.mappings.map(({ live }) => live)).toEqual([false]);
    },
  );

  it('is a leak for everything that is mapped, attached or allocated when the driver goes', () => {
    const ran = run(
      arm64,
      `${declared}
       buffer c pages=1
       buffer ring pages=1
       app@cpu0: fd = export b
       app@cpu0: fd2 = export c
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       gpu: import fd2
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: r = dma_alloc_coherent ring
       cam: import fd
       gpu: unbind                     expect leak expect harm`,
    );
    const line = lineOf(ran, -1);
    expect(line.violations.map(({ outcome }) => outcome)).toEqual([
      'the mapping of b outlives what made it',
      'the mapping of b outlives what made it',
      'the allocation of ring outlives what made it',
      'the attachment of c outlives what made it',
    ]);
    expect(line.violations.map(({ agent }) => agent)).toEqual(['gpu', 'gpu', 'gpu', 'gpu']);
    expect(kindsOf(line)).toEqual([]);
    expect(callsOf(line)).toEqual(['device_release_driver(gpu)', '  device_unbind_cleanup(gpu)']);
  });

  it('is nothing, where the driver has put everything away', () => {
    run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b BIDIRECTIONAL
       gpu: release b                  expect none
       gpu: unbind                     expect none`,
    );
  });
});

describe('unmapping twice', () => {
  it('is told, and the second call does nothing', () => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b TO_DEVICE
       gpu: unmap b                    expect ok expect none
       gpu: unmap b                    expect EINVAL expect unmap-twice expect harm
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       gpu: dma_unmap_single m         expect none
       gpu: dma_unmap_single m         expect ok expect unmap-twice`,
    );
    for (const index of [4, 7]) {
      const { before, after } = lineOf(ran, index);
      expect({ ...after, violations: 0, blames: [] }).toEqual({
        ...before,
        violations: 0,
        blames: [],
      });
    }
  });
});

describe('a refused call', () => {
  // [what is refused, what comes before it, the call]
  const refused: readonly (readonly [string, string, string])[] = [
    ['EBADF', '', 'app@cpu0: close fd'],
    ['EBADF', '', 'app@cpu0: x = dup fd'],
    ['EBADF', '', 'app@cpu0: x = receive fd from viewer'],
    ['EBADF', '', 'app@cpu0: p = mmap fd'],
    ['EBADF', '', 'app@cpu0: sync fd START READ'],
    ['EBADF', '', 'gpu: import fd'],
    ['EBADF', '', 'gpu: get fd'],
    ['EBADF', 'app@cpu0: fd = export b\napp@cpu0: close fd', 'app@cpu0: close fd'],
    // A descriptor is of one process.
    ['EBADF', 'app@cpu0: fd = export b', 'viewer@cpu1: close fd'],
    // In pages: past the end, in length or by the offset; nothing at all.
    ['EINVAL', 'app@cpu0: fd = export b', 'app@cpu0: p = mmap fd 3'],
    ['EINVAL', 'app@cpu0: fd = export b', 'app@cpu0: p = mmap fd 2 offset=1'],
    ['EINVAL', 'app@cpu0: fd = export b', 'app@cpu0: p = mmap fd offset=2'],
    ['EINVAL', 'app@cpu0: fd = export b', 'app@cpu0: p = mmap fd MAP_PRIVATE'],
    ['EINVAL', 'app@cpu0: fd = export b O_RDONLY', 'app@cpu0: p = mmap fd MAP_PRIVATE'],
    ['EACCES', 'app@cpu0: fd = export b O_RDONLY', 'app@cpu0: p = mmap fd'],
    // No direction, unknown flags.
    ['EINVAL', 'app@cpu0: fd = export b', 'app@cpu0: sync fd flags=0'],
    ['EINVAL', 'app@cpu0: fd = export b', 'app@cpu0: sync fd flags=4'],
    ['EINVAL', 'app@cpu0: fd = export b', 'app@cpu0: sync fd flags=9'],
    ['EINVAL', 'app@cpu0: fd = export b', 'gpu: attach b'],
    ['EINVAL', 'app@cpu0: fd = export b', 'gpu: put b'],
    ['EINVAL', 'app@cpu0: fd = export b', 'gpu: release b'],
    ['EINVAL', 'app@cpu0: fd = export b\ngpu: get fd', 'gpu: detach b'],
    ['EINVAL', 'app@cpu0: fd = export b\ngpu: get fd', 'gpu: map b TO_DEVICE'],
    ['EINVAL', 'app@cpu0: fd = export b\ngpu: get fd', 'gpu: unmap b'],
    [
      'EINVAL',
      'app@cpu0: fd = export b\ngpu: import fd',
      'gpu: dma_sync_sgtable_for_cpu b TO_DEVICE',
    ],
  ];

  it.each(refused)('%s after (%s): %s', (errno, before, call) => {
    const ran = run(arm64, `${declared}\n${before}\n${call} expect ${errno}`);
    const line = lineOf(ran, -1);
    // A process that has run, and its system call, are all that is left of it.
    const trace = { processes: [], costs: line.before.costs };
    expect({ ...line.after, ...trace }).toEqual({ ...line.before, ...trace });
    expect(line.after.processes.flatMap(({ fds }) => fds)).toEqual(
      line.before.processes.flatMap(({ fds }) => fds),
    );
    expect(kindsOf(line)).toEqual(['refused']);
    expect(line.events.at(-1)?.facts['errno']).toBe(errno);
    expect(line.violations).toEqual([]);
  });

  it('EBUSY: attaching a device that does not reach the storage', () => {
    const text = `
      buffer far pages=1 high=yes
      device old dma-bits=32
      app@cpu0: fd = export far
      old: get fd
      old: attach far                  expect EBUSY
      old: import fd                   expect EBUSY`;
    const ran = run('x86 page=256', text);
    expect(lineOf(ran, 2).after).toEqual(lineOf(ran, 2).before);
    // The import gives its reference back.
    expect(references(lineOf(ran, 3).after, 'far')).toBe(2);
    // With bounce buffers or an IOMMU it is within reach.
    for (const platform of ['x86 page=256 swiotlb=mask', 'arm64-iommu page=256'])
      expect(outcomes(run(platform, text.replaceAll('expect EBUSY', 'expect ok')))).toHaveLength(4);
  });

  it('EIO: an import that maps at once is undone when the mapping fails', () => {
    const ran = run(
      'bounce cpus=1 page=256 slots=1',
      `buffer b pages=2
       device gpu importer=map-at-import
       app@cpu0: fd = export b
       gpu: import fd                  expect EIO expect none`,
    );
    const { before, after } = lineOf(ran, 1);
    expect({ ...after, nextId: before.nextId }).toEqual(before);
  });

  it('ENOMEM: a coherent allocation that the device does not reach', () => {
    const ran = run(
      'bounce cpus=1 page=256',
      `buffer far pages=1 high=yes
       device old dma-bits=32
       old: c = dma_alloc_coherent far expect ENOMEM`,
    );
    expect(lineOf(ran, 0).after).toEqual(lineOf(ran, 0).before);
  });
});

describe('a mapping that stands', () => {
  it('is handed out again in the same direction, and is unmapped once', () => {
    const ran = run(
      arm64,
      `buffer b pages=1
       device gpu importer=cached
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b TO_DEVICE
       gpu: map b TO_DEVICE            expect ok expect none
       gpu: unmap b                    expect ok expect none
       gpu: map b FROM_DEVICE          expect EBUSY
       gpu: release b                  expect ok expect none`,
    );
    expect(ran.lines.map(({ after }) => after.mappings.filter(({ live }) => live).length)).toEqual([
      0, 0, 1, 1, 1, 1, 0,
    ]);
    // Nothing is synced again for it.
    expect(kindsOf(lineOf(ran, 3))).toEqual(['sgt.build']);
    expect(kindsOf(lineOf(ran, 6))).toEqual(['owner.change', 'sgt.free', 'detach', 'ref.put']);
  });

  it('was made at import, in both directions, under map-at-import', () => {
    const ran = run(
      arm64,
      `buffer b pages=1
       device gpu importer=map-at-import
       app@cpu0: fd = export b
       gpu: import fd
       gpu: map b TO_DEVICE            expect ok expect none
       gpu: dma write b+0 64 A         expect ok expect none
       gpu: unmap b                    expect ok expect none
       gpu: dma read b+0 64            expect A expect none`,
    );
    expect(lineOf(ran, 1).after.mappings[0]?.direction).toBe('BIDIRECTIONAL');
    expect(lineOf(ran, 2).after).toEqual(lineOf(ran, 2).before);
    expect(lineOf(ran, 4).after).toEqual(lineOf(ran, 4).before);
  });

  it('is one for each attachment of a device', () => {
    const ran = run(
      arm64,
      `${declared}
       app@cpu0: fd = export b
       gpu: get fd
       gpu: attach b
       gpu: attach b
       gpu: map b TO_DEVICE
       gpu: map b FROM_DEVICE          expect ok
       gpu: unmap b
       gpu: unmap b                    expect ok expect none`,
    );
    expect(ran.state.attachments.map(({ state }) => state)).toEqual(['attached', 'attached']);
    expect(rulesOf({ violations: ran.violations })).toEqual([]);
  });
});

describe('the calls of a driver', () => {
  it('are nested as the kernel nests them', () => {
    const ran = run(
      'x86 cpus=1 page=256',
      `buffer b pages=1 exporter=i915
       device gpu importer=map-at-import
       app@cpu0: fd = export b
       gpu: import fd
       gpu: release b
       app@cpu0: x = export b
       gpu: get x
       gpu: put b`,
    );
    expect(callsOf(lineOf(ran, 0))).toEqual([
      'ioctl(export b)',
      '  dma_buf_export(i915)',
      '  dma_buf_fd(b)',
    ]);
    expect(callsOf(lineOf(ran, 1))).toEqual([
      'drm_gem_prime_fd_to_handle(fd)',
      '  dma_buf_get(fd)',
      '  drm_gem_prime_import(b)',
      '    dma_buf_attach(b, gpu)',
      '    dma_buf_map_attachment(gpu, BIDIRECTIONAL)',
      '      i915_map_dma_buf()',
      '        dma_map_sgtable(gpu, BIDIRECTIONAL)',
    ]);
    expect(callsOf(lineOf(ran, 2))).toEqual([
      'drm_prime_gem_destroy(b)',
      '  dma_buf_unmap_attachment(gpu)',
      '    i915_unmap_dma_buf()',
      '      dma_unmap_sgtable(gpu, BIDIRECTIONAL)',
      '  dma_buf_detach(b, gpu)',
      '  dma_buf_put(b)',
    ]);
    // The second export finds the dma_buf that is there.
    expect(callsOf(lineOf(ran, 3))).toEqual(['ioctl(export b)', '  dma_buf_fd(b)']);
    expect(callsOf(lineOf(ran, 4))).toEqual(['dma_buf_get(x)']);
    expect(callsOf(lineOf(ran, 5))).toEqual(['dma_buf_put(b)']);
  });

  it('give the sg_table one entry for each run of pages', () => {
    const ran = run(
      'x86 cpus=1 page=256',
      `buffer near pages=3
       buffer far pages=3 contiguous=no
       device gpu
       app@cpu0: fd = export near
       app@cpu0: fd2 = export far
       gpu: import fd
       gpu: import fd2
       gpu: map near TO_DEVICE
       gpu: map far TO_DEVICE`,
    );
    expect(ran.state.attachments.map(({ sgTable }) => sgTable.map(({ length }) => length))).toEqual(
      [[768], [256, 256, 256]],
    );
  });
});
