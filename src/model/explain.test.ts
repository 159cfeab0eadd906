/** Words for every micro-event: none is empty, and each says what happened. */
import { describe, expect, it } from 'vitest';
import { appendAll, createHistory } from '../history/history.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { parseScenario } from '../script/parse.ts';
import { inputsOf, setupOf } from '../script/setupOf.ts';
import { microEventKinds } from '../script/words.ts';
import { explainEvent } from './explain.ts';
import { explainCall } from './explainCalls.ts';
import type { MicroEvent, MicroEventKind } from './microEvent.ts';
import { platforms } from './platforms/platforms.ts';
import type { State } from './state.ts';
import { lineOf, run } from './testing/runScript.ts';

interface Seen {
  readonly event: MicroEvent;
  readonly state: State;
}

const inScenarios: readonly Seen[] = scenarios.flatMap(({ text }) => {
  const { scenario } = parseScenario(text);
  if (!scenario) throw new Error('a built-in scenario cannot be read');
  return platforms.flatMap(({ id }) =>
    appendAll(createHistory(setupOf(scenario, id)), inputsOf(scenario)).entries.flatMap(
      ({ events, state }) => events.map((event) => ({ event, state })),
    ),
  );
});

/** What no built-in scenario does. */
const elsewhere: readonly Seen[] = [
  run(
    'arm64 cpus=2 page=256 wc=1',
    `buffer b pages=1 mmap=coherent
     buffer ring pages=1
     device gpu
     app@cpu0: fd = export b
     app@cpu0: p = mmap fd
     viewer@cpu1: g = receive fd from app
     viewer@cpu1: fd2 = dup g
     app@cpu0: write p+0 4 A
     app@cpu0: write p+64 4 A
     app@cpu0: doorbell gpu
     app@cpu0: barrier
     gpu: import fd
     gpu: map b BIDIRECTIONAL
     gpu: r = dma_alloc_coherent ring
     gpu: dma_free_coherent r
     gpu: dma_free_coherent r
     gpu: release b
     gpu: unbind
     app@cpu0: munmap p
     app@cpu0: read p+0
     app@cpu0: exit
     viewer@cpu1: exit`,
  ),
  run(
    'arm64-iommu cpus=1 page=256 iommu=lazy',
    `buffer b pages=1
     device gpu
     gpu: m = dma_map_single b+0 64 TO_DEVICE
     gpu: dma read m+0 64
     gpu: dma write m+0 64 A
     gpu: dma_unmap_single m
     gpu: dma_unmap_single m
     iommu: flush`,
  ),
  ...['riscv', 'arc', 'no-speculation'].map((profile) =>
    run(
      `arm64 cpus=2 page=256 maintenance=${profile}`,
      `buffer b pages=1
       kernel@cpu0: write b+0 64 A
       kernel@cpu1: write b+0 64 B
       kernel@cpu1: clean b+0 64
       kernel@cpu1: invalidate b+0 64
       kernel@cpu1: flush b+0 64
       kernel@cpu1: zap b`,
    ),
  ),
  run(
    'bounce cpus=1 page=512 dma-debug=yes',
    `buffer b pages=2
     device gpu bus=pci
     gpu: dma_set_max_seg_size 256
     gpu: dma_set_seg_boundary 512
     gpu: g = dma_map_sg b+0 1024 FROM_DEVICE entry=512
     gpu: dma_sync_sg_for_cpu g entries=1
     gpu: dma_sync_sg_for_device g TO_DEVICE
     gpu: dma_unmap_sg g entries=1 TO_DEVICE
     gpu: m = dma_map_page b+0 64 TO_DEVICE
     gpu: dma_mapping_error m
     gpu: dma_sync_single_for_device m+0 65 TO_DEVICE
     gpu: dma_unmap_page m 32 FROM_DEVICE attrs=PRIVILEGED
     gpu: r = dma_map_resource b+0 64 TO_DEVICE
     gpu: dma_unmap_resource r
     gpu: dma_unmap_address -1 64 TO_DEVICE
     gpu: dma_map_stray stack 64 TO_DEVICE
     gpu: dma_map_stray text 64 TO_DEVICE
     gpu: unbind
     gpu: bind`,
  ),
  run(
    'x86 cpus=1 page=256 dmabuf-debug=yes',
    `buffer b pages=1
     device gpu
     app@cpu0: fd = export b
     gpu: import fd
     gpu: map b TO_DEVICE`,
  ),
  run(
    'x86 cpus=1 page=256',
    `buffer b pages=1
     kernel@cpu0: clean b+0 64
     kernel@cpu0: flush b+0 64`,
  ),
  run(
    'x86 cpus=2 page=256',
    `buffer b pages=4 exporter=page
     app@cpu0: fd = export b
     app@cpu0: p = mmap fd
     app@cpu0: write p+0 1 A
     app@cpu0: mprotect p+0 512 PROT_READ
     app@cpu0: mprotect p+256 256 PROT_READ|PROT_WRITE
     app@cpu0: madvise p+0 256 MADV_DONTFORK
     app@cpu0: mincore p+0 1024
     app@cpu0: mlock p+768 256
     app@cpu0: msync p+0 256 MS_SYNC
     app@cpu0: s = mmap fd MAP_PRIVATE
     app@cpu0: write s+0 1 B
     app@cpu0: child = fork
     child@cpu1: write s+0 1 C
     kernel@cpu0: zap b+0 256
     app@cpu0: mremap s+0 1024 1280 MREMAP_MAYMOVE
     app@cpu0: q = dma_buf_mmap b 256
     app@cpu0: munmap bytes p+256 256
     child@cpu1: exit`,
  ),
  run(
    'x86 cpus=1 page=256',
    `buffer b pages=1
     device gpu
     kernel@cpu0: dma_buf_export b
     kernel@cpu0: inject_error b attach ENOMEM
     kernel@cpu0: call_with_null dma_buf_attach
     app@cpu0: fd = dma_buf_fd b
     kernel@cpu0: dma_buf_get fd
     app@cpu0: fcntl fd F_SETFL O_NONBLOCK
     app@cpu0: set_name fd scanout
     app@cpu0: readlink fd
     app@cpu0: fdinfo fd
     app@cpu0: read_file fd 1
     app@cpu0: fsync fd
     app@cpu0: epoll_add fd EPOLLIN
     app@cpu0: ioctl_null fd TCGETS
     app@cpu0: g = PRIME_HANDLE_TO_FD b
     gpu: set_dma_mask 32`,
  ),
].flatMap(({ lines }) =>
  lines.flatMap(({ events, after }) => events.map((event) => ({ event, state: after }))),
);

