/**
 * Remembers the rows and marks of pages: most of a large buffer looks after a step as it did before, and what is
 * not made anew is not drawn anew either. What a page was made from is compared by identity, for the slices of
 * a state never change. Whatever else comes to bear on rows or marks has to be named here.
 */
import type { CacheLine, State } from '../model/state.ts';
import { isPageOpen } from './folds.ts';
import { ownerOfRange, type Owner } from './owner.ts';
import { movesData, touches, type RoomContext } from './roomContext.ts';
import { mappingSources, placesOf } from './markSources.ts';
import { pageMarks } from './roomPages.ts';
import { pageRows } from './roomRows.ts';
import type { PageMark, RoomRow } from './roomTypes.ts';
import { withOwner } from './rowSummary.ts';
import { selectionKey } from './selection.ts';
import { vmaPages, type VmaPage } from './vmaPages.ts';

type Sources = readonly unknown[];

interface Remembered<T> {
  readonly sources: Sources;
  readonly value: T;
}

/** By buffer and page, the last few answers: a step back finds the one before. */
type Memory<T> = Map<string, readonly Remembered<T>[]>;

const rowsKept = 3;
/** A run that maps and unmaps comes back to what it was, and marks are small enough to keep more. */
const marksKept = 8;
const pagesKept = 512;

interface OwnedRows {
  readonly owner: string;
  readonly rows: readonly RoomRow[];
}

const knownRows: Memory<OwnedRows> = new Map();
const knownMarks: Memory<readonly PageMark[]> = new Map();

/** As `pageRows`; the same array as long as nothing about the rows of the page has changed. */
export function rowsOfPage(context: RoomContext, buffer: number, page: number): readonly RoomRow[] {
  const { state } = context;
  if (hasCopies(context, vmaPages(state, buffer, page))) return pageRows(context, buffer, page);
  const key = `${buffer}/${page}`;
  const owner = onlyOwner(state, buffer, page);
  const said = owner === null ? '' : JSON.stringify(owner);
  const sources = [...rowSources(context, buffer, page), owner === null ? state.mappings : null];
  const known = recall(knownRows, key, sources);
  if (known?.owner === said) return known.rows;
  const rows =
    known && owner !== null ? withOwner(known.rows, owner) : pageRows(context, buffer, page);
  remember(knownRows, key, { sources, value: { owner: said, rows } }, rowsKept);
  return rows;
}

/** As `pageMarks`; the same array as long as nothing about the marks of the page has changed. */
export function marksOfPage(
  context: RoomContext,
  buffer: number,
  page: number,
): readonly PageMark[] {
  const shown = vmaPages(context.state, buffer, page);
  if (hasCopies(context, shown)) return pageMarks(context, buffer, page);
  const key = `${buffer}/${page}`;
  const sources = markSources(context, buffer, page, shown);
  const known = recall(knownMarks, key, sources);
  if (known) return known;
  const marks = pageMarks(context, buffer, page);
  remember(knownMarks, key, { sources, value: marks }, marksKept);
  return marks;
}

/** Processes that see other bytes there are rare, and small. */
function hasCopies(context: RoomContext, shown: readonly VmaPage[]): boolean {
  return indexOf(context).hasCopies || shown.some(({ apart }) => apart !== null);
}

function recall<T>(memory: Memory<T>, key: string, sources: Sources): T | null {
  const known = memory.get(key)?.find((each) => isSame(each.sources, sources));
  return known ? known.value : null;
}

function remember<T>(memory: Memory<T>, key: string, made: Remembered<T>, most: number): void {
  if (memory.size >= pagesKept && !memory.has(key)) memory.clear();
  const others = (memory.get(key) ?? []).filter((each) => !isSame(each.sources, made.sources));
  memory.set(key, [made, ...others].slice(0, most));
}

function isSame(a: Sources, b: Sources): boolean {
  return a.length === b.length && a.every((source, i) => source === b[i]);
}

