/**
 * A window of access that somebody has opened on a buffer: by DMA_BUF_IOCTL_SYNC, prepare and finish,
 * dma_buf_begin_cpu_access in the kernel, or a lock of the dmabuf-sync RFC [drivers/dma-buf/dma-buf.c,
 * dma_buf_ioctl]. Exporters keep no account of SYNC, so that a second START only adds to what is open.
 */
import type { AccessWindowEvent } from './events.ts';
import type { AccessWindowState } from './states.ts';
import type { MachineWords } from './words.ts';
import { setup } from './xstate.ts';

const notOpen = 'Nothing is open. Exporters keep no account: END returns 0 all the same.';
const isOpen = 'It is open already, so there is nothing to wait for.';

export const accessWindowWords: MachineWords<AccessWindowState, AccessWindowEvent> = {
  title: 'Access window',
  doc: 'Whether a program, kernel code or a driver has announced that it works on a buffer now.',
  groups: { open: 'open' },
  states: {
    closed: {
      title: 'closed',
      doc: 'Nobody was told of an access: the buffer may be anywhere.',
      refuses: { end: notOpen, giveUp: 'It waits for nothing.' },
    },
    waiting: {
      title: 'waiting',
      doc: 'Somebody else has the lock; whoever waits sleeps until it is given back.',
      refuses: { end: 'It has not got the lock yet.', wait: 'It waits already.' },
    },
    'open.read': {
      title: 'reading',
      doc: 'Reads are announced: what devices have written was fetched.',
      refuses: { wait: isOpen, giveUp: isOpen },
    },
    'open.write': {
      title: 'writing',
      doc: 'Writes alone are announced: with SYNC nothing was fetched, and all is pushed at the end.',
      refuses: { wait: isOpen, giveUp: isOpen },
    },
    'open.readWrite': {
      title: 'reading and writing',
      doc: 'Reads and writes are announced: fetched at the start, pushed at the end.',
      refuses: { wait: isOpen, giveUp: isOpen },
    },
  },
  events: {
    beginRead: {
      title: 'begin READ',
      doc: 'An access that only reads begins.',
      needs: 'It can always begin.',
    },
    beginWrite: {
      title: 'begin WRITE',
      doc: 'An access that only writes begins.',
      needs: 'A lock is for reading, or for reading and writing.',
    },
    beginReadWrite: {
      title: 'begin R|W',
      doc: 'An access that reads and writes begins.',
      needs: 'It can always begin.',
    },
    wait: { title: 'wait', doc: 'The lock is taken by somebody else.', needs: isOpen },
    giveUp: {
      title: 'give up',
      doc: 'Whoever waits for the lock ends.',
      needs: 'It does not wait.',
    },
    end: {
      title: 'end',
      doc: 'The access ends; caches are maintained as announced.',
      needs: notOpen,
    },
  },
};

const types: { events?: { type: AccessWindowEvent } } = {};
const words = accessWindowWords.states;

export const accessWindowMachine = /* @__PURE__ */ setup({ types }).createMachine({
  id: 'accessWindow',
  meta: accessWindowWords,
  initial: 'closed',
  states: {
    closed: {
      meta: words.closed,
      on: {
        beginRead: { target: '#accessWindow.open.read' },
        beginWrite: { target: '#accessWindow.open.write' },
        beginReadWrite: { target: '#accessWindow.open.readWrite' },
        wait: { target: '#accessWindow.waiting' },
      },
    },
    waiting: {
      meta: words.waiting,
      on: {
        beginRead: { target: '#accessWindow.open.read' },
        beginReadWrite: { target: '#accessWindow.open.readWrite' },
        giveUp: { target: '#accessWindow.closed' },
      },
    },
    open: {
      initial: 'read',
      on: { end: { target: '#accessWindow.closed' } },
      states: {
        read: {
          meta: words['open.read'],
          on: {
            beginRead: { target: '#accessWindow.open.read' },
            beginWrite: { target: '#accessWindow.open.readWrite' },
            beginReadWrite: { target: '#accessWindow.open.readWrite' },
          },
        },
        write: {
          meta: words['open.write'],
          on: {
            beginRead: { target: '#accessWindow.open.readWrite' },
            beginWrite: { target: '#accessWindow.open.write' },
            beginReadWrite: { target: '#accessWindow.open.readWrite' },
          },
        },
        readWrite: {
          meta: words['open.readWrite'],
          on: {
            beginRead: { target: '#accessWindow.open.readWrite' },
            beginWrite: { target: '#accessWindow.open.readWrite' },
            beginReadWrite: { target: '#accessWindow.open.readWrite' },
          },
        },
      },
    },
  },
});
