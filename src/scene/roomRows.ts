/**
 * The rows of a page: for each cache line its copy in every place, beside the newest write to each byte.
 * Neighbouring lines that look alike everywhere fold into one row.
 */
import type { Cell, Line, State } from '../model/state.ts';
import { cacheSetOf, selectedSet } from './cacheSets.ts';
import { cellWriter, isOlder, isUntouched, isUntouchedFrame, runsOf } from './cells.ts';
import { foldLinesAbove, isPageOpen, pageFold } from './folds.ts';
import { markNewest } from './newestCopies.ts';
import { ownerOfRange, type Owner } from './owner.ts';
import { makeCell } from './roomCells.ts';
import { isSelected, movesData, touches, type RoomContext } from './roomContext.ts';
import { lineCopies, type Copy } from './roomCopies.ts';
import type { RoomCell, RoomRow } from './roomTypes.ts';
import type { Selection } from './selection.ts';
import { vmaPages } from './vmaPages.ts';

/** A line with all its copies, and a word that is equal for lines that look alike. */
interface LineView {
  readonly line: number;
  readonly copies: readonly Copy[];
  readonly newest: Line;
  readonly owner: Owner;
  readonly quiet: boolean;
  readonly signature: string;
}

const foldFrom = 3;

/** The rows of one page of a buffer. */
export function pageRows(context: RoomContext, buffer: number, page: number): readonly RoomRow[] {
  const { pageSize, lineSize } = context.state.setup.platform;
  const perPage = pageSize / lineSize;
  const views = Array.from({ length: perPage }, (_, i) =>
    viewLine(context, buffer, page * perPage + i),
  );
  const mayFold = perPage > foldLinesAbove && !isPageOpen(context.opened, buffer, page);
  const rows: RoomRow[] = [];
  for (let from = 0; from < views.length;) {
    let to = from + 1;
    while (mayFold && to < views.length && views[to]?.signature === views[from]?.signature) to++;
    if (to - from < foldFrom) to = from + 1;
    rows.push(makeRow(context, buffer, views.slice(from, to)));
    from = to;
  }
  return rows;
}

/** Whether nobody ever wrote a page's bytes and nobody holds a copy of them. */
export function isQuietPage(context: RoomContext, buffer: number, page: number): boolean {
  const { state } = context;
  const { pageSize } = state.setup.platform;
  const frame = state.frames[state.buffers[buffer]?.frames[page] ?? -1];
  if (!frame || context.cachedPfns.has(frame.pfn)) return false;
  const [start, end] = [page * pageSize, (page + 1) * pageSize];
  const isRead = state.devices.some(
    ({ lastRead }) =>
      lastRead?.buffer === buffer &&
      lastRead.start < end &&
      lastRead.start + lastRead.cells.length > start,
  );
  const isBounced = state.devices.some((_, device) =>
    (context.slots[device]?.[buffer] ?? []).some(({ from, to }) => from < end && to > start),
  );
  const isApart = vmaPages(state, buffer, page).some(({ apart }) => apart !== null);
  return !isRead && !isBounced && !isApart && isUntouchedFrame(frame);
}

function viewLine(context: RoomContext, buffer: number, line: number): LineView {
  const { state } = context;
  const { pageSize, lineSize } = state.setup.platform;
  const start = line * lineSize;
  const page = Math.floor(start / pageSize);
  const frame = state.frames[state.buffers[buffer]?.frames[page] ?? -1];
  const inPage = line - page * (pageSize / lineSize);
  const memory = frame?.lines[inPage] ?? [];
  const newest = frame?.newest[inPage] ?? [];
  const address = (frame?.pfn ?? 0) * pageSize + inPage * lineSize;
  const copies = lineCopies(context, { buffer, start, address, memory });
  const quiet =
    isUntouched(memory) &&
    isUntouched(newest) &&
    copies.every(({ cells, place }) => cells === null || place.kind === 'memory');
  const owner = ownerOfRange(state, buffer, start, start + lineSize);
  const apart = [
    context.event !== null &&
      movesData(context.event) &&
      touches(context.event.range, buffer, start, start + lineSize),
    context.selection?.kind === 'line' &&
      context.selection.buffer === buffer &&
      context.selection.line === line,
    owner.kind,
    quiet,
  ];
  const signature = quiet
    ? apart.join()
    : JSON.stringify([
        apart,
        copies.map((copy) => copySignature(copy, copy.apart?.newest ?? newest)),
      ]);
  return { line, copies, newest, owner, quiet, signature };
}

