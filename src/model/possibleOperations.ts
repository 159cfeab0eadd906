/** The operations that a menu offers in a state: of each agent, those that mean something there. */
import type { Action, Agent, Direction, Location, Operation } from './operation.ts';
import { descriptorOffers, lockOffers } from './operations/exporterOffers.ts';
import { jobOffers } from './operations/fenceOffers.ts';
import { attachmentOffers } from './operations/importerOffers.ts';
import { drivenDevices } from './setup.ts';
import type { DmaMapping, State, Vma } from './state.ts';

/** Value that offered writes store: Z. */
export const offeredValue = 'Z'.charCodeAt(0);

/** All that a mapping can have. */
export const directions: readonly Direction[] = ['TO_DEVICE', 'FROM_DEVICE', 'BIDIRECTIONAL'];

/** What could be tried next, whether it is allowed or not. */
export function possibleOperations(state: State): readonly Operation[] {
  const threads = threadsOf(state).flatMap(({ process, cpu }) =>
    [...threadActions(state, process), ...drainingActions(state, cpu)].map((action) =>
      at({ kind: 'thread', process, cpu }, action),
    ),
  );
  const kernel = kernelActions(state).map((action) =>
    at({ kind: 'thread', process: 'kernel', cpu: 0 }, action),
  );
  const devices = drivenDevices(state.setup).flatMap(({ name }, device) =>
    deviceActions(state, device).map((action) =>
      at({ kind: 'device', device: name, cpu: 0 }, action),
    ),
  );
  const cpus = state.cpus.flatMap((_, cpu) =>
    cpuActions(state, cpu).map((action) => at({ kind: 'cpu', cpu }, action)),
  );
  const iommu =
    state.setup.platform.iommu === 'lazy' ? [at({ kind: 'iommu' }, { do: 'flushIotlb' })] : [];
  return [...threads, ...kernel, ...devices, ...cpus, ...iommu];
}

/** The operation of an agent. */
export function at(agent: Agent, action: Action): Operation {
  return { agent, action };
}

/** Threads that have run, on the CPUs that they ran on; one to begin with. */
export function threadsOf(state: State): readonly { process: string; cpu: number }[] {
  const known = state.processes.flatMap(({ name, cpus }) =>
    cpus.map((cpu) => ({ process: name, cpu })),
  );
  return known.length > 0 ? known : [{ process: 'app', cpu: 0 }];
}

/** What a thread of a process can do with what the process has. */
export function threadActions(state: State, process: string): readonly Action[] {
  const fds = state.processes.find(({ name }) => name === process)?.fds ?? [];
  const places = mappedPlaces(state, process);
  const { lineSize } = state.setup.platform;
  const exports: readonly Action[] = state.setup.buffers
    .filter((_, buffer) => state.buffers[buffer]?.dmaBuf === null)
    .map(({ name }) => ({
      do: 'export',
      name: freshName(state, 'fd'),
      buffer: name,
      readOnly: false,
    }));
  const perFd = fds.flatMap((fd): readonly Action[] => {
    if (fd.buffer < 0) return [{ do: 'close', fd: fd.name }];
    return [
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
      ...descriptorOffers(state, process, fd.name, fd.buffer),
      { do: 'close', fd: fd.name },
    ];
  });
  const perPlace = places.flatMap(({ at: place }): readonly Action[] => [
    { do: 'read', at: place, length: lineSize },
    { do: 'write', at: place, length: lineSize, value: offeredValue },
  ]);
  const unmaps = [...new Set(places.map(({ at: { base } }) => base))].map((map): Action => ({
    ...{ do: 'munmap', map },
  }));
  const exits: readonly Action[] = fds.length + places.length > 0 ? [{ do: 'exit' }] : [];
  return [...exports, ...perPlace, ...unmaps, ...perFd, ...exits];
}

/** Bytes behind a name that a script would still write as an offset from it. */
const longestReach = 2 ** 24;

/** Where a VMA of a process begins, by a name of the script, and how long it is. */
export interface MappedPlace {
  readonly at: Location;
  readonly length: number;
  readonly vma: Vma;
}

/** The VMAs of a process, as far as a name of the script leads to them. */
export function mappedPlaces(state: State, process: string): readonly MappedPlace[] {
  const { pageSize } = state.setup.platform;
  const ranges = state.processes.find(({ name }) => name === process)?.ranges ?? [];
  return state.vmas.flatMap((vma) => {
    const length = vma.ptes.length * pageSize;
    const holds = ({ address }: (typeof ranges)[number]): boolean =>
      vma.process === process && vma.address >= address && vma.address - address < longestReach;
    const range = ranges.find((one) => one.name === vma.name && holds(one)) ?? ranges.find(holds);
    if (!range) return [];
    return [{ at: { base: range.name, offset: vma.address - range.address }, length, vma }];
  });
}

/** What drains a write-combining buffer, where there is something in it. */
function drainingActions(state: State, cpu: number): readonly Action[] {
  if (!state.cpus[cpu]?.wc.length) return [];
  const doorbells = drivenDevices(state.setup).map(({ name }): Action => ({
    do: 'doorbell',
    device: name,
  }));
  return [{ do: 'barrier' }, ...doorbells];
}

