import { describe, expect, it } from 'vitest';
import type { Action, Agent } from '../model/operation.ts';
import { agentsOf } from '../model/actionKinds.ts';
import type { ScenarioStep } from './ast.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { operationForms } from './forms.ts';
import { longestText } from './longestText.ts';
import { parseScenario, parseSteps } from './parse.ts';
import { printScenario } from './print.ts';
import { printOperation } from './printOperation.ts';
import { mostOperations } from './readSteps.ts';
import { dmaApiFormCases } from './testing/dmaApiFormCases.ts';
import { exporterFormCases, exporterPrelude } from './testing/exporterFormCases.ts';
import { fenceFormCases, fencePrelude } from './testing/fenceFormCases.ts';
import { fileFormCases, filePrelude } from './testing/fileFormCases.ts';
import { importerFormCases } from './testing/importerFormCases.ts';
import { mmFormCases } from './testing/mmFormCases.ts';

const head = `title     Faking coherency by PTE shootdown
platform  arm64 cpus=2
buffer    frame pages=2 exporter=gem mmap=shootdown
buffer    ring
device    gpu   importer=map-per-dma
`;

/** Introduces fd, p, m0 and c. */
const prelude = `app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu: m0 = dma_map_single frame+0 4096 BIDIRECTIONAL
gpu: c = dma_alloc_coherent ring
${filePrelude}${fencePrelude}${exporterPrelude}`;

function stepsOf(text: string): readonly ScenarioStep[] {
  const { scenario, diagnostics } = parseScenario(head + text);
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return scenario?.steps ?? [];
}

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };
const at = (base: string, offset: number) => ({ base, offset });

