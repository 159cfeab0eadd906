/** Operations inside operations, what a script cannot mean, and agents that do what they cannot. */
import { describe, expect, it } from 'vitest';
import { createState } from './createState.ts';
import type { Action, Agent } from './operation.ts';
import { findPlatform } from './platforms/platforms.ts';
import type { Setup } from './setup.ts';
import type { State } from './state.ts';
import { step, stepTo } from './step.ts';
import { cached, memory, mesi, ptes } from './testing/look.ts';
import { kindsOf, lineOf, rulesOf, run } from './testing/runScript.ts';

describe('an operation inside another', () => {
  const script = (during: string) => `
    buffer b pages=1
    device gpu
    kernel@cpu0: write b+0 192 A
    gpu: m = dma_map_single b+0 192 TO_DEVICE
    kernel@cpu1: read b+192 during ${during}`;

  it.each([
    // call dma_map_single, arch_sync…, dcache_clean_poc, then a write-back of each of three lines.
    ['cache.writeback', 'cache.writeback', 1],
    ['cache.writeback#2', 'cache.writeback', 2],
    ['cache.writeback#3', 'cache.writeback', 3],
    ['call#2', 'call', 2],
    ['owner.change', 'owner.change', 1],
  ])('happens right after %s', (during, kind, nth) => {
    const ran = run('arm64 cpus=2 page=256', script(during));
    const { events, nested } = lineOf(ran, 1);
    const first = nested[0]?.firstEvent ?? -1;
    const kinds = events.slice(0, first).map((event) => event.kind);
    expect(kinds.filter((each) => each === kind)).toHaveLength(nth);
    expect(kinds.at(-1)).toBe(kind);
    const inner = events.slice(first, nested[0]?.endEvent);
    expect(inner.map(({ agent, kind: each }) => [agent, each])).toEqual([
      ['kernel@cpu1', 'cache.fill'],
      ['kernel@cpu1', 'cpu.load'],
    ]);
    // One deeper than what it happens in, and the rest goes on as before.
    expect(inner[0]?.depth).toBe((events[first - 1]?.depth ?? 0) + 1);
    expect(events.at(-1)?.agent).toBe(kind === 'owner.change' ? 'kernel@cpu1' : 'gpu');
  });

  it.each(['cache.writeback#4', 'ipi.send', 'wc.drain'])(
    'happens at the end where %s never comes',
    (during) => {
      const ran = run('arm64 cpus=2 page=256', script(during));
      const { events, nested } = lineOf(ran, 1);
      expect(nested[0]?.endEvent).toBe(events.length);
      expect(events[(nested[0]?.firstEvent ?? 0) - 1]?.kind).toBe('owner.change');
      expect(nested[0]?.result.kind).toBe('bytes');
    },
  );

  it('happens at the end where the operation is refused', () => {
    const ran = run(
      'arm64 cpus=2 page=256',
      `buffer b pages=1
       app@cpu0: close fd              expect EBADF
       kernel@cpu1: write b+0 64 A     during cache.fill expect ok`,
    );
    expect(mesi(ran.state, 'b', 0)).toBe('IM');
  });

  it('happens even where the operation cannot be done at all', () => {
    const ran = run(
      'arm64 cpus=2 page=256',
      `buffer b pages=1
       device gpu
       gpu: dma read 0 64
       kernel@cpu1: write b+0 64 A     during dma.read expect ok`,
    );
    expect(lineOf(ran, 0).result.kind).toBe('scriptError');
    expect(mesi(ran.state, 'b', 0)).toBe('IM');
  });

  it('keeps the order of several at one point', () => {
    const ran = run(
      'arm64 cpus=3 page=256',
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 64 TO_DEVICE
       kernel@cpu1: write b+0 64 A     during owner.change
       kernel@cpu2: write b+0 64 B     during owner.change`,
    );
    expect(cached(ran.state, 2, 'b', 0)).toBe('M B*64');
    expect(lineOf(ran, 0).nested.map(({ operation }) => operation.agent)).toMatchObject([
      { cpu: 1 },
      { cpu: 2 },
    ]);
  });

  it('counts only the events of the operation that it is in', () => {
    // The second cpu.load is the outer one's: that of the inner operation does not count.
    const ran = run(
      'arm64 cpus=3 page=256',
      `buffer b pages=2 contiguous=no
       kernel@cpu0: read b+192 128
       kernel@cpu1: read b+0           during cpu.load
       kernel@cpu2: write b+0 64 Z     during cpu.load#2`,
    );
    expect(lineOf(ran, 0).events.map(({ agent, kind }) => `${agent} ${kind}`)).toEqual([
      'kernel@cpu0 cache.fill',
      'kernel@cpu0 cpu.load',
      'kernel@cpu1 cache.fill',
      'kernel@cpu1 cpu.load',
      'kernel@cpu0 cache.fill',
      'kernel@cpu0 cpu.load',
      'kernel@cpu2 cache.upgrade',
      'kernel@cpu2 cpu.store',
    ]);
  });

  it('gives its violations and its result to itself, not to what it is in', () => {
    const ran = run(
      'arm64 cpus=2 page=256',
      `buffer b pages=1
       device gpu
       gpu: m = dma_map_single b+0 64 TO_DEVICE expect none expect ok
       kernel@cpu1: write b+0 64 A     during owner.change expect cpu-access-while-device-owns`,
    );
    expect(lineOf(ran, 0).violations.map(({ agent }) => agent)).toEqual(['kernel@cpu1']);
  });

  it('finds nobody the owner while a call hands a buffer over', () => {
    run(
      'arm64 cpus=2 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 128 A
       gpu: m = dma_map_single b+0 128 TO_DEVICE
       kernel@cpu1: write b+0 4 Z      during cache.writeback expect cpu-access-while-device-owns
       gpu: dma_sync_single_for_cpu m+0 128 BIDIRECTIONAL
       gpu: dma write m+0 64 D         during cache.drop expect device-access-while-cpu-owns`,
    );
  });
});

describe('hardware is coherent whatever happens in the middle', () => {
  it('a load whose line is taken away as it arrives fetches it again', () => {
    run(
      'x86 cpus=2 page=256',
      `buffer b pages=1
       kernel@cpu0: read b+0 64        expect A expect none
       kernel@cpu1: write b+0 64 A     during cache.fill`,
    );
  });

  it('a load whose line is evicted as it arrives fetches it again', () => {
    run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       kernel@cpu0: read b+0 64        expect 0 expect none
       cpu0: evict b+0                 during cache.fill`,
    );
  });

  it('a device that snoops gets what is stored while it snoops', () => {
    run(
      'x86 cpus=2 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma read m+0 64            expect B
       kernel@cpu1: write b+0 64 B     during dma.snoop expect luck
       kernel@cpu0: write b+0 64 D     expect luck
       gpu: dma read m+0 64            expect C
       kernel@cpu0: write b+0 64 C     during cache.writeback expect luck`,
    );
  });

  it('a device that snoops writes over what is stored while it snoops', () => {
    const ran = run(
      'x86 cpus=2 page=256',
      `buffer b pages=1
       device gpu
       kernel@cpu0: write b+0 64 A
       gpu: m = dma_map_single b+0 64 BIDIRECTIONAL
       gpu: dma write m+0 32 C
       kernel@cpu1: write b+0 64 B     during dma.snoop expect luck
       gpu: dma_unmap_single m
       kernel@cpu0: read b+0 64        expect C*32,B*32 expect none`,
    );
    expect(mesi(lineOf(ran, 2).after, 'b', 0)).toBe('II');
  });

  it('what is stored while a line is evicted or flushed is not lost', () => {
    const evicted = run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       kernel@cpu0: write b+0 64 A
       cpu0: evict b+0
       kernel@cpu0: write b+0 64 B     during cache.writeback
       kernel@cpu0: read b+0 64        expect B expect none`,
    );
    expect(memory(evicted.state, 'b', 0, 64)).toBe('B*64');
    const flushed = run(
      'arm64 cpus=1 page=256',
      `buffer b pages=1
       kernel@cpu0: write b+0 64 A
       kernel@cpu0: flush b+0 64
       kernel@cpu0: write b+0 64 B     during cache.writeback
       kernel@cpu0: read b+0 64        expect B expect none`,
    );
    expect(memory(flushed.state, 'b', 0, 64)).toBe('B*64');
  });

  it('a store to a line that is taken away as it arrives claims it again', () => {
    const ran = run(
      'x86 cpus=2 page=256',
      `buffer b pages=1
       kernel@cpu0: write b+0 4 A
       kernel@cpu1: write b+4 4 B      during cache.fill
       kernel@cpu1: read b+0 64        expect A*4,B*4,0*56 expect none`,
    );
    expect(mesi(lineOf(ran, 0).after, 'b', 0)).toBe('MI');
  });
});

