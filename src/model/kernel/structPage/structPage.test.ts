/** Memory without struct page, what exporters do about it, and drivers that take pages from lists. */
import { describe, expect, it } from 'vitest';
import { kindsOf, lineOf, outcomes, rulesOf, run } from '../../testing/runScript.ts';

const job = `mfc: c = dma_alloc_coherent b
  kernel@cpu0: write c+0 64 A
  app@cpu0: fd = export b
  gsc: import fd
  gsc: map b TO_DEVICE
  gsc: dma read b+0 64`;

const on = (platform: string, remedy: string, text = job) =>
  run(
    `${platform} cpus=1 page=512`,
    `buffer b pages=2 memory=carve-out ${remedy}\ndevice mfc\ndevice gsc\n${text}`,
  );

describe('a page that does not exist', () => {
  it('brings down whoever cleans its caches', () => {
    const ran = on('arm64', '');
    expect(outcomes(ran).slice(2, 5)).toEqual(['ok', 'ok', 'oops']);
    expect(rulesOf(lineOf(ran, 2))).toEqual(['no-struct-page']);
    expect(rulesOf(lineOf(ran, 4))).toEqual(['kernel-oops']);
    expect(ran.violations.map(ran.verdict)).toEqual(['harm', 'harm']);
    expect(lineOf(ran, 4).events.filter(({ kind }) => kind === 'printk')[0]?.label).toBe(
      // The carve-out begins at 0x50000000, the linear map at 0xffff000000000000.
      'Unable to handle kernel paging request at virtual address ffff000050000000',
    );
  });

  it('brings down whoever copies it into a bounce slot, also on a coherent machine', () => {
    const ran = on('bounce', '');
    expect(outcomes(ran)[4]).toBe('oops');
    expect(lineOf(ran, 4).events.find(({ kind }) => kind === 'printk')?.label).toBe(
      'BUG: unable to handle page fault for address: ffff000050000000',
    );
  });

  it('is luck where nobody looks behind it', () => {
    const ran = on('x86', '');
    expect(outcomes(ran).slice(4)).toEqual(['ok', 'A*64']);
    expect(rulesOf(ran)).toEqual(['no-struct-page', 'coherent-memory-streamed']);
    expect(ran.violations.map(ran.verdict)).toEqual(['luck', 'luck']);
  });

  it('ends the thread: its driver calls nothing any more, and nothing is undone', () => {
    const ran = on('arm64', '', `${job.split('\n').slice(0, 5).join('\n')}\ngsc: release b`);
    expect(outcomes(ran).at(-1)).toBe('oops');
    expect(ran.state.attachments.length).toBe(1);
    expect(ran.state.buffers[0]?.dmaBuf?.importers).toEqual([1]);
  });

  it('is not in the linear map either', () => {
    const ran = on('arm64', '', 'kernel@cpu0: read b+0 64');
    expect(outcomes(ran)).toEqual(['oops']);
    expect(rulesOf(ran)).toEqual(['no-struct-page', 'kernel-oops']);
  });

  it('is mapped for userspace as device memory is', () => {
    const ran = on('arm64', '', 'app@cpu0: fd = export b\napp@cpu0: p = mmap fd');
    expect(ran.state.vmas[0]?.type).toBe('WC');
  });
});

describe('entries with DMA address and length only', () => {
  it('work where all devices see memory at the same addresses', () => {
    const ran = on('arm64', 'pageless=dma-only');
    expect(outcomes(ran).slice(2)).toEqual(['ok', 'ok', 'ok', 'A*64']);
    expect(ran.violations).toEqual([]);
    expect(kindsOf(lineOf(ran, 4))).toContain('sgt.adopt');
  });

  it('lead nowhere behind another IOMMU', () => {
    const ran = on('arm64-iommu', 'pageless=dma-only');
    expect(outcomes(ran).slice(4)).toEqual(['ok', 'blocked']);
    expect(rulesOf(lineOf(ran, 4))).toEqual(['address-of-another-device']);
    expect(lineOf(ran, 5).violations[0]?.causes).toEqual([lineOf(ran, 4).violations[0]?.id]);
  });

  it('cannot be synced: that looks behind the page', () => {
    const text = `${job.split('\n').slice(0, 5).join('\n')}\ngsc: dma_sync_sgtable_for_cpu b TO_DEVICE`;
    expect(outcomes(on('arm64', 'pageless=dma-only', text)).at(-1)).toBe('oops');
    expect(outcomes(on('x86', 'pageless=dma-only', text)).at(-1)).toBe('ok');
  });

  it('unmap without a trace', () => {
    const text = `${job}\ngsc: unmap b\ngsc: release b`;
    const ran = on('arm64-iommu', 'pageless=dma-only', text);
    expect(outcomes(ran).slice(-2)).toEqual(['ok', 'ok']);
    // Of mfc's own allocation the translations stay.
    expect(ran.state.devices.map(({ iommu }) => iommu.length)).toEqual([2, 0]);
  });
});

describe('the attribute on entries', () => {
  it('keeps map_sg from looking, and sends coherent memory through the streaming API', () => {
    const ran = on('arm64', 'pageless=nopage');
    expect(outcomes(ran).slice(4)).toEqual(['ok', 'A*64']);
    expect(rulesOf(ran)).toEqual(['coherent-memory-streamed']);
  });
});

describe('failing early', () => {
  it('shares nothing', () => {
    const ran = on('arm64', 'pageless=fail-early', job.split('\n').slice(0, 3).join('\n'));
    expect(outcomes(ran).at(-1)).toBe('ENXIO');
    expect(ran.state.buffers[0]?.dmaBuf).toBeNull();
  });
});

