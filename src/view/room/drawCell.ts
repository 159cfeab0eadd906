/** One copy of a line: its bytes as runs in their writers' colours, with the signs for dirty and stale. */
import type { Selection as D3Selection } from 'd3-selection';
import type { CellRun, RoomCell } from '../../scene/roomTypes.ts';
import { bytesIn, drawBytes } from './drawBytes.ts';
import { boxPath, fitText, flagPath, textWidth } from './shapes.ts';

export type Group = D3Selection<SVGGElement, unknown, null, undefined>;

export interface CellBox {
  readonly width: number;
  readonly height: number;
  /** Drawn as a stack of lines. */
  readonly stacked: boolean;
  /** Words for a folded row, in the memory column. */
  readonly foldNote: string;
  readonly lineSize: number;
  /** The set that the line competes for, where caches are shown by set; else empty. */
  readonly set: string;
  /** Id of the hatch pattern. */
  readonly hatch: string;
  /** Enlarges the words. */
  readonly type: number;
}

const radius = 4;
const labelSize = 12;
const noteSize = 10.5;
/** Lower cells are marks without words. */
const leastWords = 11;
/** And lower than this, without a dashed box where nothing is. */
const thin = 6;

/** Draws into an empty group whose origin is the cell's top left corner. */
export function drawCell(group: Group, cell: RoomCell, box: CellBox): void {
  const height = box.stacked ? Math.max(2, box.height - 5) : box.height;
  if (cell.absent) {
    if (cell.place.kind === 'device' || cell.place.kind === 'pte' || height < thin) return;
    group.append('rect').attr('class', 'absent').call(place, box.width, height);
  } else {
    if (box.stacked) drawStack(group, cell, box, height);
    drawRuns(group, cell, box, height);
    drawLabels(group, cell, box, height);
    drawBytes(group, cell, { ...box, height });
    const looks = `${cell.ghost ? ' ghost' : ''}${cell.newest ? ' newest' : ''}${cell.apart ? ' apart' : ''}`;
    group
      .append('rect')
      .attr('class', `outline role-${dominantRole(cell)}${looks}`)
      .attr('data-set', box.set === '' ? null : box.set)
      .call(place, box.width, height);
  }
  if (cell.dirty)
    group
      .append('path')
      .attr('class', `dirty role-${dominantRole(cell)}`)
      .attr('d', dirtyPath(box, height));
  if (cell.violation !== '') {
    group.append('rect').attr('class', 'ring violated').call(place, box.width, height, 1.5);
    group
      .append('path')
      .attr('class', 'flag')
      .attr('d', flagPath)
      .attr('transform', `translate(${box.width - 14},${height / 2 - 5})`);
  } else if (cell.touched)
    group.append('rect').attr('class', 'ring touched').call(place, box.width, height, 1.5);
  if (cell.selected)
    group.append('rect').attr('class', 'ring chosen').call(place, box.width, height, 2.5);
}

/** A filled corner. */
export function dirtyPath(
  { width, type }: Pick<CellBox, 'width' | 'type'>,
  height: number,
): string {
  const size = Math.min(10 * type, 0.6 * height);
  return `M${round(width - size - 0.5)},0.5H${width - radius}a3.5,3.5 0 0 1 3.5,3.5V${round(size)}Z`;
}

type AnyRect = D3Selection<SVGRectElement, unknown, null, undefined>;

/** Sizes a rounded box around a cell. */
export function place(rect: AnyRect, width: number, height: number, outset = -0.5): void {
  rect
    .attr('x', -outset)
    .attr('y', -outset)
    .attr('width', width + 2 * outset)
    .attr('height', height + 2 * outset)
    .attr('rx', Math.min(radius, height / 2) + Math.max(0, outset));
}

/** The colour of the cell's outline: of what was written there last, as far as anything was. */
export function dominantRole(cell: RoomCell): CellRun['role'] {
  const written = cell.runs.filter(({ role }) => role !== 'none' && role !== 'initial');
  return (written[0] ?? cell.runs.find(({ role }) => role !== 'none'))?.role ?? 'none';
}

function drawStack(group: Group, cell: RoomCell, box: CellBox, height: number): void {
  const role = dominantRole(cell);
  for (const step of [4, 2])
    group
      .append('path')
      .attr('class', `stack role-${role}`)
      .attr('d', `M${step + 2},${height + step}H${box.width - step - 2}`);
}

