/** The copies of one line: what each place in the picture holds of its bytes. */
import type { Place } from '../model/microEvent.ts';
import type { Cell, Frame, Line } from '../model/state.ts';
import { deviceName, type RoomContext } from './roomContext.ts';
import { laneOf, vmaPages } from './vmaPages.ts';

/** A line's bytes in one place; `cells` null: no copy. */
export interface Copy {
  readonly part: string;
  readonly place: Place;
  /** Where it is, in words. */
  readonly where: string;
  readonly cells: readonly (Cell | null)[] | null;
  readonly dirty: boolean;
  readonly ghost: boolean;
  /** Where caches tag by virtual address: the mapping under whose address it stands; 0: the kernel's. */
  readonly tag?: number;
  /** Set where these are no bytes of the buffer: what they are, and the newest write to each. */
  readonly apart?: { readonly what: string; readonly newest: Line };
}

/** A line of a buffer: its first byte there, its physical address, and what memory holds. */
interface LineAt {
  readonly buffer: number;
  readonly start: number;
  readonly address: number;
  readonly memory: Line;
}

/** All copies of a line, in column order. */
export function lineCopies(context: RoomContext, line: LineAt): readonly Copy[] {
  return [
    ...ownCopies(context, line.buffer, line.start),
    ...cpuCopies(context, line.address),
    memoryCopy(line.memory),
    ...slotCopies(context, line.buffer, line.start),
    ...deviceCopies(context, line.buffer, line.start),
  ];
}

/** Lines of pages that a process has in place of the buffer's: they are memory of its own. */
function ownCopies(context: RoomContext, buffer: number, start: number): readonly Copy[] {
  const { state, parts } = context;
  const { pageSize, lineSize } = state.setup.platform;
  const page = Math.floor(start / pageSize);
  return vmaPages(state, buffer, page).flatMap(({ vma, window, apart }): Copy[] => {
    const part = `copy:${vma.process}/${laneOf(state, { vma, window }, buffer)}`;
    if (!parts.has(part)) return [];
    const offset = start - page * pageSize;
    const frame = apart && state.frames[apart.frame];
    const held = frame ? heldLine(context, frame, offset) : null;
    return [
      {
        part,
        place: { kind: 'pte', vma: vma.id },
        where: `${vma.process}'s ${apart?.what === 'other page' ? 'other page' : 'own copy'}`,
        cells: held?.cells ?? null,
        dirty: held?.dirty ?? false,
        ghost: false,
        apart: {
          what: apart?.what ?? '',
          newest: frame?.newest[Math.floor(offset / lineSize)] ?? [],
        },
      },
    ];
  });
}

function cpuCopies(context: RoomContext, address: number): readonly Copy[] {
  return context.state.cpus.flatMap((cpu, index): Copy[] => {
    if (!context.parts.has(`cache:${index}`)) return [];
    const cached = context.caches[index]?.get(address);
    const copies: Copy[] = [
      {
        part: `cache:${index}`,
        place: { kind: 'cache', cpu: index },
        where: `CPU ${index}'s cache`,
        cells: cached?.data ?? null,
        dirty: cached?.state === 'M',
        ghost: false,
        tag: 0,
      },
    ];
    copies.push(...aliasCopies(context, index, address));
    if (context.parts.has(`wc:${index}`)) {
      const entry = cpu.wc.find((other) => other.address === address);
      copies.push({
        part: `wc:${index}`,
        place: { kind: 'wc', cpu: index },
        where: `CPU ${index}'s write-combining buffer`,
        cells: entry?.cells ?? null,
        dirty: entry !== undefined,
        ghost: false,
      });
    }
    return copies;
  });
}

