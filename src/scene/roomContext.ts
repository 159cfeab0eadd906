/** What the parts of the room's projection share: the state with its indices, the event, the selection. */
import type { ByteRange, MicroEvent, Place } from '../model/microEvent.ts';
import type { Operation } from '../model/operation.ts';
import type { CacheLine, Cpu, DmaMapping, State } from '../model/state.ts';
import { movesBytes } from './eventMotion.ts';
import type { RoomColumn, RoomMove, RoomPage, RoomSetRow, Role } from './roomTypes.ts';
import { placeKey, sameSelection, type Selection } from './selection.ts';

export interface RoomOptions {
  /** The micro-event just done; null before the first. */
  readonly event: MicroEvent | null;
  /** The operation in progress; null between operations. */
  readonly operation: Operation | null;
  /** The events of the current operation up to and with `event`; with them its end shows its movement. */
  readonly done: readonly MicroEvent[];
  readonly selection: Selection | null;
  /** Folds that a person has opened: keys as in `RoomRow.fold` and `RoomPage.fold`. */
  readonly opened: ReadonlySet<string>;
  /** Parts to show although nothing is in them yet: see `usedParts`. Keeps columns where they are. */
  readonly keep: ReadonlySet<string>;
  /** Shows caches by set and way: `roomSets`, handed in as most pictures do without. Null: along the lines. */
  readonly sets: ((context: RoomContext) => readonly RoomSetRow[]) | null;
  /** Finds what moves in the step: `roomMoves`, which the first picture of a page does without. */
  readonly moves:
    | ((context: RoomContext, pages: readonly RoomPage[]) => readonly RoomMove[])
    | null;
  /** Keys of columns that a person has folded. */
  readonly folded: ReadonlySet<string>;
}

export interface RoomContext extends Omit<RoomOptions, 'sets' | 'moves'> {
  /** How caches are shown: along the lines of the buffers, or by set and way. */
  readonly cacheLayout: 'lines' | 'sets';
  readonly state: State;
  readonly columns: readonly RoomColumn[];
  /** Keys of all parts of the columns. */
  readonly parts: ReadonlySet<string>;
  readonly deviceNames: readonly string[];
  /** Cached lines by physical address, a map a CPU; where caches tag by virtual address, those of the kernel's. */
  readonly caches: readonly ReadonlyMap<number, CacheLine>[];
  /** Where caches tag by virtual address: the lines under those of mappings, by id of the VMA, a map a CPU. */
  readonly aliases: readonly ReadonlyMap<number, ReadonlyMap<number, CacheLine>>[];
  /** Page frame numbers that some cache or write-combining buffer holds lines of. */
  readonly cachedPfns: ReadonlySet<number>;
  /** Bounce slots by device and buffer. */
  readonly slots: readonly (readonly (readonly SlotUse[])[])[];
}

export function roomContext(
  state: State,
  { sets, ...options }: Omit<RoomOptions, 'moves'>,
  columns: readonly RoomColumn[],
): RoomContext {
  const { pageSize } = state.setup.platform;
  const caches = state.cpus.map(
    (cpu) =>
      new Map(
        cpu.sets
          .flat()
          .filter(({ tag }) => tag === undefined)
          .map((line) => [line.address, line] as const),
      ),
  );
  const addresses = [
    ...state.cpus.flatMap((cpu) => cpu.sets.flat().map(({ address }) => address)),
    ...state.cpus.flatMap((cpu) => cpu.wc.map(({ address }) => address)),
  ];
  return {
    ...options,
    cacheLayout: sets ? 'sets' : 'lines',
    state,
    columns,
    parts: new Set(columns.flatMap((column) => column.parts.map(({ key }) => key))),
    deviceNames: state.setup.devices.map(({ name }) => name),
    caches,
    aliases: state.cpus.map(aliasesOf),
    cachedPfns: new Set(addresses.map((address) => Math.floor(address / pageSize))),
    slots: state.devices.map((_, device) =>
      state.buffers.map((_buffer, buffer) => slotsOf(state, device, buffer)),
    ),
  };
}

function aliasesOf({ sets }: Cpu): ReadonlyMap<number, ReadonlyMap<number, CacheLine>> {
  const aliases = new Map<number, Map<number, CacheLine>>();
  for (const line of sets.flat()) {
    if (line.tag === undefined) continue;
    const own = aliases.get(line.tag) ?? new Map<number, CacheLine>();
    aliases.set(line.tag, own.set(line.address, line));
  }
  return aliases;
}

