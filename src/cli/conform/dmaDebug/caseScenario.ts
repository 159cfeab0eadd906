/** A dma-debug case as a scenario: its calls in order, on a platform like the machine that was recorded. */
import type { Action, Agent, Operation } from '../../../model/operation.ts';
import type { KernelVersion } from '../../../model/platform.ts';
import type {
  PlatformOverrides,
  Scenario,
  ScenarioDevice,
  ScenarioStep,
} from '../../../script/ast.ts';
import { defaultBuffer } from '../../../script/bufferSettings.ts';
import { defaultDevice } from '../../../script/deviceSettings.ts';
import type { BufferSetup } from '../../../model/setup.ts';
import type { CaseCall, CaseRecord, Target } from './caseRecord.ts';

/** A step of the scenario, and the recorded step that it stands for; null: it is needed before. */
export interface ReplayStep {
  readonly step: ScenarioStep;
  readonly of: number | null;
}

const pageBytes = 4096;
const skipCpuSync = 0x20;

/** Environments and what they mean for the platform; the suffix of a kernel version is cut off before. */
const platforms: ReadonlyMap<string, PlatformOverrides> = new Map([
  ['direct', {}],
  ['direct-pci', {}],
  ['swiotlb=force', { swiotlb: 'force', swiotlbSlots: 64 }],
  ['iommu-pci', { iommu: 'strict' }],
  ['direct-minalign64', { dmaAlignment: 64 }],
]);

/** The environment without the kernel that it names. */
function splitEnv(env: string): { readonly base: string; readonly kernel: KernelVersion | null } {
  const [base = '', version] = env.split(', ');
  return { base, kernel: version?.startsWith('6.12') ? '6.12' : null };
}

/** Whether an environment is one that can be replayed. */
export function isKnownEnv(env: string): boolean {
  const { base, kernel } = splitEnv(env);
  return platforms.has(base) && (kernel !== null || !env.includes(', '));
}

/** The scenario of a case. */
export function scenarioOfCase(record: CaseRecord, fileKernel: KernelVersion): Scenario {
  const { base, kernel } = splitEnv(record.env);
  const version = kernel ?? fileKernel;
  return {
    title: `Recorded case ${record.id}`,
    summary: `Replay of what Linux ${version} with CONFIG_DMA_API_DEBUG did, environment ${record.env}.`,
    sources: [],
    platform: {
      id: 'x86',
      overrides: {
        pageSize: pageBytes,
        kernel: version,
        dmaDebug: true,
        ...platforms.get(base),
      },
    },
    buffers: buffersOf(record),
    devices: devicesOf(record),
    steps: stepsOfCase(record).map(({ step }) => step),
  };
}

const bufferName = 'buf';
const coherentBuffer = (c: number): string => `area${c}`;

function buffersOf({ steps }: CaseRecord): BufferSetup[] {
  const calls = steps.map(({ does }) => does);
  const exported = calls.find((does) => does.call === 'export');
  const pages = calls.find((does) => does.call === 'alloc')?.pages ?? 2;
  const buffer: BufferSetup = {
    ...defaultBuffer(bufferName),
    pages,
    contiguous: isContiguous(steps, pages),
    ...(exported ? { exporter: exported.exporter } : {}),
  };
  const areas = calls.flatMap((does) =>
    does.call === 'allocCoherent'
      ? [{ ...defaultBuffer(coherentBuffer(does.c)), pages: Math.ceil(does.size / pageBytes) }]
      : [],
  );
  const names = areas.map(({ name }) => name);
  return [buffer, ...areas.filter(({ name }, index) => names.indexOf(name) === index)];
}

/** Whether the pages were next to each other in that boot, as the length of the list shows. */
function isContiguous(steps: CaseRecord['steps'], pages: number): boolean {
  const entries = steps.flatMap(({ info }) => {
    const found = /orig_nents=(\d+)/u.exec(info ?? '');
    return found ? [Number(found[1])] : [];
  });
  return pages === 1 || !entries.includes(pages);
}

