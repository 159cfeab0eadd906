/**
 * The caches as hardware has them: by set and way. A line can only go to the set that its address says, so whoever
 * shares a set with it is who can push it out. The model keeps the lines of a set in the order of their last use,
 * and so they stand here: the last way of a full set is the next to go.
 */
import type { CacheLine, State } from '../model/state.ts';
import { cacheSetOf, selectedSet, setKey, usedSets } from './cacheSets.ts';
import { makeCell } from './roomCells.ts';
import { hex, isSelected, movesData, type RoomContext } from './roomContext.ts';
import type { Copy } from './roomCopies.ts';
import { rowsOfPage } from './pageMemo.ts';
import { lineCells, linesPerPage } from './roomRows.ts';
import type { RoomCell, RoomSetRow, RoomWay } from './roomTypes.ts';
import type { Selection } from './selection.ts';
import { vmaPages } from './vmaPages.ts';

/** What the bytes of a cached line are. */
type Held =
  | { readonly kind: 'buffer'; readonly buffer: number; readonly line: number }
  | { readonly kind: 'slot'; readonly buffer: number; readonly line: number; readonly slot: number }
  | {
      readonly kind: 'own';
      readonly buffer: number;
      readonly line: number;
      readonly vma: number;
      readonly process: string;
      readonly frame: number;
    }
  | { readonly kind: 'other' };

/** All sets that hold something in the run, or are meant now; those between them are folded. */
export function roomSets(context: RoomContext): readonly RoomSetRow[] {
  const { cacheSets } = context.state.setup.platform;
  const rows: RoomSetRow[] = [];
  let next = 0;
  for (const set of [...shownSets(context), cacheSets]) {
    if (set > next) rows.push(emptySets(next, set - 1));
    if (set < cacheSets) rows.push(setRow(context, set));
    next = set + 1;
  }
  return rows;
}

function shownSets(context: RoomContext): readonly number[] {
  const { state, keep } = context;
  const { cacheSets } = state.setup.platform;
  const kept = [...keep].filter((key) => key.startsWith(setKey(0).slice(0, -1)));
  const chosen = selectedSet(context);
  const shown = new Set([
    ...usedSets(state),
    ...kept.map((key) => Number(key.slice(setKey(0).length - 1))),
    ...(chosen === null ? [] : [chosen]),
    ...eventSets(context),
  ]);
  return [...shown].filter((set) => set < cacheSets).toSorted((a, b) => a - b);
}

/** Sets of the lines that the current event brings into a cache, or takes from it. */
function eventSets({ state, event }: RoomContext): readonly number[] {
  if (event === null || event.range === null || !movesData(event)) return [];
  if (event.from?.kind !== 'cache' && event.to?.kind !== 'cache') return [];
  if (event.facts['slot'] !== undefined) return [];
  const { lineSize } = state.setup.platform;
  const { buffer, start, length } = event.range;
  const [first, last] = [start, start + Math.max(1, length) - 1].map((byte) =>
    Math.floor(byte / lineSize),
  );
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: last - first + 1 }, (_, i) => cacheSetOf(state, buffer, first + i));
}

function emptySets(first: number, last: number): RoomSetRow {
  const count = last - first + 1;
  return {
    key: `sets:${first}-${last}`,
    first,
    last,
    title: `${count} empty ${count === 1 ? 'set' : 'sets'}`,
    chosen: false,
    caches: [],
  };
}

function setRow(context: RoomContext, set: number): RoomSetRow {
  const { state } = context;
  const cpus = [...state.cpus.keys()].filter((cpu) => context.parts.has(`cache:${cpu}`));
  return {
    key: setKey(set),
    first: set,
    last: set,
    title: String(set),
    chosen: selectedSet(context) === set,
    caches: cpus.map((cpu) => ({ part: `cache:${cpu}`, ways: waysOf(context, cpu, set) })),
  };
}