/** Kernel code, through the linear map or through what dma_alloc_coherent returned. */
function kernelActions(state: State): readonly Action[] {
  const { lineSize } = state.setup.platform;
  const allocations = state.mappings.filter(({ kind, live }) => kind === 'coherent' && live);
  const bases = [
    ...state.setup.buffers.filter((_, buffer) => state.buffers[buffer]?.coherentFor === null),
    ...allocations,
  ].flatMap(({ name }) => (name === null ? [] : [name]));
  const accesses = bases.flatMap((base): readonly Action[] => [
    { do: 'read', at: { base, offset: 0 }, length: lineSize },
    { do: 'write', at: { base, offset: 0 }, length: lineSize, value: offeredValue },
  ]);
  const zaps = state.setup.buffers
    .filter((_, buffer) => state.vmas.some((vma) => vma.buffer === buffer))
    .map(({ name }): Action => ({ do: 'zap', at: { base: name, offset: 0 }, length: 0 }));
  const moves = state.setup.buffers.flatMap(({ name, movable }): readonly Action[] =>
    movable ? [{ do: 'moveBuffer', buffer: name }] : [],
  );
  return [...accesses, ...zaps, ...moves];
}

/** A name that nothing has: the stem, or the stem with the first free number from 2. */
export function freshName(state: State, stem: string): string {
  const used = new Set([
    ...state.setup.buffers.map(({ name }) => name),
    ...state.setup.devices.map(({ name }) => name),
    ...state.processes.flatMap((process) => process.fds.map((fd) => fd.name)),
    ...state.vmas.map((vma) => vma.name),
    ...state.processes.flatMap(({ name, ranges }) => [name, ...(ranges ?? []).map((r) => r.name)]),
    ...state.mappings.map((mapping) => mapping.name ?? ''),
    ...state.vmaps.map((vmap) => vmap.name),
    ...state.jobs.map((job) => job.name),
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
        fd.buffer >= 0 &&
        !attached.has(fd.buffer) &&
        fds.findIndex((other) => other.buffer === fd.buffer) === index,
    )
    .map((fd): Action => ({ do: 'import', fd: fd.name }));
  const name = state.setup.devices[device]?.name ?? '';
  const perBuffer = [...attached].flatMap((buffer) => [
    ...bufferActions(state, device, buffer),
    ...lockOffers(state, name, buffer),
  ]);
  const named = state.mappings
    .filter((mapping) => mapping.device === device)
    .flatMap((mapping) => namedActions(state, mapping));
  const unbind: readonly Action[] =
    attached.size > 0 || state.mappings.some((m) => m.device === device && m.live)
      ? [{ do: 'unbind' }]
      : [];
  const jobs = jobOffers(state, device);
  return [...jobs, ...imports, ...perBuffer, ...named, ...newMappings(state), ...unbind];
}

/** A streaming mapping or a coherent allocation of each buffer that is not shared as a dma_buf. */
function newMappings(state: State): readonly Action[] {
  const { pageSize } = state.setup.platform;
  return state.setup.buffers.flatMap(({ name, pages }, buffer): readonly Action[] => {
    if (state.buffers[buffer]?.dmaBuf) return [];
    const start = { base: name, offset: 0 };
    return [
      ...directions.map((direction): Action => ({
        ...{ do: 'mapSingle', name: freshName(state, 'm'), at: start, length: pages * pageSize },
        ...{ direction, skipCpuSync: false },
      })),
      { do: 'allocCoherent', name: freshName(state, 'c'), buffer: name },
    ];
  });
}

function bufferActions(state: State, device: number, buffer: number): readonly Action[] {
  const name = state.setup.buffers[buffer]?.name ?? '';
  const own = attachmentOffers(state, device, buffer);
  return [...own, ...dmaActions(state, name), { do: 'release', buffer: name }];
}

function dmaActions(state: State, base: string, most = Infinity): readonly Action[] {
  const length = Math.min(most, state.setup.platform.lineSize);
  return [
    { do: 'dmaRead', at: { base, offset: 0 }, length, snoop: null },
    { do: 'dmaWrite', at: { base, offset: 0 }, length, value: offeredValue, snoop: null },
  ];
}

/** With a mapping that the driver has a name for, also after it is gone. */
function namedActions(
  state: State,
  { name, kind, length, direction }: DmaMapping,
): readonly Action[] {
  if (name === null) return [];
  const dma = dmaActions(state, name, length);
  if (kind === 'coherent') return [...dma, { do: 'freeCoherent', mapping: name }];
  const whole = { base: name, offset: 0 };
  return [
    ...dma,
    { do: 'syncSingle', to: 'cpu', at: whole, length, direction },
    { do: 'syncSingle', to: 'device', at: whole, length, direction },
    { do: 'unmapSingle', mapping: name, length: null, direction: null, skipCpuSync: false },
  ];
}

function cpuActions(state: State, cpu: number): readonly Action[] {
  const perBuffer = state.setup.buffers.flatMap(({ name }): readonly Action[] => [
    { do: 'evict', at: { base: name, offset: 0 } },
    { do: 'prefetch', at: { base: name, offset: 0 } },
  ]);
  return state.cpus[cpu]?.wc.length ? [...perBuffer, { do: 'drain' }] : perBuffer;
}
