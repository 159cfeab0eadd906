/**
 * Waiting: while somebody sleeps on a fence, the engines go on. The wait makes them finish what it needs, nested
 * inside it; where nobody can ever signal, it ends as one ends that a signal interrupts
 * [drivers/dma-buf/dma-fence.c, dma_fence_wait_timeout].
 */
import { call, emit, type Draft } from '../../draft.ts';
import { acquireFence } from '../../races/order.ts';
import { raise } from '../../violations/raise.ts';
import { findFence, isSignaled, pendingOf, watchFence } from './fence.ts';
import { obstacleTo, runUpTo } from './jobs.ts';

/** Waits for all of these fences. Null once all are signaled, else why that never happens. */
export function waitForFences(draft: Draft, label: string, ids: readonly number[]): string | null {
  const endless = tryToEnd(draft, label, ids);
  if (endless !== null) {
    raise(draft, { rule: 'wait-without-end', bytes: null, outcome: endless });
    return endless;
  }
  for (const id of ids) acquireFence(draft, id);
  return null;
}

/** Sleeps on fences as long as anything can finish. Null once all are signaled, else what is missing. */
export function tryToEnd(draft: Draft, label: string, ids: readonly number[]): string | null {
  const pending = pendingOf(draft.state, ids);
  if (pending.length === 0) return null;
  return call(draft, label, () => {
    let missing: string | null = null;
    for (const { id, name } of pending) {
      watchFence(draft, id);
      emit(draft, 'fence.wait', { label: `wait for ${name}`, facts: { fence: name } });
      missing ??= finish(draft, id);
    }
    return missing;
  });
}

/** Lets the engines do what a fence stands for. Null where it is signaled then, else what is missing. */
function finish(draft: Draft, id: number): string | null {
  if (isSignaled(draft.state, id)) return null;
  const obstacle = obstacleTo(draft.state, id);
  if (obstacle !== null) return obstacle;
  runUpTo(draft, id);
  const name = findFence(draft.state, id)?.name ?? 'the fence';
  return isSignaled(draft.state, id) ? null : `${name} is not finished`;
}
