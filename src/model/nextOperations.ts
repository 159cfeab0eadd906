/**
 * What every agent could do next, legal or not: the menu of free play. Legality is asked of the model
 * itself: each candidate is tried on the state, and a rule that it would break at once makes it illegal.
 */
import type { Action, Agent, Operation } from './operation.ts';
import { rules } from './violations/rules.ts';
import { step } from './step.ts';
import type { State } from './state.ts';

export interface NextOperation {
  readonly operation: Operation;
  /** Whether it breaks no rule and is not refused. */
  readonly legal: boolean;
  /** For an illegal one: the rule or the refusal, in words. */
  readonly why: string;
}

/** Value that offered writes store. */
const offeredValue = 'Z'.charCodeAt(0);

/** Every agent's next operations in a state, grouped by agent in the order of the picture's columns. */
export function nextOperations(state: State): readonly NextOperation[] {
  return candidates(state).flatMap((operation) => judge(state, operation));
}

function judge(state: State, operation: Operation): readonly NextOperation[] {
  const { result, events } = step(state, { operation, meanwhile: [] });
  if (result.kind === 'scriptError') return [];
  const broken = events.flatMap((event) => event.violations)[0];
  if (broken) return [{ operation, legal: false, why: rules[broken.rule].title }];
  if (result.kind === 'errno')
    return [{ operation, legal: false, why: `${result.errno}: ${result.reason}` }];
  return [{ operation, legal: true, why: '' }];
}

function candidates(state: State): readonly Operation[] {
  const threads = threadsOf(state).flatMap(({ process, cpu }) =>
    threadActions(state, process).map((action) => at({ kind: 'thread', process, cpu }, action)),
  );
  const devices = state.setup.devices.flatMap(({ name }, device) =>
    deviceActions(state, device).map((action) =>
      at({ kind: 'device', device: name, cpu: 0 }, action),
    ),
  );
  const cpus = state.cpus.flatMap((_, cpu) =>
    cpuActions(state).map((action) => at({ kind: 'cpu', cpu }, action)),
  );
  const iommu =
    state.setup.platform.iommu === 'lazy' ? [at({ kind: 'iommu' }, { do: 'flushIotlb' })] : [];
  return [...threads, ...devices, ...cpus, ...iommu];
}

function at(agent: Agent, action: Action): Operation {
  return { agent, action };
}

/** Threads that have run, on the CPUs that they ran on; one to begin with. */
function threadsOf(state: State): readonly { process: string; cpu: number }[] {
  const known = state.processes.flatMap(({ name, cpus }) =>
    cpus.map((cpu) => ({ process: name, cpu })),
  );
  return known.length > 0 ? known : [{ process: 'app', cpu: 0 }];
}

function threadActions(state: State, process: string): readonly Action[] {
  const fds = state.processes.find(({ name }) => name === process)?.fds ?? [];
  const vmas = state.vmas.filter((vma) => vma.process === process);
  const { lineSize } = state.setup.platform;
  const exports: readonly Action[] = state.setup.buffers
    .filter((_, buffer) => state.buffers[buffer]?.dmaBuf === null)
    .map(({ name }) => ({
      do: 'export',
      name: freshName(state, 'fd'),
      buffer: name,
      readOnly: false,
    }));
  const perFd = fds.flatMap((fd): readonly Action[] => [
    {
      do: 'mmap',
      name: freshName(state, 'p'),
      fd: fd.name,
      pages: null,
      pageOffset: 0,
      writable: true,
      shared: true,
    },
    { do: 'sync', fd: fd.name, flags: 3 },
    { do: 'sync', fd: fd.name, flags: 7 },
    { do: 'close', fd: fd.name },
  ]);
  const perVma = vmas.flatMap((vma): readonly Action[] => [
    { do: 'read', at: { base: vma.name, offset: 0 }, length: lineSize },
    { do: 'write', at: { base: vma.name, offset: 0 }, length: lineSize, value: offeredValue },
    { do: 'munmap', map: vma.name },
  ]);
  return [...exports, ...perVma, ...perFd];
}

function freshName(state: State, stem: string): string {
  const used = new Set([
    ...state.processes.flatMap((process) => process.fds.map((fd) => fd.name)),
    ...state.vmas.map((vma) => vma.name),
    ...state.mappings.map((mapping) => mapping.name ?? ''),
  ]);
  if (!used.has(stem)) return stem;
  let number = 2;
  while (used.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

function deviceActions(state: State, device: number): readonly Action[] {
  const fds = state.processes.flatMap((process) => process.fds);
  const attached = new Set(
    state.attachments.filter((a) => a.device === device).map((a) => a.buffer),
  );
  const imports = fds
    .filter(
      (fd, index) =>
        !attached.has(fd.buffer) && fds.findIndex((other) => other.buffer === fd.buffer) === index,
    )
    .map((fd): Action => ({ do: 'import', fd: fd.name }));
  const perBuffer = [...attached].flatMap((buffer) => bufferActions(state, device, buffer));
  const singles = state.mappings
    .filter(
      (mapping) => mapping.device === device && mapping.name !== null && mapping.kind === 'single',
    )
    .flatMap((mapping) =>
      singleActions(state, mapping.name ?? '', mapping.length, mapping.direction),
    );
  return [...imports, ...perBuffer, ...singles];
}

function bufferActions(state: State, device: number, buffer: number): readonly Action[] {
  const name = state.setup.buffers[buffer]?.name ?? '';
  const isMapped = state.mappings.some(
    (m) => m.live && m.device === device && m.buffer === buffer && m.kind === 'sg',
  );
  const maps: readonly Action[] = isMapped
    ? [{ do: 'unmap', buffer: name, direction: null }]
    : [
        { do: 'map', buffer: name, direction: 'TO_DEVICE' },
        { do: 'map', buffer: name, direction: 'FROM_DEVICE' },
        { do: 'map', buffer: name, direction: 'BIDIRECTIONAL' },
      ];
  return [...maps, ...dmaActions(state, name), { do: 'release', buffer: name }];
}

function dmaActions(state: State, base: string): readonly Action[] {
  const length = state.setup.platform.lineSize;
  return [
    { do: 'dmaRead', at: { base, offset: 0 }, length, snoop: null },
    { do: 'dmaWrite', at: { base, offset: 0 }, length, value: offeredValue, snoop: null },
  ];
}

function singleActions(
  state: State,
  name: string,
  length: number,
  direction: 'BIDIRECTIONAL' | 'TO_DEVICE' | 'FROM_DEVICE',
): readonly Action[] {
  const whole = { base: name, offset: 0 };
  return [
    ...dmaActions(state, name),
    { do: 'syncSingle', to: 'cpu', at: whole, length, direction },
    { do: 'syncSingle', to: 'device', at: whole, length, direction },
    { do: 'unmapSingle', mapping: name, length: null, direction: null, skipCpuSync: false },
  ];
}

function cpuActions(state: State): readonly Action[] {
  return state.setup.buffers.flatMap(({ name }): readonly Action[] => [
    { do: 'evict', at: { base: name, offset: 0 } },
    { do: 'prefetch', at: { base: name, offset: 0 } },
  ]);
}
