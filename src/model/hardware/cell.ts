/**
 * A stored byte with its history: value, the write that produced it, and who wrote. Packed into one
 * number, so that a cache line is a short array of numbers that copies can share.
 */
import type { Cell, Line } from '../state.ts';

const valueCount = 256;
const writerCount = 32;

/** Writer of a cell: 0 the initial content, 1 a CPU, 2 + i the device with index i. */
export type Writer = number;
export const initialWriter: Writer = 0;
export const cpuWriter: Writer = 1;
export const deviceWriter = (device: number): Writer => 2 + device;

/** Packs a byte. `value` is 0..255, `writer` below 32, `writeId` any non-negative integer. */
export function makeCell(writeId: number, writer: Writer, value: number): Cell {
  return (writeId * writerCount + writer) * valueCount + value;
}

/** The byte, 0..255. */
export function valueOf(cell: Cell): number {
  return cell % valueCount;
}

/** Who wrote it. */
export function writerOf(cell: Cell): Writer {
  return Math.floor(cell / valueCount) % writerCount;
}

/** The write that produced it; 0 is the initial content. Greater is newer. */
export function writeIdOf(cell: Cell): number {
  return Math.floor(cell / (valueCount * writerCount));
}

/** A copy of `line` with `cells` stored from byte `offset` on. */
export function storeInLine(line: Line, offset: number, cells: readonly Cell[]): Line {
  if (offset === 0 && cells.length === line.length) return cells;
  const copy = line.slice();
  for (let i = 0; i < cells.length; i++) copy[offset + i] = cells[i] ?? 0;
  return copy;
}

/** A line of one cell repeated. */
export function uniformLine(cell: Cell, lineSize: number): Line {
  return new Array<Cell>(lineSize).fill(cell);
}

/** Whether two lines hold the same cells. */
export function sameCells(a: Line, b: Line): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((cell, i) => cell === b[i]);
}

/** A byte for people: a letter where it is one, else decimal. */
export function describeValue(value: number): string {
  const isLetter = (value >= 65 && value <= 90) || (value >= 97 && value <= 122);
  return isLetter ? String.fromCharCode(value) : String(value);
}

/** Where the bytes of one write end: comparing cells is much cheaper than taking their values out. */
function endOfWrite(cells: readonly Cell[], start: number): number {
  const cell = cells[start];
  let end = start + 1;
  while (end < cells.length && cells[end] === cell) end += 1;
  return end;
}

/** Some read bytes for people: `A`, or the first runs of them: `A (64 bytes), 0 (64 bytes)`. */
export function describeCells(cells: readonly Cell[]): string {
  const runs: { value: number; length: number }[] = [];
  for (let start = 0; start < cells.length;) {
    const end = endOfWrite(cells, start);
    const value = valueOf(cells[start] ?? 0);
    const last = runs.at(-1);
    if (last?.value === value) last.length += end - start;
    else runs.push({ value, length: end - start });
    start = end;
  }
  const [only] = runs;
  if (runs.length === 1 && only) return describeValue(only.value);
  const shown = runs
    .slice(0, 3)
    .map(({ value, length }) => `${describeValue(value)} (${length} bytes)`);
  return runs.length > shown.length ? `${shown.join(', ')} and more` : shown.join(', ');
}
