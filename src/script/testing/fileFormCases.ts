/** Lines of the forms of files, with who says them and what they mean; `fd`, `mem`, `s` and `t` are known. */
import type { Action, Agent } from '../../model/operation.ts';

/** Introduces the memfd `mem`, the sync_file `s` and the timeline `t`. */
export const filePrelude = `app@cpu0: mem = memfd_create MFD_ALLOW_SEALING
app@cpu0: t = open sw_sync
app@cpu0: s = sw_sync_fence t 1
`;

const app: Agent = { kind: 'thread', process: 'app', cpu: 0 };
const kernel: Agent = { kind: 'thread', process: 'kernel', cpu: 0 };
const gpu: Agent = { kind: 'device', device: 'gpu', cpu: 0 };

const alloc = { do: 'heapAlloc', name: 'h', buffer: 'frame', length: null } as const;
const usual = { fdFlags: 2, heapFlags: 0, fdIn: 0 } as const;

export const fileFormCases: readonly [string, Agent, Action][] = [
  ['app@cpu0: h = open dma_heap', app, { do: 'openDevice', name: 'h', path: 'dma_heap' }],
  ['app@cpu0: g = reopen fd O_RDWR', app, { do: 'reopen', name: 'g', fd: 'fd', flags: 2 }],
  [
    'app@cpu0: fcntl fd F_SETFL O_NONBLOCK',
    app,
    { do: 'fcntl', fd: 'fd', command: 'F_SETFL', argument: 0o4000 },
  ],
  [
    'app@cpu0: fcntl no_fd F_GETFD',
    app,
    { do: 'fcntl', fd: 'no_fd', command: 'F_GETFD', argument: 0 },
  ],
  ['app@cpu0: lseek fd -4096 SEEK_CUR', app, { do: 'lseek', fd: 'fd', offset: -4096, whence: 1 }],
  [
    'app@cpu0: lseek fd 0xffffffffffffffff SEEK_BAD',
    app,
    { do: 'lseek', fd: 'fd', offset: -1, whence: 99 },
  ],
  [
    'app@cpu0: pread fd 16 9223372036854771712',
    app,
    { do: 'fileIo', call: 'pread', fd: 'fd', count: 16, offset: 2 ** 63 - 4096 },
  ],
  [
    'app@cpu0: read_file fd 16',
    app,
    { do: 'fileIo', call: 'read', fd: 'fd', count: 16, offset: 0 },
  ],
  ['app@cpu0: fsync fd', app, { do: 'fsync', fd: 'fd' }],
  [
    'app@cpu0: poll fd POLLIN|POLLOUT timeout=-1',
    app,
    { do: 'poll', fd: 'fd', events: 5, timeout: -1 },
  ],
  ['app@cpu0: epoll_add fd EPOLLIN', app, { do: 'epollAdd', fd: 'fd', events: 1 }],
  ['app@cpu0: fdinfo fd', app, { do: 'describeFd', fd: 'fd', how: 'fdinfo' }],
  ['app@cpu0: readlink fd', app, { do: 'describeFd', fd: 'fd', how: 'readlink' }],
  ['app@cpu0: ioctl_null fd 0x5402', app, { do: 'ioctl', fd: 'fd', request: 0x5402 }],
  [
    'app@cpu0: ioctl_null fd DMA_BUF_SET_NAME_A',
    app,
    { do: 'ioctl', fd: 'fd', request: 0x40046201 },
  ],
  ['app@cpu0: set_name fd', app, { do: 'setName', fd: 'fd', label: '' }],
  ['app@cpu0: set_name fd scanout', app, { do: 'setName', fd: 'fd', label: 'scanout' }],
  ['app@cpu0: m2 = memfd_create', app, { do: 'memfdCreate', name: 'm2', flags: 0 }],
  [
    'app@cpu0: m2 = memfd_create MFD_CLOEXEC|MFD_ALLOW_SEALING',
    app,
    { do: 'memfdCreate', name: 'm2', flags: 3 },
  ],
  [
    'app@cpu0: add_seals mem F_SEAL_SHRINK|F_SEAL_WRITE',
    app,
    { do: 'addSeals', fd: 'mem', seals: 10 },
  ],
  ['app@cpu0: ftruncate mem -1', app, { do: 'ftruncate', fd: 'mem', length: -1 }],
  [
    'app@cpu0: punch_hole mem 0 4096',
    app,
    { do: 'fallocate', fd: 'mem', mode: 3, offset: 0, length: 4096 },
  ],
  [
    'app@cpu0: fallocate mem 4096 1 0x10',
    app,
    { do: 'fallocate', fd: 'mem', mode: 16, offset: 4096, length: 1 },
  ],
  ['app@cpu0: h = DMA_HEAP_IOCTL_ALLOC frame', app, { ...alloc, ...usual }],
  [
    'app@cpu0: h = DMA_HEAP_IOCTL_ALLOC frame O_RDONLY|O_CLOEXEC len=8192 heap_flags=1 fd_in=5',
    app,
    { ...alloc, length: 8192, fdFlags: 0o2000000, heapFlags: 1, fdIn: 5 },
  ],
  [
    'app@cpu0: u = UDMABUF_CREATE frame mem',
    app,
    {
      ...{ do: 'udmabufCreate', name: 'u', buffer: 'frame', memfd: 'mem', offset: 0 },
      size: null,
      flags: 0,
    },
  ],
  [
    'app@cpu0: u = UDMABUF_CREATE_LIST frame mem+0 4096 mem+8192 4096 count=1025 flags=UDMABUF_FLAGS_CLOEXEC',
    app,
    {
      do: 'udmabufCreateList',
      name: 'u',
      buffer: 'frame',
      items: [
        { memfd: 'mem', offset: 0, size: 4096 },
        { memfd: 'mem', offset: 8192, size: 4096 },
      ],
      flags: 1,
      count: 1025,
    },
  ],
  [
    'app@cpu0: g = PRIME_HANDLE_TO_FD frame DRM_RDWR|DRM_CLOEXEC',
    app,
    { do: 'primeExport', name: 'g', buffer: 'frame', flags: 0o2000002 },
  ],
  [
    'app@cpu0: s2 = export_sync_file fd READ|WRITE',
    app,
    { do: 'exportSyncFile', name: 's2', fd: 'fd', flags: 3 },
  ],
  [
    'app@cpu0: import_sync_file fd s WRITE',
    app,
    { do: 'importSyncFile', fd: 'fd', syncFile: 's', flags: 2 },
  ],
  [
    'app@cpu0: s2 = sw_sync_fence t 2',
    app,
    { do: 'swSyncFence', name: 's2', timeline: 't', value: 2 },
  ],
  ['app@cpu0: sw_sync_inc t 1', app, { do: 'swSyncInc', timeline: 't', value: 1 }],
  [
    'kernel@cpu0: dma_buf_export frame O_RDONLY size=100 no-map',
    kernel,
    { do: 'dmaBufExport', buffer: 'frame', size: 100, flags: 0, ops: 'no-map' },
  ],
  [
    'app@cpu0: g = dma_buf_fd frame O_CLOEXEC',
    app,
    { do: 'dmaBufFd', name: 'g', buffer: 'frame', flags: 0o2000000 },
  ],
  ['kernel@cpu0: dma_buf_get fd', kernel, { do: 'dmaBufGet', fd: 'fd' }],
  ['kernel@cpu0: dma_buf_put frame', kernel, { do: 'dmaBufPut', buffer: 'frame' }],
  [
    'kernel@cpu0: call_with_null dma_buf_attach-device',
    kernel,
    { do: 'callWithNull', call: 'dma_buf_attach-device' },
  ],
  [
    'kernel@cpu0: inject_error frame map_dma_buf ENOMEM',
    kernel,
    { do: 'injectError', buffer: 'frame', callback: 'map_dma_buf', errno: 'ENOMEM' },
  ],
  ['gpu: set_dma_mask 32', gpu, { do: 'setDmaMask', bits: 32 }],
];
