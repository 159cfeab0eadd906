/**
 * The operations that a menu offers to those who look for them: on every CPU, on more of a buffer than its
 * first line, and calls out of turn, such as a second map. Some mean nothing in a state; trying them tells.
 */
import type { Action, Location, Operation } from './operation.ts';
import { rareKernelOffers } from './operations/exporterOffers.ts';
import { fenceFdOffers, rareJobOffers } from './operations/fenceOffers.ts';
import { rareFileOffers } from './operations/fileOffers.ts';
import {
  at,
  directions,
  freshName,
  mappedPlaces,
  offeredValue,
  threadActions,
} from './possibleOperations.ts';
import { drivenDevices } from './setup.ts';
import type { State } from './state.ts';

/** Pages of a buffer whose beginnings are offered; a longer one is reached by writing the line. */
const offeredPages = 4;

/** Flags of struct dma_buf_sync with a direction, START and END. */
const syncFlags: readonly number[] = [1, 2, 3, 5, 6, 7];

/** What could be tried as well; it may repeat what `possibleOperations` has. */
export function rareOperations(state: State): readonly Operation[] {
  const processes = state.processes.length > 0 ? state.processes.map(({ name }) => name) : ['app'];
  const cpus = state.cpus.map((_, cpu) => cpu);
  const threads = processes.flatMap((process) => {
    const actions = [...threadActions(state, process), ...rareThreadActions(state, process)];
    return cpus.flatMap((cpu) => actions.map((each) => at({ kind: 'thread', process, cpu }, each)));
  });
  const kernel = cpus.flatMap((cpu) =>
    kernelActions(state).map((each) => at({ kind: 'thread', process: 'kernel', cpu }, each)),
  );
  const devices = drivenDevices(state.setup).flatMap(({ name: device }) =>
    driverActions(state).map((each) => at({ kind: 'device', device, cpu: 0 }, each)),
  );
  const hardware = cpus.flatMap((cpu) =>
    cpuActions(state).map((each) => at({ kind: 'cpu', cpu }, each)),
  );
  return [...threads, ...kernel, ...devices, ...hardware];
}

/** Where accesses begin: the first two lines, and each of the first pages. */
function offsetsOf(state: State, length: number): readonly number[] {
  const { lineSize, pageSize } = state.setup.platform;
  const pages = Array.from({ length: offeredPages }, (_, page) => page * pageSize);
  return [0, lineSize, ...pages.slice(1)].filter((offset) => offset + lineSize <= length);
}

const plus = ({ base, offset }: Location, more: number): Location => ({
  ...{ base, offset: offset + more },
});

function accesses(state: State, place: Location, length: number): readonly Action[] {
  const { lineSize } = state.setup.platform;
  const spans = offsetsOf(state, length).map((offset) => ({ offset, length: lineSize }));
  return [...spans, { offset: 0, length }].flatMap((span): readonly Action[] => [
    { do: 'read', at: plus(place, span.offset), length: span.length },
    { do: 'write', at: plus(place, span.offset), length: span.length, value: offeredValue },
  ]);
}

function rareThreadActions(state: State, process: string): readonly Action[] {
  const { pageSize } = state.setup.platform;
  const fds = state.processes.find(({ name }) => name === process)?.fds ?? [];
  const others = state.processes.filter(({ name }) => name !== process);
  const perFd = fds.flatMap(({ name: fd }): readonly Action[] => [
    { do: 'dup', name: freshName(state, 'fd'), fd },
    ...syncFlags.map((flags): Action => ({ do: 'sync', fd, flags })),
    ...[
      { writable: false, shared: true },
      { writable: true, shared: false },
    ].map((how): Action => ({
      ...{ do: 'mmap', name: freshName(state, 'p'), fd, pages: null, pageOffset: 0 },
      ...how,
    })),
  ]);
  const received = others.flatMap(({ name: from, fds: theirs }) =>
    theirs.map(({ name: fd }): Action => ({
      do: 'receive',
      name: freshName(state, 'fd'),
      fd,
      from,
    })),
  );
  const perVma = mappedPlaces(state, process).flatMap(
    ({ at: place, length }): readonly Action[] => [
      ...accesses(state, place, length),
      { do: 'mprotect', at: place, length, prot: 1 },
      { do: 'madvise', at: place, length, advice: 4 },
      { do: 'munmapBytes', at: place, length: pageSize },
    ],
  );
  const doorbells = drivenDevices(state.setup).map(({ name: device }): Action => ({
    do: 'doorbell',
    device,
  }));
  const forks: readonly Action[] =
    perVma.length > 0 ? [{ do: 'fork', name: freshName(state, 'child') }] : [];
  const files = rareFileOffers(state, process, (stem) => freshName(state, stem));
  const fences = fenceFdOffers(state, freshName(state, 's'));
  return [
    ...perFd,
    ...received,
    ...perVma,
    ...forks,
    ...files,
    ...fences,
    { do: 'barrier' },
    ...doorbells,
  ];
}