/** What the rows of a page are made from, but for who owns them. */
function rowSources(context: RoomContext, buffer: number, page: number): Sources {
  const { state, event, slots, opened } = context;
  const { pageSize, cacheTags } = state.setup.platform;
  const { columns, cached, gathered } = indexOf(context);
  const [start, end] = [page * pageSize, (page + 1) * pageSize];
  const frame = state.frames[state.buffers[buffer]?.frames[page] ?? -1];
  const isMoving = event !== null && movesData(event) && touches(event.range, buffer, start, end);
  const sources: unknown[] = [
    state.setup,
    columns,
    frame,
    context.cacheLayout,
    isPageOpen(opened, buffer, page),
    isMoving ? event : null,
    isMoving ? state.slots : null,
    selectedLine(context, buffer, page),
    cacheTags === 'vivt' ? state.vmas : null,
    ...(cached.get(frame?.pfn ?? -1) ?? []),
    ...(gathered.get(frame?.pfn ?? -1) ?? []),
  ];
  for (const { lastRead } of state.devices)
    if (lastRead?.buffer === buffer && lastRead.start < end)
      if (lastRead.start + lastRead.cells.length > start) sources.push(lastRead);
  for (const own of slots)
    for (const use of own[buffer] ?? []) {
      if (use.from >= end || use.to <= start) continue;
      sources.push(use.slot, use.start, use.from, use.to, use.freed);
      sources.push(...slotSources(context, use.slot));
    }
  return sources;
}

function slotSources(context: RoomContext, slot: number): Sources {
  const { state } = context;
  const { pageSize, swiotlbSlotSize } = state.setup.platform;
  const first = state.poolFrame + Math.floor((slot * swiotlbSlotSize) / pageSize);
  const count = Math.ceil(swiotlbSlotSize / pageSize);
  const frames = state.frames.slice(first, first + count);
  return frames.flatMap((frame) => [frame, ...(indexOf(context).cached.get(frame.pfn) ?? [])]);
}

/** The selection where rows of the page show it: its line is there, or competes for the sets of lines there. */
function selectedLine(context: RoomContext, buffer: number, page: number): string {
  const { selection, state, cacheLayout } = context;
  if (selection?.kind !== 'line') return '';
  const { pageSize, lineSize } = state.setup.platform;
  const isHere =
    selection.buffer === buffer && Math.floor((selection.line * lineSize) / pageSize) === page;
  return isHere || cacheLayout === 'sets' ? selectionKey(selection) : '';
}

/** What the marks of a page are made from. */
function markSources(
  context: RoomContext,
  buffer: number,
  page: number,
  shown: readonly VmaPage[],
): Sources {
  const { state, event, selection } = context;
  const { pageSize } = state.setup.platform;
  const { columns, mapped, translated } = indexOf(context);
  const isPage = selection?.kind === 'page' && selection.buffer === buffer;
  const isAbout =
    event !== null &&
    (event.range === null || touches(event.range, buffer, page * pageSize, (page + 1) * pageSize));
  const sources: unknown[] = [
    state.setup,
    columns,
    state.buffers[buffer]?.frames[page],
    isAbout && isSeen(context, shown) ? placesOf(event) : null,
    state.slots,
    isPage && selection.page === page ? selectionKey(selection) : '',
    mapped,
    state.processes,
    state.vmaps,
    state.fences,
    state.jobs,
    ...shown.map(({ pte }) => pte),
    ...(translated.get(state.buffers[buffer]?.frames[page] ?? -1) ?? []),
  ];
  for (const { iommu, iotlb } of state.devices) sources.push(iommu, iotlb);
  sources.push(...mappingSources(state, buffer, page * pageSize, (page + 1) * pageSize));
  return sources;
}

/** An event without bytes shows at the pages that are being shot down, and at no others. */
function isSeen({ event }: RoomContext, shown: readonly VmaPage[]): boolean {
  return event?.range !== null || shown.some(({ pte }) => pte.state.startsWith('shootdown'));
}

/** The one owner of all lines of a page; null where they may have several. */
function onlyOwner(state: State, buffer: number, page: number): Owner | null {
  const { pageSize } = state.setup.platform;
  const [start, end] = [page * pageSize, (page + 1) * pageSize];
  const isDivided = state.mappings.some(
    (mapping) =>
      mapping.live &&
      mapping.buffer === buffer &&
      (cuts(mapping.start, mapping.start + mapping.length, start, end) ||
        mapping.extents.some((extent) => cuts(extent.start, extent.end, start, end))),
  );
  return isDivided ? null : ownerOfRange(state, buffer, start, end);
}

