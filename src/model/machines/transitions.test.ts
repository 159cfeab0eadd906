/**
 * Every transition that a machine defines is taken by some operation, and every transition that an
 * operation reports is one that the machine allows.
 */
import { describe, expect, it } from 'vitest';
import { runAll } from '../../history/history.ts';
import { parseScenario } from '../../script/parse.ts';
import { inputsOf, setupOf } from '../../script/setupOf.ts';
import type { Transition } from '../microEvent.ts';
import { drawnMachines as machines } from './drawnMachines.ts';
import { next } from './table.ts';
import type { AnyStateNode } from './xstate.ts';

const shootdown = `
platform arm64 cpus=3
buffer frame pages=1 exporter=gem mmap=shootdown
device gpu importer=map-per-dma
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: r = mmap fd PROT_READ
gpu: import fd
app@cpu0: read r+0 64
app@cpu0: write p+0 64 A
app@cpu1: read p+0 64 during pte.fault
app@cpu2: read p+0 64
gpu: map frame TO_DEVICE
gpu: unmap frame
app@cpu0: write p+0 64 A
gpu: map frame TO_DEVICE
app@cpu1: read p+0 64 during tlb.flush`;

const oneCpu = `
platform arm64 cpus=1
buffer frame pages=1 exporter=gem mmap=shootdown
buffer plain pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: import fd
app@cpu0: write p+0 64 A
gpu: map frame TO_DEVICE
gpu: unmap frame
gpu: map frame TO_DEVICE
gpu: release frame
app@cpu0: fd2 = export plain
app@cpu0: q = mmap fd2
app@cpu0: r = mmap fd2 PROT_READ
kernel@cpu0: zap plain+0 4096
app@cpu0: read q+0 64`;

const rights = `
platform x86
buffer frame pages=1 exporter=page
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
app@cpu0: read p+0
app@cpu0: mprotect p+0 4096 PROT_READ
app@cpu0: mprotect p+0 4096 PROT_NONE
app@cpu0: mprotect p+0 4096 PROT_READ
app@cpu0: mprotect p+0 4096 PROT_READ|PROT_WRITE
app@cpu0: mprotect p+0 4096 PROT_NONE
app@cpu0: mprotect p+0 4096 PROT_READ|PROT_WRITE
app@cpu0: q = mmap fd MAP_PRIVATE
app@cpu0: read q+0
app@cpu0: write q+0 1 A`;

const perDma = `
platform x86
buffer frame pages=1 exporter=gem mmap=none
device gpu importer=map-per-dma
app@cpu0: fd = export frame
gpu: import fd
gpu: map frame BIDIRECTIONAL
gpu: dma read frame+0 128
gpu: unmap frame
gpu: release frame`;

const attachments = `
platform arm64
buffer frame pages=1 exporter=gem mmap=none movable=yes
device gpu importer=dynamic
device npu importer=map-per-dma
device cam importer=split-api
device disp importer=pinned
app@cpu0: fd = export frame
gpu: import fd
gpu: map frame TO_DEVICE
kernel@cpu0: move frame
gpu: unmap frame
gpu: map frame TO_DEVICE
gpu: pin frame
gpu: unpin frame
gpu: unmap frame
gpu: pin frame
gpu: map frame TO_DEVICE
gpu: unmap frame
gpu: unpin frame
npu: import fd
npu: map frame TO_DEVICE
npu: map frame FROM_DEVICE
npu: unmap frame
npu: unmap frame
cam: import fd
cam: map_sg frame TO_DEVICE
cam: unmap_sg frame
cam: put_sg frame
disp: import fd
disp: map frame TO_DEVICE
disp: map frame TO_DEVICE
disp: release frame`;

const iommu = `
platform arm64-iommu iommu=lazy
buffer ring pages=1 exporter=gem mmap=none
device gpu importer=map-per-dma
gpu: same = dma_map_single ring+0 64 BIDIRECTIONAL
gpu: dma read same+0 64
gpu: dma_unmap_single same
gpu: dma read same+0 64
iommu: flush
gpu: dma read same+0 64
gpu: early = dma_map_single ring+64 64 BIDIRECTIONAL SKIP_CPU_SYNC
gpu: dma read same+0 64`;

const strict = `
platform arm64-iommu iommu=strict
buffer ring pages=1 exporter=gem mmap=none
device gpu importer=map-per-dma
gpu: m = dma_map_single ring+0 64 BIDIRECTIONAL
gpu: dma_unmap_single m`;

const windows = `
platform x86
buffer frame pages=1 mmap=sync-ioctl
buffer locked pages=1 mmap=lock
app@cpu0: fd = export frame
app@cpu0: sync fd START READ
app@cpu0: sync fd START READ
app@cpu0: sync fd START WRITE
app@cpu0: sync fd START READ
app@cpu0: sync fd START WRITE
app@cpu0: sync fd START READ|WRITE
app@cpu0: sync fd END READ
app@cpu0: sync fd START WRITE
app@cpu0: sync fd START WRITE
app@cpu0: sync fd START READ
app@cpu0: sync fd END READ
app@cpu0: sync fd START WRITE
app@cpu0: sync fd START READ|WRITE
app@cpu0: sync fd END READ
app@cpu0: sync fd START READ
app@cpu0: sync fd START READ|WRITE
app@cpu0: sync fd END READ
app@cpu0: sync fd START READ|WRITE
app@cpu0: fl = export locked
viewer@cpu1: gl = receive fl from app
app@cpu0: lock fl WRITE
viewer@cpu1: lock gl READ
app@cpu0: unlock fl
viewer@cpu1: unlock gl
app@cpu0: lock fl WRITE
viewer@cpu1: lock gl WRITE
app@cpu0: unlock fl
app@cpu0: lock fl READ
app@cpu0: exit`;