function devicesOf({ steps, device }: CaseRecord): ScenarioDevice[] {
  const used = steps.flatMap(({ does }) => (does.call === 'attach' ? [does.dev] : []));
  return Array.from({ length: Math.max(0, ...used) + 1 }, (_, dev) => ({
    ...defaultDevice(deviceName(device, dev)),
    // Only the PCI device has a domain, and its addresses begin at 4 GiB.
    ...(dev === 0 && device === 'pci edu'
      ? { bus: 'pci' as const, dmaBits: 32 }
      : { iommu: 'none' as const }),
  }));
}

/** The names under which the recorded kernel's log has them. */
function deviceName(device: CaseRecord['device'], dev: number): string {
  return dev === 0 && device === 'pci edu' ? 'dbt_edu' : `dbtruth${dev}`;
}

/** The steps of a case; what a recorded step needs comes before it. */
export function stepsOfCase(record: CaseRecord): readonly ReplayStep[] {
  return record.steps.flatMap(({ does }, index) => {
    const operations = operationsOf(record, does);
    return operations.map((operation, i) => ({
      step: { operation, expects: [], notes: [], meanwhile: [], line: 0 },
      of: i === operations.length - 1 ? index : null,
    }));
  });
}

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const targetName = (target: Target): string =>
  target.kind === 'address' ? '' : `${target.kind}${target.index}`;

function operationsOf(record: CaseRecord, does: CaseCall): readonly Operation[] {
  const by = (dev: number, action: Action): Operation => ({
    agent: { kind: 'device', device: deviceName(record.device, dev), cpu: 0 },
    action,
  });
  switch (does.call) {
    case 'alloc':
    case 'nothing':
      return [];
    case 'export':
      return [
        {
          agent: app,
          action: { do: 'export', name: 'fd', buffer: bufferName, readOnly: false },
        },
      ];
    case 'ioctl':
      return [{ agent: app, action: { do: 'sync', fd: 'fd', flags: does.flags } }];
    case 'attach':
      return [
        by(does.dev, { do: 'get', fd: 'fd' }),
        by(does.dev, { do: 'attach', buffer: bufferName }),
      ];
    case 'mapAttachment':
    case 'unmapAttachment':
    case 'importerSync':
    case 'detach':
      return [by(deviceOf(record, does.att), attachmentAction(does))];
    default:
      return [by(0, driverAction(record, does))];
  }
}

function deviceOf({ steps }: CaseRecord, att: number): number {
  const made = steps.map(({ does }) => does).find((d) => d.call === 'attach' && d.att === att);
  return made?.call === 'attach' ? made.dev : 0;
}

type AttachmentCall = Extract<
  CaseCall,
  { call: 'mapAttachment' | 'unmapAttachment' | 'importerSync' | 'detach' }
>;

function attachmentAction(does: AttachmentCall): Action {
  const buffer = bufferName;
  if (does.call === 'mapAttachment') return { do: 'map', buffer, direction: does.dir };
  if (does.call === 'detach') return { do: 'detach', buffer };
  if (does.call === 'importerSync')
    return { do: 'syncSgtable', buffer, to: does.to, direction: does.dir };
  return { do: 'unmap', buffer, direction: does.dir };
}

type DriverCall = Exclude<
  CaseCall,
  AttachmentCall | { call: 'alloc' | 'nothing' | 'export' | 'ioctl' | 'attach' }
>;