/** The bytes in their writers' colours, hatched where they are stale. */
export function drawRuns(
  group: Group,
  cell: RoomCell,
  box: Pick<CellBox, 'lineSize' | 'width' | 'hatch'>,
  height: number,
): void {
  const ghost = cell.ghost ? ' ghost' : '';
  const total = cell.runs.reduce((sum, run) => sum + run.length, 0);
  const bytes = cell.runs.length === 1 ? total : box.lineSize;
  const corner = Math.min(radius, height / 2);
  let x = 0;
  cell.runs.forEach((run, index) => {
    const width = (run.length / bytes) * box.width;
    const path = boxPath(
      round(x),
      0,
      round(x + width) - round(x),
      height,
      index === 0 ? corner : 0,
      index === cell.runs.length - 1 ? corner : 0,
    );
    if (run.role === 'none') group.append('path').attr('class', 'gap').attr('d', path);
    else group.append('path').attr('class', `run role-${run.role}${ghost}`).attr('d', path);
    if (run.stale)
      group
        .append('path')
        .attr('class', 'hatch')
        .attr('d', path)
        .attr('fill', `url(#${box.hatch})`);
    x += width;
  });
}

const round = (value: number): number => Math.round(value * 2) / 2;

function drawLabels(group: Group, cell: RoomCell, box: CellBox, height: number): void {
  if (height < leastWords) return;
  const middle = (height - bytesIn({ ...box, height })) / 2;
  const only = cell.runs.length === 1 ? cell.runs[0] : undefined;
  const note = cell.note !== '' ? cell.note : box.foldNote;
  const side = box.width < 72 ? 5 : 8;
  const flag = cell.violation === '' ? 0 : 14;
  const corner = cell.dirty && height < 30 ? 6 : 0;
  const free = box.width - 2 * side - corner - flag;
  const size = Math.min(labelSize * box.type, height - 3);
  const small = Math.min(noteSize * box.type, height - 3);
  if (!only) {
    drawRunLabels(group, cell, box, { middle, size, small });
    return;
  }
  const label = fitText(only.label, free, size);
  if (label !== '')
    group
      .append('text')
      .attr('class', `label role-${only.role}`)
      .attr('x', side)
      .attr('y', middle)
      .attr('font-size', size)
      .text(label);
  const room = free - (label === '' ? 0 : textWidth(label, size) + 4);
  // Rather smaller words than shorter ones.
  const noteAt = [small, Math.min(noteSize, small)].find((each) => textWidth(note, each) <= room);
  const shown = noteAt === undefined ? shorter(note, room, noteSize) : note;
  if (shown !== '')
    group
      .append('text')
      .attr('class', `note role-${only.role}${cell.newest ? ' newest' : ''}`)
      .attr('x', box.width - side - corner - flag)
      .attr('y', middle)
      .attr('font-size', noteAt ?? Math.min(noteSize, small))
      .text(shown);
}

/** A note in fewer letters where there is no room; or none. */
function shorter(note: string, room: number, size: number): string {
  const short = note.startsWith('behind ')
    ? 'stale'
    : note === 'newest'
      ? 'new'
      : (note.split(' ').at(-1) ?? '');
  return textWidth(short, size) <= room ? short : '';
}

function drawRunLabels(
  group: Group,
  cell: RoomCell,
  box: CellBox,
  {
    middle,
    size,
    small,
  }: { readonly middle: number; readonly size: number; readonly small: number },
): void {
  for (const run of cell.runs) {
    const width = (run.length / box.lineSize) * box.width;
    const left = round((run.start / box.lineSize) * box.width);
    if (run.label === '' || textWidth(run.label, size) > width - 2) continue;
    const note = run.behind === '' ? '' : `behind ${run.behind}`;
    const both = textWidth(run.label, size) + textWidth(note, small) + 18;
    const hasNote = note !== '' && both <= width;
    group
      .append('text')
      .attr('class', `label${hasNote ? '' : ' in-run'} role-${run.role}`)
      .attr('x', hasNote ? left + 8 : round(left + width / 2))
      .attr('y', middle)
      .attr('font-size', size)
      .text(run.label);
    if (hasNote)
      group
        .append('text')
        .attr('class', `note role-${run.role}`)
        .attr('x', round(left + width - 6))
        .attr('y', middle)
        .attr('font-size', small)
        .text(note);
  }
}
