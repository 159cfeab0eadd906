/**
 * The marks of the room: the main picture, whose rows are the cache lines of the buffers and whose columns
 * are the places where a copy or a translation can be. Plain data without sizes: how wide and how high
 * is the view's matter.
 */
import type { Place } from '../model/microEvent.ts';
import type { Owner } from './owner.ts';
import type { Selection } from './selection.ts';

/** Whose colour a mark has. Devices beyond the third begin again. */
export type Role = 'none' | 'initial' | 'cpu' | 'dev0' | 'dev1' | 'dev2' | 'dev3' | 'bad' | 'here';

/** What a part of a column shows: a cell a row, a box a page, or a narrow strip a page. */
export type PartKind = 'cells' | 'box' | 'strip' | 'span';

export interface RoomPart {
  readonly key: string;
  readonly kind: PartKind;
  /** What it is, for people: `TLB`, `cache`. */
  readonly title: string;
}

export interface RoomColumn {
  readonly key: string;
  readonly kind: 'process' | 'cpu' | 'memory' | 'slots' | 'iommu' | 'device';
  readonly title: string;
  readonly subtitle: string;
  readonly role: Role;
  readonly parts: readonly RoomPart[];
}

/** Neighbouring bytes of a cell that look alike. */
export interface CellRun {
  /** First byte, from the start of the line. */
  readonly start: number;
  readonly length: number;
  /** The value, as on screen. */
  readonly label: string;
  /** Last writer; `none` where the place has no copy of these bytes. */
  readonly role: Role;
  readonly stale: boolean;
  /** The newest value, where this one is behind it; else empty. */
  readonly behind: string;
}

/** The copy of a row's line in one place. */
export interface RoomCell {
  readonly key: string;
  /** Key of its part. */
  readonly part: string;
  readonly place: Place;
  /** Nothing is there. Then `runs` is empty. */
  readonly absent: boolean;
  readonly runs: readonly CellRun[];
  /** Not yet in memory. */
  readonly dirty: boolean;
  /** Some byte is older than the newest write to it. */
  readonly stale: boolean;
  /** It has the newest bytes, and some other copy of the line has not. */
  readonly newest: boolean;
  /** A copy that nobody maintains any more: a freed bounce slot. */
  readonly ghost: boolean;
  /** These are no bytes of the buffer: a private copy of its page, or another page in its place. */
  readonly apart: boolean;
  /** A few words where there is room: `newest`, `stale`, or `behind B` where no copy is newest. */
  readonly note: string;
  /** The current micro-event takes from it or puts into it. */
  readonly touched: boolean;
  /** What is wrong here in this micro-event, in a few words; empty: nothing. */
  readonly violation: string;
  /** All of it in words: `line 2 in CPU 0's cache: A, dirty, newest`. */
  readonly name: string;
  readonly selection: Selection;
  readonly selected: boolean;
}

/** One cache line, or several neighbours that look alike in every place. */
export interface RoomRow {
  readonly key: string;
  readonly buffer: number;
  /** Counted from the start of the buffer. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** `2`, or `3–62`. */
  readonly title: string;
  /** Set where lines are folded into one row: the key to open it. */
  readonly fold: string | null;
  /** Words for a folded row: `60 lines, unchanged`. */
  readonly foldNote: string;
  readonly owner: Owner;
  readonly selected: boolean;
  readonly cells: readonly RoomCell[];
}

export type MarkState =
  /** Nothing there. */
  | 'none'
  /** Valid and writable; or a mapping that its device owns. */
  | 'solid'
  /** Valid, read-only; or a mapping that the CPU has back. */
  | 'outline'
  /** On its way: faulting, flushed. */
  | 'pending'
  /** Being taken away: a PTE shot down. */
  | 'leaving'
  /** Still used by hardware although it should be gone. */
  | 'stale';

