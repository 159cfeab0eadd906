/** The parts of the room's columns. */

/** What a part of a column shows: a cell a row, a box or a strip a page, a list, or the ways of a cache's sets. */
export type PartKind = 'cells' | 'box' | 'strip' | 'span' | 'ways';

export interface RoomPart {
  readonly key: string;
  readonly kind: PartKind;
  /** What it is, for people: `TLB`, `cache`. */
  readonly title: string;
  /** Of a cache by sets: how many ways stand side by side. */
  readonly ways?: number;
}