const forms: readonly [string, Agent, Action][] = [
  [
    'app@cpu0: fd3 = export frame',
    app,
    { do: 'export', name: 'fd3', buffer: 'frame', readOnly: false },
  ],
  [
    'app@cpu0: fd3 = export frame O_RDONLY',
    app,
    { do: 'export', name: 'fd3', buffer: 'frame', readOnly: true },
  ],
  ['app@cpu0: fd2 = dup fd', app, { do: 'dup', name: 'fd2', fd: 'fd' }],
  [
    'viewer@cpu1: g = receive fd from app',
    { kind: 'thread', process: 'viewer', cpu: 1 },
    { do: 'receive', name: 'g', fd: 'fd', from: 'app' },
  ],
  [
    'app@cpu0: q = mmap fd',
    app,
    { do: 'mmap', name: 'q', fd: 'fd', pages: null, pageOffset: 0, writable: true, shared: true },
  ],
  [
    'app@cpu0: q = mmap fd 1 offset=1 PROT_READ MAP_PRIVATE',
    app,
    { do: 'mmap', name: 'q', fd: 'fd', pages: 1, pageOffset: 1, writable: false, shared: false },
  ],
  [
    'app@cpu0: q = mmap fd MAP_PRIVATE offset=0x1',
    app,
    { do: 'mmap', name: 'q', fd: 'fd', pages: null, pageOffset: 1, writable: true, shared: false },
  ],
  ['gpu: import fd', gpu, { do: 'import', fd: 'fd' }],
  ['gpu: release frame', gpu, { do: 'release', buffer: 'frame' }],
  ['gpu: get fd', gpu, { do: 'get', fd: 'fd' }],
  ['gpu: put frame', gpu, { do: 'put', buffer: 'frame' }],
  ['gpu: attach frame', gpu, { do: 'attach', buffer: 'frame' }],
  ['gpu: detach frame', gpu, { do: 'detach', buffer: 'frame' }],
  ['gpu: unbind', gpu, { do: 'unbind' }],
  ['app@cpu0: exit', app, { do: 'exit' }],
  ['app@cpu0: write p+0 64 A', app, { do: 'write', at: at('p', 0), length: 64, value: 65 }],
  ['app@cpu0: write p+0x40 0x41', app, { do: 'write', at: at('p', 64), length: 1, value: 65 }],
  ['app@cpu0: write p 64', app, { do: 'write', at: at('p', 0), length: 1, value: 64 }],
  ['app@cpu0: write p + 1 2 255', app, { do: 'write', at: at('p', 1), length: 2, value: 255 }],
  ['gpu: map frame TO_DEVICE', gpu, { do: 'map', buffer: 'frame', direction: 'TO_DEVICE' }],
  [
    'gpu@cpu1: map frame TO_DEVICE',
    { kind: 'device', device: 'gpu', cpu: 1 },
    { do: 'map', buffer: 'frame', direction: 'TO_DEVICE' },
  ],
  ['gpu: dma read frame+0 64', gpu, { do: 'dmaRead', at: at('frame', 0), length: 64, snoop: null }],
  ['gpu: dma read 0 64 snoop', gpu, { do: 'dmaRead', at: at('', 0), length: 64, snoop: true }],
  ['gpu: dma read 64', gpu, { do: 'dmaRead', at: at('', 64), length: 1, snoop: null }],
  [
    'gpu: dma write frame+0 64 B nosnoop',
    gpu,
    { do: 'dmaWrite', at: at('frame', 0), length: 64, value: 66, snoop: false },
  ],
  [
    'gpu: dma write c+8 B',
    gpu,
    { do: 'dmaWrite', at: at('c', 8), length: 1, value: 66, snoop: null },
  ],
  [
    'gpu: dma_sync_sgtable_for_cpu frame FROM_DEVICE',
    gpu,
    { do: 'syncSgtable', to: 'cpu', buffer: 'frame', direction: 'FROM_DEVICE' },
  ],
  [
    'gpu: dma_sync_sgtable_for_device frame TO_DEVICE',
    gpu,
    { do: 'syncSgtable', to: 'device', buffer: 'frame', direction: 'TO_DEVICE' },
  ],
  ['gpu: unmap frame', gpu, { do: 'unmap', buffer: 'frame', direction: null }],
  ['gpu: unmap frame FROM_DEVICE', gpu, { do: 'unmap', buffer: 'frame', direction: 'FROM_DEVICE' }],
  ['app@cpu0: read p+0 64', app, { do: 'read', at: at('p', 0), length: 64 }],
  ['app@cpu0: read p+0', app, { do: 'read', at: at('p', 0), length: 1 }],
  ['app@cpu0: sync fd START READ|WRITE', app, { do: 'sync', fd: 'fd', flags: 3 }],
  ['app@cpu0: sync fd START READ', app, { do: 'sync', fd: 'fd', flags: 1 }],
  ['app@cpu0: sync fd END WRITE', app, { do: 'sync', fd: 'fd', flags: 6 }],
  ['app@cpu0: sync fd END WRITE | READ', app, { do: 'sync', fd: 'fd', flags: 7 }],
  ['app@cpu0: sync fd flags=0x9', app, { do: 'sync', fd: 'fd', flags: 9 }],
  ['app@cpu0: barrier', app, { do: 'barrier' }],
  ['app@cpu0: doorbell gpu', app, { do: 'doorbell', device: 'gpu' }],
  ['app@cpu0: munmap p', app, { do: 'munmap', map: 'p' }],
  ['app@cpu0: close fd', app, { do: 'close', fd: 'fd' }],
  [
    'kernel@cpu0: write frame+0 64 A',
    kernel,
    { do: 'write', at: at('frame', 0), length: 64, value: 65 },
  ],
  ['kernel@cpu0: read frame+0', kernel, { do: 'read', at: at('frame', 0), length: 1 }],
  ['kernel@cpu0: barrier', kernel, { do: 'barrier' }],
  ['kernel@cpu0: doorbell gpu', kernel, { do: 'doorbell', device: 'gpu' }],
  [
    'kernel@cpu0: clean frame+0 64',
    kernel,
    { do: 'maintain', how: 'clean', at: at('frame', 0), length: 64 },
  ],
  [
    'kernel@cpu0: invalidate frame+0 64',
    kernel,
    { do: 'maintain', how: 'invalidate', at: at('frame', 0), length: 64 },
  ],
  [
    'kernel@cpu0: flush frame+0 64',
    kernel,
    { do: 'maintain', how: 'flush', at: at('frame', 0), length: 64 },
  ],
  ['kernel@cpu0: zap frame', kernel, { do: 'zap', at: at('frame', 0), length: 0 }],
  ['kernel@cpu0: zap frame+4096 4096', kernel, { do: 'zap', at: at('frame', 4096), length: 4096 }],
  [
    'gpu: m1 = dma_map_single frame+64 4096 BIDIRECTIONAL',
    gpu,
    {
      do: 'mapSingle',
      name: 'm1',
      at: at('frame', 64),
      length: 4096,
      direction: 'BIDIRECTIONAL',
      skipCpuSync: false,
    },
  ],
  [
    'gpu: m1 = dma_map_single frame+0 1 TO_DEVICE SKIP_CPU_SYNC',
    gpu,
    {
      do: 'mapSingle',
      name: 'm1',
      at: at('frame', 0),
      length: 1,
      direction: 'TO_DEVICE',
      skipCpuSync: true,
    },
  ],
  [
    'gpu: dma_sync_single_for_cpu m0+0 4096 FROM_DEVICE',
    gpu,
    { do: 'syncSingle', to: 'cpu', at: at('m0', 0), length: 4096, direction: 'FROM_DEVICE' },
  ],
  [
    'gpu: dma_sync_single_for_device m0+64 64 FROM_DEVICE',
    gpu,
    { do: 'syncSingle', to: 'device', at: at('m0', 64), length: 64, direction: 'FROM_DEVICE' },
  ],
  [
    'gpu: dma_unmap_single m0',
    gpu,
    { do: 'unmapSingle', mapping: 'm0', length: null, direction: null, skipCpuSync: false },
  ],
  [
    'gpu: dma_unmap_single m0 2048 TO_DEVICE SKIP_CPU_SYNC',
    gpu,
    { do: 'unmapSingle', mapping: 'm0', length: 2048, direction: 'TO_DEVICE', skipCpuSync: true },
  ],
  [
    'gpu: dma_unmap_single m0 TO_DEVICE',
    gpu,
    { do: 'unmapSingle', mapping: 'm0', length: null, direction: 'TO_DEVICE', skipCpuSync: false },
  ],
  ['gpu: c2 = dma_alloc_coherent ring', gpu, { do: 'allocCoherent', name: 'c2', buffer: 'ring' }],
  ['gpu: dma_free_coherent c', gpu, { do: 'freeCoherent', mapping: 'c' }],
  ['kernel@cpu1: read c+0', { ...kernel, cpu: 1 }, { do: 'read', at: at('c', 0), length: 1 }],
  ['kernel@cpu0: write c+8 64 A', kernel, { do: 'write', at: at('c', 8), length: 64, value: 65 }],
  ['cpu0: evict c+64', { kind: 'cpu', cpu: 0 }, { do: 'evict', at: at('c', 64) }],
  ['cpu1: prefetch c+0', { kind: 'cpu', cpu: 1 }, { do: 'prefetch', at: at('c', 0) }],
  ['cpu0: evict frame+0', { kind: 'cpu', cpu: 0 }, { do: 'evict', at: at('frame', 0) }],
  ['cpu0: evict p+64', { kind: 'cpu', cpu: 0 }, { do: 'evict', at: at('p', 64) }],
  ['cpu1: prefetch frame+64', { kind: 'cpu', cpu: 1 }, { do: 'prefetch', at: at('frame', 64) }],
  ['cpu0: drain', { kind: 'cpu', cpu: 0 }, { do: 'drain' }],
  ['iommu: flush', { kind: 'iommu' }, { do: 'flushIotlb' }],
  ...fileFormCases,
  ...mmFormCases,
  ...fenceFormCases,
  ...dmaApiFormCases,
  ...exporterFormCases,
  ...importerFormCases,
];

