/** Frames that are taken while a run goes on: private copies of pages, pages of memfds. They are never given back. */
import type { Draft } from '../draft.ts';
import type { Line } from '../state.ts';
import { initialWriter, makeCell, uniformLine } from './cell.ts';
import { nextTakenPfn } from './layout.ts';

/** Takes a frame that holds these lines; all zeroes where there are none. Gives its index. */
export function takeFrame(draft: Draft, content: readonly Line[] = []): number {
  const { pageSize, lineSize } = draft.state.setup.platform;
  const zero = uniformLine(makeCell(0, initialWriter, 0), lineSize);
  const lines = Array.from({ length: pageSize / lineSize }, (_, line) => content[line] ?? zero);
  const pfn = nextTakenPfn(draft.state);
  draft.state.frames = [...draft.state.frames, { pfn, lines, newest: lines }];
  return draft.state.frames.length - 1;
}
