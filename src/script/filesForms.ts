/** Forms of the files of a process: what any descriptor can be given, and what is told about it. */
import type { FcntlCommand } from '../model/vocabulary/files.ts';
import { dmaBufRequests, fcntlCommands, fileIoCalls } from '../model/vocabulary/fileWords.ts';
import { allocationForms } from './allocationForms.ts';
import { openBits, pollBits, whenceBits } from './fileFlags.ts';
import type { OperationForm, Part } from './form.ts';
import { kernelFileForms } from './kernelFileForms.ts';
import { syncFileForms } from './syncFileForms.ts';
import { isWord } from './words.ts';

const fd: Part = { part: 'name', key: 'fd', of: ['fd'] };

const openForms: readonly OperationForm[] = [
  {
    verb: 'open',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [
      { part: 'choice', key: 'path', label: 'dma_heap|sw_sync', words: ['dma_heap', 'sw_sync'] },
    ],
    doc: 'Opens a device: the system heap, or sw_sync, each opening of which is a new timeline.',
    source:
      'drivers/dma-buf/dma-heap.c: dma_heap_open; drivers/dma-buf/sw_sync.c: sw_sync_debugfs_open',
    example: 'app@cpu0: t = open sw_sync',
    tells: 'opens {path} as {name}',
    build: (args) => ({
      do: 'openDevice',
      name: args.name('name'),
      path: args.name('path') === 'sw_sync' ? 'sw_sync' : 'dma_heap',
    }),
    take: (action) =>
      action.do === 'openDevice' ? { name: action.name, path: action.path } : null,
  },
  {
    verb: 'reopen',
    speakers: ['thread'],
    introduces: 'fd',
    parts: [fd, { part: 'flags', key: 'flags', label: 'FLAGS', bits: openBits }],
    doc: 'Opens /proc/self/fd/N of a descriptor: a new open file where the inode behind it can be opened, which a dma-buf’s cannot.',
    source: 'fs/open.c; fs/libfs.c: alloc_anon_inode',
    example: 'app@cpu0: again = reopen fd O_RDWR',
    tells: 'opens what {fd} stands for again as {name}',
    build: (args) => ({
      do: 'reopen',
      name: args.name('name'),
      fd: args.name('fd'),
      flags: args.number('flags'),
    }),
    take: (action) =>
      action.do === 'reopen' ? { name: action.name, fd: action.fd, flags: action.flags } : null,
  },
];

const commandOf = (text: string): FcntlCommand => (isWord(fcntlCommands, text) ? text : 'F_GETFD');

const controlForms: readonly OperationForm[] = [
  {
    verb: 'fcntl',
    speakers: ['thread'],
    introduces: null,
    parts: [
      fd,
      { part: 'choice', key: 'command', label: 'COMMAND', words: Object.keys(fcntlCommands) },
      {
        part: 'flags',
        key: 'argument',
        label: 'FLAGS',
        bits: { FD_CLOEXEC: 1, O_NONBLOCK: 0o4000 },
        default: 0,
      },
    ],
    doc: 'Reads or changes the flags of a descriptor (F_GETFD, F_SETFD) or of the open file behind it (F_GETFL, F_SETFL), or reads the seals of a memfd (F_GET_SEALS).',
    source: 'fs/fcntl.c: do_fcntl',
    example: 'app@cpu0: fcntl fd F_SETFL O_NONBLOCK',
    tells: 'calls fcntl {command} on {fd}',
    build: (args) => ({
      do: 'fcntl',
      fd: args.name('fd'),
      command: commandOf(args.name('command')),
      argument: args.number('argument'),
    }),
    take: (action) =>
      action.do === 'fcntl'
        ? { fd: action.fd, command: action.command, argument: action.argument }
        : null,
  },
  {
    verb: 'lseek',
    speakers: ['thread'],
    introduces: null,
    parts: [
      fd,
      { part: 'integer', key: 'offset', label: 'OFFSET' },
      {
        part: 'choice',
        key: 'whence',
        label: 'WHENCE',
        words: [...Object.keys(whenceBits), 'SEEK_BAD'],
      },
    ],
    doc: 'Moves the position of a file. Of a dma-buf it tells the size (0 SEEK_END), and nothing else is allowed but 0 SEEK_SET. SEEK_BAD is a whence that does not exist.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_llseek',
    example: 'app@cpu0: lseek fd 0 SEEK_END',
    tells: 'seeks {fd} to {offset} {whence}',
    build: (args) => ({
      do: 'lseek',
      fd: args.name('fd'),
      offset: args.number('offset'),
      whence: whenceBits[args.name('whence')] ?? badWhence,
    }),
    take: (action) =>
      action.do === 'lseek'
        ? { fd: action.fd, offset: action.offset, whence: whenceWord(action.whence) }
        : null,
  },
  {
    verb: 'fsync',
    speakers: ['thread'],
    introduces: null,
    parts: [fd],
    doc: 'Writes a file back to its storage, which a dma-buf has none of.',
    source: 'fs/sync.c: vfs_fsync_range',
    example: 'app@cpu0: fsync fd',
    tells: 'calls fsync on {fd}',
    build: (args) => ({ do: 'fsync', fd: args.name('fd') }),
    take: (action) => (action.do === 'fsync' ? { fd: action.fd } : null),
  },
];