describe('forms', () => {
  it.each(forms)('%s', (line, agent, action) => {
    const operation = { agent, action };
    expect(stepsOf(prelude + line).at(-1)?.operation).toEqual(operation);
    const printed = printOperation(operation);
    expect(stepsOf(prelude + printed).at(-1)?.operation).toEqual(operation);
  });

  it('there is one for every action that the model knows, and for whoever can do it', () => {
    const readable = new Set(forms.map(([, , action]) => action.do));
    expect(
      Object.keys(agentsOf).filter((action) => ![...readable].some((known) => known === action)),
    ).toEqual([]);
    const speakers = new Map<string, Set<string>>();
    for (const [, , action] of forms)
      for (const form of operationForms)
        if (form.take(action))
          speakers.set(action.do, new Set([...(speakers.get(action.do) ?? []), ...form.speakers]));
    for (const [action, agents] of Object.entries(agentsOf))
      expect([action, [...(speakers.get(action) ?? [])].sort()]).toEqual([
        action,
        [...agents].sort(),
      ]);
  });

  it.each(operationForms.map((form) => [form.example, form] as const))(
    'example: %s',
    (example, form) => {
      const steps = stepsOf(prelude + example);
      const operation = steps.at(-1)?.operation;
      expect(operation && printOperation(operation)).toBe(example);
      expect(operation && form.take(operation.action)).not.toBeNull();
    },
  );
});

