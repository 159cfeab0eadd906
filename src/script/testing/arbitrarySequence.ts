/** Operations that belong together, as programs do them, now and then with one left out. */
import fc from 'fast-check';
import type { Action, Direction, Location, Operation } from '../../model/operation.ts';
import { lockedWork, preparedWork, vmapWork } from './arbitraryExporter.ts';
import {
  byteValue,
  coherentOf,
  direction,
  fdOf,
  mapOf,
  nameOf,
  rangeOf,
  singleOf,
  weighted,
  type World,
} from './arbitraryWorld.ts';
import { fenceFileWork, memfdWork } from './fileWork.ts';

const thread = (process: string, action: Action): Operation => ({
  agent: { kind: 'thread', process, cpu: 0 },
  action,
});

const driver = (device: string, action: Action): Operation => ({
  agent: { kind: 'device', device, cpu: 0 },
  action,
});

const mostly = fc.integer({ min: 0, max: 5 }).map((roll) => roll > 0);

/** What nearly every run begins with: export, mmap, import, map. */
export function preludeOf(world: World): fc.Arbitrary<Operation[]> {
  const [app = 'app'] = world.processes;
  const perBuffer = world.buffers.map(({ name }) => {
    const exported = thread(app, { do: 'export', name: fdOf(name), buffer: name, readOnly: false });
    const mapped = thread(app, {
      do: 'mmap',
      name: mapOf(name),
      fd: fdOf(name),
      pages: null,
      pageOffset: 0,
      writable: true,
      shared: true,
    });
    const perDevice = world.devices.map((device) =>
      fc
        .tuple(mostly, mostly, direction)
        .map(([imports, maps, d]) => [
          ...(imports ? [driver(device.name, { do: 'import', fd: fdOf(name) })] : []),
          ...(imports && maps
            ? [driver(device.name, { do: 'map', buffer: name, direction: d })]
            : []),
        ]),
    );
    return fc.tuple(...perDevice).map((devices) => [exported, mapped, ...devices.flat()]);
  });
  return fc.tuple(...perBuffer).map((all) => all.flat());
}

/** Leaves out a step of a sequence now and then. */
function withGaps(operations: fc.Arbitrary<Operation[]>): fc.Arbitrary<Operation[]> {
  const kept = fc.array(mostly, { minLength: 8, maxLength: 8 });
  return fc.tuple(operations, kept).map(([all, keeps]) => all.filter((_, index) => keeps[index]));
}

interface Job {
  readonly device: string;
  readonly process: string;
  readonly buffer: string;
  readonly direction: Direction;
  readonly range: { readonly at: Location; readonly length: number };
  readonly value: number;
  readonly writes: boolean;
}

function jobOf(world: World): fc.Arbitrary<Job> {
  return nameOf(world).chain((buffer) =>
    fc.record({
      device: fc.constantFrom(...world.devices.map((device) => device.name)),
      process: fc.constantFrom(...world.processes),
      buffer: fc.constant(buffer),
      direction,
      range: rangeOf(world, fc.constant(buffer)),
      value: byteValue,
      writes: fc.boolean(),
    }),
  );
}

const within = (base: string, range: Job['range']): Job['range'] => ({
  at: { base, offset: range.at.offset },
  length: range.length,
});

const transfer = (base: string, { range, value, writes }: Job): Action =>
  writes
    ? { do: 'dmaWrite', ...within(base, range), value, snoop: null }
    : { do: 'dmaRead', ...within(base, range), snoop: null };

const access = (base: string, { range, value, writes }: Job): Action =>
  writes ? { do: 'write', ...within(base, range), value } : { do: 'read', ...within(base, range) };

/** Map, transfer, unmap. */
const mappedJob = (job: Job): Operation[] => [
  driver(job.device, { do: 'map', buffer: job.buffer, direction: job.direction }),
  driver(job.device, transfer(job.buffer, job)),
  driver(job.device, { do: 'unmap', buffer: job.buffer, direction: null }),
];

/** START, access, END. */
const bracketedAccess = (job: Job): Operation[] => {
  const flags = job.writes ? 2 : 1;
  return [
    thread(job.process, { do: 'sync', fd: fdOf(job.buffer), flags }),
    thread(job.process, access(mapOf(job.buffer), job)),
    thread(job.process, { do: 'sync', fd: fdOf(job.buffer), flags: flags + 4 }),
  ];
};

/** A streaming mapping with a transfer, a look by the CPU and another transfer. */
const singleJob = (job: Job): Operation[] => {
  const mapping = singleOf(job.buffer);
  const length = Math.max(64, job.range.length);
  const sync = { at: { base: mapping, offset: 0 }, length, direction: job.direction };
  const near: Job = { ...job, range: { at: { base: '', offset: 0 }, length: 32 } };
  return [
    driver(job.device, {
      do: 'mapSingle',
      name: mapping,
      at: { base: job.buffer, offset: 0 },
      length,
      direction: job.direction,
      skipCpuSync: false,
    }),
    driver(job.device, transfer(mapping, near)),
    driver(job.device, { do: 'syncSingle', to: 'cpu', ...sync }),
    thread('kernel', access(job.buffer, near)),
    driver(job.device, { do: 'syncSingle', to: 'device', ...sync }),
    driver(job.device, transfer(mapping, { ...near, writes: !job.writes })),
    driver(job.device, {
      do: 'unmapSingle',
      mapping,
      length: null,
      direction: null,
      skipCpuSync: false,
    }),
  ];
};

/** A coherent allocation, used by both sides. */
const coherentJob = (job: Job): Operation[] => {
  const allocation = coherentOf(job.buffer);
  return [
    driver(job.device, { do: 'allocCoherent', name: allocation, buffer: job.buffer }),
    thread('kernel', access(job.buffer, job)),
    driver(job.device, transfer(allocation, { ...job, writes: !job.writes })),
    driver(job.device, { do: 'freeCoherent', mapping: allocation }),
  ];
};

/** What belongs together, mostly complete. */
export function sequenceOf(world: World): fc.Arbitrary<Operation[]> {
  const job = jobOf(world);
  return withGaps(
    fc.oneof(
      weighted(4, job.map(mappedJob)),
      weighted(4, job.map(bracketedAccess)),
      weighted(2, job.map(singleJob)),
      weighted(1, job.map(coherentJob)),
      weighted(1, job.map(vmapWork)),
      weighted(1, job.map(preparedWork)),
      weighted(1, job.map(lockedWork)),
      weighted(1, job.map(memfdWork(world.pageSize))),
      weighted(1, job.map(fenceFileWork)),
    ),
  );
}
