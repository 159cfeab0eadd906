/** Recorded ioctls, by their request. */
import { dmaBufRequests } from '../../../model/vocabulary/fileWords.ts';
import type { Reader } from '../reader.ts';
import { openFlags, readBits, udmabufFlags } from './bits.ts';
import { takes } from './fileSteps.ts';
import { calls, type Planned, type Planner } from './planned.ts';
import type { World } from './world.ts';

/** DMA_BUF_IOCTL_SYNC. */
const sync: Planner = (args, world) => {
  takes(args, ['request', 'fd', 'flags', 'flag_names']);
  args.optional('flag_names')?.text();
  return calls([{ do: 'sync', fd: world.fd(args.at('fd')), flags: args.at('flags').wide() }]);
};

const setName: Planner = (args, world) => {
  takes(args, ['request', 'fd', 'name', 'name_length']);
  const length = args.optional('name_length')?.integer(0, 65536);
  const label = length === undefined ? args.at('name').text() : 'n'.repeat(length);
  return calls([{ do: 'setName', fd: world.fd(args.at('fd')), label }]);
};

const heapAlloc: Planner = (args, world) => {
  takes(args, ['request', 'len', 'fd_flags', 'heap_flags', 'fd_in', 'new_fd']);
  const length = args.at('len').wide();
  const buffer = world.declare('system_heap', length);
  return calls([
    {
      do: 'heapAlloc',
      name: world.opens(args.at('new_fd'), 'dma-buf'),
      buffer,
      length,
      fdFlags: readBits(args.at('fd_flags'), openFlags),
      heapFlags: args.at('heap_flags').wide(),
      fdIn: args.optional('fd_in')?.wide() ?? 0,
    },
  ]);
};

const udmabufCreate: Planner = (args, world) => {
  takes(args, ['request', 'memfd', 'offset', 'size', 'flags', 'new_fd']);
  const size = args.at('size').wide();
  const memfd = world.fd(args.at('memfd'));
  return calls([
    {
      do: 'udmabufCreate',
      buffer: world.declare('udmabuf', size),
      memfd,
      name: world.opens(args.at('new_fd'), 'dma-buf'),
      offset: args.at('offset').wide(),
      size,
      flags: readBits(args.at('flags'), udmabufFlags),
    },
  ]);
};

const udmabufCreateList: Planner = (args, world) => {
  takes(args, ['request', 'memfd', 'items', 'count', 'flags', 'new_fd']);
  const memfd = world.fd(args.at('memfd'));
  const items = args
    .at('items')
    .items()
    .map((item) => {
      const [offset, size] = item.items();
      return { memfd, offset: offset?.wide() ?? 0, size: size?.wide() ?? 0 };
    });
  const total = items.reduce((sum, { size }) => sum + size, 0);
  return calls([
    {
      do: 'udmabufCreateList',
      buffer: world.declare('udmabuf', total),
      name: world.opens(args.at('new_fd'), 'dma-buf'),
      items,
      flags: readBits(args.at('flags'), udmabufFlags),
      count: args.at('count').wide(),
    },
  ]);
};

const planners: Readonly<Record<string, Planner>> = {
  DMA_BUF_IOCTL_SYNC: sync,
  DMA_BUF_SET_NAME_A: setName,
  DMA_BUF_SET_NAME_B: setName,
  DMA_BUF_IOCTL_EXPORT_SYNC_FILE: (args, world) => {
    takes(args, ['request', 'fd', 'flags', 'new_fd']);
    const fd = world.fd(args.at('fd'));
    const flags = args.at('flags').wide();
    const name = world.opens(args.at('new_fd'), 'sync_file');
    return calls([{ do: 'exportSyncFile', name, fd, flags }]);
  },
  DMA_BUF_IOCTL_IMPORT_SYNC_FILE: (args, world) => {
    takes(args, ['request', 'fd', 'sync_fd', 'flags']);
    const syncFile = world.fd(args.at('sync_fd'));
    const flags = args.at('flags').wide();
    return calls([{ do: 'importSyncFile', fd: world.fd(args.at('fd')), syncFile, flags }]);
  },
  DMA_HEAP_IOCTL_ALLOC: heapAlloc,
  UDMABUF_CREATE: udmabufCreate,
  UDMABUF_CREATE_LIST: udmabufCreateList,
  SW_SYNC_IOC_CREATE_FENCE: (args, world) => {
    takes(args, ['request', 'fd', 'value', 'new_fd']);
    const timeline = world.fd(args.at('fd'));
    const name = world.opens(args.at('new_fd'), 'sync_file');
    return calls([{ do: 'swSyncFence', name, timeline, value: args.at('value').wide() }]);
  },
  SW_SYNC_IOC_INC: (args, world) => {
    takes(args, ['request', 'fd', 'value']);
    const timeline = world.fd(args.at('fd'));
    return calls([{ do: 'swSyncInc', timeline, value: args.at('value').wide() }]);
  },
};

const requests: Readonly<Record<string, number>> = {
  ...dmaBufRequests,
  DMA_HEAP_IOCTL_ALLOC: 0xc0184800,
  TCGETS: 0x5401,
};

/** An ioctl whose argument is NULL, or whose request is given by number. */
function raw(args: Reader, world: World, text: string): Planned {
  takes(args, ['request', 'fd', 'arg']);
  args.optional('arg')?.word(['NULL']);
  const request = requests[text] ?? (/^0x[0-9a-f]{1,8}$/iu.test(text) ? Number(text) : null);
  if (request === null) args.at('request').fail('is no request that is known');
  return calls([{ do: 'ioctl', fd: world.fd(args.at('fd')), request: request ?? 0 }]);
}

/** Any recorded ioctl. */
export const ioctl: Planner = (args, world) => {
  const request = args.at('request').text();
  const planner = Object.hasOwn(planners, request) ? planners[request] : undefined;
  return planner && !args.has('arg') ? planner(args, world) : raw(args, world, request);
};
