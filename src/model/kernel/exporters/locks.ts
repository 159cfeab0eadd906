/**
 * Locks of the dmabuf-sync RFC: programs and drivers take a lock before they touch a buffer and give it back
 * afterwards; taking and giving back maintain the caches [Inki Dae, "[RFC PATCH v2] dmabuf-sync: Introduce buffer
 * synchronization framework", 13 June 2013]. Readers share, a writer is alone, and whoever came first is first.
 */
import { call, emit, type Draft } from '../../draft.ts';
import { noteLock, noteUnlock } from '../../races/order.ts';
import type { OperationResult } from '../../result.ts';
import type { AccessWindow } from '../../state.ts';
import { raise } from '../../violations/raise.ts';
import { done, refuse } from '../refuse.ts';
import { bufferName, bufferSize } from '../named.ts';
import { giveToDevices, takeForCpu, takeForDevice } from './lockHandOver.ts';
import { profileOf } from './profiles.ts';
import { sendWindow, windowOf, type WindowRequest } from './windows.ts';

export type LockRequest = Omit<WindowRequest, 'isLock'>;

const isHeld = ({ isLock, state }: AccessWindow): boolean => isLock && state !== 'waiting';

/** Who stands in the way: holders, and those who wait since before `until`. */
function obstacles(draft: Draft, { who, buffer, isWrite }: LockRequest): readonly AccessWindow[] {
  const there = draft.state.accessWindows.filter((w) => w.buffer === buffer && w.isLock);
  const own = there.findIndex((window) => window.who === who);
  const before = own < 0 ? there : there.slice(0, own);
  const holders = there.filter((window) => window.who !== who && isHeld(window));
  const earlier = before.filter((window) => !isHeld(window));
  return [...holders, ...earlier].filter((other) => isWrite || other.isWrite);
}

/** Takes a lock, or sleeps until whoever has it gives it back. */
export function lock(draft: Draft, request: LockRequest): OperationResult {
  const { who, buffer, isWrite } = request;
  if (profileOf(draft.state.setup, buffer).mmap !== 'lock')
    return refuse(draft, 'ENOTTY', 'the exporter has no locks');
  if (windowOf(draft, who, buffer)) return refuse(draft, 'EBUSY', `${who} has the lock already`);
  const label = `dmabuf_sync_lock(${bufferName(draft, buffer)}, ${isWrite ? 'WRITE' : 'READ'})`;
  return call(draft, label, () => {
    const [first] = obstacles(draft, request);
    if (!first) return grant(draft, request);
    return sleep(draft, request, first);
  });
}

function sleep(draft: Draft, request: LockRequest, first: AccessWindow): OperationResult {
  const { who, buffer, isWrite } = request;
  sendWindow(draft, { ...request, isLock: true }, 'wait');
  const circle = circleOf(draft, who, [who]);
  const reason = `${who} sleeps until ${first.who} gives ${bufferName(draft, buffer)} back`;
  if (circle) {
    raise(draft, {
      rule: 'lock-deadlock',
      bytes: { buffer, start: 0, length: bufferSize(draft, buffer) },
      outcome: `${[...circle, who].join(' waits for ')}: nobody goes on`,
    });
  }
  emit(draft, 'lock.wait', {
    label: reason,
    facts: { who, holder: first.who, buffer: bufferName(draft, buffer), isWrite },
  });
  return { kind: 'blocked', reason };
}

/** The names from `who` on that wait for each other in a circle; null where the wait has an end. */
function circleOf(draft: Draft, who: string, path: readonly string[]): readonly string[] | null {
  const waits = draft.state.accessWindows.filter((w) => w.who === who && w.state === 'waiting');
  for (const other of waits.flatMap((window) => obstacles(draft, window))) {
    if (other.who === path[0]) return path;
    if (path.includes(other.who)) continue;
    const found = circleOf(draft, other.who, [...path, other.who]);
    if (found) return found;
  }
  return null;
}

function grant(draft: Draft, request: LockRequest): OperationResult {
  const { who, buffer, isWrite, cpu } = request;
  const device = draft.state.setup.devices.findIndex(({ name }) => name === who);
  if (device >= 0) takeForDevice(draft, buffer, device, cpu);
  else takeForCpu(draft, buffer, isWrite, cpu);
  noteLock(draft, who, buffer);
  sendWindow(draft, { ...request, isLock: true }, isWrite ? 'beginReadWrite' : 'beginRead');
  emit(draft, 'lock.grant', {
    label: `${who} has the lock of ${bufferName(draft, buffer)}`,
    range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    facts: { who, isWrite },
  });
  return done;
}

/** Gives a lock back; whoever sleeps for it goes on. */
export function unlock(draft: Draft, who: string, buffer: number, cpu: number): OperationResult {
  const own = windowOf(draft, who, buffer);
  if (!own || !isHeld(own)) return refuse(draft, 'EPERM', `${who} does not have the lock`);
  return call(draft, `dmabuf_sync_unlock(${bufferName(draft, buffer)})`, () => {
    const isDevice = draft.state.setup.devices.some(({ name }) => name === who);
    if (!isDevice && !isSharedWithCpu(draft, own)) giveToDevices(draft, buffer, cpu);
    noteUnlock(draft, who, buffer);
    sendWindow(draft, { ...own, cpu }, 'end');
    emit(draft, 'lock.drop', {
      label: `${who} gives the lock of ${bufferName(draft, buffer)} back`,
      range: { buffer, start: 0, length: bufferSize(draft, buffer) },
      facts: { who },
    });
    wake(draft, buffer);
    return done;
  });
}

/** Whether another program reads on: then the buffer stays with the CPU. */
function isSharedWithCpu(draft: Draft, own: AccessWindow): boolean {
  const devices = draft.state.setup.devices.map(({ name }) => name);
  return draft.state.accessWindows.some(
    (w) => w !== own && w.buffer === own.buffer && isHeld(w) && !devices.includes(w.who),
  );
}

/** Grants the lock to those who wait, in their order, as far as they do not stand in each other's way. */
function wake(draft: Draft, buffer: number): void {
  for (;;) {
    const next = draft.state.accessWindows.find(
      (w) => w.buffer === buffer && w.state === 'waiting' && obstacles(draft, w).length === 0,
    );
    if (!next) return;
    const { agent } = draft;
    draft.agent = next.who;
    grant(draft, next);
    draft.agent = agent;
  }
}

/** What somebody sleeps for; null for who is awake. */
export function sleepsFor(draft: Draft, who: string): string | null {
  const window = draft.state.accessWindows.find((w) => w.who === who && w.state === 'waiting');
  return window ? bufferName(draft, window.buffer) : null;
}

/** A process ends: what it waits for is forgotten, what it has locked is given back. */
export function dropWindows(draft: Draft, who: string, cpu: number): void {
  for (const window of draft.state.accessWindows.filter((w) => w.who === who)) {
    if (isHeld(window)) unlock(draft, who, window.buffer, cpu);
    else sendWindow(draft, window, window.isLock ? 'giveUp' : 'end');
  }
}
