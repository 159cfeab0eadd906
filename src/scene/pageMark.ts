/** A mark of a page: a translation or a mapping in one place. */
import type { Place } from '../model/microEvent.ts';
import { isSelected, isTouched, type RoomContext } from './roomContext.ts';
import type { PageMark } from './roomTypes.ts';
import { vmaPages } from './vmaPages.ts';
import { placeKey, type Selection } from './selection.ts';

export type MarkWords = Pick<PageMark, 'state' | 'role' | 'title' | 'detail' | 'code'>;

/** `where`: the place in words. `lines`: as in `PageMark`. */
export function makeMark(
  context: RoomContext,
  at: {
    readonly buffer: number;
    readonly page: number;
    readonly part: string;
    readonly place: Place;
  },
  words: MarkWords,
  where: string,
  lines: PageMark['lines'] = null,
): PageMark {
  const { buffer, page, part, place } = at;
  const { pageSize } = context.state.setup.platform;
  const selection: Selection = { kind: 'page', buffer, page, place };
  const said = [words.title, words.detail, words.code].filter((text) => text !== '').join(', ');
  return {
    ...words,
    lines,
    key: `b${buffer}p${page}/${part}`,
    part,
    place,
    touched:
      isTouched(context, place, buffer, page * pageSize, (page + 1) * pageSize) ||
      isShootdownStep(context, place, buffer, page),
    name: `page ${page}, ${where}: ${said}`,
    selection,
    selected: isSelected(context, selection),
  };
}

/** Steps of a shootdown name the CPU or the VMA only: they are about the pages that it takes away. */
function isShootdownStep(
  { event, state }: RoomContext,
  place: Place,
  buffer: number,
  page: number,
): boolean {
  if (event === null || event.range !== null || event.to === null) return false;
  if (place.kind !== 'tlb' && place.kind !== 'pte') return false;
  const covers = vmaPages(state, buffer, page).some(({ pte }) => pte.state.startsWith('shootdown'));
  return covers && placeKey(event.to) === placeKey(place);
}
