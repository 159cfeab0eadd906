/**
 * Where what is selected changes next. What a cell or a translation looks like is what the room shows of it, so
 * that the answer is never about something that cannot be seen.
 */
import { printCursor, type Cursor } from '../history/cursor.ts';
import { nextEvent } from '../history/move.ts';
import { clampCursor, stateAt } from '../history/points.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import { roomScene } from '../scene/roomScene.ts';
import type { RoomCell, RoomPage } from '../scene/roomTypes.ts';
import type { Selection } from '../scene/selection.ts';
import type { SessionState } from './sessionState.ts';

type Run = Pick<SessionState, 'history' | 'cursor'>;

/** The point after the next micro-event that changes what is selected; null where none does. */
export function nextChangeOf(run: Run, selection: Selection): Cursor | null {
  const { history } = run;
  if (selection.kind === 'machine') {
    const { instance } = selection;
    return nextEvent(history, run.cursor, ({ transitions }) =>
      transitions.some((taken) => taken.instance === instance),
    );
  }
  const now = lookAt(run, selection);
  const isAbout = aboutTest(run, selection);
  for (let at = clampCursor(history, run.cursor); ;) {
    const next = nextEvent(history, at, isAbout);
    if (!next || printCursor(next) === printCursor(at)) return null;
    if (lookAt({ history, cursor: next }, selection) !== now) return next;
    at = next;
  }
}

/** Whether a micro-event can concern the bytes that are selected; one that names none may concern any. */
function aboutTest(
  { history }: Run,
  selection: Exclude<Selection, { kind: 'machine' }>,
): (event: MicroEvent) => boolean {
  const { pageSize, lineSize } = history.setup.platform;
  const [start, length] =
    selection.kind === 'line'
      ? [selection.line * lineSize, lineSize]
      : [selection.page * pageSize, pageSize];
  return ({ range }) =>
    range === null ||
    (range.buffer === selection.buffer &&
      range.start < start + length &&
      range.start + range.length > start);
}

/** What is selected, as text that is equal where it looks the same. */
function lookAt({ history, cursor }: Run, selection: Selection): string {
  const { buffers } = roomScene(stateAt(history, cursor), { selection });
  const pages = buffers.flatMap((buffer) => buffer.pages);
  const isRow = selection.kind === 'line' && selection.place === null;
  return JSON.stringify(pages.flatMap((page) => selectedIn(page, isRow)));
}

/** `isRow`: a line is meant in all places. */
function selectedIn(page: RoomPage, isRow: boolean): readonly unknown[] {
  const marks = page.marks
    .filter((mark) => mark.selected)
    .map(({ key, state, title, detail, code }) => [key, state, title, detail, code]);
  const cells = page.rows.flatMap((row) =>
    row.cells.filter((cell) => cell.selected || (isRow && row.selected)).map(lookOfCell),
  );
  return page.selected ? [...marks, ...cells, page.ownerWords, page.note] : [...marks, ...cells];
}

function lookOfCell({ key, absent, runs, dirty, stale, ghost }: RoomCell): unknown {
  return [key, absent, runs.map(({ label, role }) => [label, role]), dirty, stale, ghost];
}
