/** Jobs that a menu offers: what is queued can be done, and on what stands mapped more can be queued. */
import { isSignaled } from '../kernel/fences/fence.ts';
import type { Action } from '../operation.ts';
import type { State } from '../state.ts';

/** What an engine has to do. */
export function jobOffers(state: State, device: number): readonly Action[] {
  return state.jobs
    .filter((job) => job.device === device && !isSignaled(state, job.fence))
    .map(({ name }): Action => ({ do: 'runJob', job: name }));
}

/** What could be queued: work on buffers, and waits for what is open as a sync_file. */
export function rareJobOffers(state: State, value: number): readonly Action[] {
  const { lineSize } = state.setup.platform;
  const name = freshJobName(state);
  const isSyncFile = (file: number): boolean =>
    state.files.some(({ id, kind }) => id === file && kind === 'sync_file');
  const waits = state.processes
    .flatMap(({ fds }) => fds.filter(({ file }) => isSyncFile(file)))
    .map((fd): Action => ({ do: 'submitWait', name, fd: fd.name }));
  const work = state.setup.buffers.flatMap(({ name: base }): readonly Action[] =>
    [false, true].flatMap((explicit): readonly Action[] => {
      const at = { base, offset: 0 };
      return [
        { do: 'submitRead', name, at, length: lineSize, explicit },
        { do: 'submitWrite', name, at, length: lineSize, value, explicit },
      ];
    }),
  );
  return [...work, ...waits];
}

/** Jobs whose fence a process could get as a sync_file. */
export function fenceFdOffers(state: State, name: string): readonly Action[] {
  return state.jobs.flatMap(({ name: job, device: index, fence }): readonly Action[] => {
    const device = state.setup.devices[index]?.name;
    if (device === undefined || isSignaled(state, fence)) return [];
    return [{ do: 'fenceFd', name, job, device }];
  });
}

function freshJobName(state: State): string {
  let number = 1;
  while (state.jobs.some(({ name }) => name === `j${number}`)) number += 1;
  return `j${number}`;
}