describe('a driver that takes pages from the list', () => {
  const steal = (platform: string, buffer: string, text: string) =>
    run(
      `${platform} cpus=1 page=512`,
      `buffer b ${buffer} init=1:512:9\ndevice ttm importer=page-stealing
       app@cpu0: fd = export b
       ttm: import fd
       ttm: map b BIDIRECTIONAL
       ${text}`,
    );

  it('is lucky where each entry is one page', () => {
    const ran = steal('x86', 'pages=3 contiguous=no', 'ttm: dma read b+512 64 expect 2');
    expect(rulesOf(ran)).toEqual(['page-stealing']);
    expect(ran.violations.map(ran.verdict)).toEqual(['luck']);
  });

  it('misses pages where an entry covers several', () => {
    const ran = steal('x86', 'pages=3', 'ttm: dma read b+512 64 expect blocked expect harm');
    expect(rulesOf(lineOf(ran, 3))).toEqual(['page-missing']);
  });

  it('gives its device the wrong pages where entries cover two each', () => {
    const ran = run(
      'x86 cpus=1 page=512',
      `buffer b pages=4 attach-check=union unfit=separate init=1:512:9
       device ttm importer=page-stealing max-seg-size=1024
       app@cpu0: fd = export b
       ttm: import fd
       ttm: map b BIDIRECTIONAL
       ttm: dma read b+512 64       expect 3 expect stale
       ttm: dma write b+512 64 X
       ttm: unmap b
       kernel@cpu0: read b+512 64   expect 2
       kernel@cpu0: read b+1024 64  expect X`,
    );
    // Entries of pages 0 and 1, and of 2 and 3: what it takes for page 1 is page 2.
    const stolen = lineOf(ran, 2).violations[0]?.id;
    expect(rulesOf(lineOf(ran, 4))).toEqual(['lost-write', 'clobber']);
    for (const { causes } of lineOf(ran, 4).violations) expect(causes).toContain(stolen);
  });

  it('gives its device addresses that an IOMMU does not know', () => {
    const ran = steal('arm64-iommu', 'pages=3 contiguous=no', 'ttm: dma read b+512 64');
    expect(outcomes(ran).at(-1)).toBe('blocked');
    expect(lineOf(ran, 3).violations[0]?.causes).toEqual([lineOf(ran, 2).violations[0]?.id]);
  });

  it('passes by the bounce slot', () => {
    const ran = steal(
      'bounce',
      'pages=1',
      'ttm: dma write b+0 64 X\nttm: unmap b\nkernel@cpu0: read b+0 64',
    );
    // The unmap copies the slot, in which nobody wrote, over what the device put into the page.
    expect(outcomes(ran).at(-1)).toBe('1*64');
    expect(rulesOf(lineOf(ran, 4))).toEqual(['clobber']);
    expect(lineOf(ran, 4).violations[0]?.causes).toEqual([lineOf(ran, 2).violations[0]?.id]);
  });

  it.each([
    ['7.3', 'BUG: kernel NULL pointer dereference, address: 0000000000000000'],
    ['6.12', 'BUG: unable to handle page fault for address: ffff00001a2f0000'],
  ])('fails at once under CONFIG_DMABUF_DEBUG on %s', (kernel, message) => {
    const ran = steal(`x86 dmabuf-debug=yes kernel=${kernel}`, 'pages=1', '');
    expect(outcomes(ran).at(-1)).toBe('oops');
    expect(rulesOf(lineOf(ran, 2))).toEqual(['mangled-page', 'kernel-oops']);
    expect(lineOf(ran, 2).events.find(({ kind }) => kind === 'printk')?.label).toBe(message);
  });
});

describe('a driver that maps such memory by itself', () => {
  const own = (platform: string, call: string) =>
    run(platform, `buffer b pages=1 memory=carve-out\ndevice gpu\n${call}`);

  it('finds that dma_map_single takes no address of an ioremap', () => {
    const ran = own('arm64 page=512', 'gpu: m = dma_map_single b+0 64 TO_DEVICE expect ENOMEM');
    expect(lineOf(ran, 0).events.map(({ label }) => label)).toContain(
      'gpu gpu.0: rejecting DMA map of vmalloc memory',
    );
    expect(ran.violations).toEqual([]);
  });

  it.each([
    ['dma_map_page b+0 64 TO_DEVICE', 'arm64 page=512', 'oops'],
    ['dma_map_sg b+0 512 TO_DEVICE entry=512', 'arm64-iommu page=512', 'oops'],
    ['dma_map_page b+0 64 TO_DEVICE', 'bounce page=512', 'oops'],
    // Caches are left alone, so nobody looks behind the page.
    ['dma_map_page b+0 64 TO_DEVICE attrs=SKIP_CPU_SYNC', 'arm64 page=512', 'ok'],
    ['dma_map_page b+0 64 TO_DEVICE', 'x86 page=512', 'ok'],
    // Kernels before 5.5 did not look where the address is from.
    ['dma_map_single b+0 64 TO_DEVICE', 'arm64 page=512 kernel=5.2', 'oops'],
  ])('gives a page that does not exist: %s on %s', (call, platform, result) => {
    const ran = own(platform, `gpu: m = ${call}`);
    expect(outcomes(ran)[0]).toBe(result);
    expect(rulesOf(lineOf(ran, 0))).toEqual(
      result === 'oops' ? ['no-struct-page', 'kernel-oops'] : ['no-struct-page'],
    );
  });

  it('is right with dma_map_resource', () => {
    const ran = own('arm64 page=512', 'gpu: m = dma_map_resource b+0 64 TO_DEVICE expect ok');
    expect(ran.violations).toEqual([]);
  });
});
