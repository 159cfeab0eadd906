/** Rings around what another run has otherwise, above everything else in the body; they catch no pointer. */
import type { RoomPage, RoomRow, RoomScene } from '../../scene/roomTypes.ts';
import type { Svg } from './drawBody.ts';
import { isCovered, markBox, markPlace } from './gridRows.ts';
import type { RoomLayout } from './layoutRoom.ts';
import { boxPath } from './shapes.ts';
import { wayRect } from './wayArrows.ts';

interface Ring {
  readonly key: string;
  readonly path: string;
}

/** Draws a ring for each key in `scene.differs` that the layout has a place for. */
export function drawDiffers(svg: Svg, scene: RoomScene, layout: RoomLayout): void {
  svg
    .selectAll<SVGGElement, null>('g.differs')
    .data(scene.differs.length === 0 ? [] : [null])
    .join('g')
    .attr('class', 'differs')
    .attr('aria-hidden', 'true')
    .selectAll<SVGPathElement, Ring>('path')
    .data(rings(scene, layout), (ring) => ring.key)
    .join('path')
    .attr('class', 'ring differs')
    .attr('d', (ring) => ring.path);
}

function rings(scene: RoomScene, layout: RoomLayout): readonly Ring[] {
  const keys = new Set(scene.differs);
  if (keys.size === 0) return [];
  const pages = scene.buffers.flatMap((buffer) => buffer.pages);
  return pages.flatMap((page) => [
    ...pageRing(page, keys, layout),
    ...markRings(page, keys, scene, layout),
    ...page.rows.flatMap((row) => cellRings(row, keys, scene, layout)),
  ]);
}

/** Another owner: a line along the page's edge, where the colour says whose it is. */
function pageRing(page: RoomPage, keys: ReadonlySet<string>, layout: RoomLayout): readonly Ring[] {
  const box = layout.pages.get(page.key);
  if (!box || !keys.has(page.key)) return [];
  return [{ key: page.key, path: `M1.5,${box.y + 2}V${box.y + box.height - 2}` }];
}

function markRings(
  page: RoomPage,
  keys: ReadonlySet<string>,
  scene: RoomScene,
  layout: RoomLayout,
): readonly Ring[] {
  const box = layout.pages.get(page.key);
  if (!box) return [];
  const parts = scene.columns.flatMap((column) => column.parts);
  const kinds = new Map(parts.map(({ key, kind }) => [key, kind] as const));
  return page.marks
    .filter(({ key, part }) => keys.has(key) && !isCovered(page, part, kinds))
    .map((mark) => {
      const { y, height } = markBox(mark, page, box, layout);
      const { x, width } = markPlace(mark, scene, layout);
      return { key: mark.key, path: around(x, y, width, height - layout.rowGap) };
    });
}

function cellRings(
  row: RoomRow,
  keys: ReadonlySet<string>,
  scene: RoomScene,
  layout: RoomLayout,
): readonly Ring[] {
  const box = layout.rows.get(row.key);
  return row.cells.flatMap(({ key, part }) => {
    if (scene.sets.length > 0 && part.startsWith('cache:')) {
      const way = keys.has(key) ? wayRect(scene, layout, row.key, part) : null;
      return way ? [{ key, path: around(way.x, way.y, way.width, way.height) }] : [];
    }
    const place = layout.parts.get(part);
    if (!box || !place || !keys.has(key)) return [];
    return [{ key, path: around(place.x, box.y, place.width, box.height - layout.rowGap) }];
  });
}

const gap = 2.5;

function around(x: number, y: number, width: number, height: number): string {
  return boxPath(x - gap, y - gap, width + 2 * gap, height + 2 * gap, 6, 6);
}