const badWhence = 99;

function whenceWord(whence: number): string {
  return Object.keys(whenceBits).find((word) => whenceBits[word] === whence) ?? 'SEEK_BAD';
}

const ioVerbs = {
  read: {
    verb: 'read_file',
    what: 'Reads from a descriptor',
    tells: 'reads {count} bytes from {fd}',
  },
  write: {
    verb: 'write_file',
    what: 'Writes to a descriptor',
    tells: 'writes {count} bytes to {fd}',
  },
  pread: {
    verb: 'pread',
    what: 'Reads from a descriptor at an offset',
    tells: 'reads {count} bytes from {fd} at {offset}',
  },
  pwrite: {
    verb: 'pwrite',
    what: 'Writes to a descriptor at an offset',
    tells: 'writes {count} bytes to {fd} at {offset}',
  },
  sendfile: {
    verb: 'sendfile',
    what: 'Sends a file’s bytes to another file',
    tells: 'sends {count} bytes of {fd}',
  },
} as const;

/** One form a call: they are the same to a dma-buf, which none of them works on. */
const ioForms: readonly OperationForm[] = fileIoCalls.map((call): OperationForm => {
  const { verb, what, tells } = ioVerbs[call];
  const isPositioned = call === 'pread' || call === 'pwrite';
  const offset: readonly Part[] = isPositioned
    ? [{ part: 'integer', key: 'offset', label: 'OFFSET' }]
    : [];
  return {
    verb,
    speakers: ['thread'],
    introduces: null,
    parts: [fd, { part: 'integer', key: 'count', label: 'COUNT' }, ...offset],
    doc: `${what}. A dma-buf is mapped, never read or written as a file: it refuses.`,
    source: `fs/read_write.c: ${call}(2)`,
    example: `app@cpu0: ${verb} fd 16${isPositioned ? ' 0' : ''}`,
    tells,
    build: (args) => ({
      do: 'fileIo',
      call,
      fd: args.name('fd'),
      count: args.number('count'),
      offset: args.number('offset'),
    }),
    take: (action) =>
      action.do === 'fileIo' && action.call === call
        ? { fd: action.fd, count: action.count, ...(isPositioned ? { offset: action.offset } : {}) }
        : null,
  };
});

