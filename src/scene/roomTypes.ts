/**
 * The marks of the room: the main picture, whose rows are the cache lines of the buffers and whose columns
 * are the places where a copy or a translation can be. Plain data without sizes: how wide and how high
 * is the view's matter.
 */
import type { Place } from '../model/microEvent.ts';
import type { LegendSymbol } from './legendSymbol.ts';
import type { RoomPart } from './roomPart.ts';
import type { Owner } from './owner.ts';
import type { Selection } from './selection.ts';

/** Whose colour a mark has. Devices beyond the third begin again. */
export type Role = 'none' | 'initial' | 'cpu' | 'dev0' | 'dev1' | 'dev2' | 'dev3' | 'bad' | 'here';

export interface RoomColumn {
  readonly key: string;
  readonly kind: 'process' | 'kernel' | 'cpu' | 'memory' | 'slots' | 'iommu' | 'device';
  readonly title: string;
  readonly subtitle: string;
  readonly role: Role;
  readonly parts: readonly RoomPart[];
  /** Folded by a person to a narrow strip: then it has one part, which shows nothing. */
  readonly folded: boolean;
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
  /** Where caches are shown by set: the sets that its lines compete for, `12`, `12–15` or `all`; else empty. */
  readonly set: string;
  /** Where caches are shown by set: it competes for the set of the selected line. */
  readonly partner: boolean;
  readonly cells: readonly RoomCell[];
}

/** A way of a cache's set, with the line that it holds. The ways of a set stand in the order of their last use. */
export interface RoomWay {
  /** That of the cell in the layout by lines, so that what moves there moves here; of its own where it is empty. */
  readonly key: string;
  /** The copy in it; null: an empty way. */
  readonly cell: RoomCell | null;
  /** What the tag names: `line 2`, `slot line 2`, or a physical address. */
  readonly tag: string;
  /** Its MESI state; empty: invalid, there is no line. */
  readonly mesi: 'M' | 'E' | 'S' | '';
  /** The set is full, and this way was not used for longest: the next line of the set takes its place. */
  readonly victim: boolean;
  readonly name: string;
  /** Null: nothing that the picture shows elsewhere. */
  readonly selection: Selection | null;
  readonly selected: boolean;
}

/** One set of all caches that are shown, or neighbouring ones that are empty in all of them. */
export interface RoomSetRow {
  readonly key: string;
  /** First and last, the same unless they are folded. */
  readonly first: number;
  readonly last: number;
  /** `12`, or `12 empty sets`. */
  readonly title: string;
  /** The selected line belongs here. */
  readonly chosen: boolean;
  /** The ways in each cache, by its part; empty where sets are folded. */
  readonly caches: readonly { readonly part: string; readonly ways: readonly RoomWay[] }[];
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
  /** Of the DMA list: the entries of the CPU list that it holds as one, `sg[0–1]`; else empty. */
  readonly merges: string;
  readonly code: string;
  readonly name: string;
  readonly selection: Selection;
  readonly selected: boolean;
}

/** What runs along one row or page: a piece of the line itself, or an entry. */
export interface RoomToken {
  /** Key of the row or the page. */
  readonly along: string;
  readonly role: Role;
  /** The value of the bytes, or a few letters; may be empty. */
  readonly text: string;
  /** The bytes are older than the newest write to them. */
  readonly stale: boolean;
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
  /** One for each row, or for each page where there is no row. */
  readonly tokens: readonly RoomToken[];
  /** Parts in which something comes to be, or changes, without moving there. */
  readonly coming: readonly string[];
  /** Parts in which something goes. */
  readonly leaving: readonly string[];
  /** A few words, for the pill. */
  readonly label: string;
  /** What moves: `note` is only said where it happens. */
  readonly kind: 'data' | 'translation' | 'owner' | 'message' | 'note';
  /** Whose data it is. */
  readonly role: Role;
  /** The value that moves, or empty. */
  readonly value: string;
  /** The rule that it breaks, in a few words, or empty. */
  readonly violation: string;
}

export interface LegendEntry {
  readonly key: string;
  readonly symbol: LegendSymbol;
  readonly role: Role;
  readonly text: string;
}

/** A fence that is pending in the reservation (dma_resv) of a buffer. */
export interface RoomFence {
  readonly key: string;
  readonly usage: 'KERNEL' | 'WRITE' | 'READ' | 'BOOKKEEP';
  readonly title: string;
  /** Whose work it stands for: `gpu writes`. */
  readonly work: string;
  /** Who has to wait: `readers and writers wait`. */
  readonly waits: string;
  readonly role: Role;
  /** Somebody waits for it at this moment. */
  readonly watched: boolean;
  readonly name: string;
  readonly selection: Selection;
  readonly selected: boolean;
}

export interface RoomBuffer {
  readonly key: string;
  readonly title: string;
  readonly subtitle: string;
  /** Pending fences; null: the buffer never has any in this run, and needs no room for them. */
  readonly fences: readonly RoomFence[] | null;
  readonly pages: readonly RoomPage[];
}

export interface RoomScene {
  readonly columns: readonly RoomColumn[];
  readonly buffers: readonly RoomBuffer[];
  readonly spans: readonly RoomSpan[];
  /** The caches by set; empty where they are shown along the lines. */
  readonly sets: readonly RoomSetRow[];
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
