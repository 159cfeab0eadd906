/** Calls on files that belong together, as programs make them. */
import type { Action, Operation } from '../../model/operation.ts';
import { fencesOf, memfdOf, timelineOf } from './arbitraryFiles.ts';
import { fdOf } from './arbitraryWorld.ts';

/** What a sequence is about. */
interface FileWork {
  readonly process: string;
  readonly buffer: string;
}

const by = (process: string, action: Action): Operation => ({
  agent: { kind: 'thread', process, cpu: 0 },
  action,
});

/** A memfd of the buffer's size is sealed, becomes a udmabuf, and gets a hole. */
export function memfdWork(pageSize: number): (work: FileWork) => Operation[] {
  return ({ process, buffer }) => {
    const memfd = memfdOf(buffer);
    const name = fdOf(buffer);
    const all = { memfd, offset: 0, size: pageSize };
    return [
      by(process, { do: 'memfdCreate', name: memfd, flags: 2 }),
      by(process, { do: 'ftruncate', fd: memfd, length: 3 * pageSize }),
      by(process, { do: 'addSeals', fd: memfd, seals: 2 }),
      by(process, { do: 'udmabufCreate', name, buffer, memfd, offset: 0, size: null, flags: 0 }),
      by(process, {
        ...{ do: 'udmabufCreateList', name, buffer, items: [all], flags: 1, count: null },
      }),
      by(process, { do: 'fallocate', fd: memfd, mode: 3, offset: 0, length: pageSize }),
      by(process, { do: 'setName', fd: memfd, label: 'scanout' }),
      by(process, { do: 'fcntl', fd: memfd, command: 'F_GET_SEALS', argument: 0 }),
    ];
  };
}

/** A fence of a timeline goes into a buffer, is waited for, and signaled. */
export function fenceFileWork({ process, buffer }: FileWork): Operation[] {
  const fd = fdOf(buffer);
  const timeline = timelineOf(buffer);
  const syncFile = fencesOf(buffer);
  return [
    by(process, { do: 'openDevice', name: timeline, path: 'sw_sync' }),
    by(process, { do: 'swSyncFence', name: syncFile, timeline, value: 1 }),
    by(process, { do: 'importSyncFile', fd, syncFile, flags: 2 }),
    by(process, { do: 'poll', fd, events: 5, timeout: 0 }),
    by(process, { do: 'swSyncInc', timeline, value: 1 }),
    by(process, { do: 'exportSyncFile', name: syncFile, fd, flags: 3 }),
  ];
}
