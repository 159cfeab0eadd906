/** Recorded system calls on descriptors. */
import { commonFields } from './record.ts';
import {
  drmFlags,
  fallocateModes,
  openFlags,
  pollEvents,
  readBits,
  seals,
  whences,
} from './bits.ts';
import { calls, type Done, failureOf, type Planned, type Planner, value } from './planned.ts';
import type { Action } from '../../../model/operation.ts';
import type { FcntlCommand, FileIoCall } from '../../../model/vocabulary/files.ts';
import type { Reader } from '../reader.ts';
import type { World } from './world.ts';

/** The arguments must be these. */
export function takes(args: Reader, known: readonly string[]): void {
  args.only([...commonFields, ...known]);
}

const fcntl =
  (command: FcntlCommand): Planner =>
  (args, world) => {
    takes(args, ['fd', 'flags']);
    const flags = args.optional('flags');
    const argument = flags ? readBits(flags, { ...openFlags, FD_CLOEXEC: 1 }) : 0;
    return calls([{ do: 'fcntl', fd: world.fd(args.at('fd')), command, argument }], { ret: value });
  };

const fileIo =
  (call: FileIoCall): Planner =>
  (args, world) => {
    takes(args, ['fd', 'count', 'offset']);
    const fd = world.fd(args.at('fd'));
    const count = args.at('count').wide();
    const offset = args.optional('offset')?.wide() ?? 0;
    return calls([{ do: 'fileIo', call, fd, count, offset }], { ret: value });
  };

const textOf = ({ entries }: Done): string | null => {
  const event = entries.at(-1)?.events.findLast(({ kind }) => kind === 'file.answer');
  return event ? String(event.facts['text']) : null;
};

const describe =
  (how: 'fdinfo' | 'readlink'): Planner =>
  (args, world) => {
    takes(args, ['fd']);
    return calls([{ do: 'describeFd', fd: world.fd(args.at('fd')), how }], { info: textOf });
  };

/** revents of poll: its return value is how many descriptors have any. */
function polled(action: Action): Planned {
  const ready = (done: Done): number => Number(value(done));
  return calls([action], {
    ret: (done) => failureOf(done) ?? (ready(done) === 0 ? '0' : '1'),
    info: (done) => (failureOf(done) ? null : `revents=0x${ready(done).toString(16)}`),
  });
}

function memfd(args: Reader, world: World): Planned {
  takes(args, ['size', 'seals', 'flags', 'new_fd']);
  const flags = args.optional('flags')?.wide() ?? allowSealing;
  const name = world.opens(args.at('new_fd'), 'memfd');
  const wanted = readBits(args.at('seals'), seals);
  return calls([
    { do: 'memfdCreate', name, flags },
    { do: 'ftruncate', fd: name, length: args.at('size').wide() },
    ...(wanted === 0 ? [] : [{ do: 'addSeals', fd: name, seals: wanted } as const]),
  ]);
}

/** MFD_ALLOW_SEALING. */
const allowSealing = 2;

const devicePaths = {
  '/dev/dma_heap/system': 'dma_heap',
  '/sys/kernel/debug/sync/sw_sync': 'sw_sync',
} as const;

function open(args: Reader, world: World): Planned {
  takes(args, ['path', 'new_fd']);
  const path =
    devicePaths[args.at('path').word(['/dev/dma_heap/system', '/sys/kernel/debug/sync/sw_sync'])];
  const name = world.opens(args.at('new_fd'), path === 'dma_heap' ? 'heap' : 'timeline');
  return calls([{ do: 'openDevice', name, path }]);
}

