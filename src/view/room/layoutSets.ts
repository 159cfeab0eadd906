/** Where the sets of the caches go, in CSS pixels: one row a set, its ways side by side after its number. */
import type { RoomRow, RoomScene, RoomSetRow } from '../../scene/roomTypes.ts';
import type { Span1 } from './layoutColumns.ts';

/** Room for the number of a set, before its ways. */
const numberWidth = 28;
const inset = 6;
const wayGap = 4;
/** The words over the ways: who was used last, who is next to go. */
export const setsHead = 24;
const setPitch = 42;
/** Between the ways of a set and those of the next: arrows run there. */
export const setGap = 6;
const foldPitch = 20;
const bottom = 6;
const mostType = 1.15;
/** Letters of the mark of a set, at least: numbers of one and of two figures end alike. */
const leastMark = 4;

/** Width of a part whose ways are each as wide as `way`. */
export function waysWidth(ways: number, way: number): number {
  return numberWidth + ways * (way + wayGap) - wayGap + inset;
}

export interface SetBox {
  readonly y: number;
  readonly height: number;
}

/** What of the room's layout decides where sets go. */
export interface SetsPlace {
  /** Enlarges words. */
  readonly type: number;
  /** As on a phone: the words of a page stand above its rows, over the columns. */
  readonly narrow: boolean;
  readonly pages: ReadonlyMap<string, { readonly y: number; readonly innerY: number }>;
}

/** Sets are higher than rows, and grow less where rows have much room. */
export function setsType({ type }: Pick<SetsPlace, 'type'>): number {
  return Math.min(mostType, type);
}

/** Where words of pages stand, which nothing may cover. */
function headings({ narrow, pages }: SetsPlace): readonly SetBox[] {
  if (!narrow) return [];
  return [...pages.values()].map(({ y, innerY }) => ({ y, height: innerY - y }));
}

/** Top of the caches' ground. */
export function setsTop(place: SetsPlace): number {
  const [first] = headings(place);
  return first ? first.y + first.height : 0;
}

/** Top and height of every set, by key. */
export function layoutSets(
  sets: readonly RoomSetRow[],
  place: SetsPlace,
): ReadonlyMap<string, SetBox> {
  const boxes = new Map<string, SetBox>();
  const type = setsType(place);
  const taken = headings(place);
  let y = setsTop(place) + setsHead * type;
  for (const { key, caches } of sets) {
    const height = Math.round((caches.length > 0 ? setPitch : foldPitch) * type);
    for (const words of taken)
      if (y < words.y + words.height && y + height > words.y) y = words.y + words.height;
    boxes.set(key, { y, height });
    y += height;
  }
  return boxes;
}

/** Bottom of the caches' ground; 0 where caches are not shown by set. */
export function setsBottom({ sets }: Pick<RoomScene, 'sets'>, place: SetsPlace): number {
  const last = [...layoutSets(sets, place).values()].at(-1);
  return last ? last.y + last.height + bottom : 0;
}

/** Left edge and width of a way, counted from 0, in the part of its cache. */
export function wayBox(part: Span1, ways: number, way: number): Span1 {
  const room = part.width - numberWidth - inset + wayGap;
  const pitch = room / Math.max(1, ways);
  const x = Math.round(2 * (part.x + numberWidth + way * pitch)) / 2;
  return { x, width: Math.floor(2 * (pitch - wayGap)) / 2 };
}

/** The set of a row's lines, after their numbers: ` s12`, or ` all`. */
export function setMark({ set }: Pick<RoomRow, 'set'>): string {
  if (set === '') return '';
  return ` ${/^\d/u.test(set) ? 's' : ''}${set}`.padStart(leastMark, '\u00a0');
}