describe('what a script cannot mean', () => {
  const prepared = `
    buffer b pages=1
    device gpu
    device cam
    app@cpu0: fd = export b
    app@cpu0: p = mmap fd
    gpu: m = dma_map_single b+0 64 TO_DEVICE`;

  it.each([
    ['app@cpu0: x = export nothing'],
    ['app@cpu0: p = mmap fd'],
    ['app@cpu0: doorbell nothing'],
    ['gpu: map nothing TO_DEVICE'],
    ['gpu: x = dma_map_single nothing+0 64 TO_DEVICE'],
    ['gpu: x = dma_map_single b+200 64 TO_DEVICE'],
    ['gpu: m = dma_map_single b+0 64 TO_DEVICE'],
    ['gpu: dma_unmap_single x'],
    ['cam: dma_unmap_single m'],
    ['gpu: dma_sync_single_for_cpu x+0 64 TO_DEVICE'],
    ['gpu: dma read x+0 64'],
    ['cam: dma read 0 64'],
    ['cam: dma read b+0 64'],
    ['gpu: x = dma_alloc_coherent b'],
    ['gpu: x = dma_alloc_coherent nothing'],
    ['gpu: dma_free_coherent m'],
    ['kernel@cpu0: read nothing+0'],
    ['kernel@cpu0: read b+200 64'],
    ['kernel@cpu0: clean b+200 64'],
    ['kernel@cpu0: zap b+256'],
    ['cpu0: evict nothing+0'],
    ['cpu0: prefetch b+256'],
  ])('changes nothing: %s', (text) => {
    const ran = run('arm64 cpus=2 page=256', `${prepared}\n${text}`);
    const { result, before, after, events } = lineOf(ran, -1);
    expect(result.kind).toBe('scriptError');
    expect(result.kind === 'scriptError' && result.message.length).toBeGreaterThan(5);
    expect(after).toEqual(before);
    expect(events).toEqual([]);
  });

  it('is none where the kernel does nothing, and says so: munmap of what is not mapped', () => {
    const ran = run(
      'arm64 cpus=2 page=256',
      `${prepared}
       app@cpu0: munmap q              expect ok expect none
       app@cpu0: munmap p              expect ok
       app@cpu0: munmap p              expect ok expect none`,
    );
    const { before, after } = lineOf(ran, -1);
    expect({ ...after, costs: before.costs }).toEqual(before);
  });

  it('breaks a rule where it is an address that means nothing', () => {
    run(
      'arm64 cpus=2 page=256',
      `${prepared}
       app@cpu0: read q+0              expect SIGSEGV expect sigsegv
       app@cpu0: write p+256 1 A       expect SIGSEGV
       viewer@cpu1: read p+0           expect SIGSEGV`,
    );
  });
});

