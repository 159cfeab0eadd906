/**
 * The rows of a page: for each cache line its copy in every place, beside the newest write to each byte.
 * Neighbouring lines that look alike everywhere fold into one row.
 */
import type { Place } from '../model/microEvent.ts';
import type { Cell, Line, State } from '../model/state.ts';
import {
  cellValue,
  cellWriter,
  isOlder,
  isUntouched,
  isUntouchedFrame,
  runsOf,
  valueText,
  type Run,
} from './cells.ts';
import { markNewest } from './newestCopies.ts';
import { ownerOfRange, type Owner } from './owner.ts';
import {
  isSelected,
  isTouched,
  movesData,
  touches,
  writerRole,
  type RoomContext,
} from './roomContext.ts';
import { lineCopies, type Copy } from './roomCopies.ts';
import type { CellRun, RoomCell, RoomRow } from './roomTypes.ts';
import type { Selection } from './selection.ts';
import { gravest } from './shownEvent.ts';
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
const shortPage = 8;

/** The rows of one page of a buffer. */
export function pageRows(context: RoomContext, buffer: number, page: number): readonly RoomRow[] {
  const { pageSize, lineSize } = context.state.setup.platform;
  const perPage = pageSize / lineSize;
  const views = Array.from({ length: perPage }, (_, i) =>
    viewLine(context, buffer, page * perPage + i),
  );
  const mayFold = perPage > shortPage && !context.opened.has(pageFold(buffer, page));
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

/** Key of the fold of a page's lines. */
export function pageFold(buffer: number, page: number): string {
  return `b${buffer}p${page}`;
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
    cells: first
      ? markNewest(first.copies.map((copy) => makeCell(context, buffer, views, first, copy)))
      : [],
  };
}

function makeCell(
  context: RoomContext,
  buffer: number,
  views: readonly LineView[],
  view: LineView,
  copy: Copy,
): RoomCell {
  const { lineSize } = context.state.setup.platform;
  const selection: Selection = { kind: 'line', buffer, line: view.line, place: copy.place };
  const runs = copy.cells === null ? [] : runsOf(copy.cells, copy.apart?.newest ?? view.newest);
  const stale = runs.some((run) => run.cell !== null && isOlder(run.cell, run.newest));
  const [start, end] = [view.line * lineSize, (view.line + views.length) * lineSize];
  const touched = touchesCell(context, copy, buffer, start, end);
  const violation = touched ? violationHere(context, copy.place, buffer, start, end) : '';
  const shown = views.length > 1 && view.quiet ? runs.slice(0, 1) : runs;
  const label =
    views.length > 1
      ? `lines ${view.line} to ${view.line + views.length - 1}`
      : `line ${view.line}`;
  return {
    key: `b${buffer}l${view.line}/${copy.part}`,
    part: copy.part,
    place: copy.place,
    absent: copy.cells === null,
    runs: shown.map((run) => makeRun(run, (view.quiet && views.length > 1) || isPlain(run))),
    dirty: copy.dirty,
    stale,
    newest: false,
    ghost: copy.ghost,
    apart: copy.apart !== undefined && copy.cells !== null,
    note: cellNote(copy, runs),
    touched,
    violation,
    name: `${label} in ${copy.where}: ${cellWords(copy, runs)}${violation === '' ? '' : `, ${violation}`}`,
    selection,
    selected: isSelected(context, selection),
  };
}

/** Zeroes that nobody wrote need no label, unless they are behind. */
function isPlain({ cell, newest }: Run): boolean {
  if (cell === null) return true;
  return cellValue(cell) === 0 && cellWriter(cell) === 0 && !isOlder(cell, newest);
}

function makeRun(run: Run, silent: boolean): CellRun {
  const { cell } = run;
  const stale = cell !== null && isOlder(cell, run.newest);
  return {
    start: run.start,
    length: run.length,
    label: cell === null || silent ? '' : valueText(cellValue(cell)),
    role: cell === null ? 'none' : writerRole(cellWriter(cell)),
    stale,
    behind: stale ? valueText(cellValue(run.newest)) : '',
  };
}

function cellNote(copy: Copy, runs: readonly Run[]): string {
  const behind = runs.filter((run) => run.cell !== null && isOlder(run.cell, run.newest));
  const values = [...new Set(behind.map((run) => valueText(cellValue(run.newest))))];
  if (copy.apart) return copy.cells === null ? '' : copy.apart.what;
  if (values.length > 0) return `behind ${values.slice(0, 3).join('·')}`;
  return copy.ghost ? 'freed' : '';
}

/** `A, dirty, newest`: what a cell shows, for those who do not see it. */
function cellWords(copy: Copy, runs: readonly Run[]): string {
  if (copy.cells === null) return 'no copy';
  const held = runs.filter((run) => run.cell !== null);
  const values = held.map((run) => {
    const value = run.cell === null ? '' : valueText(cellValue(run.cell));
    const bytes = runs.length > 1 ? ` in bytes ${run.start} to ${run.start + run.length - 1}` : '';
    const writer = run.cell !== null && cellWriter(run.cell) === 0 ? ', as at the start' : '';
    const behind =
      run.cell !== null && isOlder(run.cell, run.newest)
        ? `, stale, behind ${valueText(cellValue(run.newest))}`
        : '';
    return `${value}${bytes}${writer}${behind}`;
  });
  const isNewest = held.every((run) => run.cell !== null && !isOlder(run.cell, run.newest));
  return [
    values.join('; '),
    copy.dirty ? 'dirty' : '',
    copy.apart ? 'no bytes of the buffer' : isNewest ? 'newest' : '',
    copy.ghost ? 'in a freed slot' : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}

/** Empty slots have no place of their own that an event could name. */
function touchesCell(
  context: RoomContext,
  { place, tag }: Copy,
  buffer: number,
  start: number,
  end: number,
): boolean {
  if (context.event === null || !movesData(context.event)) return false;
  const { under } = context.event.facts;
  if (tag !== undefined && under !== undefined && tag !== under) return false;
  if (place.kind === 'slot' && place.slot < 0) return false;
  return isTouched(context, place, buffer, start, end);
}

/** The rule that the current event breaks with these bytes, said at the place where it shows. */
function violationHere(
  { event }: RoomContext,
  place: Place,
  buffer: number,
  start: number,
  end: number,
): string {
  const at = event?.to?.kind === 'cpu' ? event.from : (event?.to ?? event?.from);
  if (at?.kind !== place.kind) return '';
  const found = gravest(
    (event?.violations ?? []).filter(
      ({ bytes }) => bytes === null || touches(bytes, buffer, start, end),
    ),
  );
  return found ? found.rule.replaceAll('-', ' ') : '';
}

/** How many lines a page of this state has. */
export function linesPerPage(state: State): number {
  return state.setup.platform.pageSize / state.setup.platform.lineSize;
}
