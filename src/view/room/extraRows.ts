/** Rows of the grid that are no lines of a buffer: pending fences, and the sets of the caches. */
import type { RoomBuffer, RoomScene, RoomWay } from '../../scene/roomTypes.ts';
import { drawFence, drawFenceWords, layoutFences } from './drawFences.ts';
import { drawWay, type WayBox } from './drawSets.ts';
import type { GridItem, GridRow, Ids } from './gridItem.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { layoutSets, setGap, setsType, wayBox } from './layoutSets.ts';

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

/** The ways of each set, over all caches. */
export function setRows(scene: RoomScene, layout: RoomLayout, ids: Ids): readonly GridRow[] {
  const boxes = layoutSets(scene.sets, layout);
  const shown = scene.sets.filter(({ caches }) => caches.length > 0);
  return shown.map((set) => ({
    key: set.key,
    name: `set ${set.title}`,
    items: set.caches.flatMap(({ part, ways }) => {
      const box = boxes.get(set.key);
      const column = layout.parts.get(part);
      if (!box || !column) return [];
      return ways.map((way, index) => {
        const { x, width } = wayBox(column, ways.length, index);
        const { lineSize } = scene;
        const type = setsType(layout);
        const size = {
          width,
          height: box.height - setGap,
          lineSize,
          set: set.first,
          hatch: ids.hatch,
          type,
        };
        return wayItem(way, x, box.y, size);
      });
    }),
  }));
}

function wayItem(way: RoomWay, x: number, y: number, size: WayBox): GridItem {
  const { key, name, selection, selected } = way;
  return {
    key,
    name,
    selection,
    selected,
    x,
    y,
    middle: x + size.width / 2,
    look: JSON.stringify([way, size]),
    draw: (group) => drawWay(group, way, size),
  };
}