describe('an agent that cannot do it', () => {
  const setup = setupOn('arm64');
  const state = createState(setup);
  const at = { base: 'b', offset: 0 };
  const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
  const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
  const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };
  const cpu: Agent = { kind: 'cpu', cpu: 0 };
  const iommu: Agent = { kind: 'iommu' };
  const cases: readonly (readonly [Agent, Action])[] = [
    [app, { do: 'maintain', how: 'clean', at, length: 64 }],
    [app, { do: 'zap', at, length: 0 }],
    [app, { do: 'evict', at }],
    [app, { do: 'dmaRead', at, length: 64, snoop: null }],
    [app, { do: 'flushIotlb' }],
    [kernel, { do: 'export', name: 'fd', buffer: 'b', readOnly: false }],
    [
      kernel,
      { do: 'mmap', name: 'p', fd: 'fd', pages: 1, pageOffset: 0, writable: true, shared: true },
    ],
    [kernel, { do: 'exit' }],
    [kernel, { do: 'map', buffer: 'b', direction: 'TO_DEVICE' }],
    [gpu, { do: 'read', at, length: 64 }],
    [gpu, { do: 'barrier' }],
    [gpu, { do: 'prefetch', at }],
    [cpu, { do: 'write', at, length: 64, value: 1 }],
    [cpu, { do: 'flushIotlb' }],
    [iommu, { do: 'drain' }],
    [iommu, { do: 'unbind' }],
    [{ kind: 'device', device: 'nobody', cpu: 0 }, { do: 'unbind' }],
    [{ kind: 'thread', process: 'app', cpu: 2 }, { do: 'barrier' }],
    [{ kind: 'thread', process: 'app', cpu: -1 }, { do: 'barrier' }],
    [{ kind: 'device', device: 'gpu', cpu: 9 }, { do: 'unbind' }],
    [{ kind: 'cpu', cpu: 2 }, { do: 'drain' }],
  ];

  it.each(cases)('%j does not %j', (agent, action) => {
    const done = step(state, { operation: { agent, action }, meanwhile: [] });
    expect(done.result.kind).toBe('scriptError');
    expect(done.state).toEqual(state);
    expect(done.events).toEqual([]);
  });

  const odd: readonly (readonly [Agent, Action])[] = [
    [
      gpu,
      {
        do: 'mapSingle',
        name: 'm',
        at: { base: 'b', offset: -64 },
        length: 64,
        direction: 'TO_DEVICE',
        skipCpuSync: false,
      },
    ],
    [
      gpu,
      { do: 'mapSingle', name: 'm', at, length: 0, direction: 'TO_DEVICE', skipCpuSync: false },
    ],
    [kernel, { do: 'read', at: { base: 'b', offset: -1 }, length: 1 }],
  ];
  it.each(odd)('nor numbers that no script can hold: %j %j', (agent, action) => {
    const done = step(state, { operation: { agent, action }, meanwhile: [] });
    expect(done.result.kind).toBe('scriptError');
    expect(done.state).toEqual(state);
  });

  it('refuses an access below a mapping', () => {
    const below: readonly Action[] = [
      { do: 'dmaRead', at: { base: 'm', offset: -1 }, length: 1, snoop: null },
    ];
    const { state: mapped } = step(state, {
      operation: {
        agent: gpu,
        action: {
          do: 'mapSingle',
          name: 'm',
          at: { base: 'b', offset: 64 },
          length: 64,
          direction: 'TO_DEVICE',
          skipCpuSync: false,
        },
      },
      meanwhile: [],
    });
    for (const action of below) {
      const done = step(mapped, { operation: { agent: gpu, action }, meanwhile: [] });
      expect(done.result.kind).toBe('scriptError');
    }
  });
});

