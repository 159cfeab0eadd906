/** Calls on files that a menu offers: what makes declared buffers real, and what can be asked of what is open. */
import { ionHeaps } from '../kernel/exporters/ion.ts';
import type { Action } from '../operation.ts';
import type { FileDescriptor, State } from '../state.ts';

/** Exporters whose buffers come from a heap. */
const heaps: readonly string[] = ['system_heap', 'cma_heap'];

/** How a buffer that nobody has yet becomes real, where its exporter has a call for it. */
export function allocationOffers(
  state: State,
  process: string,
  freshName: (stem: string) => string,
): readonly Action[] {
  const memfds = fdsOf(state, process).filter((fd) => kindOf(state, fd) === 'memfd');
  return state.setup.buffers.flatMap(({ name: buffer, exporter }, index): readonly Action[] => {
    if (state.buffers[index]?.dmaBuf !== null) return [];
    const name = freshName('fd');
    if (heaps.includes(exporter))
      return [{ do: 'heapAlloc', name, buffer, length: null, fdFlags: 2, heapFlags: 0, fdIn: 0 }];
    if (exporter === 'ion')
      return [ionHeaps.SYSTEM, ionHeaps.SYSTEM | ionHeaps.CONTIG, ionHeaps.CARVEOUT].map(
        (mask) => ({ do: 'ionAlloc', name, buffer, heaps: mask }),
      );
    if (exporter !== 'udmabuf') return [];
    return memfds.map(({ name: memfd }): Action => ({
      ...{ do: 'udmabufCreate', name, buffer, memfd, offset: 0, size: null, flags: 0 },
    }));
  });
}

/** What else can be done with what a process has open. */
export function rareFileOffers(
  state: State,
  process: string,
  freshName: (stem: string) => string,
): readonly Action[] {
  const perFd = fdsOf(state, process).flatMap((fd) => offersOf(state, process, fd, freshName));
  const memfd = freshName('m');
  return [
    ...allocationOffers(state, process, freshName),
    { do: 'memfdCreate', name: memfd, flags: 2 },
    { do: 'openDevice', name: freshName('t'), path: 'sw_sync' },
    ...perFd,
  ];
}

const fdsOf = (state: State, process: string): readonly FileDescriptor[] =>
  state.processes.find(({ name }) => name === process)?.fds ?? [];

const kindOf = (state: State, fd: FileDescriptor) =>
  state.files.find(({ id }) => id === fd.file)?.kind;

function offersOf(
  state: State,
  process: string,
  descriptor: FileDescriptor,
  freshName: (stem: string) => string,
): readonly Action[] {
  const fd = descriptor.name;
  const { pageSize } = state.setup.platform;
  const syncFiles = fdsOf(state, process).filter((one) => kindOf(state, one) === 'sync_file');
  switch (kindOf(state, descriptor)) {
    case 'dma-buf':
      return [
        ...(state.setup.buffers[descriptor.buffer]?.exporter === 'ion'
          ? [{ do: 'ionSync', fd } as const]
          : []),
        { do: 'lseek', fd, offset: 0, whence: 2 },
        { do: 'poll', fd, events: 5, timeout: 0 },
        { do: 'describeFd', fd, how: 'fdinfo' },
        { do: 'exportSyncFile', name: freshName('s'), fd, flags: 1 },
        { do: 'exportSyncFile', name: freshName('s'), fd, flags: 2 },
        ...syncFiles.map(({ name }): Action => ({
          ...{ do: 'importSyncFile', fd, syncFile: name, flags: 2 },
        })),
      ];
    case 'memfd':
      return [
        { do: 'ftruncate', fd, length: largestBuffer(state) * pageSize },
        { do: 'addSeals', fd, seals: 2 },
        { do: 'fallocate', fd, mode: 3, offset: 0, length: pageSize },
      ];
    case 'sync_file':
      return [{ do: 'poll', fd, events: 1, timeout: 0 }];
    case 'sw_sync':
      return [
        { do: 'swSyncFence', name: freshName('s'), timeline: fd, value: 1 },
        { do: 'swSyncInc', timeline: fd, value: 1 },
      ];
    default:
      return [];
  }
}

const largestBuffer = (state: State): number =>
  Math.max(1, ...state.setup.buffers.map(({ pages }) => pages));
