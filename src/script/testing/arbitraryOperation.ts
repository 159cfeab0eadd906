/** Any single operation of anybody, likely ones more often. */
import fc from 'fast-check';
import type { Action, Agent, Operation } from '../../model/operation.ts';
import { dmaApiActions } from './arbitraryDmaApi.ts';
import { fenceFdActions, jobActions } from './arbitraryFences.ts';
import {
  exporterDriverActions,
  exporterKernelActions,
  exporterThreadActions,
} from './arbitraryExporter.ts';
import { fileDriverActions, fileKernelActions, fileThreadActions } from './arbitraryFiles.ts';
import { mmKernelActions, mmThreadActions } from './arbitraryMm.ts';
import {
  byteValue,
  coherentOf,
  direction,
  fdOf,
  mapOf,
  nameOf,
  rangeOf,
  singleOf,
  type Weighted,
  weighted,
  type World,
} from './arbitraryWorld.ts';

function threadActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const fd = buffer.map(fdOf);
  const range = rangeOf(world, buffer.map(mapOf));
  const flags = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(1, 2, 3, 5, 6, 7) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  );
  return [
    weighted(
      8,
      range.map((r): Action => ({ do: 'read', ...r })),
    ),
    weighted(
      8,
      fc.tuple(range, byteValue).map(([r, value]): Action => ({ do: 'write', ...r, value })),
    ),
    weighted(
      5,
      fc.tuple(fd, flags).map(([f, raw]): Action => ({ do: 'sync', fd: f, flags: raw })),
    ),
    weighted(
      1,
      fc
        .tuple(buffer, fc.boolean())
        .map(([b, readOnly]): Action => ({ do: 'export', name: fdOf(b), buffer: b, readOnly })),
    ),
    weighted(2, mmapAction(world)),
    weighted(
      1,
      buffer.map((b): Action => ({ do: 'munmap', map: mapOf(b) })),
    ),
    weighted(
      1,
      fd.map((f): Action => ({ do: 'close', fd: f })),
    ),
    weighted(
      1,
      fd.map((f): Action => ({ do: 'dup', name: f, fd: f })),
    ),
    weighted(
      1,
      fd.map((f): Action => ({ do: 'receive', name: f, fd: f, from: 'app' })),
    ),
    weighted(1, fc.constant<Action>({ do: 'barrier' })),
    weighted(1, doorbell(world)),
    weighted(1, fc.constant<Action>({ do: 'exit' })),
    ...exporterThreadActions(world),
    ...fileThreadActions(world),
    ...mmThreadActions(world),
  ];
}

const doorbell = (world: World): fc.Arbitrary<Action> =>
  fc
    .constantFrom(...world.devices.map((device) => device.name))
    .map((device): Action => ({ do: 'doorbell', device }));

function mmapAction(world: World): fc.Arbitrary<Action> {
  return fc
    .record({
      buffer: nameOf(world),
      pages: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 2 }),
      pageOffset: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        fc.integer({ min: 0, max: 3 }),
      ),
      writable: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.boolean()),
      shared: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.boolean()),
    })
    .map(({ buffer, ...rest }): Action => ({
      do: 'mmap',
      name: mapOf(buffer),
      fd: fdOf(buffer),
      ...rest,
    }));
}

function kernelActions(world: World): Weighted<Action>[] {
  const range = rangeOf(world, nameOf(world));
  const allocated = rangeOf(world, nameOf(world).map(coherentOf));
  const how = fc.constantFrom<('clean' | 'invalidate' | 'flush')[]>('clean', 'invalidate', 'flush');
  const whole = nameOf(world).map((base) => ({ at: { base, offset: 0 }, length: 0 }));
  return [
    weighted(
      3,
      range.map((r): Action => ({ do: 'read', ...r })),
    ),
    weighted(
      3,
      fc.tuple(range, byteValue).map(([r, value]): Action => ({ do: 'write', ...r, value })),
    ),
    weighted(
      1,
      allocated.map((r): Action => ({ do: 'read', ...r })),
    ),
    weighted(
      1,
      fc.tuple(allocated, byteValue).map(([r, value]): Action => ({ do: 'write', ...r, value })),
    ),
    weighted(
      2,
      fc.tuple(range, how).map(([r, h]): Action => ({ do: 'maintain', how: h, ...r })),
    ),
    weighted(
      1,
      nameOf(world).map((b): Action => ({ do: 'moveBuffer', buffer: b })),
    ),
    weighted(
      2,
      fc.oneof(whole, range).map((r): Action => ({ do: 'zap', ...r })),
    ),
    weighted(1, fc.constant<Action>({ do: 'barrier' })),
    weighted(1, doorbell(world)),
    ...exporterKernelActions(world),
    ...fileKernelActions(world),
    ...mmKernelActions(world),
  ];
}

/** Split calls and pins. */
function importerAction(world: World): fc.Arbitrary<Action> {
  const simple = fc.constantFrom<('getSg' | 'putSg' | 'pinBuffer' | 'unpinBuffer')[]>(
    'getSg',
    'putSg',
    'pinBuffer',
    'unpinBuffer',
  );
  const buffer = nameOf(world);
  const to = fc.constantFrom<('cpu' | 'device')[]>('cpu', 'device');
  return fc.oneof(
    fc.tuple(buffer, simple).map(([b, todo]): Action => ({ do: todo, buffer: b })),
    fc.tuple(buffer, direction).map(([b, d]): Action => ({ do: 'mapSg', buffer: b, direction: d })),
    fc
      .tuple(buffer, fc.option(direction))
      .map(([b, d]): Action => ({ do: 'unmapSg', buffer: b, direction: d })),
    fc
      .tuple(buffer, direction, to)
      .map(([b, d, side]): Action => ({ do: 'syncSg', buffer: b, to: side, direction: d })),
  );
}

function driverActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const on = fc.tuple(buffer, direction);
  const optional = fc.option(direction, { freq: 2 });
  const simple = (todo: 'release' | 'put' | 'attach' | 'detach'): fc.Arbitrary<Action> =>
    buffer.map((b): Action => ({ do: todo, buffer: b }));
  return [
    weighted(
      3,
      buffer.map((b): Action => ({ do: 'import', fd: fdOf(b) })),
    ),
    weighted(
      1,
      buffer.map((b): Action => ({ do: 'get', fd: fdOf(b) })),
    ),
    weighted(1, simple('release')),
    weighted(1, simple('put')),
    weighted(1, simple('attach')),
    weighted(1, simple('detach')),
    weighted(3, importerAction(world)),
    weighted(
      6,
      on.map(([b, d]): Action => ({ do: 'map', buffer: b, direction: d })),
    ),
    weighted(
      4,
      fc
        .tuple(buffer, optional)
        .map(([b, d]): Action => ({ do: 'unmap', buffer: b, direction: d })),
    ),
    weighted(
      4,
      fc
        .tuple(on, fc.constantFrom<('cpu' | 'device')[]>('cpu', 'device'))
        .map(([[b, d], to]): Action => ({ do: 'syncSgtable', buffer: b, to, direction: d })),
    ),
    weighted(1, fc.constant<Action>({ do: 'unbind' })),
    ...exporterDriverActions(world),
    ...fileDriverActions(),
    ...singleActions(world),
  ];
}

function singleActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const to = fc.constantFrom<('cpu' | 'device')[]>('cpu', 'device');
  const skip = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean());
  const unmap = fc.record({
    mapping: buffer.map(singleOf),
    length: fc.option(fc.integer({ min: 1, max: 2 * world.pageSize })),
    direction: fc.option(direction),
    skipCpuSync: skip,
  });
  return [
    weighted(
      3,
      buffer.chain((base) =>
        fc
          .tuple(rangeOf(world, fc.constant(base)), direction, skip)
          .map(([range, d, skipCpuSync]): Action => ({
            do: 'mapSingle',
            name: singleOf(base),
            ...range,
            direction: d,
            skipCpuSync,
          })),
      ),
    ),
    weighted(
      2,
      unmap.map((u): Action => ({ do: 'unmapSingle', ...u })),
    ),
    weighted(
      3,
      fc
        .tuple(rangeOf(world, buffer.map(singleOf)), direction, to)
        .map(([range, d, side]): Action => ({
          do: 'syncSingle',
          to: side,
          ...range,
          direction: d,
        })),
    ),
    weighted(
      1,
      buffer.map((b): Action => ({ do: 'allocCoherent', name: coherentOf(b), buffer: b })),
    ),
    weighted(
      1,
      buffer.map((b): Action => ({ do: 'freeCoherent', mapping: coherentOf(b) })),
    ),
  ];
}

function engineActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const base = fc.oneof(
    { weight: 6, arbitrary: buffer },
    { weight: 2, arbitrary: buffer.map(singleOf) },
    { weight: 1, arbitrary: buffer.map(coherentOf) },
    { weight: 2, arbitrary: fc.constant('') },
  );
  const range = rangeOf(world, base);
  const snoop = fc.option(fc.boolean(), { freq: 2, nil: null });
  return [
    weighted(
      8,
      fc.tuple(range, snoop).map(([r, s]): Action => ({ do: 'dmaRead', ...r, snoop: s })),
    ),
    weighted(
      8,
      fc
        .tuple(range, byteValue, snoop)
        .map(([r, value, s]): Action => ({ do: 'dmaWrite', ...r, value, snoop: s })),
    ),
  ];
}

function cpuActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const at = rangeOf(world, fc.oneof(buffer, buffer.map(mapOf))).map((range) => range.at);
  return [
    weighted(
      4,
      at.map((place): Action => ({ do: 'evict', at: place })),
    ),
    weighted(
      4,
      at.map((place): Action => ({ do: 'prefetch', at: place })),
    ),
    weighted(1, fc.constant<Action>({ do: 'drain' })),
  ];
}

const by = (
  agent: fc.Arbitrary<Agent>,
  actions: readonly Weighted<Action>[],
): fc.Arbitrary<Operation> => fc.record({ agent, action: fc.oneof(...actions) });

export function operationOf(world: World): fc.Arbitrary<Operation> {
  const cpu = fc.integer({ min: 0, max: world.cpus - 1 });
  const process = fc.constantFrom(...world.processes);
  const device = fc.constantFrom(...world.devices.map((known) => known.name));
  const mostlyFirst = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, cpu);
  const thread = fc.record({ kind: fc.constant('thread' as const), process, cpu });
  const kernel = fc.record({
    kind: fc.constant('thread' as const),
    process: fc.constant('kernel'),
    cpu,
  });
  const driver = fc.record({ kind: fc.constant('device' as const), device, cpu: mostlyFirst });
  return fc.oneof(
    weighted(8, by(thread, threadActions(world))),
    weighted(2, by(kernel, kernelActions(world))),
    weighted(6, by(driver, driverActions(world))),
    weighted(5, by(driver, engineActions(world))),
    weighted(2, by(driver, jobActions(world))),
    weighted(2, by(driver, dmaApiActions(world))),
    weighted(1, by(thread, fenceFdActions(world))),
    weighted(3, by(fc.record({ kind: fc.constant('cpu' as const), cpu }), cpuActions(world))),
    weighted(1, fc.constant<Operation>({ agent: { kind: 'iommu' }, action: { do: 'flushIotlb' } })),
  );
}
