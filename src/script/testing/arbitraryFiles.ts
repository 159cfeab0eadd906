/** System calls on files, and what kernel code and drivers call for dma-bufs as files. */
import fc from 'fast-check';
import type { Action } from '../../model/operation.ts';
import type { FcntlCommand } from '../../model/vocabulary/files.ts';
import {
  exportedOps,
  exporterCallbacks,
  fcntlCommands,
  fileIoCalls,
  nullCalls,
} from '../../model/vocabulary/fileWords.ts';
import { errnos, noDescriptor } from '../words.ts';
import { fdOf, nameOf, type Weighted, weighted, wordOf, type World } from './arbitraryWorld.ts';

export const memfdOf = (buffer: string): string => `mem_${buffer}`;
export const fencesOf = (buffer: string): string => `f_${buffer}`;
export const timelineOf = (buffer: string): string => `t_${buffer}`;

/** Any number of a C call: small ones, page sizes, negative ones, some that no variable holds. */
const anyNumber = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 8 }) },
  { weight: 4, arbitrary: fc.constantFrom(256, 512, 768, 1024, 4096, 8192) },
  { weight: 1, arbitrary: fc.constantFrom(-1, -4096, 2 ** 40, 0x80000000, 2 ** 63 - 4096) },
);
const someBits = (most: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: most }) }, anyNumber);

/** Any descriptor of a process, dma-bufs more often. */
function anyFd(world: World): fc.Arbitrary<string> {
  const buffer = nameOf(world);
  return fc.oneof(
    { weight: 6, arbitrary: buffer.map(fdOf) },
    { weight: 2, arbitrary: buffer.map(memfdOf) },
    { weight: 1, arbitrary: buffer.map(fencesOf) },
    { weight: 1, arbitrary: buffer.map(timelineOf) },
    { weight: 1, arbitrary: fc.constant(noDescriptor) },
  );
}

/** What a process does with files. */
export function fileThreadActions(world: World): Weighted<Action>[] {
  return [
    ...descriptorActions(world),
    ...memfdActions(world),
    ...allocationActions(world),
    ...syncFileActions(world),
  ];
}

function descriptorActions(world: World): Weighted<Action>[] {
  const fd = anyFd(world);
  const name = nameOf(world).map(fdOf);
  const command: fc.Arbitrary<FcntlCommand> = wordOf(fcntlCommands);
  const on = <A extends Action>(arbitrary: fc.Arbitrary<A>): Weighted<Action> =>
    weighted<Action>(1, arbitrary);
  return [
    on(
      fc.record({
        do: fc.constant('openDevice' as const),
        name: fc.oneof(name, nameOf(world).map(timelineOf)),
        path: fc.constantFrom('dma_heap' as const, 'sw_sync' as const),
      }),
    ),
    on(fc.record({ do: fc.constant('reopen' as const), name, fd, flags: someBits(3) })),
    on(fc.record({ do: fc.constant('fcntl' as const), fd, command, argument: someBits(1) })),
    on(
      fc.record({
        do: fc.constant('lseek' as const),
        fd,
        offset: anyNumber,
        whence: fc.constantFrom(0, 1, 2, 3, 4, 99),
      }),
    ),
    on(
      fc
        .record({ call: fc.constantFrom(...fileIoCalls), fd, count: anyNumber, offset: anyNumber })
        .map((io) => {
          const isPositioned = io.call === 'pread' || io.call === 'pwrite';
          return { do: 'fileIo' as const, ...io, offset: isPositioned ? io.offset : 0 };
        }),
    ),
    on(fc.record({ do: fc.constant('fsync' as const), fd })),
    on(
      fc.record({
        do: fc.constant('poll' as const),
        fd,
        events: someBits(5),
        timeout: fc.constantFrom(0, 50, -1),
      }),
    ),
    on(fc.record({ do: fc.constant('epollAdd' as const), fd, events: someBits(5) })),
    on(
      fc.record({
        do: fc.constant('describeFd' as const),
        fd,
        how: fc.constantFrom('fdinfo' as const, 'readlink' as const),
      }),
    ),
    on(
      fc.record({
        do: fc.constant('ioctl' as const),
        fd,
        request: fc.constantFrom(0x5401, 0x40086200, 0xc0184800, 7),
      }),
    ),
    on(
      fc.record({
        do: fc.constant('setName' as const),
        fd,
        label: fc.constantFrom('', 'scanout', 'n'.repeat(31), 'n'.repeat(32)),
      }),
    ),
  ];
}

function memfdActions(world: World): Weighted<Action>[] {
  const memfd = nameOf(world).map(memfdOf);
  const fd = fc.oneof({ weight: 4, arbitrary: memfd }, { weight: 1, arbitrary: anyFd(world) });
  const pages = fc.integer({ min: 0, max: 3 }).map((count) => count * world.pageSize);
  const size = fc.oneof({ weight: 5, arbitrary: pages }, { weight: 1, arbitrary: anyNumber });
  return [
    weighted<Action>(
      2,
      fc.record({
        do: fc.constant('memfdCreate' as const),
        name: memfd,
        flags: fc.constantFrom(2, 2, 0, 3, 10, 24, 4096),
      }),
    ),
    weighted<Action>(
      2,
      fc.record({
        do: fc.constant('addSeals' as const),
        fd,
        seals: fc.oneof(fc.constant(2), someBits(63)),
      }),
    ),
    weighted<Action>(2, fc.record({ do: fc.constant('ftruncate' as const), fd, length: size })),
    weighted<Action>(
      1,
      fc.record({
        do: fc.constant('fallocate' as const),
        fd,
        mode: fc.constantFrom(3, 3, 0, 1, 2, 16),
        offset: size,
        length: size,
      }),
    ),
  ];
}

function allocationActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  const most = <T>(usual: T, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare });
  const memfd = buffer.map(memfdOf);
  const item = fc.record({
    memfd,
    offset: fc.constantFrom(0, world.pageSize, 1),
    size: fc.constantFrom(world.pageSize, 2 * world.pageSize, 3),
  });
  return [
    weighted<Action>(
      2,
      buffer.chain((name) =>
        fc.record({
          do: fc.constant('heapAlloc' as const),
          name: fc.constant(fdOf(name)),
          buffer: fc.constant(name),
          length: most<number | null>(null, anyNumber),
          fdFlags: most(2, someBits(3)),
          heapFlags: most(0, anyNumber),
          fdIn: most(0, anyNumber),
        }),
      ),
    ),
    weighted<Action>(
      2,
      buffer.chain((name) =>
        fc.record({
          do: fc.constant('udmabufCreate' as const),
          name: fc.constant(fdOf(name)),
          buffer: fc.constant(name),
          memfd,
          offset: most(0, anyNumber),
          size: most<number | null>(null, anyNumber),
          flags: fc.integer({ min: 0, max: 3 }),
        }),
      ),
    ),
    weighted<Action>(
      1,
      buffer.chain((name) =>
        fc.record({
          do: fc.constant('udmabufCreateList' as const),
          name: fc.constant(fdOf(name)),
          buffer: fc.constant(name),
          items: fc.array(item, { minLength: 1, maxLength: 3 }),
          flags: fc.integer({ min: 0, max: 1 }),
          count: most<number | null>(null, anyNumber),
        }),
      ),
    ),
    weighted<Action>(
      1,
      buffer.chain((name) =>
        fc.record({
          do: fc.constant('primeExport' as const),
          name: fc.constant(fdOf(name)),
          buffer: fc.constant(name),
          flags: fc.constantFrom(2, 0, 0o2000002, 1),
        }),
      ),
    ),
    weighted<Action>(
      1,
      buffer.chain((name) =>
        fc.record({
          do: fc.constant('dmaBufFd' as const),
          name: fc.constant(fdOf(name)),
          buffer: fc.constant(name),
          flags: fc.constantFrom(0, 0o2000000, 16),
        }),
      ),
    ),
  ];
}

function syncFileActions(world: World): Weighted<Action>[] {
  const fd = anyFd(world);
  const fences = nameOf(world).map(fencesOf);
  const timeline = nameOf(world).map(timelineOf);
  const flags = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(1, 2, 3) },
    { weight: 1, arbitrary: anyNumber },
  );
  const value = fc.integer({ min: 0, max: 3 });
  return [
    weighted<Action>(
      1,
      fc.record({ do: fc.constant('exportSyncFile' as const), name: fences, fd, flags }),
    ),
    weighted<Action>(
      1,
      fc.record({ do: fc.constant('importSyncFile' as const), fd, syncFile: fences, flags }),
    ),
    weighted<Action>(
      1,
      fc.record({ do: fc.constant('swSyncFence' as const), name: fences, timeline, value }),
    ),
    weighted<Action>(1, fc.record({ do: fc.constant('swSyncInc' as const), timeline, value })),
  ];
}

/** What kernel code calls. */
export function fileKernelActions(world: World): Weighted<Action>[] {
  const buffer = nameOf(world);
  return [
    weighted<Action>(
      1,
      fc.record({
        do: fc.constant('dmaBufExport' as const),
        buffer,
        size: fc.constantFrom(null, null, 0, 100),
        flags: fc.constantFrom(2, 2, 0, 1, 0o177777),
        ops: fc.oneof({ weight: 3, arbitrary: fc.constant('full' as const) }, wordOf(exportedOps)),
      }),
    ),
    weighted<Action>(1, fc.record({ do: fc.constant('dmaBufGet' as const), fd: anyFd(world) })),
    weighted<Action>(1, fc.record({ do: fc.constant('dmaBufPut' as const), buffer })),
    weighted<Action>(
      1,
      fc.record({ do: fc.constant('callWithNull' as const), call: wordOf(nullCalls) }),
    ),
    weighted<Action>(
      1,
      fc.record({
        do: fc.constant('injectError' as const),
        buffer,
        callback: wordOf(exporterCallbacks),
        errno: wordOf(errnos),
      }),
    ),
  ];
}

/** What a driver does for its device. */
export function fileDriverActions(): Weighted<Action>[] {
  return [
    weighted<Action>(
      1,
      fc.record({
        do: fc.constant('setDmaMask' as const),
        bits: fc.constantFrom(64, 32, 30, 24, 16, 0),
      }),
    ),
  ];
}
