/** The real exporters, as they were recorded, and what of it goes wrong. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../script/parse.ts';
import { callsOf, lineOf, outcomes, rulesOf, run } from '../../testing/runScript.ts';

const shared = (exporter: string, direction = 'BIDIRECTIONAL') => `
  buffer b pages=1 exporter=${exporter}
  device gpu
  app@cpu0: fd = export b
  app@cpu0: p = mmap fd
  gpu: import fd
  gpu: map b ${direction}`;

describe('udmabuf', () => {
  it('never shows what a device writes into a bounce slot', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `${shared('udmabuf', 'FROM_DEVICE')}
       gpu: dma write b+0 64 B
       app@cpu0: sync fd START READ expect ok
       app@cpu0: read p+0 64 expect 0 expect stale
       app@cpu0: sync fd END READ
       gpu: unmap b
       app@cpu0: read p+0 64 expect 0 expect stale`,
    );
    // SKIP_CPU_SYNC at unmap leaves what the device wrote in the slot: a broken rule, by the exporter's defect.
    for (const index of [6, 9]) {
      const stale = lineOf(ran, index).violations.find(({ rule }) => rule === 'stale-read');
      expect(stale?.defect).toBe('udmabuf-private-mapping');
    }
  });

  it('maps its own device without maintenance, and drops old lines only from the second START on', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${shared('udmabuf', 'FROM_DEVICE')}
       kernel@cpu0: read b+0 64
       gpu: dma write b+0 64 B
       app@cpu0: sync fd START READ
       app@cpu0: read p+0 64 expect 0 expect stale
       app@cpu0: sync fd START READ
       app@cpu0: read p+0 64 expect B`,
    );
    const lines = [6, 8].map((index) => {
      const { before, after } = lineOf(ran, index);
      return after.costs.maintainedLines - before.costs.maintainedLines;
    });
    expect(lines).toEqual([0, 8]);
  });

  it('shows it once the importer syncs by itself', () => {
    run(
      'bounce cpus=1 page=512',
      `${shared('udmabuf', 'FROM_DEVICE')}
       gpu: dma write b+0 64 B
       gpu: sync b for cpu FROM_DEVICE
       app@cpu0: read p+0 64 expect B`.replace(
        'gpu: sync b for cpu',
        'gpu: dma_sync_sgtable_for_cpu b',
      ),
    );
  });

  it('puts old bytes over what the CPU wrote, at a second START', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `buffer b pages=1 exporter=udmabuf
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       app@cpu0: sync fd START READ
       app@cpu0: write p+0 64 A
       app@cpu0: sync fd START READ expect clobber
       app@cpu0: read p+0 64 expect 0 expect stale`,
    );
    const [clobber] = lineOf(ran, 4).violations;
    expect([clobber?.rule, clobber?.defect]).toEqual(['clobber', 'udmabuf-private-mapping']);
    expect(callsOf(lineOf(ran, 2)).map((call) => call.trim())).toContain(
      'dma_map_sgtable(udmabuf, FROM_DEVICE, SKIP_CPU_SYNC)',
    );
  });

  it('refuses END before any START, and only then', () => {
    const ran = run(
      'x86 cpus=1 page=512',
      `buffer b pages=1 exporter=udmabuf
       app@cpu0: fd = export b
       app@cpu0: sync fd END READ expect EINVAL
       app@cpu0: sync fd START READ expect ok
       app@cpu0: sync fd END READ expect ok
       app@cpu0: sync fd END READ|WRITE expect ok`,
    );
    expect(outcomes(ran).slice(1)).toEqual(['EINVAL', 'ok', 'ok', 'ok']);
  });

  it('undoes its own mapping when it is released', () => {
    const ran = run(
      'bounce cpus=1 page=512',
      `buffer b pages=1 exporter=udmabuf
       app@cpu0: fd = export b
       app@cpu0: sync fd START READ
       app@cpu0: close fd`,
    );
    expect(lineOf(ran, 1).after.slots.filter(({ mapping }) => mapping !== null)).toHaveLength(1);
    expect(ran.state.slots.filter(({ mapping }) => mapping !== null)).toEqual([]);
    expect(ran.violations).toEqual([]);
  });

  it('keeps the first mapping before 7.3, and refuses another direction', () => {
    const script = `${shared('udmabuf', 'TO_DEVICE')}
      gpu: unmap b
      gpu: map b FROM_DEVICE
      gpu: map b TO_DEVICE`;
    expect(outcomes(run('x86 cpus=1 page=512', script)).slice(-2)).toEqual(['ok', 'ok']);
    expect(outcomes(run('x86 cpus=1 page=512 kernel=6.12', script)).slice(-2)).toEqual([
      'EBUSY',
      'ok',
    ]);
  });

  it('hands a kept BIDIRECTIONAL mapping out for any direction', () => {
    const ran = run(
      'x86 cpus=1 page=512 kernel=6.12',
      `${shared('udmabuf', 'BIDIRECTIONAL')}
       gpu: unmap b expect ok
       gpu: unmap b expect EINVAL expect unmap-twice
       gpu: map b TO_DEVICE expect ok
       gpu: unmap b
       gpu: detach b`,
    );
    expect(ran.state.mappings.filter(({ live }) => live)).toEqual([]);
  });
});

describe('the order in which attachments are synced', () => {
  const twoDevices = (exporter: string) => `
    buffer b pages=1 exporter=${exporter}
    device gpu
    device cam
    app@cpu0: fd = export b
    gpu: import fd
    cam: import fd
    gpu: map b BIDIRECTIONAL
    cam: map b BIDIRECTIONAL
    app@cpu0: sync fd START READ`;
  const synced = (exporter: string) =>
    callsOf(lineOf(run('x86 cpus=1 page=512', twoDevices(exporter)), -1))
      .map((call) => call.trim())
      .filter((call) => call.startsWith('dma_sync'));

  it('is oldest first for ours, newest first for a heap', () => {
    const gpu = 'dma_sync_sgtable_for_cpu(gpu, FROM_DEVICE)';
    const cam = 'dma_sync_sgtable_for_cpu(cam, FROM_DEVICE)';
    expect(synced('ours')).toEqual([gpu, cam]);
    expect(synced('system_heap')).toEqual([cam, gpu]);
    expect(synced('vgem')).toEqual([]);
    expect(synced('udmabuf')).toEqual([]);
  });
});

describe('END before any START', () => {
  it.each(['ours', 'system_heap', 'vgem', 'minimal'])('is fine with %s', (exporter) => {
    run(
      'x86 cpus=1 page=512',
      `buffer b pages=1 exporter=${exporter}
       app@cpu0: fd = export b
       app@cpu0: sync fd END WRITE expect ok`,
    );
  });
});

describe('a declaration', () => {
  it('cannot give a known exporter another policy', () => {
    const { scenario, diagnostics } = parseScenario(
      'buffer b pages=1 exporter=udmabuf mmap=shootdown\n',
    );
    expect(diagnostics).toMatchObject([{ line: 1, column: 40, severity: 'error' }]);
    expect(diagnostics[0]?.message).toContain('sync-ioctl');
    expect(scenario).toBeNull();
  });

  it('gets the policy of a known exporter without saying it', () => {
    const { scenario } = parseScenario('buffer b pages=1 exporter=vgem\n');
    expect(scenario?.buffers[0]?.mmap).toBe('coherent');
  });
});

describe('vmap', () => {
  it('has nothing to map where there is no struct page, and goes down where one was made up', () => {
    run(
      'x86 cpus=1 page=512',
      `buffer none pages=1 exporter=gem memory=device pageless=dma-only
       buffer marked pages=1 exporter=gem memory=device pageless=nopage
       buffer bogus pages=1 exporter=gem memory=device
       app@cpu0: f = export none
       app@cpu0: g = export marked
       app@cpu0: h = export bogus
       kernel@cpu0: v = vmap none expect EINVAL
       kernel@cpu0: w = vmap marked expect EINVAL
       kernel@cpu0: u = vmap bogus expect oops expect kernel-oops`,
    );
  });

  const exported = `
    buffer b pages=1
    app@cpu0: fd = export b`;

  it('is counted, and goes with the last of its users', () => {
    const ran = run(
      'x86 cpus=1 page=512',
      `${exported}
       kernel@cpu0: v = vmap b
       kernel@cpu0: w = vmap b
       kernel@cpu0: write v+0 64 A
       kernel@cpu0: read w+0 64 expect A expect none
       kernel@cpu0: vunmap v
       kernel@cpu0: read w+0 64 expect A
       kernel@cpu0: vunmap w`,
    );
    const exporterCalls = ran.lines.map((line) =>
      callsOf(line).filter((call) => /gem_v/u.test(call)),
    );
    expect(exporterCalls.map((calls) => calls.length)).toEqual([0, 1, 0, 0, 0, 0, 0, 1]);
    expect(lineOf(ran, 2).result).toMatchObject({ kind: 'ok', value: 2 });
  });

  it('needs an exporter that can, and a buffer that is exported', () => {
    run(
      'x86 cpus=1 page=512',
      `buffer b pages=1
       buffer m pages=1 exporter=minimal
       app@cpu0: fd = export m
       kernel@cpu0: v = vmap b expect EINVAL
       kernel@cpu0: w = vmap m expect EINVAL`,
    );
  });

  it('oopses when it is used after vunmap, or unmapped twice', () => {
    const ran = run(
      'x86 cpus=1 page=512',
      `${exported}
       kernel@cpu0: v = vmap b
       kernel@cpu0: vunmap v
       kernel@cpu0: read v+0 expect oops expect use-after-vunmap
       kernel@cpu0: vunmap v expect oops`,
    );
    expect(rulesOf(lineOf(ran, 3))).toContain('kernel-oops');
  });

  it('must end before the buffer does', () => {
    run(
      'x86 cpus=1 page=512',
      `${exported}
       kernel@cpu0: v = vmap b
       app@cpu0: close fd expect released-while-vmapped`,
    );
  });
});

describe('begin and end of CPU access in the kernel', () => {
  it('sync the attachments as SYNC does for a program', () => {
    const ran = run(
      'arm64 cpus=1 page=512',
      `${shared('ours', 'FROM_DEVICE')}
       kernel@cpu0: v = vmap b
       gpu: dma write b+0 64 B
       kernel@cpu0: begin_cpu_access b FROM_DEVICE expect ok
       kernel@cpu0: read v+0 64 expect B expect none
       kernel@cpu0: end_cpu_access b FROM_DEVICE expect ok`,
    );
    expect(ran.violations).toEqual([]);
    expect(ran.state.accessWindows).toEqual([]);
  });

  it('are missed where the device has written', () => {
    run(
      'bounce cpus=1 page=512',
      `${shared('ours', 'FROM_DEVICE')}
       kernel@cpu0: v = vmap b
       gpu: dma write b+0 64 B
       kernel@cpu0: read v+0 64 expect 0 expect stale expect cpu-access-while-device-owns`,
    );
  });

  it('need a buffer that is exported', () => {
    run(
      'x86 cpus=1 page=512',
      `buffer b pages=1
       kernel@cpu0: begin_cpu_access b FROM_DEVICE expect EINVAL`,
    );
  });
});
