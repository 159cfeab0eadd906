/**
 * Windows of access: who has said that it works on a buffer, and how. The kernel keeps no account of SYNC; the
 * model does, because what a program announced is what its accesses are held against.
 */
import type { Draft } from '../../draft.ts';
import type { AccessWindowEvent } from '../../machines/events.ts';
import { accessWindowId } from '../../machines/instanceIds.ts';
import { accessWindowNext } from '../../machines/machines.ts';
import type { AccessWindow } from '../../state.ts';
import { bufferName } from '../named.ts';

/** What a window is for. */
export interface Access {
  readonly isRead: boolean;
  readonly isWrite: boolean;
}

/** The window of somebody at a buffer; undefined where it is closed. */
export function windowOf(draft: Draft, who: string, buffer: number): AccessWindow | undefined {
  return draft.state.accessWindows.find((w) => w.who === who && w.buffer === buffer);
}

/** Whether a window allows reads, and writes. */
export function accessOf({ state }: AccessWindow): Access {
  return {
    isRead: state === 'open.read' || state === 'open.readWrite',
    isWrite: state === 'open.write' || state === 'open.readWrite',
  };
}

export const beginEvent = ({ isRead, isWrite }: Access): AccessWindowEvent =>
  isWrite ? (isRead ? 'beginReadWrite' : 'beginWrite') : 'beginRead';

/** Who, where and how a window is opened, closed or waited for. */
export type WindowRequest = Pick<AccessWindow, 'who' | 'buffer' | 'isLock' | 'isWrite' | 'cpu'>;

/** Sends an event to a window; one that closes is forgotten. Returns false where the machine refuses it. */
export function sendWindow(
  draft: Draft,
  request: WindowRequest,
  event: AccessWindowEvent,
): boolean {
  const old = windowOf(draft, request.who, request.buffer);
  const from = old?.state ?? 'closed';
  const state = accessWindowNext(from, event);
  if (state === null) return false;
  const { who, buffer } = request;
  const window: AccessWindow = { ...request, state };
  const windows = draft.state.accessWindows;
  if (state === 'closed') draft.state.accessWindows = windows.filter((w) => w !== old);
  else if (old) draft.state.accessWindows = windows.map((w) => (w === old ? window : w));
  else draft.state.accessWindows = [...windows, window];
  const instance = accessWindowId(who, bufferName(draft, buffer));
  const transition = { machine: 'accessWindow' as const, instance, event, from, to: state };
  draft.transitions = [...draft.transitions, transition];
  return true;
}
