/** Fences and what stands for them: jobs on engines, sync_files, timelines of sw_sync. */
import { fenceId } from '../../model/machines/instanceIds.ts';
import type { FenceState } from '../../model/machines/states.ts';
import type { Job } from '../../model/kernel/fences/types.ts';
import type { State } from '../../model/state.ts';
import {
  bufferNameIn,
  counted,
  deviceNameIn,
  machineOf,
  row,
  type ObjectRow,
  type ObjectSection,
} from './objectRow.ts';

const stateWords: Readonly<Record<FenceState, string>> = {
  'pending.quiet': 'pending',
  'pending.watched': 'pending, waited for',
  'signaled.ok': 'signaled',
  'signaled.error': 'signaled with an error',
};

/** `j1, pending` */
export function fenceFact(state: State, id: number): string {
  const fence = state.fences.find((each) => each.id === id);
  return fence ? `${fence.name}, ${stateWords[fence.state]}` : `fence ${id}`;
}

/** One section with all of them; none where there is none. */
export function fenceSections(state: State): readonly ObjectSection[] {
  const rows = [
    ...state.jobs.map((job) => jobRow(state, job)),
    ...state.timelines.map(({ id, name, value }) =>
      row(`timeline ${id}`, name, ['sw_sync timeline', `at ${value}`]),
    ),
    ...timelineFences(state),
    ...state.syncFiles.map(({ id, name, fences }) =>
      row(`sync_file ${id}`, name, [
        'sync_file',
        counted(fences.length, 'fence'),
        ...fences.map((fence) => fenceFact(state, fence)),
      ]),
    ),
  ];
  return rows.length === 0
    ? []
    : [{ key: 'fences', title: 'Fences', note: 'who waits for whom', rows }];
}

function jobRow(state: State, job: Job): ObjectRow {
  const { name, device, fence, buffer, start, length, value, waits } = job;
  const open = waits.filter((id) =>
    state.fences.some((each) => each.id === id && each.state.startsWith('pending')),
  );
  return row(
    `job ${fence}`,
    name,
    [
      length === 0
        ? `${deviceNameIn(state, device)} waits`
        : `${deviceNameIn(state, device)} ${value === null ? 'reads' : 'writes'} ${bufferNameIn(state, buffer)}`,
      length > 0 && `bytes ${start} to ${start + length - 1}`,
      fenceFact(state, fence).replace(`${name}, `, ''),
      open.length > 0 && `after ${open.map((id) => nameOf(state, id)).join(', ')}`,
    ],
    { selection: machineOf('fence', fenceId(fence)) },
  );
}

function nameOf(state: State, id: number): string {
  return state.fences.find((fence) => fence.id === id)?.name ?? `fence ${id}`;
}

function timelineFences(state: State): readonly ObjectRow[] {
  return state.fences
    .filter(({ source }) => source.kind === 'timeline')
    .map(({ id, seqno }) =>
      row(`fence ${id}`, 'fence', [fenceFact(state, id), `at point ${seqno}`], {
        selection: machineOf('fence', fenceId(id)),
        inner: true,
      }),
    );
}
