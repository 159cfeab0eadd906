/** A udmabuf's pages are those of a memfd, pinned when it is made [drivers/dma-buf/udmabuf.c]. */
import { emit, setBuffer, type Draft } from '../../draft.ts';
import { layoutOf } from '../../hardware/layout.ts';
import { takeFrame } from '../../hardware/takeFrame.ts';
import { bufferName } from '../named.ts';
import { sealFutureWrite, sealShrink, sealWrite } from './flags.ts';
import { setMemfd } from './memfd.ts';

/** Pages of a memfd, in bytes. */
export interface PinnedRange {
  /** Index of the memfd. */
  readonly memfd: number;
  readonly offset: number;
  readonly size: number;
}

/** check_memfd_seals: the memfd can no longer shrink, and can be written. */
export function sealsAllowUdmabuf(draft: Draft, memfd: number): boolean {
  const seals = draft.state.memfds[memfd]?.seals ?? 0;
  return (seals & sealShrink) !== 0 && (seals & (sealWrite | sealFutureWrite)) === 0;
}

/**
 * The buffer becomes these pages, in their order. A page that the memfd does not have yet comes to be the
 * buffer's own frame: declared content is thus what the memfd holds.
 */
export function pinMemfd(draft: Draft, buffer: number, ranges: readonly PinnedRange[]): void {
  const { pageSize } = draft.state.setup.platform;
  const frames: number[] = [];
  for (const { memfd, offset, size } of ranges) {
    const old = draft.state.memfds[memfd];
    if (!old) continue;
    const pages = [...old.frames];
    for (let page = offset / pageSize; page < (offset + size) / pageSize; page += 1) {
      const frame = pages[page] ?? ownFrame(draft, buffer, frames.length);
      pages[page] = frame;
      frames.push(frame);
    }
    setMemfd(draft, memfd, { frames: pages, pinnedBy: [...old.pinnedBy, buffer] });
    emit(draft, 'memfd.pin', {
      label: `${countPages(size / pageSize)} of ${old.name} for ${bufferName(draft, buffer)}`,
      facts: { pages: size / pageSize, memfd: old.name },
    });
  }
  setBuffer(draft, buffer, { frames });
}

const countPages = (count: number): string => (count === 1 ? '1 page' : `${count} pages`);

/** The frame that was laid out for a page of a buffer, unless a memfd has it by now. */
function ownFrame(draft: Draft, buffer: number, page: number): number {
  const frame = layoutOf(draft.state.setup).bufferFrames[buffer]?.[page];
  const isTaken = draft.state.memfds.some(({ frames }) => frames.some((one) => one === frame));
  return frame === undefined || isTaken ? takeFrame(draft) : frame;
}