function kernelActions(state: State): readonly Action[] {
  const { pageSize } = state.setup.platform;
  const perBuffer = state.setup.buffers.flatMap(({ name: base, pages }): readonly Action[] => {
    const length = pages * pageSize;
    const whole = { at: { base, offset: 0 }, length };
    return [
      ...accesses(state, whole.at, length),
      ...(['clean', 'invalidate', 'flush'] as const).map((how): Action => ({
        do: 'maintain',
        how,
        ...whole,
      })),
      { do: 'zap', at: whole.at, length: 0 },
      { do: 'moveBuffer', buffer: base },
    ];
  });
  return [...perBuffer, ...rareKernelOffers(state, freshName(state, 'v')), { do: 'barrier' }];
}

/** The calls proposed in 2013. */
function splitActions(buffer: string): readonly Action[] {
  return [
    { do: 'getSg', buffer },
    ...directions.map((direction): Action => ({ do: 'mapSg', buffer, direction })),
    { do: 'syncSg', buffer, to: 'cpu', direction: 'BIDIRECTIONAL' },
    { do: 'syncSg', buffer, to: 'device', direction: 'BIDIRECTIONAL' },
    { do: 'unmapSg', buffer, direction: null },
    { do: 'putSg', buffer },
  ];
}

function driverActions(state: State): readonly Action[] {
  const { lineSize } = state.setup.platform;
  const fds = state.processes.flatMap((process) => process.fds);
  const perFd = fds.flatMap(({ name: fd }): readonly Action[] => [
    { do: 'import', fd },
    { do: 'get', fd },
  ]);
  const perBuffer = state.setup.buffers.flatMap(({ name: buffer, pages }): readonly Action[] => [
    { do: 'attach', buffer },
    { do: 'detach', buffer },
    { do: 'put', buffer },
    { do: 'release', buffer },
    ...directions.map((direction): Action => ({ do: 'map', buffer, direction })),
    { do: 'unmap', buffer, direction: null },
    ...splitActions(buffer),
    { do: 'pinBuffer', buffer },
    { do: 'unpinBuffer', buffer },
    ...directions.flatMap((direction): readonly Action[] => [
      { do: 'syncSgtable', buffer, to: 'cpu', direction },
      { do: 'syncSgtable', buffer, to: 'device', direction },
    ]),
    ...dmaActions(state, buffer, pages * state.setup.platform.pageSize),
    ...directions.map((direction): Action => ({
      ...{ do: 'mapSingle', name: freshName(state, 'm'), at: { base: buffer, offset: 0 } },
      ...{ length: lineSize, direction, skipCpuSync: false },
    })),
    { do: 'allocCoherent', name: freshName(state, 'c'), buffer },
  ]);
  const jobs = rareJobOffers(state, offeredValue);
  return [
    ...perFd,
    ...perBuffer,
    ...namedActions(state),
    ...jobs,
    ...listActions(state),
    { do: 'unbind' },
    { do: 'bind' },
  ];
}

/** Lists with an entry a page, and what is called on a mapping as a list. */
function listActions(state: State): readonly Action[] {
  const { pageSize } = state.setup.platform;
  const maps = state.setup.buffers.flatMap(({ name: base, pages }) =>
    directions.map((direction): Action => ({
      ...{ do: 'mapSgList', name: freshName(state, 'g'), at: { base, offset: 0 }, direction },
      ...{ length: pages * pageSize, entry: pageSize, attrs: 0 },
    })),
  );
  const named = state.mappings.flatMap(({ name, kind }): readonly Action[] => {
    if (name === null || kind !== 'sg') return [];
    const own = { mapping: name, entries: null, direction: null };
    return [
      { do: 'syncSgList', to: 'cpu', ...own },
      { do: 'syncSgList', to: 'device', ...own },
      { do: 'unmapSgList', ...own, attrs: 0 },
    ];
  });
  return [...maps, ...named];
}

function namedActions(state: State): readonly Action[] {
  return state.mappings.flatMap(({ name, kind, length }): readonly Action[] => {
    if (name === null) return [];
    if (kind === 'coherent') return [{ do: 'freeCoherent', mapping: name }];
    const syncs = directions.flatMap((direction): readonly Action[] => [
      { do: 'syncSingle', to: 'cpu', at: { base: name, offset: 0 }, length, direction },
      { do: 'syncSingle', to: 'device', at: { base: name, offset: 0 }, length, direction },
    ]);
    const unmaps = [false, true].map((skipCpuSync): Action => ({
      ...{ do: 'unmapSingle', mapping: name, length: null, direction: null },
      skipCpuSync,
    }));
    return [...syncs, ...unmaps, ...dmaActions(state, name, length)];
  });
}

function dmaActions(state: State, base: string, length: number): readonly Action[] {
  const { lineSize } = state.setup.platform;
  return offsetsOf(state, length).flatMap((offset) =>
    [null, false].flatMap((snoop): readonly Action[] => [
      { do: 'dmaRead', at: { base, offset }, length: lineSize, snoop },
      { do: 'dmaWrite', at: { base, offset }, length: lineSize, value: offeredValue, snoop },
    ]),
  );
}

function cpuActions(state: State): readonly Action[] {
  const { pageSize } = state.setup.platform;
  const perBuffer = state.setup.buffers.flatMap(({ name: base, pages }) =>
    offsetsOf(state, pages * pageSize).flatMap((offset): readonly Action[] => [
      { do: 'evict', at: { base, offset } },
      { do: 'prefetch', at: { base, offset } },
    ]),
  );
  return [...perBuffer, { do: 'drain' }];
}