function driverAction(record: CaseRecord, does: DriverCall): Action {
  switch (does.call) {
    case 'map':
      return mapAction(does);
    case 'unmap':
      return unmapAction(does);
    case 'sync': {
      const at = { base: targetName(does.target), offset: does.off };
      const made = madeWith(record, does.target);
      const direction = does.dir ?? made.direction;
      return { do: 'syncSingle', to: does.to, at, length: does.len ?? made.length, direction };
    }
    case 'syncSg': {
      const given = { entries: does.nents, direction: does.dir };
      return { do: 'syncSgList', to: does.to, mapping: targetName(does.target), ...given };
    }
    case 'mapSg': {
      const pages = pagesOf(record);
      const at = { base: bufferName, offset: 0 };
      const { g, dir: direction, attrs } = does;
      const list = { at, length: pages * pageBytes, entry: pageBytes, direction, attrs };
      return { do: 'mapSgList', name: `g${g}`, ...list };
    }
    case 'check':
      return { do: 'checkMapping', mapping: targetName(does.target) };
    case 'allocCoherent': {
      const { c, size: length } = does;
      return { do: 'allocCoherent', name: `c${c}`, buffer: coherentBuffer(c), length };
    }
    case 'freeCoherent': {
      const length = does.size === null ? {} : { length: does.size };
      return { do: 'freeCoherent', mapping: `c${does.c}`, ...length };
    }
    case 'maxSegSize':
      return { do: 'setMaxSegSize', size: does.size };
    case 'stray':
      return { do: 'mapStray', from: does.from, length: does.len, direction: 'BIDIRECTIONAL' };
    case 'resource': {
      const at = { base: bufferName, offset: 0 };
      return { do: 'mapResource', name: 'r0', at, length: does.len, direction: 'BIDIRECTIONAL' };
    }
    case 'release':
      return { do: 'unbind' };
    case 'bind':
      return { do: 'bind' };
  }
}

const pagesOf = ({ steps }: CaseRecord): number =>
  steps.map(({ does }) => does).find((does) => does.call === 'alloc')?.pages ?? 2;

/** Length and direction of what a name stands for. */
function madeWith(record: CaseRecord, target: Target) {
  const calls = record.steps.map(({ does }) => does);
  if (target.kind === 'c') {
    const made = calls.find((d) => d.call === 'allocCoherent' && d.c === target.index);
    const length = made?.call === 'allocCoherent' ? made.size : pageBytes;
    return { length, direction: 'BIDIRECTIONAL' as const };
  }
  if (target.kind === 'g') {
    const made = calls.find((d) => d.call === 'mapSg' && d.g === target.index);
    const direction = made?.call === 'mapSg' ? made.dir : ('BIDIRECTIONAL' as const);
    return { length: pagesOf(record) * pageBytes, direction };
  }
  const made =
    target.kind === 'm' ? calls.find((d) => d.call === 'map' && d.m === target.index) : undefined;
  return made?.call === 'map'
    ? { length: made.len, direction: made.dir }
    : { length: pageBytes, direction: 'BIDIRECTIONAL' as const };
}

function mapAction(does: Extract<CaseCall, { call: 'map' }>): Action {
  const { m, off, len: length, dir: direction, attrs } = does;
  const range = { name: `m${m}`, at: { base: bufferName, offset: off }, length, direction };
  if (does.verb === 'page') return { do: 'mapPage', ...range, attrs };
  const others = attrs & ~skipCpuSync;
  return {
    do: 'mapSingle',
    ...range,
    skipCpuSync: (attrs & skipCpuSync) !== 0,
    ...(others === 0 ? {} : { attrs: others }),
    ...(does.isChecked ? {} : { unchecked: true as const }),
  };
}

function unmapAction(does: Extract<CaseCall, { call: 'unmap' }>): Action {
  const { target, len: length, dir: direction, attrs } = does;
  if (target.kind === 'address')
    return {
      do: 'unmapAddress',
      address: target.address,
      length: length ?? pageBytes,
      direction: direction ?? 'BIDIRECTIONAL',
    };
  const mapping = targetName(target);
  if (does.verb === 'sg')
    return { do: 'unmapSgList', mapping, entries: does.nents, direction, attrs };
  if (does.verb === 'page') return { do: 'unmapPage', mapping, length, direction, attrs };
  const others = attrs & ~skipCpuSync;
  return {
    do: 'unmapSingle',
    ...{ mapping, length, direction, skipCpuSync: (attrs & skipCpuSync) !== 0 },
    ...(others === 0 ? {} : { attrs: others }),
  };
}
