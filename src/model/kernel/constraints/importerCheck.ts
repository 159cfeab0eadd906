/**
 * What a driver looks at when it has got a DMA list: whether its device can be given it
 * [drivers/gpu/drm/drm_gem_dma_helper.c: drm_gem_dma_prime_import_sg_table, which wants one run].
 */
import { emit, type Draft } from '../../draft.ts';
import type { DmaMapping, DmaSegment } from '../../state.ts';
import { raise } from '../../violations/raise.ts';
import { deviceName } from '../named.ts';
import { crosses, segmentLimits } from '../segments.ts';

/** Looks at a mapping's DMA list. Returns why the driver does not take it, in words; null where it does. */
export function checkDmaList(draft: Draft, mapping: DmaMapping): string | null {
  const { device, segments } = mapping;
  const { maxSegs, maxSegSize, segBoundary, contiguous } = draft.state.setup.devices[device] ?? {};
  const isPicky = [maxSegs, maxSegSize, segBoundary, contiguous].some((d) => d !== undefined);
  if (!isPicky) return null;
  const isBeyond = noteBeyondLimits(draft, mapping);
  const problem =
    contiguous && !isOneRun(segments)
      ? `the ${segments.length} segments are not one run of addresses`
      : maxSegs !== undefined && segments.length > maxSegs
        ? `${segments.length} segments are more than ${maxSegs}`
        : null;
  emit(draft, 'list.check', {
    label:
      problem ??
      (isBeyond
        ? `${deviceName(draft, device)} takes the DMA list as it is`
        : `${deviceName(draft, device)} can take the DMA list`),
    to: { kind: 'device', device },
    facts: { segments: segments.length, taken: problem === null, beyond: isBeyond },
  });
  return problem;
}

function isOneRun(segments: readonly DmaSegment[]): boolean {
  return segments.every((segment, index) => {
    const before = segments[index - 1];
    return !before || before.dmaAddress + before.length === segment.dmaAddress;
  });
}

/** Drivers do not look at lengths and boundaries: they trust the list. Says whether a segment is beyond them. */
function noteBeyondLimits(draft: Draft, { device, buffer, segments }: DmaMapping): boolean {
  const { maxSegSize, segBoundary } = segmentLimits(draft, device);
  const wrong = segments.find(
    ({ dmaAddress, length }) => length > maxSegSize || crosses(dmaAddress, length, segBoundary),
  );
  if (!wrong) return false;
  raise(draft, {
    rule: 'segment-beyond-limits',
    bytes: { buffer, start: wrong.start, length: wrong.length },
    outcome:
      wrong.length > maxSegSize
        ? `a segment of ${wrong.length} bytes; ${deviceName(draft, device)} claims ${maxSegSize}`
        : `a segment crosses a boundary of ${segBoundary} bytes`,
  });
  return true;
}
