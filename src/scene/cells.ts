/**
 * Reading stored bytes for the picture: value, write and writer of a cell in the packing that
 * `model/state.ts` documents (the scene knows the model's types only; a test holds the two together), and
 * lines as runs of bytes with one history.
 */
import type { Cell, Frame, Line } from '../model/state.ts';

const valueCount = 256;
const writerCount = 32;

/** The byte, 0..255. */
export function cellValue(cell: Cell): number {
  return cell % valueCount;
}

/** Who wrote it: 0 the initial content, 1 a CPU, 2 + i the device with index i. */
export function cellWriter(cell: Cell): number {
  return Math.floor(cell / valueCount) % writerCount;
}

/** The write that produced it; 0 is the initial content. Greater is newer. */
export function cellWrite(cell: Cell): number {
  return Math.floor(cell / (valueCount * writerCount));
}

/** How a byte is written on screen: its letter or sign, else its number. */
export function valueText(value: number): string {
  return value > 32 && value < 127 ? String.fromCharCode(value) : String(value);
}

/** Neighbouring bytes of a line in one place, with the same cell and the same newest cell. */
export interface Run {
  /** First byte, from the start of the line. */
  readonly start: number;
  readonly length: number;
  /** What is stored there; null where the place has no copy of these bytes. */
  readonly cell: Cell | null;
  /** The newest store to them, wherever it is. */
  readonly newest: Cell;
}

const known = new WeakMap<object, { readonly newest: Line; readonly runs: readonly Run[] }>();

/**
 * `line` beside what its newest bytes are, as runs; cells of different writes with one value join. Lines
 * never change, so the last answer for each is kept.
 */
export function runsOf(line: readonly (Cell | null)[], newest: Line): readonly Run[] {
  const last = known.get(line);
  if (last?.newest === newest) return last.runs;
  const runs = findRuns(line, newest);
  known.set(line, { newest, runs });
  return runs;
}

function findRuns(line: readonly (Cell | null)[], newest: Line): readonly Run[] {
  const runs: Run[] = [];
  let start = 0;
  for (let i = 1; i <= line.length; i++) {
    if (i < line.length && looksAlike(line, newest, start, i)) continue;
    runs.push({ start, length: i - start, cell: line[start] ?? null, newest: newest[start] ?? 0 });
    start = i;
  }
  return runs;
}

function looksAlike(line: readonly (Cell | null)[], newest: Line, a: number, b: number): boolean {
  const [first, second] = [line[a] ?? null, line[b] ?? null];
  if (first === null || second === null) return first === second;
  const [newFirst, newSecond] = [newest[a] ?? 0, newest[b] ?? 0];
  if (first === second && newFirst === newSecond) return true;
  return (
    look(first) === look(second) &&
    isOlder(first, newFirst) === isOlder(second, newSecond) &&
    (!isOlder(first, newFirst) || look(newFirst) === look(newSecond))
  );
}

/** Value and writer without the write. */
function look(cell: Cell): number {
  return cell % (valueCount * writerCount);
}

/** Whether a copy is behind the newest write of its byte. */
export function isOlder(cell: Cell, newest: Cell): boolean {
  return cellWrite(cell) < cellWrite(newest);
}

const untouched = new WeakMap<object, boolean>();

/** Whether every byte of a line still is initial content. Lines never change, so the answer is kept. */
export function isUntouched(line: Line): boolean {
  return remember(line, () => line.every((cell) => cellWrite(cell) === 0));
}

/** Whether a frame still holds what it held at the start, and nobody has written anything newer. */
export function isUntouchedFrame(frame: Frame): boolean {
  return remember(frame, () => frame.lines.every(isUntouched) && frame.newest.every(isUntouched));
}

function remember(key: object, find: () => boolean): boolean {
  const answer = untouched.get(key) ?? find();
  untouched.set(key, answer);
  return answer;
}