const deviceRoles: readonly Role[] = ['dev0', 'dev1', 'dev2', 'dev3'];

/** Colour of a device: the first four have each their own, further ones share them. */
export function deviceRole(device: number): Role {
  return deviceRoles[device % deviceRoles.length] ?? 'none';
}

/** Colour of a writer as in `cellWriter`. */
export function writerRole(writer: number): Role {
  return writer === 0 ? 'initial' : writer === 1 ? 'cpu' : deviceRole(writer - 2);
}

export function deviceName(context: RoomContext, device: number): string {
  return context.deviceNames[device] ?? `device ${device}`;
}

/** Addresses as the kernel's people write them on slides: `0x1a2f_0000`. */
export function hex(address: number): string {
  const digits = address.toString(16);
  return digits.length > 4 ? `${digits.slice(0, -4)}_${digits.slice(-4)}` : digits;
}

/** Whether a range touches bytes [start, end) of a buffer. */
export function touches(
  range: ByteRange | null,
  buffer: number,
  start: number,
  end: number,
): boolean {
  return (
    range !== null &&
    range.buffer === buffer &&
    range.start < end &&
    range.start + Math.max(range.length, 1) > start
  );
}

/** Whether an event is about the bytes of lines. */
export function movesData(event: MicroEvent): boolean {
  return movesBytes(event.kind);
}

/** Whether the current event takes bytes [start, end) of a buffer from a place, or puts them into it. */
export function isTouched(
  { event, state }: RoomContext,
  place: Place,
  buffer: number,
  start: number,
  end: number,
): boolean {
  if (event === null || !touches(event.range, buffer, start, end)) return false;
  return [event.from, event.to].some((other) => other !== null && isSamePlace(state, place, other));
}

/** The slots of one mapping are one place: events name the first. */
function isSamePlace(state: State, a: Place, b: Place): boolean {
  if (a.kind === 'slot' && b.kind === 'slot')
    return a.slot === b.slot || state.slots[a.slot]?.mapping === state.slots[b.slot]?.mapping;
  return placeKey(a) === placeKey(b);
}

/** Whether exactly this is selected. */
export function isSelected({ selection }: RoomContext, other: Selection): boolean {
  return sameSelection(selection, other);
}

/** A bounce slot with the bytes of a buffer that its first byte stands for. */
export interface SlotUse {
  readonly slot: number;
  readonly start: number;
  /** Bytes of the buffer that the mapping covers in it. */
  readonly from: number;
  readonly to: number;
  /** Whether it has been freed. */
  readonly freed: boolean;
}

/** The slots through which a device's mappings bounce bytes of a buffer, also freed but untouched ones. */
export function slotsOf(state: State, device: number, buffer: number): readonly SlotUse[] {
  const size = state.setup.platform.swiotlbSlotSize;
  const uses: SlotUse[] = [];
  const candidates = state.mappings.filter(
    (mapping) => mapping.device === device && mapping.buffer === buffer,
  );
  for (const mapping of candidates.toSorted((a, b) => Number(b.live) - Number(a.live)))
    for (const segment of mapping.segments) {
      if (segment.slot === null) continue;
      const first = state.slots[segment.slot];
      if (!first) continue;
      const count = Math.ceil((segment.start - first.start + segment.length) / size);
      for (let i = 0; i < count; i++) {
        const use = slotUse(state, mapping, segment.slot + i, segment);
        if (use && !uses.some(({ slot }) => slot === use.slot)) uses.push(use);
      }
    }
  return uses;
}

function slotUse(
  state: State,
  mapping: DmaMapping,
  index: number,
  segment: { readonly start: number; readonly length: number },
): SlotUse | null {
  const slot = state.slots[index];
  if (!slot || slot.buffer !== mapping.buffer) return null;
  if (slot.mapping !== mapping.id && (mapping.live || slot.mapping !== null)) return null;
  const end = slot.start + state.setup.platform.swiotlbSlotSize;
  return {
    slot: index,
    start: slot.start,
    from: Math.max(slot.start, segment.start),
    to: Math.min(end, segment.start + segment.length),
    freed: slot.mapping === null,
  };
}
