/**
 * The room: where the copies of each byte are, which are stale, and who owns the buffer now. A pure
 * projection of a state to plain marks with stable keys; it draws nothing and decides nothing.
 */
import type { State } from '../model/state.ts';
import { arePagesOpen, foldPagesAbove, pageFold, pagesFold } from './folds.ts';
import { handOverUnderWay, ownerDetail, ownerOfPage, ownerWords, type Owner } from './owner.ts';
import { roomSelection } from './machineSelection.ts';
import { roomColumns, shownColumns, shownPart } from './roomColumns.ts';
import {
  deviceRole,
  isSelected,
  movesData,
  roomContext,
  touches,
  type RoomContext,
  type RoomOptions,
} from './roomContext.ts';
import { roomLegend } from './roomLegend.ts';
import { pageNote } from './pageNote.ts';
import { marksOfPage, rowsOfPage } from './pageMemo.ts';
import { isQuietPage, linesPerPage } from './roomRows.ts';
import { bufferFences, hasFences } from './roomFences.ts';
import { roomSpans } from './roomSpans.ts';
import type { Role, RoomBuffer, RoomPage, RoomScene } from './roomTypes.ts';
import type { Selection } from './selection.ts';
import { shownEvent } from './shownEvent.ts';

const foldPagesFrom = 3;

/** What to draw of `state`. Everything in `options` may be left out; without `moves` nothing is seen to move. */
export function composeRoom(state: State, options: Partial<RoomOptions> = {}): RoomScene {
  const [done, operation] = [options.done ?? [], options.operation ?? null];
  const all: Omit<RoomOptions, 'moves'> = {
    event: shownEvent(options.event ?? null, done, operation),
    operation,
    done,
    selection: roomSelection(state, options.selection ?? null),
    opened: options.opened ?? new Set(),
    keep: options.keep ?? new Set(),
    sets: options.sets ?? null,
    folded: options.folded ?? new Set(),
  };
  const columns = roomColumns(state, all.keep);
  const context = roomContext(state, all, columns);
  const shown = shownColumns(columns, context);
  const buffers = state.buffers.map((_, buffer) => makeBuffer(context, buffer));
  const pages = buffers.flatMap((buffer) => buffer.pages);
  const spans = roomSpans(context);
  const place = (key: string | null) => key && shownPart(shown, columns, key);
  const made = options.moves?.(context, pages) ?? [];
  const moves = made.map((move) => ({
    ...move,
    from: place(move.from),
    to: place(move.to),
  }));
  const sets = all.sets?.(context) ?? [];
  return {
    columns: shown,
    buffers,
    spans,
    sets,
    moves,
    legend: roomLegend(context, { buffers, spans, sets, moves }),
    differs: [],
    lineSize: state.setup.platform.lineSize,
    pageSize: state.setup.platform.pageSize,
    name: `Copies of ${buffers.map(({ title }) => title).join(', ')}: a row a cache line, a column a place`,
  };
}

function makeBuffer(context: RoomContext, buffer: number): RoomBuffer {
  const { state } = context;
  const setup = state.setup.buffers[buffer];
  const count = state.buffers[buffer]?.frames.length ?? 0;
  const looks = Array.from({ length: count > foldPagesAbove ? count : 0 }, (_, page) =>
    pageLook(context, buffer, page),
  );
  const pages: RoomPage[] = [];
  for (let first = 0; first < count;) {
    let last = first;
    while (looks[first] && looks[last + 1] === looks[first]) last++;
    if (last - first + 1 < foldPagesFrom || arePagesOpen(context.opened, buffer, first, last))
      last = first;
    pages.push(makePage(context, buffer, first, last));
    first = last + 1;
  }
  const released = (state.buffers[buffer]?.released ?? 0) > 0;
  return {
    key: `b${buffer}`,
    title: setup?.name ?? `buffer ${buffer}`,
    subtitle: released ? 'released' : `${count} ${count === 1 ? 'page' : 'pages'}`,
    fences: hasFences(context, buffer) ? bufferFences(context, buffer) : null,
    pages,
  };
}

/** A word that is equal for pages that look alike and whose lines all do; empty for all other pages. */
function pageLook(context: RoomContext, buffer: number, page: number): string {
  const { selection, event, state } = context;
  const { pageSize } = state.setup.platform;
  const isTouchedPage =
    event !== null &&
    movesData(event) &&
    touches(event.range, buffer, page * pageSize, (page + 1) * pageSize);
  const isSelectedPage =
    selection !== null &&
    selection.kind !== 'machine' &&
    selection.buffer === buffer &&
    (selection.kind === 'page'
      ? selection.page
      : Math.floor(selection.line / linesPerPage(state))) === page;
  const lines = isQuietPage(context, buffer, page)
    ? 'quiet'
    : linesLook(rowsOfPage(context, buffer, page));
  if (isSelectedPage || lines === '') return '';
  return JSON.stringify([
    isTouchedPage,
    lines,
    pageNote(state, buffer, page),
    ownerOfPage(state, buffer, page),
    marksLook(marksOfPage(context, buffer, page), page),
  ]);
}

