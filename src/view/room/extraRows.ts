/** Rows of the grid that are no lines of a buffer: pending fences. The sets of the caches are in `setRows.ts`. */
import type { RoomBuffer } from '../../scene/roomTypes.ts';
import { drawFence, drawFenceWords, layoutFences } from './drawFences.ts';
import type { GridItem, GridRow } from './gridItem.ts';
import type { RoomLayout } from './layoutRoom.ts';

/** The pending fences of a buffer, over its pages. */
export function fenceRows(buffer: RoomBuffer, layout: RoomLayout): readonly GridRow[] {
  const top = layout.buffers.get(buffer.key);
  if (buffer.fences === null || top === undefined) return [];
  const line = layoutFences(buffer);
  const name = `dma_resv of ${buffer.title}`;
  const y = top + 4;
  const place = { y, selection: null, selected: false };
  const words: GridItem = {
    ...place,
    key: `${buffer.key}/resv`,
    name: line.chips.length === 0 ? `${name}: no fence is pending` : name,
    x: 0,
    middle: 0,
    look: line.words,
    draw: (group) => drawFenceWords(group, line),
  };
  const chips = line.chips.map(({ fence, x, width }): GridItem => {
    const { key, selection, selected } = fence;
    return {
      ...place,
      key,
      name: fence.name,
      selection,
      selected,
      x,
      middle: x + width / 2,
      look: JSON.stringify([fence, width]),
      draw: (group) => drawFence(group, fence, width),
    };
  });
  return [{ key: `${buffer.key}/resv`, name, items: [words, ...chips] }];
}
