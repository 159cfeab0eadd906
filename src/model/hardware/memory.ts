/**
 * DRAM by line, and beside it the record of the newest store to each byte, which no hardware has: it is
 * what every copy is judged against.
 */
import { replaceAt } from '../../base/arrays.ts';
import type { Draft } from '../draft.ts';
import type { Cell, Frame, Line, State } from '../state.ts';
import { bufferAddress, frameAt } from './layout.ts';
import { storeInLine, uniformLine } from './cell.ts';

/** Physical address of the line that holds `address`. */
export function lineAddressOf(state: State, address: number): number {
  return address - (address % state.setup.platform.lineSize);
}

/** What DRAM holds at a line; zeroes outside of memory. */
export function dramLine(state: State, lineAddress: number): Line {
  const { pageSize, lineSize } = state.setup.platform;
  const frame = frameAt(state, lineAddress);
  const line =
    frame === undefined
      ? undefined
      : state.frames[frame]?.lines[(lineAddress % pageSize) / lineSize];
  return line ?? uniformLine(0, lineSize);
}

function replaceLine(
  draft: Draft,
  lineAddress: number,
  which: 'lines' | 'newest',
  line: Line,
): void {
  const { pageSize, lineSize } = draft.state.setup.platform;
  const index = frameAt(draft.state, lineAddress);
  const frame = index === undefined ? undefined : draft.state.frames[index];
  if (index === undefined || !frame) return;
  const at = (lineAddress % pageSize) / lineSize;
  const changed: Frame = { ...frame, [which]: replaceAt(frame[which], at, line) };
  draft.state.frames = replaceAt(draft.state.frames, index, changed);
}

/** Puts a whole line into DRAM. Outside of memory nothing happens. */
export function setDramLine(draft: Draft, lineAddress: number, line: Line): void {
  replaceLine(draft, lineAddress, 'lines', line);
}

/** Puts some bytes of one line into DRAM. */
export function storeInDram(draft: Draft, address: number, cells: readonly Cell[]): void {
  const lineAddress = lineAddressOf(draft.state, address);
  const line = storeInLine(dramLine(draft.state, lineAddress), address - lineAddress, cells);
  setDramLine(draft, lineAddress, line);
}

/** The newest store to each byte of a range of a buffer, wherever it is now. */
export function newestCells(
  state: State,
  buffer: number,
  start: number,
  length: number,
): readonly Cell[] {
  const { pageSize, lineSize } = state.setup.platform;
  const frames = state.buffers[buffer]?.frames ?? [];
  const lineAt = (byte: number): Line =>
    state.frames[frames[Math.floor(byte / pageSize)] ?? -1]?.newest[
      Math.floor((byte % pageSize) / lineSize)
    ] ?? [];
  if (start % lineSize === 0 && length === lineSize) return lineAt(start);
  const cells: Cell[] = [];
  for (let at = start; at < start + length;) {
    const offset = at % lineSize;
    const take = Math.min(lineSize - offset, start + length - at);
    const line = lineAt(at);
    for (let i = offset; i < offset + take; i++) cells.push(line[i] ?? 0);
    at += take;
  }
  return cells;
}

/** Records that these cells are now the newest of a range of a buffer. */
export function recordNewest(
  draft: Draft,
  buffer: number,
  start: number,
  cells: readonly Cell[],
): void {
  const { pageSize, lineSize } = draft.state.setup.platform;
  for (let done = 0; done < cells.length;) {
    const address = bufferAddress(draft.state, buffer, start + done);
    const lineAddress = lineAddressOf(draft.state, address);
    const take = Math.min(lineSize - (address - lineAddress), cells.length - done);
    const frame = draft.state.frames[frameAt(draft.state, lineAddress) ?? -1];
    const old = frame?.newest[(lineAddress % pageSize) / lineSize];
    if (old) {
      const part = take === cells.length ? cells : cells.slice(done, done + take);
      replaceLine(draft, lineAddress, 'newest', storeInLine(old, address - lineAddress, part));
    }
    done += take;
  }
}

/** The same for cells that lie together in one line of memory that is no buffer's. */
export function recordNewestAt(draft: Draft, address: number, cells: readonly Cell[]): void {
  const { pageSize, lineSize } = draft.state.setup.platform;
  const lineAddress = lineAddressOf(draft.state, address);
  const frame = draft.state.frames[frameAt(draft.state, lineAddress) ?? -1];
  const old = frame?.newest[(lineAddress % pageSize) / lineSize];
  if (old)
    replaceLine(draft, lineAddress, 'newest', storeInLine(old, address - lineAddress, cells));
}