const knownLooks = new WeakMap<readonly object[], string>();

function marksLook(marks: RoomPage['marks'], page: number): string {
  return remember(marks, () =>
    JSON.stringify(
      marks.map(({ part, state, title, lines }) => [part, state, title, lines === null ? 0 : page]),
    ),
  );
}

/** How every line of a page looks; empty where they differ. */
function linesLook(rows: RoomPage['rows']): string {
  return remember(rows, () => {
    const looks = new Set(
      rows.map((row) =>
        JSON.stringify(
          row.cells.map(({ dirty, stale, ghost, note, runs }) => [dirty, stale, ghost, note, runs]),
        ),
      ),
    );
    return looks.size === 1 ? [...looks].join('') : '';
  });
}

/** Rows and marks that are the same array as before look as before. */
function remember(marks: readonly object[], find: () => string): string {
  const look = knownLooks.get(marks) ?? find();
  knownLooks.set(marks, look);
  return look;
}

function makePage(context: RoomContext, buffer: number, first: number, last: number): RoomPage {
  const { state } = context;
  const { pageSize } = state.setup.platform;
  const frame = state.frames[state.buffers[buffer]?.frames[first] ?? -1];
  const owner = ownerShown(context, buffer, first);
  const folded = last > first;
  const selection: Selection = { kind: 'page', buffer, page: first, place: null };
  const words = ownerWords(owner, context.deviceNames);
  const detail = ownerDetail(owner, context.deviceNames);
  const title = folded ? `pages ${first}–${last}` : `page ${first}`;
  const marks = marksOfPage(context, buffer, first);
  const note = pageNote(state, buffer, first);
  const key = `b${buffer}p${first}`;
  const isOpened = !folded && context.opened.has(pageFold(buffer, first));
  const rows = rowsOfPage(context, buffer, first);
  return {
    key,
    buffer,
    first,
    last,
    title,
    pfn: folded || !frame ? '' : frame.pfn.toString(16),
    note,
    fold: folded ? pagesFold(buffer, first, last) : isOpened ? pageFold(buffer, first) : null,
    foldNote: folded ? `${last - first + 1} pages alike` : isOpened ? 'fold' : '',
    owner,
    ownerWords: words,
    ownerDetail: detail,
    bandRoles: bandRoles(owner),
    name: `${title}, ${folded || !frame ? '' : `frame ${frame.pfn.toString(16)}, `}${words}${detail === '' ? '' : `, ${detail}`}${note === '' ? '' : `, ${note}`}`,
    selection,
    selected: isSelected(context, selection),
    marks: folded ? marks.map((mark) => ({ ...mark, code: '' })) : marks,
    rows: folded ? foldRows(rows, last, pageSize / state.setup.platform.lineSize) : rows,
  };
}

/** The only row of folded pages: their lines are as alike as the pages are. */
function foldRows(rows: RoomPage['rows'], last: number, perPage: number): RoomPage['rows'] {
  const first = rows[0];
  if (!first) return [];
  const lastLine = (last + 1) * perPage - 1;
  const set = first.set === '' || first.set === 'all' ? first.set : '…';
  const title = `${first.firstLine}–${lastLine}`;
  return [{ ...first, lastLine, title, set, fold: null, foldNote: 'alike' }];
}

/** The owner, or the hand-over to which the operation in progress leads. */
function ownerShown(context: RoomContext, buffer: number, page: number): Owner {
  const { state, operation, event } = context;
  const owner = ownerOfPage(state, buffer, page);
  if (event === null || touchesOther(context, buffer)) return owner;
  return handOverUnderWay(state, operation, owner, buffer) ?? owner;
}

function touchesOther({ event, state }: RoomContext, buffer: number): boolean {
  const end = (state.buffers[buffer]?.frames.length ?? 0) * state.setup.platform.pageSize;
  return event?.range !== null && event !== null && !touches(event.range, buffer, 0, end);
}

/** Colours of a page's band and edge. */
export function bandRoles(owner: Owner): readonly Role[] {
  switch (owner.kind) {
    case 'cpu':
      return ['cpu'];
    case 'device':
      return [deviceRole(owner.device)];
    case 'devices':
      return owner.devices.map(deviceRole);
    case 'parts':
      return ['cpu', ...owner.devices.map(deviceRole)];
    case 'contested':
      return owner.devices.length === 0 ? ['cpu'] : owner.devices.map(deviceRole);
    case 'coherent':
      return ['none'];
    case 'handingOver': {
      const device: Role = owner.device === null ? 'none' : deviceRole(owner.device);
      return owner.to === 'device' ? ['cpu', device] : [device, 'cpu'];
    }
  }
}