/** Whether [from, to) covers a part of [start, end), and not all of it. */
function cuts(from: number, to: number, start: number, end: number): boolean {
  return from < end && to > start && (from > start || to < end);
}

/** What is found by page in a state, made once for each picture. */
interface PageIndex {
  /** Parts of the columns, as one word. */
  readonly columns: string;
  readonly hasCopies: boolean;
  /** Lines in caches, with their CPUs, by page frame number. */
  readonly cached: ReadonlyMap<number, Sources>;
  /** The same for write-combining buffers. */
  readonly gathered: ReadonlyMap<number, Sources>;
  /** TLB entries, with their CPUs and the PTEs that they should be like, by frame. */
  readonly translated: ReadonlyMap<number, Sources>;
  /** What the mappings of processes are, as one word, but for their PTEs. */
  readonly mapped: string;
}

const indices = new WeakMap<RoomContext, PageIndex>();

function indexOf(context: RoomContext): PageIndex {
  const known = indices.get(context);
  if (known) return known;
  const { state, parts } = context;
  const { pageSize } = state.setup.platform;
  const gathered = new Map<number, unknown[]>();
  const translated = new Map<number, unknown[]>();
  state.cpus.forEach(({ wc, tlb }, cpu) => {
    for (const entry of wc) push(gathered, Math.floor(entry.address / pageSize), cpu, entry);
    for (const entry of tlb) {
      const pte = state.vmas.find(({ id }) => id === entry.vma)?.ptes[entry.page];
      push(translated, entry.frame, cpu, entry, pte);
    }
  });
  const index: PageIndex = {
    columns: [...parts].join(),
    hasCopies: [...parts].some((part) => part.startsWith('copy:')),
    cached: cachedLines(state),
    gathered,
    translated,
    mapped: JSON.stringify(state.vmas.map(({ ptes, ...vma }) => [vma, ptes.length])),
  };
  indices.set(context, index);
  return index;
}

function cachedLines({ cpus, setup }: State): ReadonlyMap<number, Sources> {
  const lines = new Map<number, unknown[]>();
  cpus.forEach(({ sets }, cpu) => {
    for (const [pfn, own] of linesByPage(sets, setup.platform.pageSize)) push(lines, pfn, cpu, own);
  });
  return lines;
}

type Sets = readonly (readonly CacheLine[])[];

const linesOfSets = new WeakMap<Sets, ReadonlyMap<number, readonly CacheLine[]>>();
const heldBefore = new WeakMap<CacheLine, readonly CacheLine[]>();

/** The lines of a cache by page frame number; the same array for a page whose lines have not changed. */
function linesByPage(sets: Sets, pageSize: number): ReadonlyMap<number, readonly CacheLine[]> {
  const known = linesOfSets.get(sets);
  if (known) return known;
  const byPage = new Map<number, CacheLine[]>();
  for (const set of sets)
    for (const line of set) {
      const pfn = Math.floor(line.address / pageSize);
      const own = byPage.get(pfn);
      if (own) own.push(line);
      else byPage.set(pfn, [line]);
    }
  const kept = new Map<number, readonly CacheLine[]>();
  for (const [pfn, own] of byPage) kept.set(pfn, keptLines(own));
  linesOfSets.set(sets, kept);
  return kept;
}

function keptLines(lines: readonly CacheLine[]): readonly CacheLine[] {
  const first = lines.reduce((least, line) => (line.address < least.address ? line : least));
  const sorted = lines.toSorted((a, b) => a.address - b.address || (a.tag ?? 0) - (b.tag ?? 0));
  const before = heldBefore.get(first);
  if (before && isSame(before, sorted)) return before;
  heldBefore.set(first, sorted);
  return sorted;
}

function push(into: Map<number, unknown[]>, key: number, ...values: readonly unknown[]): void {
  const own = into.get(key);
  if (own) own.push(...values);
  else into.set(key, [...values]);
}
