/** The copy of a line in one place as a cell: its runs of bytes, its signs, and all of it in words. */
import type { Place } from '../model/microEvent.ts';
import type { Line } from '../model/state.ts';
import { cellValue, cellWriter, isOlder, runsOf, valueText, type Run } from './cells.ts';
import {
  isSelected,
  isTouched,
  movesData,
  touches,
  writerRole,
  type RoomContext,
} from './roomContext.ts';
import type { Copy } from './roomCopies.ts';
import type { CellRun, RoomCell } from './roomTypes.ts';
import { ruleWords } from './ruleWords.ts';
import type { Selection } from './selection.ts';
import { gravest } from './shownEvent.ts';

/** A line, or several neighbours that look alike. */
export interface CellLines {
  readonly buffer: number;
  /** First line, counted from the start of the buffer. */
  readonly line: number;
  readonly count: number;
  /** The newest write to each byte of the first line. */
  readonly newest: Line;
  /** Nobody has ever written them. */
  readonly quiet: boolean;
}

export function makeCell(context: RoomContext, lines: CellLines, copy: Copy): RoomCell {
  const { lineSize } = context.state.setup.platform;
  const { buffer, line, count, newest, quiet } = lines;
  const selection: Selection = { kind: 'line', buffer, line, place: copy.place };
  const runs = copy.cells === null ? [] : runsOf(copy.cells, copy.apart?.newest ?? newest);
  const stale = runs.some((run) => run.cell !== null && isOlder(run.cell, run.newest));
  const [start, end] = [line * lineSize, (line + count) * lineSize];
  const touched = touchesCell(context, copy, buffer, start, end);
  const violation = touched ? violationHere(context, copy.place, buffer, start, end) : '';
  const shown = count > 1 && quiet ? runs.slice(0, 1) : runs;
  const label = count > 1 ? `lines ${line} to ${line + count - 1}` : `line ${line}`;
  return {
    key: `b${buffer}l${line}/${copy.part}`,
    part: copy.part,
    place: copy.place,
    absent: copy.cells === null,
    runs: shown.map((run) => makeRun(run, (quiet && count > 1) || isPlain(run))),
    dirty: copy.dirty,
    stale,
    newest: false,
    ghost: copy.ghost,
    apart: copy.apart !== undefined && copy.cells !== null,
    note: cellNote(copy, runs, line % linesOfPage(context) === 0),
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

function linesOfPage({ state }: RoomContext): number {
  return state.setup.platform.pageSize / state.setup.platform.lineSize;
}

/** What a page is instead of the buffer's is said at its first line, and where something is written. */
function cellNote(copy: Copy, runs: readonly Run[], isFirst: boolean): string {
  const behind = runs.filter((run) => run.cell !== null && isOlder(run.cell, run.newest));
  const values = [...new Set(behind.map((run) => valueText(cellValue(run.newest))))];
  if (copy.cells === null) return '';
  if (copy.apart) return isFirst || !runs.every(isPlain) ? copy.apart.what : '';
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
  return found ? ruleWords(found.rule) : '';
}
