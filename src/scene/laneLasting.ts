/**
 * What lasts in a state and is drawn as a span of the lanes: who owns each buffer, which mappings stand,
 * windows of CPU access and locks, who waits for one; jobs and fences that are pending.
 */
import type { AccessWindow, DmaMapping, State } from '../model/state.ts';
import type { AccessWindowState } from '../model/machines/states.ts';
import { deviceRole } from './laneInput.ts';
import type { LaneRole } from './laneInput.ts';
import { ownerOfBuffer } from './owner.ts';

/** How a span looks: in somebody's colour, or as something that has no owner of its own. */
export type SpanLook = LaneRole | 'several' | 'contested' | 'waiting';

/** Row of the spans of one thing. */
export interface LastingRow {
  readonly key: string;
  readonly label: string;
  readonly kind: 'owner' | 'mapping' | 'window' | 'fence' | 'job';
}

/** Something that lasts, as it is in one state. */
export interface Lasting {
  readonly id: string;
  readonly row: LastingRow;
  readonly look: SpanLook;
  readonly shares: readonly LaneRole[];
  readonly text: string;
  /** Buffer that it is about. */
  readonly buffer: number;
  /** The machine whose transitions begin, change and end it, as `Transition.instance` names it; null: none does. */
  readonly instance: string | null;
}

/** Whether everything that lasts is the same in both states, seen at a glance. */
export function isSameLasting(a: State, b: State): boolean {
  return (
    a.mappings === b.mappings &&
    a.accessWindows === b.accessWindows &&
    a.buffers === b.buffers &&
    a.fences === b.fences &&
    a.jobs === b.jobs
  );
}

/** All that lasts in a state. */
export function lastingIn(state: State): readonly Lasting[] {
  const several = state.setup.buffers.length > 1;
  return [
    ...fenceSpans(state),
    ...state.mappings
      .filter(({ live }) => live)
      .map((mapping) => mappingSpan(state, mapping, several)),
    ...state.accessWindows
      .filter((window) => window.state !== 'closed')
      .map((window) => windowSpan(state, window, several)),
    ...state.buffers.map((_, buffer) => ownerSpan(state, buffer, several)),
  ];
}

/** From the queue to the signal: jobs on engines, and fences of timelines, which nobody but userspace moves on. */
function fenceSpans(state: State): readonly Lasting[] {
  return state.fences
    .filter((fence) => fence.state.startsWith('pending'))
    .map((fence): Lasting => {
      const job = state.jobs.find((each) => each.fence === fence.id);
      const isWaited = fence.state === 'pending.watched';
      const id = `fence/${fence.id}`;
      const base = { id, instance: id, shares: [], text: fence.name };
      if (!job) {
        const row = { key: 'fences', label: 'fences', kind: 'fence' } as const;
        return { ...base, row, look: isWaited ? 'other' : 'waiting', buffer: -1 };
      }
      const device = state.setup.devices[job.device]?.name ?? '';
      const row = { key: `jobs/${job.device}`, label: `${device} jobs`, kind: 'job' } as const;
      const blocked = job.waits.some((waited) =>
        state.fences.some((each) => each.id === waited && each.state.startsWith('pending')),
      );
      const text = blocked ? `${job.name} waits` : job.name;
      const look = blocked ? 'waiting' : deviceRole(job.device);
      return { ...base, text, row, look, buffer: job.buffer };
    });
}

const windowWords: Readonly<Record<AccessWindowState, string>> = {
  closed: '',
  waiting: 'waits',
  'open.read': 'reads',
  'open.write': 'writes',
  'open.readWrite': 'reads and writes',
};

/** The access to a buffer between START and END, prepare and finish, lock and unlock. */
function windowSpan(state: State, window: AccessWindow, several: boolean): Lasting {
  const { who, buffer, isLock } = window;
  const id = `window/${who}/${buffer}`;
  const device = state.setup.devices.findIndex(({ name }) => name === who);
  const isWaiting = window.state === 'waiting';
  const what = isLock ? 'lock' : 'access';
  return {
    id,
    row: {
      key: id,
      label: several ? `${who} · ${bufferName(state, buffer)}` : `${who} ${what}`,
      kind: 'window',
    },
    look: isWaiting ? 'waiting' : device < 0 ? 'cpu' : deviceRole(device),
    shares: [],
    text: `${isLock && several && !isWaiting ? 'lock: ' : ''}${windowWords[window.state]}`,
    buffer,
    instance: `window/${who}:${bufferName(state, buffer)}`,
  };
}

function mappingSpan(state: State, mapping: DmaMapping, several: boolean): Lasting {
  const device = state.setup.devices[mapping.device]?.name ?? '';
  const label = several ? `${device} · ${bufferName(state, mapping.buffer)}` : `${device} maps`;
  const what = mapping.kind === 'coherent' ? 'coherent' : mapping.direction;
  return {
    id: `mapping/${mapping.id}`,
    row: { key: `mapping/${mapping.device}/${mapping.buffer}`, label, kind: 'mapping' },
    look: deviceRole(mapping.device),
    shares: [],
    text: mapping.name === null ? what : `${mapping.name} ${what}`,
    buffer: mapping.buffer,
    instance: null,
  };
}

function ownerSpan(state: State, buffer: number, several: boolean): Lasting {
  const label = several ? `${bufferName(state, buffer)} owner` : 'owner';
  const row = { key: `owner/${buffer}`, label, kind: 'owner' } as const;
  return { id: row.key, row, buffer, instance: null, ...ownerLook(state, buffer) };
}

function ownerLook(state: State, buffer: number): Pick<Lasting, 'look' | 'shares' | 'text'> {
  const owner = ownerOfBuffer(state, buffer);
  const name = (device: number) => state.setup.devices[device]?.name ?? `device ${device}`;
  const plain = (look: SpanLook, text: string) => ({ look, shares: [], text });
  switch (owner.kind) {
    case 'device':
      return plain(deviceRole(owner.device), name(owner.device));
    case 'devices':
      return {
        look: 'several',
        shares: owner.devices.map(deviceRole),
        text: owner.devices.map(name).join(' + '),
      };
    case 'parts':
      return {
        look: 'several',
        shares: ['cpu', ...owner.devices.map(deviceRole)],
        text: ['CPU', ...owner.devices.map(name)].join(' + '),
      };
    case 'contested':
      return plain('contested', 'contested');
    case 'coherent':
      return plain('other', 'coherent');
    default:
      return plain('cpu', 'CPU');
  }
}

function bufferName(state: State, buffer: number): string {
  return state.setup.buffers[buffer]?.name ?? `buffer ${buffer}`;
}
