/** Fences themselves: made, watched, signaled [drivers/dma-buf/dma-fence.c]. */
import { emit, takeId, type Draft } from '../../draft.ts';
import { fenceId } from '../../machines/instanceIds.ts';
import { fenceNext } from '../../machines/machines.ts';
import type { FenceEvent } from '../../machines/events.ts';
import type { State } from '../../state.ts';
import { noteSignal } from '../../races/order.ts';
import type { Fence, FenceSource } from './types.ts';

/** A fence by its id. */
export function findFence(state: State, id: number): Fence | undefined {
  return state.fences.find((fence) => fence.id === id);
}

/** Whether a fence is signaled, with an error or without. One that is not there holds nobody up. */
export function isSignaled(state: State, id: number): boolean {
  const fence = findFence(state, id);
  return !fence || fence.state === 'signaled.ok' || fence.state === 'signaled.error';
}

/** Those of some fences that are not signaled. */
export function pendingOf(state: State, ids: readonly number[]): readonly Fence[] {
  return ids.flatMap((id) => {
    const fence = findFence(state, id);
    return fence && !isSignaled(state, id) ? [fence] : [];
  });
}

/** Makes a fence for work to come. Returns its id. */
export function createFence(
  draft: Draft,
  name: string,
  source: FenceSource,
  seqno: number,
): number {
  const id = takeId(draft);
  const fence: Fence = { id, name, source, seqno, state: 'pending.quiet' };
  draft.state.fences = [...draft.state.fences, fence];
  emit(draft, 'fence.create', { label: `fence of ${name}`, facts: { fence: name } });
  return id;
}

/** Somebody begins to wait: dma_fence_enable_sw_signaling(). */
export function watchFence(draft: Draft, id: number): void {
  advance(draft, id, 'watch');
}

/** dma_fence_signal(); with an error where the work failed. */
export function signalFence(draft: Draft, id: number, error: string | null = null): void {
  const fence = findFence(draft.state, id);
  if (!fence || !advance(draft, id, error === null ? 'signal' : 'fail')) return;
  noteSignal(draft, id);
  emit(draft, 'fence.signal', {
    label: `${fence.name} signals${error === null ? '' : ` an error: ${error}`}`,
    facts: { fence: fence.name, error: error ?? '' },
  });
}

function advance(draft: Draft, id: number, event: FenceEvent): boolean {
  const fence = findFence(draft.state, id);
  const to = fence ? fenceNext(fence.state, event) : null;
  if (!fence || to === null) return false;
  const instance = fenceId(id);
  const transition = { machine: 'fence' as const, instance, event, from: fence.state, to };
  draft.transitions = [...draft.transitions, transition];
  draft.state.fences = draft.state.fences.map((other) =>
    other.id === id ? { ...other, state: to } : other,
  );
  return true;
}
