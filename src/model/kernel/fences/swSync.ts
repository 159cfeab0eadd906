/** Timelines that userspace moves on, for tests of fences [drivers/dma-buf/sw_sync.c]. */
import { takeId, type Draft } from '../../draft.ts';
import type { State } from '../../state.ts';
import { createFence, isSignaled, signalFence } from './fence.ts';
import { createSyncFile } from './syncFile.ts';
import type { SwSyncTimeline } from './types.ts';

function findTimeline(state: State, id: number): SwSyncTimeline | undefined {
  return state.timelines.find((timeline) => timeline.id === id);
}

/** open() of sw_sync. Returns the timeline’s id. */
export function createTimeline(draft: Draft, name: string): number {
  const id = takeId(draft);
  draft.state.timelines = [...draft.state.timelines, { id, name, value: 0 }];
  return id;
}

/** Whether a timeline has come to a point; both are counters of 32 bits that wrap. */
function isReached(point: number, value: number): boolean {
  return ((point - value) | 0) <= 0;
}

/** SW_SYNC_IOC_CREATE_FENCE: a sync_file with the fence of one point. Returns the sync_file’s id. */
export function createPoint(
  draft: Draft,
  timeline: number,
  value: number,
  fileName: string,
): number {
  const line = findTimeline(draft.state, timeline);
  const name = `${line?.name ?? 'timeline'} point ${value}`;
  const fence = createFence(draft, name, { kind: 'timeline', timeline }, value);
  if (line && isReached(value, line.value)) signalFence(draft, fence);
  return createSyncFile(draft, fileName, [fence]);
}

/** SW_SYNC_IOC_INC: the timeline moves on and signals what it passes. */
export function advanceTimeline(draft: Draft, timeline: number, by: number): void {
  const line = findTimeline(draft.state, timeline);
  if (!line) return;
  const value = (line.value + by) >>> 0;
  draft.state.timelines = draft.state.timelines.map((other) =>
    other.id === timeline ? { ...other, value } : other,
  );
  for (const fence of pointsOf(draft.state, timeline))
    if (isReached(fence.seqno, value)) signalFence(draft, fence.id);
}

/** The last descriptor of a timeline is closed: what is left is signaled, with -ENOENT. */
export function closeTimeline(draft: Draft, timeline: number): void {
  for (const fence of pointsOf(draft.state, timeline)) signalFence(draft, fence.id, 'ENOENT');
}

function pointsOf(state: State, timeline: number) {
  return state.fences
    .filter(
      ({ id, source }) =>
        source.kind === 'timeline' && source.timeline === timeline && !isSignaled(state, id),
    )
    .toSorted((a, b) => a.seqno - b.seqno);
}
