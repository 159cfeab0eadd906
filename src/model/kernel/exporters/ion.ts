/**
 * ION-like heaps: userspace says by a mask which heaps it takes, and the first of them that has memory gives it;
 * what devices will attach later nobody asks. ION_IOC_SYNC cleans the caches on the way to devices, and there is no
 * call for the way back [drivers/staging/android/ion/ion.c: ion_alloc, ion_sync_for_device].
 */
import { call, emit, setBuffer, type Draft } from '../../draft.ts';
import { layoutOf } from '../../hardware/layout.ts';
import type { OperationResult } from '../../result.ts';
import { done, refuse } from '../refuse.ts';
import { isCoherentDevice, contiguousRuns } from '../segments.ts';
import { maintain } from '../maintenance.ts';
import { bufferName, bufferSize } from '../named.ts';

/** Bits of a heap mask, by heap. */
export const ionHeaps = { SYSTEM: 1, CONTIG: 2, CARVEOUT: 4 } as const;

/** Chooses the storage of a buffer by a mask of heaps; a result only where no heap gives it. */
export function chooseHeap(draft: Draft, buffer: number, heaps: number): OperationResult | null {
  const found = framesOf(draft, buffer, heaps);
  if (!found) return refuse(draft, 'ENODEV', 'no heap of the mask has memory for it');
  setBuffer(draft, buffer, { frames: found.frames, allocated: true });
  emit(draft, 'heap.choose', {
    label: `${bufferName(draft, buffer)} comes from the ${found.heap} heap`,
    to: { kind: 'memory' },
    range: { buffer, start: 0, length: bufferSize(draft, buffer) },
    facts: { heap: found.heap },
  });
  return null;
}

/** The carve-out is asked first, then the contiguous heap, then any memory: as ION orders them, by falling id. */
function framesOf(
  draft: Draft,
  buffer: number,
  heaps: number,
): { readonly heap: string; readonly frames: readonly number[] } | null {
  const { setup } = draft.state;
  const declared = setup.buffers[buffer];
  const { bufferFrames, spareFrames } = layoutOf(setup);
  const own = bufferFrames[buffer] ?? [];
  const spare = spareFrames[buffer] ?? [];
  const isCarved = declared?.memory === 'carve-out';
  if (isCarved)
    return (heaps & ionHeaps.CARVEOUT) === 0 ? null : { heap: 'carve-out', frames: own };
  if ((heaps & ionHeaps.CONTIG) !== 0) {
    if (spare.length > 0) return { heap: 'contiguous', frames: spare };
    if (declared?.contiguous && !declared.high) return { heap: 'contiguous', frames: own };
  }
  return (heaps & ionHeaps.SYSTEM) === 0 ? null : { heap: 'system', frames: own };
}

/** ION_IOC_SYNC: dma_sync_sg_for_device of the whole buffer, BIDIRECTIONAL, for no device in particular. */
export function ionSync(draft: Draft, buffer: number): OperationResult {
  const { devices, platform } = draft.state.setup;
  return call(draft, `ion_sync_for_device(${bufferName(draft, buffer)})`, () => {
    const isNeeded = !platform.snooping || devices.some((_, i) => !isCoherentDevice(draft, i));
    if (!isNeeded) return done;
    for (const { address, length } of contiguousRuns(draft, buffer, 0, bufferSize(draft, buffer)))
      maintain(draft, address, length, 'clean', 'handed to the device');
    return done;
  });
}
