/**
 * The extents of a streaming mapping: runs of bytes in the same state of the ownership machine, and how an
 * event changes them. What an illegal event means is judged in `ownership.ts`.
 */
import { setMapping, type Draft } from '../draft.ts';
import type { OwnershipEvent } from '../machines/events.ts';
import { ownershipId } from '../machines/instanceIds.ts';
import { ownershipNext } from '../machines/machines.ts';
import type { OwnershipState } from '../machines/states.ts';
import type { ByteRange } from '../microEvent.ts';
import type { DmaMapping, Extent } from '../state.ts';

/** A run of bytes in which an event was illegal, with the state it was in. */
export interface Refusal {
  readonly start: number;
  readonly end: number;
  readonly state: OwnershipState;
}

/** Whether two half-open ranges share a byte. */
export function overlaps(aStart: number, aEnd: number, bStart: number, bEnd: number): boolean {
  return aStart < bEnd && bStart < aEnd;
}

/** The mapping with this id, live or not. */
export function findMapping(draft: Draft, id: number): DmaMapping | undefined {
  return draft.state.mappings.find((mapping) => mapping.id === id);
}

/**
 * Sends an event to the extents of a mapping within [start, end). Where it is illegal, `forced` is sent
 * instead (null: the state stays and the extent is contested). Returns where it was illegal.
 */
export function send(
  draft: Draft,
  mapping: DmaMapping,
  start: number,
  end: number,
  event: OwnershipEvent,
  forced: OwnershipEvent | null,
): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const extents: Extent[] = [];
  const isAccess = forced === null;
  for (const extent of mapping.extents) {
    if (!overlaps(extent.start, extent.end, start, end)) {
      extents.push(extent);
      continue;
    }
    const from = Math.max(extent.start, start);
    const to = Math.min(extent.end, end);
    const next = ownershipNext(extent.state, event);
    if (next === null) refusals.push({ start: from, end: to, state: extent.state });
    const state =
      next ??
      (forced === null ? extent.state : (ownershipNext(extent.state, forced) ?? extent.state));
    const contested = isAccess ? extent.contested || next === null : false;
    if (from > extent.start) extents.push({ ...extent, end: from });
    extents.push({ start: from, end: to, state, contested });
    if (to < extent.end) extents.push({ ...extent, start: to });
    if (next !== null) noteTransition(draft, mapping, from, event, extent.state, next);
    else if (forced !== null) noteTransition(draft, mapping, from, forced, extent.state, state);
  }
  setMapping(draft, mapping.id, { extents: mergeExtents(extents) });
  return refusals;
}

function noteTransition(
  draft: Draft,
  mapping: DmaMapping,
  at: number,
  event: string,
  from: string,
  to: string,
): void {
  const page = Math.floor(at / draft.state.setup.platform.pageSize);
  const instance = ownershipId(mapping.id, page);
  if (draft.transitions.some((known) => known.instance === instance)) return;
  draft.transitions = [...draft.transitions, { machine: 'ownership', instance, event, from, to }];
}

function mergeExtents(extents: readonly Extent[]): readonly Extent[] {
  const merged: Extent[] = [];
  for (const extent of extents) {
    const last = merged.at(-1);
    if (last && last.state === extent.state && last.contested === extent.contested) {
      merged[merged.length - 1] = { ...last, end: extent.end };
    } else merged.push(extent);
  }
  return merged;
}

/** The extents of a new mapping. `unsynced` is DMA_ATTR_SKIP_CPU_SYNC. */
export function openExtents(start: number, length: number, unsynced: boolean): readonly Extent[] {
  const state = ownershipNext('unmapped', unsynced ? 'mapUnsynced' : 'map') ?? 'device.same';
  return [{ start, end: start + length, state, contested: false }];
}

/** Live mappings that have some byte of [start, end) of a buffer. */
export function liveOver(
  draft: Draft,
  buffer: number,
  start: number,
  end: number,
): readonly DmaMapping[] {
  return draft.state.mappings.filter(
    (m) => m.live && m.buffer === buffer && overlaps(m.start, m.start + m.length, start, end),
  );
}

/** The bytes from the first refusal to the last. There must be one. */
export function span(buffer: number, refusals: readonly Refusal[]): ByteRange {
  const start = Math.min(...refusals.map((refusal) => refusal.start));
  const end = Math.max(...refusals.map((refusal) => refusal.end));
  return { buffer, start, length: end - start };
}
