/** Rows of the grid that are the sets of the caches. */
import type { RoomScene, RoomWay } from '../../scene/roomTypes.ts';
import { drawWay, type WayBox } from './drawSets.ts';
import type { GridItem, GridRow, Ids } from './gridItem.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { layoutSets, setGap, setsType, wayBox } from './layoutSets.ts';

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