function copySignature({ cells, dirty, ghost }: Copy, newest: Line): unknown {
  if (cells === null) return null;
  const look = (cell: Cell | null): number | null =>
    cell === null ? null : cellWriter(cell) === 0 ? 0 : cell % 8192;
  return [
    dirty,
    ghost,
    runsOf(cells, newest).map((run) => [
      run.length,
      look(run.cell),
      run.cell !== null && isOlder(run.cell, run.newest) ? look(run.newest) : '',
    ]),
  ];
}

function makeRow(context: RoomContext, buffer: number, views: readonly LineView[]): RoomRow {
  const [first, last] = [views[0], views.at(-1)];
  const perPage = context.state.setup.platform.pageSize / context.state.setup.platform.lineSize;
  const firstLine = first?.line ?? 0;
  const lastLine = last?.line ?? firstLine;
  const folded = views.length > 1;
  const title = folded ? `${firstLine}–${lastLine}` : String(firstLine);
  const quiet = first?.quiet ?? true;
  const selection: Selection = { kind: 'line', buffer, line: firstLine, place: null };
  const { selection: chosen } = context;
  return {
    key: `b${buffer}l${firstLine}`,
    buffer,
    firstLine,
    lastLine,
    title,
    fold: folded ? pageFold(buffer, Math.floor(firstLine / perPage)) : null,
    foldNote: folded ? `${views.length} lines ${quiet ? 'unchanged' : 'alike'}` : '',
    owner: first?.owner ?? { kind: 'cpu' },
    selected:
      isSelected(context, selection) ||
      (chosen?.kind === 'line' &&
        chosen.buffer === buffer &&
        chosen.line >= firstLine &&
        chosen.line <= lastLine),
    ...setWords(context, buffer, firstLine, lastLine),
    cells: first ? cellsOf(context, buffer, first, views.length) : [],
  };
}

/** The copies of a line in all places, in column order. */
export function lineCells(context: RoomContext, buffer: number, line: number): readonly RoomCell[] {
  return cellsOf(context, buffer, viewLine(context, buffer, line), 1);
}

function cellsOf(
  context: RoomContext,
  buffer: number,
  { line, newest, quiet, copies }: LineView,
  count: number,
): readonly RoomCell[] {
  const lines = { buffer, line, count, newest, quiet };
  return markNewest(copies.map((copy) => makeCell(context, lines, copy)));
}

/** Which sets of the caches lines compete for, where caches are shown by set. */
function setWords(
  context: RoomContext,
  buffer: number,
  firstLine: number,
  lastLine: number,
): Pick<RoomRow, 'set' | 'partner'> {
  if (context.cacheLayout === 'lines') return { set: '', partner: false };
  const [first, last] = [firstLine, lastLine].map((line) =>
    cacheSetOf(context.state, buffer, line),
  );
  const { cacheSets } = context.state.setup.platform;
  const isAll = lastLine - firstLine + 1 >= cacheSets;
  const chosen = selectedSet(context);
  return {
    set: isAll ? 'all' : first === last ? `${first}` : `${first}–${last}`,
    partner: firstLine === lastLine && chosen !== null && chosen === first,
  };
}

/** How many lines a page of this state has. */
export function linesPerPage(state: State): number {
  return state.setup.platform.pageSize / state.setup.platform.lineSize;
}
