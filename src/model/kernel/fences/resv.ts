/**
 * The reservation of a buffer: which fences stand in it, who must wait for which [drivers/dma-buf/dma-resv.c], and
 * what poll on a dma_buf answers [drivers/dma-buf/dma-buf.c, dma_buf_poll].
 */
import { emit, setBuffer, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { OperationResult } from '../../result.ts';
import type { State } from '../../state.ts';
import { acquireBuffer } from '../../races/order.ts';
import { done, refuse } from '../refuse.ts';
import { bufferName } from '../named.ts';
import { findFence, isSignaled, pendingOf } from './fence.ts';
import type { Fence, FenceUsage, ResvEntry } from './types.ts';
import { tryToEnd, waitForFences } from './wait.ts';

/** Bits of poll(2) that a dma_buf knows. */
const pollIn = 1;
const pollOut = 4;

const rank: Readonly<Record<FenceUsage, number>> = { KERNEL: 0, WRITE: 1, READ: 2, BOOKKEEP: 3 };

/** dma_resv_usage_rw: a writer waits for readers and writers, a reader for writers. */
export function usageFor(forWrite: boolean): FenceUsage {
  return forWrite ? 'READ' : 'WRITE';
}

/** The fences of a buffer that are pending, for whoever asks for this usage. */
export function pendingFences(state: State, buffer: number, usage: FenceUsage): readonly Fence[] {
  const entries = state.buffers[buffer]?.resv ?? [];
  const asked = entries.filter((entry) => rank[entry.usage] <= rank[usage]);
  return pendingOf(
    state,
    asked.map(({ fence }) => fence),
  );
}

/** dma_resv_add_fence: takes the place of what it makes superfluous. */
export function addFence(draft: Draft, buffer: number, fence: number, usage: FenceUsage): void {
  const kept = (draft.state.buffers[buffer]?.resv ?? []).filter(
    (old) => !isReplaced(draft.state, old, fence, usage),
  );
  setBuffer(draft, buffer, { resv: [...kept, { fence, usage }] });
  const name = findFence(draft.state, fence)?.name ?? '';
  emit(draft, 'fence.add', {
    label: `fence of ${name} on ${bufferName(draft, buffer)}, ${usage}`,
    facts: { fence: name, usage, where: bufferName(draft, buffer) },
  });
}

function isReplaced(state: State, old: ResvEntry, id: number, usage: FenceUsage): boolean {
  if (isSignaled(state, old.fence)) return true;
  const fence = findFence(state, id);
  const before = findFence(state, old.fence);
  if (!fence || !before || rank[old.usage] < rank[usage]) return false;
  return timelineOf(before) === timelineOf(fence) && before.seqno <= fence.seqno;
}

/** On which timeline a fence lies; each sw_sync timeline and each engine is one. */
function timelineOf({ source }: Fence): string {
  return source.kind === 'job' ? `engine ${source.device}` : `timeline ${source.timeline}`;
}

/**
 * dma_resv_wait_timeout without a limit: returns once no fence of that usage is pending, or -EINTR where nobody
 * will ever signal one.
 */
export function waitForBuffer(draft: Draft, buffer: number, usage: FenceUsage): OperationResult {
  const pending = pendingFences(draft.state, buffer, usage);
  const endless =
    pending.length === 0
      ? null
      : waitForFences(
          draft,
          `dma_resv_wait_timeout(${bufferName(draft, buffer)})`,
          pending.map(({ id }) => id),
        );
  if (endless !== null) return refuse(draft, 'EINTR', endless);
  acquireBuffer(draft, buffer, usage);
  return done;
}

/** What SYNC START and dma_buf_begin_cpu_access wait for: FROM_DEVICE for writers, the others for all. */
export function waitForCpuAccess(
  draft: Draft,
  buffer: number,
  direction: Direction,
): OperationResult {
  return waitForBuffer(draft, buffer, usageFor(direction !== 'FROM_DEVICE'));
}

/** dma_buf_poll: those of `events` (POLLIN 1, POLLOUT 4) for which a buffer is ready. */
export function pollMask(state: State, buffer: number, events: number): number {
  const isReadable = (events & pollIn) !== 0 && !pendingFences(state, buffer, 'WRITE').length;
  const isWritable = (events & pollOut) !== 0 && !pendingFences(state, buffer, 'READ').length;
  return (isReadable ? pollIn : 0) | (isWritable ? pollOut : 0);
}

/** poll(2) on a dma_buf: with a timeout other than 0 what can finish does so meanwhile. Returns revents. */
export function pollBuffer(draft: Draft, buffer: number, events: number, timeout: number): number {
  const ready = (): number => pollMask(draft.state, buffer, events);
  if (timeout !== 0 && ready() === 0) {
    const usage = usageFor((events & pollIn) === 0);
    const known = (events & (pollIn | pollOut)) !== 0;
    const pending = known ? pendingFences(draft.state, buffer, usage) : [];
    tryToEnd(
      draft,
      'schedule_hrtimeout_range()',
      pending.map(({ id }) => id),
    );
  }
  const mask = ready();
  if ((mask & pollIn) !== 0) acquireBuffer(draft, buffer, 'WRITE');
  if ((mask & pollOut) !== 0) acquireBuffer(draft, buffer, 'READ');
  return mask;
}
