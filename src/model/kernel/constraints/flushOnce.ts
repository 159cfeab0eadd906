/**
 * Maintaining caches once for several mappings of a buffer: the first that maps cleans, the last that unmaps
 * invalidates, and of the mappings that SYNC goes through, the first. The DMA API does it for each mapping, for it
 * knows of no other.
 */
import { emit, setBuffer, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { DmaMapping } from '../../state.ts';
import { blameDefect } from '../../violations/raise.ts';
import { bufferName, bufferSize, deviceName } from '../named.ts';
import { isCoherentDevice } from '../segments.ts';

/** Other mappings of the buffer that stand, are owned by devices alone, and need maintenance. */
function othersOf(draft: Draft, buffer: number, except: number | null): readonly DmaMapping[] {
  return draft.state.mappings.filter(
    ({ id, live, buffer: on, device, extents, kind, name }) =>
      live &&
      kind === 'sg' &&
      name === null &&
      id !== except &&
      on === buffer &&
      extents.length > 0 &&
      extents.every(({ state }) => state.startsWith('device')) &&
      !isCoherentDevice(draft, device),
  );
}

function isOnce(draft: Draft, buffer: number): boolean {
  return draft.state.setup.buffers[buffer]?.flush === 'once';
}

/** Whether a new mapping can leave the caches to one that stands: they were cleaned, and no CPU has written since. */
export function leavesMapToOthers(
  draft: Draft,
  device: number,
  buffer: number,
  direction: Direction,
): boolean {
  if (!isOnce(draft, buffer) || isCoherentDevice(draft, device)) return false;
  // On some hardware a map for a device's writes invalidates, which one for its reads has not done.
  const other = othersOf(draft, buffer, null).find(
    (standing) => direction === 'TO_DEVICE' || standing.direction !== 'TO_DEVICE',
  );
  if (!other || other.extents.some(({ contested }) => contested)) return false;
  emitLeft(draft, device, buffer, `${deviceName(draft, other.device)}’s map has done it`);
  return true;
}

/** How an unmap maintains: not at all while others stand; the last one for all that were left to it. */
export function leaveUnmapToOthers(
  draft: Draft,
  { id, device, buffer, start, length, segments }: DmaMapping,
  given: Direction,
): { readonly direction: Direction; readonly unmaintained: boolean } | null {
  if (!isOnce(draft, buffer) || isCoherentDevice(draft, device)) return null;
  if (othersOf(draft, buffer, id).length > 0) {
    if (given !== 'TO_DEVICE') {
      setBuffer(draft, buffer, { owesInvalidate: true });
      blameDefect(draft, { buffer, start, length }, 'invalidate-left-to-others');
    }
    emitLeft(draft, device, buffer, 'the last unmap will do it');
    return { direction: given, unmaintained: true };
  }
  const owes = draft.state.buffers[buffer]?.owesInvalidate === true;
  if (!owes) return null;
  setBuffer(draft, buffer, { owesInvalidate: false });
  // A slot would be copied back over the buffer, which the direction of this mapping does not ask for.
  const isBounced = segments.some(({ slot }) => slot !== null);
  const wide = given === 'TO_DEVICE' && !isBounced ? 'BIDIRECTIONAL' : given;
  return { direction: wide, unmaintained: false };
}

/** Whether a sync of a mapping reaches the lines of the buffer itself, all of them. */
function syncsAllLines(draft: Draft, { device, segments, moved, adopted, ...mapping }: DmaMapping) {
  const { buffer, start, length } = mapping;
  return (
    !isCoherentDevice(draft, device) &&
    !moved &&
    !adopted &&
    start === 0 &&
    length === bufferSize(draft, buffer) &&
    segments.every(({ slot }) => slot === null)
  );
}

/** Of mappings that one call syncs, in their order: those for which an earlier one has done the caches. */
export function syncsToLeave(
  draft: Draft,
  buffer: number,
  mappings: readonly DmaMapping[],
): ReadonlySet<number> {
  if (!isOnce(draft, buffer)) return new Set();
  const [, ...later] = mappings.filter((mapping) => syncsAllLines(draft, mapping));
  return new Set(later.map(({ id }) => id));
}

/** Notes that a sync leaves the caches to the one before it. */
export function noteSyncLeft(draft: Draft, { device, buffer }: DmaMapping): void {
  emitLeft(draft, device, buffer, 'another mapping’s sync has done it');
}

function emitLeft(draft: Draft, device: number, buffer: number, why: string): void {
  emit(draft, 'flush.left', {
    label: `no cache maintenance of ${bufferName(draft, buffer)}: ${why}`,
    to: { kind: 'device', device },
    facts: { why },
  });
}