const everything = [...inScenarios, ...elsewhere];
const byKind = new Map<MicroEventKind, Seen[]>();
for (const seen of everything)
  byKind.set(seen.event.kind, [...(byKind.get(seen.event.kind) ?? []), seen]);

const allKinds = Object.keys(microEventKinds);

describe('explainEvent', () => {
  it('is tried on every kind of micro-event', () => {
    const missing = allKinds.filter((kind) => ![...byKind.keys()].some((each) => each === kind));
    expect(missing).toEqual([]);
  });

  it.each([...byKind])('%s has words, whole sentences, without gaps', (_, seen) => {
    for (const { event, state } of seen) {
      const { text, rule, source } = explainEvent(state, event);
      expect(text, event.label).toMatch(/^[A-Za-z].*[.]$/u);
      expect(text, event.label).not.toMatch(/undefined|null|NaN|\[object|\s\s|\s\.|\.\./u);
      expect(rule === '' || /^[A-Z].*\.$/u.test(rule), rule).toBe(true);
      expect(source.trim()).toBe(source);
    }
  });

  it('knows every kernel function that is called', () => {
    const labels = new Set(
      everything
        .filter(({ event }) => event.kind === 'call' && event.facts['reason'] === undefined)
        .map(({ event }) => event.label),
    );
    expect([...labels].filter((label) => explainCall(label) === undefined)).toEqual([]);
  });

  const explained = (platform: string, script: string, kind: MicroEventKind) => {
    const ran = run(platform, script);
    const line = lineOf(ran, -1);
    const event = line.events.find((each) => each.kind === kind);
    if (!event) throw new Error(`no ${kind}`);
    return explainEvent(line.after, event).text;
  };
  const map = 'buffer b pages=1\ndevice gpu\ngpu: m = dma_map_single b+0 64 BIDIRECTIONAL';

  it('says where the newest is that a read has missed', () => {
    expect(
      explained(
        'arm64 cpus=2 page=256',
        `${map}\nkernel@cpu1: write b+0 64 A\ngpu: dma read m+0 64`,
        'dma.done',
      ),
    ).toContain('The newest is A, in the cache of CPU 1.');
    expect(
      explained(
        'arm64 cpus=1 page=256',
        `${map}\ncpu0: prefetch b+0\ngpu: dma write m+0 64 A\nkernel@cpu0: read b+0`,
        'cpu.load',
      ),
    ).toContain('The newest is A, in memory.');
    expect(
      explained(
        'bounce cpus=1 page=256',
        `${map}\ngpu: dma write m+0 64 A\nkernel@cpu0: read b+0`,
        'cpu.load',
      ),
    ).toContain('The newest is A, in the bounce slot of gpu.');
    expect(
      explained(
        'arm64 cpus=1 page=256',
        'buffer b pages=1\nkernel@cpu0: write b+0 64 A\nkernel@cpu0: invalidate b+0 64\nkernel@cpu0: read b+0',
        'cpu.load',
      ),
    ).toContain('What should be there is nowhere any more.');
  });

  it('tells a slot’s line from the buffer’s', () => {
    expect(
      explained(
        'bounce cpus=1 page=256',
        'buffer b pages=1\nkernel@cpu0: write b+64 4 A\ncpu0: evict b+64',
        'cache.writeback',
      ),
    ).toContain('CPU 0 writes its dirty copy of line 1 to memory.');
    expect(
      explained(
        'bounce cpus=1 page=256',
        `${map}\ngpu: dma write m+0 64 A\ngpu: dma_sync_single_for_cpu m+0 64 FROM_DEVICE`,
        'cache.fill',
      ),
    ).toContain("takes a copy of the bounce slot's line 0 from memory.");
  });

  it('gives nobody a buffer that has no owner', () => {
    expect(
      explained(
        'x86 cpus=1 page=256',
        'buffer b pages=1\ndevice gpu\ngpu: c = dma_alloc_coherent b',
        'owner.change',
      ),
    ).toContain('has no owner');
    expect(explained('x86 cpus=1 page=256', map, 'owner.change')).toBe(
      'From here on gpu owns bytes 0 to 63. The CPU may neither read nor write them until they are handed back.',
    );
  });
});
