/** The bytes of a copy, word by word: what a cell shows when it is zoomed into, below what it says otherwise. */
import type { CellRun, RoomCell } from '../../scene/roomTypes.ts';
import type { Group } from './drawCell.ts';
import { fitText } from './shapes.ts';

interface Box {
  readonly width: number;
  readonly height: number;
  readonly lineSize: number;
  /** Drawn as a stack of lines. */
  readonly stacked: boolean;
}

/** Cells are not so wide unless they are zoomed into. */
const leastWidth = 200;
const leastHeight = 34;
const bytesHeight = 14;
/** Cells that are so high have the offsets, too. */
const offsetsFrom = 56;
const offsetsHeight = 12;
const leastWord = 20;
const size = 10.5;
const offsetSize = 9.5;

/** Height that the bytes take at the foot of a cell; 0: it shows none. */
export function bytesIn({ width, height, stacked }: Box): number {
  if (stacked || width < leastWidth || height < leastHeight) return 0;
  return bytesHeight + (height >= offsetsFrom ? offsetsHeight : 0);
}

/** Bytes of a word, so that it is wide enough for a value. */
export function wordSize(width: number, lineSize: number): number {
  let bytes = 1;
  while (bytes < lineSize && (width * bytes) / lineSize < leastWord) bytes *= 2;
  return bytes;
}

/** Draws them at the foot of the cell. */
export function drawBytes(group: Group, cell: RoomCell, box: Box): void {
  const { width, height, lineSize } = box;
  if (bytesIn(box) === 0 || cell.runs.every(isPlain)) return;
  const bytes = wordSize(width, lineSize);
  const wide = (width * bytes) / lineSize;
  const own = group.append('g').attr('class', 'bytes');
  const ticks: string[] = [];
  for (let start = 0; start < lineSize; start += bytes) {
    const x = Math.round((2 * start * width) / lineSize) / 2;
    if (start > 0) ticks.push(`M${x},${height - bytesHeight}V${height - 1}`);
    const runs = cell.runs.filter((run) => run.start < start + bytes && endOf(run) > start);
    const role = runs[0]?.role ?? 'none';
    const value = [...new Set(runs.map(valueOf))].join('·');
    own
      .append('text')
      .attr('class', `byte-value role-${role}`)
      .attr('x', x + wide / 2)
      .attr('y', height - bytesHeight / 2)
      .attr('font-size', size)
      .text(value.length > 1 ? fitText(value, wide - 2, size) : value);
    if (height < offsetsFrom || (start / bytes) % 4 !== 0) continue;
    own
      .append('text')
      .attr('class', 'byte-offset code')
      .attr('x', x + 3)
      .attr('y', height - bytesHeight - offsetsHeight / 2)
      .attr('font-size', offsetSize)
      .text(`+${start}`);
  }
  own.append('path').attr('class', 'byte-ticks').attr('d', ticks.join(''));
}

function endOf({ start, length }: CellRun): number {
  return start + length;
}

/** Of what was never written there is nothing to tell. */
function isPlain({ role, stale }: CellRun): boolean {
  return (role === 'initial' || role === 'none') && !stale;
}

/** Zeroes that nobody wrote have no label of their own. */
function valueOf({ label, role }: CellRun): string {
  if (role === 'none') return '–';
  return label === '' ? '0' : label;
}