const pollForms: readonly OperationForm[] = [
  {
    verb: 'poll',
    speakers: ['thread'],
    introduces: null,
    parts: [
      fd,
      { part: 'flags', key: 'events', label: 'EVENTS', bits: pollBits },
      { part: 'integer', key: 'timeout', label: 'MS', word: 'timeout', default: 0 },
    ],
    doc: 'Asks what a file is ready for. POLLIN of a dma-buf is held back by fences of writers, POLLOUT by those of readers too. With a timeout it waits.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_poll',
    example: 'app@cpu0: poll fd POLLIN|POLLOUT timeout=50',
    tells: 'polls {fd} for {events}',
    build: (args) => ({
      do: 'poll',
      fd: args.name('fd'),
      events: args.number('events'),
      timeout: args.number('timeout'),
    }),
    take: (action) =>
      action.do === 'poll'
        ? { fd: action.fd, events: action.events, timeout: action.timeout }
        : null,
  },
  {
    verb: 'epoll_add',
    speakers: ['thread'],
    introduces: null,
    parts: [
      fd,
      {
        part: 'flags',
        key: 'events',
        label: 'EVENTS',
        bits: { EPOLLIN: 1, EPOLLPRI: 2, EPOLLOUT: 4 },
      },
    ],
    doc: 'Adds the descriptor to a new epoll file, which files without poll refuse.',
    source: 'fs/eventpoll.c: ep_insert',
    example: 'app@cpu0: epoll_add fd EPOLLIN',
    tells: 'adds {fd} to an epoll file',
    build: (args) => ({ do: 'epollAdd', fd: args.name('fd'), events: args.number('events') }),
    take: (action) => (action.do === 'epollAdd' ? { fd: action.fd, events: action.events } : null),
  },
];

const requestBits = { ...dmaBufRequests, TCGETS: 0x5401 };

const tellingForms: readonly OperationForm[] = [
  ...(['fdinfo', 'readlink'] as const).map((how): OperationForm => ({
    verb: how,
    speakers: ['thread'],
    introduces: null,
    parts: [fd],
    doc:
      how === 'fdinfo'
        ? 'Reads /proc/self/fdinfo/N: size, exporter and name of a dma-buf, and how many references it has.'
        : 'Reads the link /proc/self/fd/N: what the descriptor stands for, by name.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_show_fdinfo, dmabuffs_dname',
    example: `app@cpu0: ${how} fd`,
    tells: how === 'fdinfo' ? 'asks what {fd} is' : 'asks for the path of {fd}',
    build: (args) => ({ do: 'describeFd', fd: args.name('fd'), how }),
    take: (action) => (action.do === 'describeFd' && action.how === how ? { fd: action.fd } : null),
  })),
  {
    verb: 'set_name',
    speakers: ['thread'],
    introduces: null,
    parts: [fd, { part: 'text', key: 'label', label: 'NAME', default: '' }],
    doc: 'DMA_BUF_SET_NAME: what people see the buffer called. At most 31 characters.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_set_name',
    example: 'app@cpu0: set_name fd scanout',
    tells: 'calls the buffer of {fd} {label}',
    build: (args) => ({ do: 'setName', fd: args.name('fd'), label: args.name('label') }),
    take: (action) => (action.do === 'setName' ? { fd: action.fd, label: action.label } : null),
  },
  {
    verb: 'ioctl_null',
    speakers: ['thread'],
    introduces: null,
    parts: [fd, { part: 'flags', key: 'request', label: 'REQUEST', bits: requestBits }],
    doc: 'An ioctl with a NULL pointer as its argument: what the file does not know is refused first.',
    source: 'drivers/dma-buf/dma-buf.c: dma_buf_ioctl',
    example: 'app@cpu0: ioctl_null fd DMA_BUF_IOCTL_SYNC',
    tells: 'calls {request} on {fd} without an argument',
    build: (args) => ({ do: 'ioctl', fd: args.name('fd'), request: args.number('request') }),
    take: (action) => (action.do === 'ioctl' ? { fd: action.fd, request: action.request } : null),
  },
];

/** Forms of the actions that any descriptor can be given. */
export const descriptorForms: readonly OperationForm[] = [
  ...openForms,
  ...controlForms,
  ...ioForms,
  ...pollForms,
  ...tellingForms,
];

/** Everything that files can be given. */
export const fileForms: readonly OperationForm[] = [
  ...descriptorForms,
  ...allocationForms,
  ...syncFileForms,
  ...kernelFileForms,
];
