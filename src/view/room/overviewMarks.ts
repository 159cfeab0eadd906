/** What the overview of a room shows: all pages with their owners, signs at their rows, and the window in words. */
import type { RoomPage, RoomRow, RoomScene, Role } from '../../scene/roomTypes.ts';
import type { RoomLayout } from './layoutRoom.ts';
import type { Range1 } from './window.ts';

export type SignKind = 'dirty' | 'stale' | 'touched' | 'violated' | 'chosen';

/** Neighbouring rows of a page with one sign, in the layout's pixels. */
export interface OverviewSign {
  readonly key: string;
  readonly kind: SignKind;
  readonly start: number;
  readonly end: number;
}

export interface OverviewPage {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly roles: readonly Role[];
}

const signTests: Readonly<Record<SignKind, (row: RoomRow) => boolean>> = {
  dirty: ({ cells }) => cells.some(({ dirty }) => dirty),
  stale: ({ cells }) => cells.some(({ stale }) => stale),
  touched: ({ cells }) => cells.some(({ touched }) => touched),
  violated: ({ cells }) => cells.some(({ violation }) => violation !== ''),
  chosen: ({ selected, cells }) => selected || cells.some((cell) => cell.selected),
};
const signKinds = ['dirty', 'stale', 'touched', 'violated', 'chosen'] as const;

/** First and last row with a sign. */
type RowRun = readonly [kind: SignKind, first: number, last: number];

const knownRuns = new WeakMap<readonly RoomRow[], readonly RowRun[]>();

/** Found once for each array of rows: most pages stay the same from step to step. */
function runsOf(rows: readonly RoomRow[]): readonly RowRun[] {
  const known = knownRuns.get(rows);
  if (known) return known;
  const runs = signKinds.flatMap((kind): RowRun[] => {
    const found: RowRun[] = [];
    rows.forEach((row, i) => {
      if (!signTests[kind](row)) return;
      const last = found.at(-1);
      if (last?.[2] === i - 1) found[found.length - 1] = [kind, last[1], i];
      else found.push([kind, i, i]);
    });
    return found;
  });
  knownRuns.set(rows, runs);
  return runs;
}

/** What the overview shows of a scene. */
export function overviewOf(
  { buffers }: RoomScene,
  layout: RoomLayout,
): { readonly pages: readonly OverviewPage[]; readonly signs: readonly OverviewSign[] } {
  const pages = buffers.flatMap((buffer) => buffer.pages);
  return {
    pages: pages.flatMap(({ key, bandRoles }) => {
      const box = layout.pages.get(key);
      return box ? [{ key, start: box.y, end: box.y + box.height, roles: bandRoles }] : [];
    }),
    signs: pages.flatMap((page) => signsOf(page, layout)),
  };
}

function signsOf(page: RoomPage, layout: RoomLayout): readonly OverviewSign[] {
  return runsOf(page.rows).flatMap(([kind, first, last]) => {
    const top = layout.rows.get(page.rows[first]?.key ?? '');
    const bottom = layout.rows.get(page.rows[last]?.key ?? '');
    if (!top || !bottom) return [];
    const key = `${page.key}/${kind}${first}`;
    return [{ key, kind, start: top.y, end: bottom.y + bottom.height }];
  });
}

/** `pages 3 to 9 of 64`: what of the buffers is in view. */
export function windowWords({ buffers }: RoomScene, layout: RoomLayout, visible: Range1): string {
  const seen = buffers.flatMap(({ title, pages }) =>
    pages
      .filter((page) => {
        const box = layout.pages.get(page.key);
        return box && box.y < visible.end && box.y + box.height > visible.start;
      })
      .map((page) => ({ title, page })),
  );
  const [top, bottom] = [seen[0], seen.at(-1)];
  if (!top || !bottom) return 'nothing';
  const count = buffers.flatMap(({ pages }) => pages.at(-1) ?? []);
  const name = (title: string): string => (buffers.length > 1 ? `${title}, ` : '');
  if (top.title !== bottom.title)
    return `${top.title}, page ${top.page.first} to ${bottom.title}, page ${bottom.page.last}`;
  const last = count.find(({ buffer }) => buffer === top.page.buffer)?.last ?? 0;
  const range =
    top.page.first === bottom.page.last
      ? `page ${top.page.first}`
      : `pages ${top.page.first} to ${bottom.page.last}`;
  return `${name(top.title)}${range} of ${last + 1}`;
}
