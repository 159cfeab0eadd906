/** Telling the newest copies of a line from the others, where they differ. */
import type { RoomCell } from './roomTypes.ts';

/** Where copies of a line differ, the newest say so, and the others need not say what they are behind. */
export function markNewest(cells: readonly RoomCell[]): readonly RoomCell[] {
  const held = cells.filter(({ absent, apart }) => !absent && !apart);
  if (!held.some(({ stale }) => stale) || !held.some(hasNewest)) return cells;
  return cells.map((cell) => {
    if (cell.absent || cell.ghost || cell.apart) return cell;
    if (cell.stale) return { ...cell, note: 'stale' };
    return hasNewest(cell) ? { ...cell, newest: true, note: 'newest' } : cell;
  });
}

function hasNewest({ absent, stale, ghost }: RoomCell): boolean {
  return !absent && !stale && !ghost;
}