function waysOf(context: RoomContext, cpu: number, set: number): readonly RoomWay[] {
  const { cacheWays } = context.state.setup.platform;
  const lines = context.state.cpus[cpu]?.sets[set] ?? [];
  const held = lines.map((line, rank) => heldWay(context, cpu, set, line, rank));
  const empty = Array.from({ length: Math.max(0, cacheWays - lines.length) }, (_, i): RoomWay => {
    const key = `cache:${cpu}/s${set}w${lines.length + i}`;
    const name = `set ${set} of CPU ${cpu}'s cache: an empty way`;
    return {
      key,
      cell: null,
      tag: '',
      mesi: '',
      victim: false,
      name,
      selection: null,
      selected: false,
    };
  });
  return [...held, ...empty];
}

const mesiWords = { M: 'modified', E: 'exclusive', S: 'shared' } as const;

function heldWay(
  context: RoomContext,
  cpu: number,
  set: number,
  line: CacheLine,
  rank: number,
): RoomWay {
  const { cacheWays } = context.state.setup.platform;
  const held = heldBy(context.state, line.address);
  const cell = cellOf(context, cpu, line, held);
  const count = context.state.cpus[cpu]?.sets[set]?.length ?? 0;
  const victim = count >= cacheWays && rank === count - 1;
  const use = victim
    ? 'used least recently, next to be evicted'
    : rank === 0
      ? 'used last'
      : `use ${rank + 1} of ${count}`;
  const selection: Selection | null = held.kind === 'other' ? null : cell.selection;
  return {
    key: cell.key,
    cell,
    tag: tagWords(context.state, line, held),
    mesi: line.state,
    victim,
    name: `set ${set}: ${cell.name}, ${mesiWords[line.state]}, ${use}`,
    selection,
    selected: selection !== null && isSelected(context, selection),
  };
}

/** Whose bytes stand at a physical address. */
function heldBy(state: State, address: number): Held {
  const { pageSize, lineSize, swiotlbSlotSize } = state.setup.platform;
  const pfn = Math.floor(address / pageSize);
  const offset = address - pfn * pageSize;
  const frame = state.frames.findIndex((each) => each.pfn === pfn);
  for (const [buffer, { frames }] of state.buffers.entries()) {
    const page = frames.indexOf(frame);
    if (page >= 0) return { kind: 'buffer', buffer, line: (page * pageSize + offset) / lineSize };
  }
  const pool = (state.frames[state.poolFrame]?.pfn ?? Infinity) * pageSize;
  const slot = Math.floor((address - pool) / swiotlbSlotSize);
  const use = state.slots[slot];
  if (use) {
    const line = Math.floor((use.start + address - pool - slot * swiotlbSlotSize) / lineSize);
    return { kind: 'slot', buffer: use.buffer, line, slot };
  }
  return ownPage(state, frame, Math.floor(offset / lineSize)) ?? { kind: 'other' };
}

/** A page that a process has in place of a buffer's. */
function ownPage(state: State, frame: number, line: number): Held | null {
  const perPage = state.setup.platform.pageSize / state.setup.platform.lineSize;
  for (const [buffer, { frames }] of state.buffers.entries())
    for (const page of frames.keys())
      for (const { vma, apart } of vmaPages(state, buffer, page))
        if (apart?.frame === frame) {
          const { id, process } = vma;
          return { kind: 'own', buffer, line: page * perPage + line, vma: id, process, frame };
        }
  return null;
}

function tagWords(state: State, { address, tag }: CacheLine, held: Held): string {
  const under = tag === undefined ? '' : (state.vmas.find(({ id }) => id === tag)?.name ?? 'gone');
  const name =
    state.buffers.length > 1 && held.kind !== 'other' ? bufferName(state, held.buffer) : '';
  const line = held.kind === 'other' ? '' : `${name === '' ? 'line' : name} ${held.line}`;
  const words = {
    buffer: line,
    slot: `slot: ${line}`,
    own: held.kind === 'own' ? `${held.process}’s ${line}` : '',
    other: hex(address),
  }[held.kind];
  return under === '' ? words : `${words} · ${under}`;
}

