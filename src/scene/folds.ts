/** Keys of what is folded in the room, as in `RoomRow.fold` and `RoomPage.fold`, and which of them are open. */

/** What is open after a click on the fold with a key: a buffer that is folded takes its pages with it. */
export function toggleFold(opened: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(opened);
  if (!next.delete(key)) return next.add(key);
  if (isBufferFold(key))
    for (const other of opened) if (other.startsWith(`${key}p`)) next.delete(other);
  return next;
}

/** All folds of a run's buffers opened; or closed, where all were open. */
export function toggleAllFolds(opened: ReadonlySet<string>, buffers: number): ReadonlySet<string> {
  if (areAllOpen(opened, buffers)) return new Set();
  return new Set(Array.from({ length: buffers }, (_, buffer) => bufferFold(buffer)));
}

/** From so many on, pages that look alike are shown as one. */
export const foldPagesAbove = 4;
/** From so many on, lines of a page that look alike are. */
export const foldLinesAbove = 8;

/** Whether anything of a buffer can be folded that has so many pages of so many lines. */
export function mayFold(pages: number, lines: number): boolean {
  return pages > foldPagesAbove || lines > foldLinesAbove;
}

/** Whether nothing is folded in a run with so many buffers. */
export function areAllOpen(opened: ReadonlySet<string>, buffers: number): boolean {
  for (let buffer = 0; buffer < buffers; buffer++)
    if (!opened.has(bufferFold(buffer))) return false;
  return true;
}

/** Key of the fold of a page's lines. */
export function pageFold(buffer: number, page: number): string {
  return `b${buffer}p${page}`;
}

/** Key of the fold of pages that look alike. */
export function pagesFold(buffer: number, first: number, last: number): string {
  return `b${buffer}p${first}-${last}`;
}

/** Key that stands for all folds of a buffer. */
export function bufferFold(buffer: number): string {
  return `b${buffer}`;
}

function isBufferFold(key: string): boolean {
  return /^b\d+$/u.test(key);
}

/** Whether the lines of a page stand each for itself. */
export function isPageOpen(opened: ReadonlySet<string>, buffer: number, page: number): boolean {
  return opened.has(bufferFold(buffer)) || opened.has(pageFold(buffer, page));
}

/** Whether pages that look alike stand each for itself. */
export function arePagesOpen(
  opened: ReadonlySet<string>,
  buffer: number,
  first: number,
  last: number,
): boolean {
  return opened.has(bufferFold(buffer)) || opened.has(pagesFold(buffer, first, last));
}