describe('scenarios', () => {
  it('reads the first example of the documentation as it stands', () => {
    const { scenario, diagnostics } = parseScenario(`
    title     Faking coherency by PTE shootdown
    platform  arm64 cpus=2
    buffer    frame pages=2 exporter=gem mmap=shootdown
    device    gpu   importer=map-per-dma

    app@cpu0: fd = export frame
    app@cpu0: p = mmap fd
    gpu:      import fd
    app@cpu0: write p+0 64 A
    gpu:      map frame TO_DEVICE
    gpu:      dma read 0 64      expect A
    app@cpu0: read p+0           expect fault
`);
    expect(diagnostics).toEqual([]);
    expect(scenario).toMatchObject({
      title: 'Faking coherency by PTE shootdown',
      platform: { id: 'arm64', overrides: { cpus: 2 } },
      buffers: [{ name: 'frame', pages: 2, exporter: 'gem', mmap: 'shootdown', high: false }],
      devices: [{ name: 'gpu', importer: 'map-per-dma', coherent: null, dmaBits: 64 }],
    });
    expect(scenario?.steps.map((step) => step.line)).toEqual([7, 8, 9, 10, 11, 12, 13]);
    expect(scenario?.steps[5]?.expects).toEqual([
      { what: { kind: 'value', value: 65 }, platforms: [] },
    ]);
    expect(scenario?.steps[6]?.expects).toEqual([
      { what: { kind: 'fault', took: true }, platforms: [] },
    ]);
  });

  it('reads every setting', () => {
    const { scenario, diagnostics } = parseScenario(`
platform bounce cpus=3 page=512 line=32 sets=16 ways=2 tlb=8 wc=4 iommu=lazy swiotlb=mask slots=64 maintenance=arc snooping=no edges=no expects=x86,bounce
buffer b pages=3 exporter=heap mmap=coherent type=UC init=1:1024:16 high=yes contiguous=no
device d importer=cached coherent=no dma-bits=32`);
    expect(diagnostics).toEqual([]);
    expect(scenario?.platform).toEqual({
      id: 'bounce',
      overrides: {
        cpus: 3,
        pageSize: 512,
        lineSize: 32,
        cacheSets: 16,
        cacheWays: 2,
        tlbEntries: 8,
        wcLines: 4,
        iommu: 'lazy',
        swiotlb: 'mask',
        swiotlbSlots: 64,
        maintenance: 'arc',
        snooping: false,
        invalidateCleansEdges: false,
      },
      expectsPlatforms: ['x86', 'bounce'],
    });
    expect(scenario?.buffers).toEqual([
      {
        name: 'b',
        pages: 3,
        exporter: 'heap',
        mmap: 'coherent',
        coherentType: 'UC',
        content: { base: 1, cell: 1024, period: 16 },
        high: true,
        contiguous: false,
      },
    ]);
    expect(scenario?.devices).toEqual([
      { name: 'd', importer: 'cached', coherent: false, dmaBits: 32 },
    ]);
  });

  it('joins summaries, keeps sources and notes apart', () => {
    const { scenario } = parseScenario(`summary one
summary  two   words
source A, # 1
source B
note first
note second
kernel@cpu0: barrier`);
    expect(scenario).toMatchObject({
      summary: 'one two words',
      sources: ['A, # 1', 'B'],
      steps: [{ notes: ['first', 'second'], line: 7 }],
    });
  });

  it('puts operations inside the last one that is not itself inside', () => {
    const before = stepsOf(prelude).length;
    const written = (head + prelude).split('\n').length;
    const steps = stepsOf(`${prelude}gpu: map frame TO_DEVICE
note meanwhile
app@cpu1: write p+64 64 D  during ipi.send  expect stale-tlb
app@cpu1: read p+64        expect fault  during pte.clear#2
app@cpu1: read p+0`);
    expect(steps).toHaveLength(before + 2);
    expect(steps[before]?.meanwhile).toMatchObject([
      {
        at: { kind: 'ipi.send', nth: 1 },
        step: {
          notes: ['meanwhile'],
          line: written + 2,
          expects: [{ what: { rule: 'stale-tlb' } }],
        },
      },
      {
        at: { kind: 'pte.clear', nth: 2 },
        step: { line: written + 3, expects: [{ what: { kind: 'fault' } }] },
      },
    ]);
  });

  it('reads expectations, also in the lines below', () => {
    const [step] =
      stepsOf(`kernel@cpu0: read frame+0 64 expect A*32,0*32 on x86,arm64-iommu expect luck
  expect none on bounce   expect EINVAL  # why
`);
    expect(step?.expects).toEqual([
      {
        what: {
          kind: 'runs',
          runs: [
            { value: 65, count: 32 },
            { value: 0, count: 32 },
          ],
        },
        platforms: ['x86', 'arm64-iommu'],
      },
      { what: { kind: 'verdict', verdict: 'luck' }, platforms: [] },
      { what: { kind: 'none' }, platforms: ['bounce'] },
      { what: { kind: 'errno', errno: 'EINVAL' }, platforms: [] },
    ]);
    expect(step?.remark).toBe('# why');
  });

  it.each([
    ['255', { kind: 'value', value: 255 }],
    [
      'A,B',
      {
        kind: 'runs',
        runs: [
          { value: 65, count: 1 },
          { value: 66, count: 1 },
        ],
      },
    ],
    ['ok', { kind: 'ok' }],
    ['SIGBUS', { kind: 'signal', signal: 'SIGBUS' }],
    ['fault', { kind: 'fault', took: true }],
    ['nofault', { kind: 'fault', took: false }],
    ['blocked', { kind: 'blocked' }],
    ['stale', { kind: 'rule', rule: 'stale-read' }],
    ['stale-read', { kind: 'rule', rule: 'stale-read' }],
    ['lost-write', { kind: 'rule', rule: 'lost-write' }],
    ['clobber', { kind: 'rule', rule: 'clobber' }],
    ['iommu-fault', { kind: 'rule', rule: 'iommu-fault' }],
    ['ownership', { kind: 'class', class: 'ownership' }],
    ['harm', { kind: 'verdict', verdict: 'harm' }],
    ['none', { kind: 'none' }],
  ])('reads expect %s', (text, what) => {
    expect(stepsOf(`kernel@cpu0: read frame+0 expect ${text}`)[0]?.expects).toEqual([
      { what, platforms: [] },
    ]);
  });

  it('knows a name after it was closed, and lets it be given again', () => {
    stepsOf(`${prelude}app@cpu0: close fd
gpu: import fd
app@cpu0: fd = export ring
app@cpu0: munmap p
app@cpu0: read p+0 expect SIGSEGV`);
  });

  it('an empty text is a scenario without operations', () => {
    expect(parseScenario('').scenario).toMatchObject({
      title: '',
      steps: [],
      platform: { id: 'x86' },
    });
  });

  it('keeps comments and blank lines where they stand', () => {
    const text = `# about the whole
title     T

# the machine
platform  x86
buffer    b pages=1 exporter=gem mmap=sync-ioctl  # small

# first
kernel@cpu0: barrier

# a group
note      N
kernel@cpu0: read b+0  expect ok  # remark

# the end
`;
    const { scenario } = parseScenario(text);
    expect(scenario && printScenario(scenario)).toBe(text);
  });
});

