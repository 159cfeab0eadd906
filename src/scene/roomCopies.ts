/** The copies of one line: what each place in the picture holds of its bytes. */
import type { Place } from '../model/microEvent.ts';
import type { Cell, Line } from '../model/state.ts';
import { deviceName, type RoomContext } from './roomContext.ts';

/** A line's bytes in one place; `cells` null: no copy. */
export interface Copy {
  readonly part: string;
  readonly place: Place;
  /** Where it is, in words. */
  readonly where: string;
  readonly cells: readonly (Cell | null)[] | null;
  readonly dirty: boolean;
  readonly ghost: boolean;
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
    ...cpuCopies(context, line.address),
    memoryCopy(line.memory),
    ...slotCopies(context, line.buffer, line.start),
    ...deviceCopies(context, line.buffer, line.start),
  ];
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
      },
    ];
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
  const { pageSize, lineSize, swiotlbSlotSize } = state.setup.platform;
  const byte = slot * swiotlbSlotSize + offset;
  const frame = state.frames[state.poolFrame + Math.floor(byte / pageSize)];
  const address = (frame?.pfn ?? 0) * pageSize + (byte % pageSize);
  const dirty = context.caches
    .map((cache) => cache.get(address))
    .find((line) => line?.state === 'M');
  return dirty
    ? { cells: dirty.data, dirty: true }
    : { cells: frame?.lines[Math.floor((byte % pageSize) / lineSize)] ?? [], dirty: false };
}

function deviceCopies(context: RoomContext, buffer: number, start: number): readonly Copy[] {
  const { lineSize } = context.state.setup.platform;
  return context.state.devices.map(({ lastRead }, device) => {
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
    return {
      part: `device:${device}`,
      place: { kind: 'device', device },
      where: `what ${deviceName(context, device)} read`,
      cells,
      dirty: false,
      ghost: false,
    };
  });
}