function bufferName({ setup }: State, buffer: number): string {
  return setup.buffers[buffer]?.name ?? `buffer ${buffer}`;
}

/** The cell of a cached line: as in the layout by lines where it is a line of a buffer. */
function cellOf(context: RoomContext, cpu: number, line: CacheLine, held: Held): RoomCell {
  const part = `cache:${cpu}${line.tag === undefined ? '' : `/${line.tag}`}`;
  if (held.kind === 'buffer') {
    const cell = cellsOfLine(context, held).find((each) => each.part === part);
    if (cell) return isOfSlot(context) ? { ...cell, touched: false } : cell;
  }
  const place: Copy['place'] = { kind: 'cache', cpu };
  const where = `CPU ${cpu}'s cache`;
  const copy: Copy = {
    part,
    place,
    where,
    cells: line.data,
    dirty: line.state === 'M',
    ghost: false,
  };
  return otherCell(context, copy, line.address, held);
}

/** As in its row, unless it is folded together with others. */
function cellsOfLine(
  context: RoomContext,
  { buffer, line }: { readonly buffer: number; readonly line: number },
): readonly RoomCell[] {
  const page = Math.floor(line / linesPerPage(context.state));
  const row = rowsOfPage(context, buffer, page).find((each) => each.firstLine === line);
  return row?.lastLine === line ? row.cells : lineCells(context, buffer, line);
}

/** A line that is none of a buffer's own: of a bounce slot, of a page of a process, or of other memory. */
function otherCell(context: RoomContext, copy: Copy, address: number, held: Held): RoomCell {
  const { state } = context;
  const frame = frameOf(state, address);
  const inFrame = Math.floor(
    (address % state.setup.platform.pageSize) / state.setup.platform.lineSize,
  );
  const newest = frame?.newest[inFrame] ?? copy.cells?.map((cell) => cell ?? 0) ?? [];
  const at = { count: 1, quiet: false, newest };
  if (held.kind === 'slot') {
    const { buffer, line, slot } = held;
    const where = `${copy.where}, a line of bounce slot ${slot}`;
    const own = newestOf(state, buffer, line);
    const cell = makeCell(context, { ...at, buffer, line, newest: own }, { ...copy, where });
    const selection: Selection = { kind: 'line', buffer, line, place: { kind: 'slot', slot } };
    const touched = cell.touched && context.event?.facts['slot'] === slot;
    return { ...cell, key: `${cell.key}@slot${slot}`, touched, selection };
  }
  const apart = { what: held.kind === 'own' ? 'copy' : 'other memory', newest };
  if (held.kind === 'own') {
    const { buffer, line, vma, process, frame: index } = held;
    const where = `${copy.where}, of ${process}'s own page`;
    const cell = makeCell(context, { ...at, buffer, line }, { ...copy, where, apart });
    const selection: Selection = { kind: 'line', buffer, line, place: { kind: 'pte', vma } };
    return { ...cell, key: `${cell.key}@frame${index}`, touched: false, selection };
  }
  const cell = makeCell(context, { ...at, buffer: -1, line: 0 }, { ...copy, apart });
  const key = `${copy.part}@${address.toString(16)}`;
  const name = cell.name.replace(/^line 0/u, `the line at ${hex(address)}`);
  return { ...cell, key, name, touched: false };
}

/** The current event is about a line of a bounce slot, whose range names the bytes of the original. */
function isOfSlot({ event }: RoomContext): boolean {
  return event?.facts['slot'] !== undefined;
}

function frameOf(state: State, address: number): State['frames'][number] | undefined {
  const pfn = Math.floor(address / state.setup.platform.pageSize);
  return state.frames.find((frame) => frame.pfn === pfn);
}

function newestOf(state: State, buffer: number, line: number): readonly number[] {
  const perPage = state.setup.platform.pageSize / state.setup.platform.lineSize;
  const frame = state.frames[state.buffers[buffer]?.frames[Math.floor(line / perPage)] ?? -1];
  return frame?.newest[line % perPage] ?? [];
}