export const fileSteps: Readonly<Record<string, Planner>> = {
  open,
  'open(sw_sync)': (args, world) => {
    takes(args, ['new_fd']);
    const name = world.opens(args.at('new_fd'), 'timeline');
    return calls([{ do: 'openDevice', name, path: 'sw_sync' }]);
  },
  'open(/proc/self/fd/N)': (args, world) => {
    takes(args, ['fd', 'flags', 'new_fd']);
    const fd = world.fd(args.at('fd'));
    const flags = readBits(args.at('flags'), openFlags);
    return calls([{ do: 'reopen', name: world.opens(args.at('new_fd'), 'dma-buf'), fd, flags }]);
  },
  'memfd_create+ftruncate+seal': memfd,
  'DRM_IOCTL_MODE_CREATE_DUMB + PRIME_HANDLE_TO_FD': (args, world) => {
    takes(args, ['device', 'size', 'flags', 'new_fd']);
    const buffer = world.declare(args.at('device').text(), args.at('size').wide());
    const name = world.opens(args.at('new_fd'), 'dma-buf');
    const flags = readBits(args.at('flags'), drmFlags);
    return calls([{ do: 'primeExport', name, buffer, flags }]);
  },
  close: (args, world) => {
    takes(args, ['fd']);
    const fd = world.fd(args.at('fd'));
    world.closes(fd);
    return calls([{ do: 'close', fd }]);
  },
  dup: (args, world) => {
    takes(args, ['fd', 'new_fd']);
    const fd = world.fd(args.at('fd'));
    return calls([{ do: 'dup', name: world.opens(args.at('new_fd'), 'dma-buf'), fd }]);
  },
  'fcntl F_GETFD': fcntl('F_GETFD'),
  'fcntl F_SETFD': fcntl('F_SETFD'),
  'fcntl F_GETFL': fcntl('F_GETFL'),
  'fcntl F_SETFL': fcntl('F_SETFL'),
  'fcntl F_GET_SEALS': fcntl('F_GET_SEALS'),
  'fcntl F_ADD_SEALS': (args, world) => {
    takes(args, ['fd', 'seals']);
    return calls([
      { do: 'addSeals', fd: world.fd(args.at('fd')), seals: readBits(args.at('seals'), seals) },
    ]);
  },
  lseek: (args, world) => {
    takes(args, ['fd', 'offset', 'whence']);
    const whence = readBits(args.at('whence'), whences);
    const action = {
      do: 'lseek',
      fd: world.fd(args.at('fd')),
      offset: args.at('offset').wide(),
    } as const;
    return calls([{ ...action, whence }], { ret: value });
  },
  read: fileIo('read'),
  write: fileIo('write'),
  pread: fileIo('pread'),
  pwrite: fileIo('pwrite'),
  sendfile: fileIo('sendfile'),
  ftruncate: (args, world) => {
    takes(args, ['fd', 'length']);
    return calls([
      { do: 'ftruncate', fd: world.fd(args.at('fd')), length: args.at('length').wide() },
    ]);
  },
  fallocate: (args, world) => {
    takes(args, ['fd', 'offset', 'length', 'mode']);
    return calls([
      {
        do: 'fallocate',
        fd: world.fd(args.at('fd')),
        mode: readBits(args.at('mode'), fallocateModes),
        offset: args.at('offset').wide(),
        length: args.at('length').wide(),
      },
    ]);
  },
  fsync: (args, world) => {
    takes(args, ['fd']);
    return calls([{ do: 'fsync', fd: world.fd(args.at('fd')) }]);
  },
  poll: (args, world) => {
    takes(args, ['fd', 'events', 'timeout']);
    const events = readBits(args.at('events'), pollEvents);
    const timeout = args.at('timeout').wide();
    return polled({ do: 'poll', fd: world.fd(args.at('fd')), events, timeout });
  },
  'epoll_ctl ADD': (args, world) => {
    takes(args, ['fd', 'events']);
    const events = readBits(args.at('events'), pollEvents);
    return calls([{ do: 'epollAdd', fd: world.fd(args.at('fd')), events }]);
  },
  'read /proc/self/fdinfo': describe('fdinfo'),
  'readlink /proc/self/fd': describe('readlink'),
};
