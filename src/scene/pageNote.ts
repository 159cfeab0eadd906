/** What is to be known of a page besides its copies and its owner, in a few words. */
import type { State } from '../model/state.ts';

/** Empty where there is nothing to say. */
export function pageNote(state: State, buffer: number, page: number): string {
  const notes = [storageNote(state, buffer), holeNote(state, buffer, page)];
  return notes.filter((note) => note !== '').join(', ');
}

function storageNote({ setup }: State, buffer: number): string {
  return setup.buffers[buffer]?.memory === undefined ? '' : 'no struct page';
}

/** A page of a udmabuf that its memfd has let go: what is written there is not seen here. */
function holeNote({ memfds, buffers }: State, buffer: number, page: number): string {
  const pinned = memfds.filter(({ pinnedBy }) => pinnedBy.includes(buffer));
  const frame = buffers[buffer]?.frames[page];
  if (pinned.length === 0 || frame === undefined) return '';
  return pinned.some(({ frames }) => frames.includes(frame)) ? '' : 'memfd parted';
}