function setupOn(id: string): Setup {
  const platform = findPlatform(id);
  if (!platform) throw new Error(`no platform ${id}`);
  return {
    platform,
    buffers: [
      {
        name: 'b',
        pages: 1,
        exporter: 'gem',
        mmap: 'sync-ioctl',
        coherentType: 'WC',
        content: { base: 0, cell: 1, period: 1 },
        high: false,
        contiguous: true,
      },
    ],
    devices: [{ name: 'gpu', importer: 'map-per-dma', coherent: false, dmaBits: 64 }],
  };
}

describe('stepTo', () => {
  it('is in the middle of an operation, after so many of its micro-events', () => {
    const ran = run(
      'arm64 cpus=2 page=256',
      `buffer b pages=1 mmap=shootdown
       device gpu
       app@cpu0: fd = export b
       app@cpu0: p = mmap fd
       gpu: import fd
       app@cpu0: write p+0 64 A
       app@cpu1: read p+0 64
       gpu: map b TO_DEVICE`,
    );
    const { before, events } = lineOf(ran, 5);
    const input = {
      operation: {
        agent: { kind: 'device' as const, device: 'gpu', cpu: 0 },
        action: { do: 'map' as const, buffer: 'b', direction: 'TO_DEVICE' as const },
      },
      meanwhile: [],
    };
    const at = (kind: string): State =>
      stepTo(before, input, events.findIndex((event) => event.kind === kind) + 1);
    expect(stepTo(before, input, 0)).toBe(before);
    expect(ptes(at('pte.clear'), 'p')).toEqual(['shootdown.cleared']);
    expect(ptes(at('tlb.flush'), 'p')).toEqual(['shootdown.localFlushed']);
    expect(ptes(at('ipi.send'), 'p')).toEqual(['shootdown.ipiPending']);
    expect(ptes(at('ipi.ack'), 'p')).toEqual(['shootdown.acknowledged']);
    expect(ptes(at('shootdown.done'), 'p')).toEqual(['absent']);
    // Read by the other CPU, the line is clean; the map finds nothing to write back.
    expect(kindsOf(lineOf(ran, 5))).not.toContain('cache.writeback');
    expect(stepTo(before, input, events.length)).toEqual(ran.state);
    expect(stepTo(before, input, events.length + 5)).toEqual(ran.state);
  });

  it('leaves the state that it starts from as it was', () => {
    const ran = run('bounce cpus=1 page=256', 'buffer b pages=1\ndevice gpu');
    const copy: unknown = JSON.parse(JSON.stringify(ran.initial));
    const operation = {
      agent: { kind: 'device' as const, device: 'gpu', cpu: 0 },
      action: {
        do: 'mapSingle' as const,
        name: 'm',
        at: { base: 'b', offset: 0 },
        length: 128,
        direction: 'BIDIRECTIONAL' as const,
        skipCpuSync: false,
      },
    };
    step(ran.initial, { operation, meanwhile: [] });
    expect(JSON.parse(JSON.stringify(ran.initial))).toEqual(copy);
    expect(rulesOf({ violations: ran.violations })).toEqual([]);
  });
});
