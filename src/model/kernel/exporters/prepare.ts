/**
 * The ioctls prepare and finish of the RFC that came before the mmap patch: a program announces its CPU access
 * and the exporter maintains the caches [Rob Clark, "[RFC] dma-buf: userspace mmap support", March 2012; what the
 * mmap patch of April 2012 says about it]. Whether prepare also waits for the device is the disputed part, and a
 * setting.
 */
import { call, emit, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { OperationResult } from '../../result.ts';
import { done, refuse } from '../refuse.ts';
import { waitForCpuAccess } from '../fences/resv.ts';
import { bufferName, bufferSize, exporterName } from '../named.ts';
import { syncAttachments } from './cpuAccess.ts';
import { profileOf } from './profiles.ts';
import { maintainUpperWindow } from './splitWindow.ts';
import { accessOf, sendWindow, windowOf } from './windows.ts';

/** Who prepares what, on which CPU. */
export interface PrepareRequest {
  readonly who: string;
  readonly buffer: number;
  readonly isWrite: boolean;
  readonly cpu: number;
}

/** A prepare for writing fetches too: a program seldom writes every byte. */
const directionOf = (isWrite: boolean): Direction => (isWrite ? 'BIDIRECTIONAL' : 'FROM_DEVICE');

const hasIoctls = (draft: Draft, buffer: number): boolean =>
  ['prepare-finish', 'split-window'].includes(profileOf(draft.state.setup, buffer).mmap);

/** The ioctl prepare: from its end on the CPU may work on the buffer. */
export function prepare(draft: Draft, request: PrepareRequest): OperationResult {
  const { who, buffer, isWrite, cpu } = request;
  if (!hasIoctls(draft, buffer)) return refuse(draft, 'ENOTTY', 'the exporter has no such ioctl');
  if (windowOf(draft, who, buffer)) return refuse(draft, 'EBUSY', 'it is prepared already');
  return call(draft, `${exporterName(draft, buffer)}_prepare_cpu()`, () => {
    const direction = directionOf(isWrite);
    const waits = draft.state.setup.buffers[buffer]?.prepare === 'wait';
    const waited = waits ? waitForCpuAccess(draft, buffer, direction) : done;
    if (waited.kind !== 'ok') return waited;
    if (profileOf(draft.state.setup, buffer).mmap === 'split-window')
      maintainUpperWindow(draft, buffer, 'invalidate', 'given back to the CPU');
    else syncAttachments(draft, buffer, 'cpu', direction, cpu);
    sendWindow(draft, { ...request, isLock: false }, isWrite ? 'beginReadWrite' : 'beginRead');
    noteWindow(draft, request, 'window.open', `${who} may ${isWrite ? 'read and write' : 'read'}`);
    return done;
  });
}

/** The ioctl finish: what was written goes to where devices see it. */
export function finish(draft: Draft, who: string, buffer: number, cpu: number): OperationResult {
  if (!hasIoctls(draft, buffer)) return refuse(draft, 'ENOTTY', 'the exporter has no such ioctl');
  const window = windowOf(draft, who, buffer);
  if (!window) return refuse(draft, 'EINVAL', 'it was not prepared');
  const { isWrite } = accessOf(window);
  return call(draft, `${exporterName(draft, buffer)}_finish_cpu()`, () => {
    if (profileOf(draft.state.setup, buffer).mmap === 'split-window')
      maintainUpperWindow(draft, buffer, isWrite ? 'flush' : 'invalidate', 'handed to the device');
    else syncAttachments(draft, buffer, 'device', directionOf(isWrite), cpu);
    sendWindow(draft, { who, buffer, isLock: false, isWrite, cpu }, 'end');
    noteWindow(draft, { who, buffer, isWrite, cpu }, 'window.close', `${who} is done`);
    return done;
  });
}

function noteWindow(
  draft: Draft,
  { buffer, cpu, isWrite }: PrepareRequest,
  kind: 'window.open' | 'window.close',
  what: string,
): void {
  emit(draft, kind, {
    label: `${what}: ${bufferName(draft, buffer)}`,
    from: { kind: 'kernel' },
    to: { kind: 'cpu', cpu },
    range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    facts: { isWrite },
  });
}
