/**
 * The part of a large room that is drawn: the rows in view and some around them. A scene is cut to them, and
 * everything that draws takes the cut one with the layout of the whole. Small rooms are drawn whole.
 */
import type { RoomPage, RoomRow, RoomScene, RoomSpan } from '../../scene/roomTypes.ts';
import type { RowBox } from './layoutPages.ts';
import type { RoomLayout } from './layoutRoom.ts';

/** From and to, in the layout's pixels. */
export interface Range1 {
  readonly start: number;
  readonly end: number;
}

/** A picture with fewer rows is drawn whole. */
export const fewRows = 160;
/** Drawn beyond what is in view, so that scrolling a little draws nothing. */
const leastMargin = 200;

export function countRows({ buffers }: RoomScene): number {
  return buffers.reduce(
    (sum, { pages }) => pages.reduce((rows, page) => rows + page.rows.length, sum),
    0,
  );
}

/** What to draw when `visible` is in view. */
export function drawnRange(visible: Range1, height: number): Range1 {
  const margin = Math.max(leastMargin, (visible.end - visible.start) / 2);
  return {
    start: Math.max(0, visible.start - margin),
    end: Math.min(height, visible.end + margin),
  };
}

/** Whether all that is in view is drawn; `height`: of the whole picture, which may be lower than its place. */
export function isInside(visible: Range1, drawn: Range1, height: number): boolean {
  return visible.start >= drawn.start && Math.min(visible.end, height) <= drawn.end;
}

const wholePages = new WeakMap<RoomPage, RoomPage>();
const wholeScenes = new WeakMap<RoomScene, RoomScene>();

/** The page with all its rows. */
export function wholePage(page: RoomPage): RoomPage {
  return wholePages.get(page) ?? page;
}

/** The scene with all its pages. */
export function wholeScene(scene: RoomScene): RoomScene {
  return wholeScenes.get(scene) ?? scene;
}

/** The part of a scene to draw; the row with the key `kept` is in it wherever it is. */
export function cutScene(
  scene: RoomScene,
  layout: RoomLayout,
  drawn: Range1,
  kept: string | null,
): RoomScene {
  const isDrawn = (box: RowBox | undefined): boolean =>
    box !== undefined && box.y < drawn.end && box.y + box.height > drawn.start;
  const cutPage = (page: RoomPage): RoomPage => {
    const rows = page.rows.filter(({ key }) => key === kept || isDrawn(layout.rows.get(key)));
    const cut = { ...page, rows };
    wholePages.set(cut, page);
    return cut;
  };
  const isKept = (page: RoomPage): boolean =>
    page.key === kept || page.rows.some(({ key }) => key === kept);
  const cut = {
    ...scene,
    buffers: scene.buffers.map((buffer) => ({
      ...buffer,
      pages: buffer.pages
        .filter((page) => isDrawn(layout.pages.get(page.key)) || (kept !== null && isKept(page)))
        .map(cutPage),
    })),
    spans: scene.spans.filter((span) => isDrawn(spanBox(span, scene, layout))),
  };
  wholeScenes.set(cut, scene);
  return cut;
}

type BufferRows = ReadonlyMap<number, readonly RoomRow[]>;

const knownRows = new WeakMap<RoomScene, BufferRows>();

/** All rows of each buffer, by line. */
function rowsOf(scene: RoomScene): BufferRows {
  const known = knownRows.get(scene);
  if (known) return known;
  const rows = new Map(
    scene.buffers.map(({ pages }) => [pages[0]?.buffer ?? -1, pages.flatMap((page) => page.rows)]),
  );
  knownRows.set(scene, rows);
  return rows;
}

/** From the first row that a list entry covers to the last, over the gaps between pages. */
export function spanBox(span: RoomSpan, scene: RoomScene, layout: RoomLayout): RowBox {
  const whole = wholeScene(scene);
  const rows = rowsOf(whole).get(span.buffer) ?? [];
  const first = rows[firstReaching(rows, Math.floor(span.start / whole.lineSize))];
  const last = rows[firstReaching(rows, Math.ceil(span.end / whole.lineSize) - 1)] ?? rows.at(-1);
  const top = first && layout.rows.get(first.key);
  const bottom = last && layout.rows.get(last.key);
  if (!top || !bottom) return { y: 0, height: 0 };
  return { y: top.y, height: bottom.y + bottom.height - layout.rowGap - top.y };
}

/** Index of the first row whose last line is not before `line`. */
function firstReaching(rows: readonly RoomRow[], line: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.lastLine ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keys of the grid's rows of the whole of a scene, in the order of `gridRows`. */
export function keysByNumber(scene: RoomScene): readonly string[] {
  const { buffers, sets } = wholeScene(scene);
  return [
    ...buffers.filter(({ fences }) => fences !== null).map(({ key }) => `${key}/resv`),
    ...buffers.flatMap(({ pages }) =>
      pages.flatMap((page) => [page.key, ...page.rows.map(({ key }) => key)]),
    ),
    ...sets.filter(({ caches }) => caches.length > 0).map(({ key }) => key),
    ...(scene.spans.length > 0 ? ['lists'] : []),
  ];
}

/** Numbers of the grid's rows, from 1, where only some of them are drawn; null: all are. */
export function rowNumbers(scene: RoomScene): ReadonlyMap<string, number> | null {
  if (wholeScene(scene) === scene) return null;
  return new Map(keysByNumber(scene).map((key, i) => [key, i + 1]));
}