const fences = `
platform arm64
buffer frame pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached
app@cpu0: fd = export frame
app@cpu0: t = open sw_sync
app@cpu0: s = sw_sync_fence t 1
app@cpu0: import_sync_file fd s WRITE
app@cpu0: sync fd START READ
app@cpu0: sync fd START READ
app@cpu0: sw_sync_inc t 1
gpu: import fd
gpu: map frame BIDIRECTIONAL
gpu: j1 = submit read frame+0 64
gpu: run j1`;

const failed = `
platform arm64-iommu iommu=strict
buffer frame pages=1 exporter=gem mmap=sync-ioctl
device gpu importer=cached
app@cpu0: fd = export frame
gpu: import fd
gpu: map frame TO_DEVICE
gpu: j1 = submit write frame+0 64 A
gpu: run j1
gpu: j2 = submit write frame+0 64 A
app@cpu0: sync fd START READ`;

/** What brings the bytes of `m` into each state, after gpu has mapped them as `m` and npu as `n`. */
const ways: Readonly<Record<string, readonly string[]>> = {
  'device.same': [],
  'device.ahead': ['gpu: dma write m+0 64 A'],
  'device.behind': ['npu: dma write n+0 64 B'],
  'cpu.same': ['gpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL'],
  'cpu.ahead': [
    'gpu: dma_sync_single_for_cpu m+0 64 BIDIRECTIONAL',
    'kernel@cpu0: write ring+0 64 C',
  ],
};

/** The operation behind each event of the bytes of `m`. */
const operations: readonly string[] = [
  'kernel@cpu0: read ring+0 64',
  'kernel@cpu0: write ring+0 64 D',
  'gpu: dma read m+0 64',
  'gpu: dma write m+0 64 E',
  'npu: dma write n+0 64 F',
  'gpu: dma_sync_single_for_device m+0 64 TO_DEVICE',
  'gpu: dma_sync_single_for_device m+0 64 FROM_DEVICE',
  'gpu: dma_sync_single_for_cpu m+0 64 FROM_DEVICE',
  'gpu: dma_sync_single_for_cpu m+0 64 TO_DEVICE',
  'gpu: dma_unmap_single m',
  'gpu: dma_unmap_single m 64 TO_DEVICE',
  'gpu: dma_unmap_single m SKIP_CPU_SYNC',
];

const owned = Object.values(ways).flatMap((way) =>
  operations.map((operation) =>
    [
      'platform arm64',
      'buffer ring pages=1 exporter=gem mmap=none',
      'device gpu importer=map-per-dma',
      'device npu importer=map-per-dma',
      'gpu: m = dma_map_single ring+0 64 BIDIRECTIONAL',
      'npu: n = dma_map_single ring+0 64 BIDIRECTIONAL',
      ...way,
      operation,
    ].join('\n'),
  ),
);

const scripts = [
  rights,
  shootdown,
  oneCpu,
  perDma,
  attachments,
  iommu,
  strict,
  windows,
  ...owned,
  fences,
  failed,
];

function transitionsOf(script: string): readonly Transition[] {
  const { scenario, diagnostics } = parseScenario(`title transitions\n${script.trim()}\n`);
  if (!scenario) throw new Error(JSON.stringify(diagnostics));
  const history = runAll(setupOf(scenario), inputsOf(scenario));
  const wrong = history.entries.filter(({ result }) => result.kind === 'scriptError');
  expect(wrong.map(({ result }) => result)).toEqual([]);
  return history.entries.flatMap((entry) => entry.events.flatMap((event) => event.transitions));
}

/** The transitions of a definition, each with the leaves in which it can be taken. */
function definedIn(
  node: AnyStateNode,
): readonly { readonly event: string; readonly from: readonly string[] }[] {
  const own = [...node.transitions.keys()].map((event) => ({ event, from: leavesOf(node, event) }));
  return [...own, ...Object.values(node.states).flatMap(definedIn)];
}

/** The leaves of a node in which its own transition for an event is not hidden by an inner one. */
function leavesOf(node: AnyStateNode, event: string): readonly string[] {
  const children = Object.values(node.states);
  if (children.length === 0) return [node.path.join('.')];
  return children
    .filter((child) => !child.transitions.has(event))
    .flatMap((child) => leavesOf(child, event));
}

const reported = scripts.flatMap(transitionsOf);

describe.each(Object.values(machines))('$id', ({ id, machine, table }) => {
  const own = reported.filter((each) => each.machine === id);

  it('takes every transition of its definition', () => {
    const missing = definedIn(machine.root).filter(
      ({ event, from }) => !own.some((each) => each.event === event && from.includes(each.from)),
    );
    expect(missing).toEqual([]);
  });

  it('allows every transition that it reports', () => {
    const refused = own.filter(({ from, event, to }) => next(table, from, event) !== to);
    expect(refused).toEqual([]);
  });
});
