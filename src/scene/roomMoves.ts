/** What moves in a micro-event: from which part of which column to which, along which rows. */
import type { MicroEvent } from '../model/microEvent.ts';
import { eventMotions, type EventMotion } from './eventMotion.ts';
import { anchorsOf, type Anchors } from './placeAnchor.ts';
import { touches, type RoomContext } from './roomContext.ts';
import type { RoomCell, RoomMove, RoomPage, RoomRow, RoomToken, Role } from './roomTypes.ts';
import { ruleWords } from './ruleWords.ts';
import { gravest } from './shownEvent.ts';

/** The move of the current event; none where it has no place in the picture. */
export function roomMoves(context: RoomContext, pages: readonly RoomPage[]): readonly RoomMove[] {
  const { event } = context;
  if (event === null) return [];
  const motion = eventMotions[event.kind];
  const ends = anchorsOf(context, event);
  const { from, to } = ends;
  if (from === null && to === null) return [];
  const rows = motion.along === 'rows' ? rowsTouched(context, event, pages) : [];
  const touched = motion.along === 'pages' ? pagesTouched(context, event, pages) : [];
  const tokens =
    rows.length > 0
      ? rows.map((row) => lineToken(context, event, motion, ends, row))
      : touched.map((page) => entryToken(motion, ends, page));
  const [token] = tokens;
  return [
    {
      key: `${event.kind}/${from ?? ''}/${to ?? ''}`,
      from,
      to,
      rows: rows.map(({ key }) => key),
      pages: touched.map(({ key }) => key),
      tokens,
      coming: motion.comes === null || to === null ? [] : [to],
      leaving: leavingParts(context, event, motion, ends),
      label: motion.words === '' ? event.label : motion.words,
      kind: motion.moves === 'nothing' ? 'note' : motion.moves,
      role: token?.role ?? 'here',
      value: motion.moves === 'data' && motion.token === '' ? (token?.text ?? '') : '',
      violation: ruleWords(gravest(event.violations)?.rule ?? ''),
    },
  ];
}

function rowsTouched(
  { state }: RoomContext,
  { range }: MicroEvent,
  pages: readonly RoomPage[],
): readonly RoomRow[] {
  const { lineSize } = state.setup.platform;
  return pages.flatMap((page) =>
    page.rows.filter(({ buffer, firstLine, lastLine }) =>
      touches(range, buffer, firstLine * lineSize, (lastLine + 1) * lineSize),
    ),
  );
}

function pagesTouched(
  context: RoomContext,
  event: MicroEvent,
  pages: readonly RoomPage[],
): readonly RoomPage[] {
  const { pageSize } = context.state.setup.platform;
  const listed = event.range === null ? bufferOfList(context, event) : null;
  return pages.filter(
    ({ buffer, first, last }) =>
      buffer === listed || touches(event.range, buffer, first * pageSize, (last + 1) * pageSize),
  );
}

/** The buffer whose list an event is about that names the device alone: of its latest attachment. */
function bufferOfList({ state }: RoomContext, { from, to }: MicroEvent): number | null {
  const device = to?.kind === 'device' ? to.device : from?.kind === 'device' ? from.device : null;
  return state.attachments.findLast((each) => each.device === device)?.buffer ?? null;
}

/** Parts in which entries or copies go, and do not move to the other end. */
function leavingParts(
  { columns, parts, state }: RoomContext,
  event: MicroEvent,
  { leaves }: EventMotion,
  { from, to }: Anchors,
): readonly string[] {
  // What it empties is not where its message goes.
  if (event.kind === 'ipi.ack' && event.from?.kind === 'cpu') return [`tlb:${event.from.cpu}`];
  const { facts } = event;
  if (event.kind === 'cache.upgrade')
    return state.cpus
      .map((_, cpu) => `cache:${cpu}`)
      .filter((key) => key !== `cache:${String(facts['cpu'])}`);
  const key = leaves === 'from' ? from : leaves === 'to' ? (to ?? from) : null;
  if (key === null) return [];
  // With its entry a process loses its own copy of the page.
  const copies = key.replace(/^pte:/u, 'copy:');
  if (parts.has(key)) return copies !== key && parts.has(copies) ? [key, copies] : [key];
  const own = columns.find((column) => column.key === key)?.parts ?? [];
  return own.map((part) => part.key).filter((part) => /^(?:pte|copy|vmap):/u.test(part));
}

/** A piece of the line: as it is where it lands, or where it leaves if that shows no bytes. */
function lineToken(
  context: RoomContext,
  event: MicroEvent,
  motion: EventMotion,
  { from, to }: Anchors,
  row: RoomRow,
): RoomToken {
  if (motion.token !== '')
    return { along: row.key, role: 'here', text: motion.token, stale: false };
  const cell = cellAt(row, to) ?? cellAt(row, from);
  const runs = cell ? runsTouched(context, event, row, cell) : [];
  const labels = [...new Set(runs.map(({ label }) => label))].filter((label) => label !== '');
  return {
    along: row.key,
    role: cell ? roleOf(runs) : 'here',
    text: labels.slice(0, 2).join('·'),
    stale: runs.length > 0 && runs.every(({ stale }) => stale),
  };
}

/** Of a line of its own the bytes that the event names, of lines folded into one row all. */
function runsTouched(
  { state }: RoomContext,
  { range }: MicroEvent,
  row: RoomRow,
  { runs }: RoomCell,
): RoomCell['runs'] {
  if (row.lastLine > row.firstLine) return runs;
  const line = row.firstLine * state.setup.platform.lineSize;
  return runs.filter(({ start, length }) =>
    touches(range, row.buffer, line + start, line + start + length),
  );
}

function cellAt(row: RoomRow, part: string | null): RoomCell | null {
  return row.cells.find((cell) => cell.part === part && !cell.absent) ?? null;
}

function roleOf(runs: RoomCell['runs']): Role {
  return runs.find(({ role }) => role !== 'none' && role !== 'initial')?.role ?? 'initial';
}

/** An entry: in the colour of the mark that it becomes, or of what it is for. */
function entryToken(
  { token, moves }: EventMotion,
  { from, to }: Anchors,
  page: RoomPage,
): RoomToken {
  const mark =
    page.marks.find(({ part }) => part === to) ?? page.marks.find(({ part }) => part === from);
  const plain = mark === undefined || mark.role === 'none' || moves === 'message';
  return { along: page.key, role: plain ? 'here' : mark.role, text: token, stale: false };
}