describe('parseSteps', () => {
  const declarations = parseScenario(head).scenario;

  it('takes names that only the state can know', () => {
    if (!declarations) throw new Error('the head is wrong');
    const { steps, diagnostics } = parseSteps(
      'gpu: import fd9\napp@cpu0: read p9+0 during call',
      declarations,
    );
    expect(diagnostics).toEqual([]);
    expect(steps).toMatchObject([
      { operation: { action: { fd: 'fd9' } }, meanwhile: [{ at: { kind: 'call' } }] },
    ]);
  });

  it('takes no declarations, and agents only that are declared', () => {
    if (!declarations) throw new Error('the head is wrong');
    const { diagnostics } = parseSteps('buffer x\ntitle x\ngpv: import fd', declarations);
    expect(diagnostics.map(({ line, suggestion }) => [line, suggestion])).toEqual([
      [1, null],
      [2, null],
      [3, 'gpu'],
    ]);
  });
});

describe('limits', () => {
  it('a text of the greatest length is read, a longer one is not', () => {
    const line = '# comment\n';
    const fitting = line.repeat(Math.floor(longestText / line.length));
    expect(parseScenario(fitting).diagnostics).toEqual([]);
    const { scenario, diagnostics } = parseScenario('#'.repeat(longestText + 1));
    expect(scenario).toBeNull();
    expect(diagnostics).toMatchObject([
      { line: 1, column: 1, message: 'the text is longer than 262144 characters' },
    ]);
  });

  it('there are at most so many operations', () => {
    const line = 'cpu0:drain\n';
    expect(parseScenario(line.repeat(mostOperations)).diagnostics).toEqual([]);
    expect(parseScenario(line.repeat(mostOperations + 2)).diagnostics).toMatchObject([
      { line: mostOperations + 1, column: 1, endColumn: 6 },
    ]);
  });
});