/** A translation or a mapping of one page in one place: PTE, TLB, IOMMU and IOTLB entry, device mapping. */
export interface PageMark {
  readonly key: string;
  readonly part: string;
  readonly place: Place;
  readonly state: MarkState;
  readonly role: Role;
  readonly title: string;
  readonly detail: string;
  /** An address, in the monospaced face. */
  readonly code: string;
  /** First line and last, from the start of the buffer, where it is about a part of the page only. */
  readonly lines: readonly [number, number] | null;
  readonly touched: boolean;
  readonly name: string;
  readonly selection: Selection;
  readonly selected: boolean;
}

export interface RoomPage {
  readonly key: string;
  readonly buffer: number;
  /** First and last page, from 0; the same unless pages are folded. */
  readonly first: number;
  readonly last: number;
  /** `page 0`, or `pages 2–15`. */
  readonly title: string;
  /** `1a2f0`: page frame number; empty for folded pages. */
  readonly pfn: string;
  /** What else is to be known of the page: no struct page, a fence that is pending; empty: nothing. */
  readonly note: string;
  readonly fold: string | null;
  readonly foldNote: string;
  readonly owner: Owner;
  readonly ownerWords: string;
  readonly ownerDetail: string;
  /** Colours of band and edge: one, or two for a hand-over or several owners. */
  readonly bandRoles: readonly Role[];
  readonly name: string;
  readonly selection: Selection;
  readonly selected: boolean;
  readonly marks: readonly PageMark[];
  readonly rows: readonly RoomRow[];
}

/** An entry of a device's lists, over the rows of the bytes that it covers. */
export interface RoomSpan {
  readonly key: string;
  readonly part: string;
  readonly buffer: number;
  /** First byte and end, from the start of the buffer. */
  readonly start: number;
  readonly end: number;
  readonly state: MarkState;
  readonly role: Role;
  readonly label: string;
  readonly code: string;
  readonly name: string;
  readonly selection: Selection;
  readonly selected: boolean;
}

/** What moves in the current micro-event, and from where to where. */
export interface RoomMove {
  readonly key: string;
  /** Key of the part where it starts, or of a column; null: from nowhere. */
  readonly from: string | null;
  /** Where it lands; null: nowhere, it is gone. */
  readonly to: string | null;
  /** Rows that it runs along; empty: it is about no line (a message, a page walk). */
  readonly rows: readonly string[];
  /** Pages along whose rows a translation runs. */
  readonly pages: readonly string[];
  /** A few words, for the pill. */
  readonly label: string;
  /** Data runs along rows, a message from column head to column head. */
  readonly kind: 'data' | 'message';
  /** Whose data it is. */
  readonly role: Role;
  /** The value that moves, or empty. */
  readonly value: string;
  /** The rule that it breaks, in a few words, or empty. */
  readonly violation: string;
}

export interface LegendEntry {
  readonly key: string;
  readonly symbol:
    | 'copy'
    | 'stale'
    | 'dirty'
    | 'absent'
    | 'apart'
    | 'owner'
    | 'handing-over'
    | 'leaving'
    | 'stale-mark'
    | 'fold'
    | 'move'
    | 'violation'
    | 'selected';
  readonly role: Role;
  readonly text: string;
}

export interface RoomBuffer {
  readonly key: string;
  readonly title: string;
  readonly subtitle: string;
  readonly pages: readonly RoomPage[];
}

export interface RoomScene {
  readonly columns: readonly RoomColumn[];
  readonly buffers: readonly RoomBuffer[];
  readonly spans: readonly RoomSpan[];
  readonly moves: readonly RoomMove[];
  readonly legend: readonly LegendEntry[];
  /** Keys of cells, marks and pages that another run has otherwise; empty where none is beside it. */
  readonly differs: readonly string[];
  /** Bytes of a line and of a page, for spans. */
  readonly lineSize: number;
  readonly pageSize: number;
  /** The picture in a sentence. */
  readonly name: string;
}