/** The lines of the same bytes under the addresses of mappings, where caches tag by virtual address. */
function aliasCopies(context: RoomContext, cpu: number, address: number): readonly Copy[] {
  if (context.state.setup.platform.cacheTags !== 'vivt') return [];
  const prefix = `cache:${cpu}/`;
  return [...context.parts]
    .filter((part) => part.startsWith(prefix))
    .map((part): Copy => {
      const tag = Number(part.slice(prefix.length));
      const cached = context.aliases[cpu]?.get(tag)?.get(address);
      const name =
        context.state.vmas.find(({ id }) => id === tag)?.name ?? 'a mapping that is gone';
      return {
        part,
        place: { kind: 'cache', cpu },
        where: `CPU ${cpu}'s cache, under the address of ${name}`,
        cells: cached?.data ?? null,
        dirty: cached?.state === 'M',
        ghost: false,
        tag,
      };
    });
}

function memoryCopy(cells: Line): Copy {
  return {
    part: 'memory',
    place: { kind: 'memory' },
    where: 'memory',
    cells,
    dirty: false,
    ghost: false,
  };
}

function slotCopies(context: RoomContext, buffer: number, start: number): readonly Copy[] {
  const { state } = context;
  const { lineSize } = state.setup.platform;
  return state.setup.devices.flatMap(({ name, coherent }, device): Copy[] => {
    const part = `slots:${device}`;
    if (!context.parts.has(part)) return [];
    const use = context.slots[device]?.[buffer]?.find(
      ({ from, to }) => from < start + lineSize && to > start,
    );
    const empty: Copy = {
      part,
      place: { kind: 'slot', slot: use?.slot ?? -1 - device },
      where: `${name}'s bounce slot`,
      cells: null,
      dirty: false,
      ghost: false,
    };
    if (!use) return [empty];
    const held = slotLine(context, use.slot, start - use.start);
    const isWhole = use.from <= start && use.to >= start + lineSize;
    const cells = isWhole
      ? held.cells
      : held.cells.map((cell, i) => (start + i >= use.from && start + i < use.to ? cell : null));
    return [
      {
        ...empty,
        where: `bounce slot ${use.slot}`,
        cells,
        dirty: held.dirty && !coherent,
        ghost: use.freed,
      },
    ];
  });
}

/** What CPUs see of a line of a slot: the dirty copy in a cache where there is one, else DRAM. */
function slotLine(
  context: RoomContext,
  slot: number,
  offset: number,
): { readonly cells: Line; readonly dirty: boolean } {
  const { state } = context;
  const { pageSize, swiotlbSlotSize } = state.setup.platform;
  const byte = slot * swiotlbSlotSize + offset;
  const frame = state.frames[state.poolFrame + Math.floor(byte / pageSize)];
  return frame ? heldLine(context, frame, byte % pageSize) : { cells: [], dirty: false };
}

/** What CPUs see of a line of a frame, by the offset of its first byte there. */
function heldLine(
  { caches, state }: RoomContext,
  frame: Frame,
  offset: number,
): { readonly cells: Line; readonly dirty: boolean } {
  const { pageSize, lineSize } = state.setup.platform;
  const address = frame.pfn * pageSize + offset;
  const dirty = caches.map((cache) => cache.get(address)).find((line) => line?.state === 'M');
  return dirty
    ? { cells: dirty.data, dirty: true }
    : { cells: frame.lines[Math.floor(offset / lineSize)] ?? [], dirty: false };
}

function deviceCopies(context: RoomContext, buffer: number, start: number): readonly Copy[] {
  const { lineSize } = context.state.setup.platform;
  return context.state.devices.flatMap(({ lastRead }, device): Copy[] => {
    if (!context.parts.has(`device:${device}`)) return [];
    const overlaps =
      lastRead?.buffer === buffer &&
      lastRead.start < start + lineSize &&
      lastRead.start + lastRead.cells.length > start;
    const cells = overlaps
      ? Array.from(
          { length: lineSize },
          (_, i) => lastRead.cells[start + i - lastRead.start] ?? null,
        )
      : null;
    const place: Place = { kind: 'device', device };
    const where = `what ${deviceName(context, device)} read`;
    return [{ part: `device:${device}`, place, where, cells, dirty: false, ghost: false }];
  });
}
