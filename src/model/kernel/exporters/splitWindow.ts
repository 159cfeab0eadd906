/**
 * The split window that the mmap patch of 2012 sketches as an extension: pages below the size of the buffer are
 * mapped coherent; from `size` to `2 * size` the same pages come again, write-back, and are maintained only by
 * prepare and finish [Daniel Vetter, "[PATCH] dma-buf: mmap support", 24 April 2012].
 */
import type { Draft } from '../../draft.ts';
import type { ByteRange } from '../../microEvent.ts';
import type { Setup } from '../../setup.ts';
import { raise } from '../../violations/raise.ts';
import { maintain, type Maintenance } from '../maintenance.ts';
import { coherentTypeOf } from '../memoryType.ts';
import { bufferSize } from '../named.ts';
import { contiguousRuns } from '../segments.ts';
import { isUpperCoherent, profileOf } from './profiles.ts';
import { accessOf, windowOf } from './windows.ts';

/** Where in the buffer pages of a file lie, and whether prepare and finish must stand around accesses to them. */
export interface FileWindow {
  /** First page of the buffer. */
  readonly pageOffset: number;
  readonly isExplicit: boolean;
}

/** The pages that mmap asks for; null where they lie in both windows, which have different memory types. */
export function fileWindow(
  setup: Setup,
  buffer: number,
  pageOffset: number,
  pages: number,
): FileWindow | null {
  const size = setup.buffers[buffer]?.pages ?? 0;
  if (profileOf(setup, buffer).mmap !== 'split-window' || pageOffset + pages <= size)
    return { pageOffset, isExplicit: false };
  if (pageOffset < size) return null;
  return { pageOffset: pageOffset - size, isExplicit: !isUpperCoherent(setup, buffer) };
}

/** Maintains the caches for the upper window; where the lower one is write-back as well there is nothing to do. */
export function maintainUpperWindow(
  draft: Draft,
  buffer: number,
  how: Maintenance,
  reason: string,
): void {
  const { setup } = draft.state;
  if (isUpperCoherent(setup, buffer) || coherentTypeOf(setup, buffer) === 'WB') return;
  for (const { address, length } of contiguousRuns(draft, buffer, 0, bufferSize(draft, buffer)))
    maintain(draft, address, length, how, reason);
}

/** Holds an access through the upper window against what was announced. */
export function checkExplicitAccess(
  draft: Draft,
  range: ByteRange,
  isWrite: boolean,
  who: string,
): void {
  const window = windowOf(draft, who, range.buffer);
  const access = window && accessOf(window);
  if (isWrite ? access?.isWrite : access?.isRead) return;
  raise(draft, {
    rule: 'window-not-open',
    bytes: range,
    outcome: access
      ? 'written, although prepare announced reading only'
      : `${isWrite ? 'written' : 'read'} through the cached window without prepare`,
  });
}
