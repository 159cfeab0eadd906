/** The fences that are pending in a buffer's reservation, as chips over its pages: whose they are, and who waits. */
import type { RoomBuffer, RoomFence } from '../../scene/roomTypes.ts';
import type { Group } from './drawCell.ts';
import { textWidth } from './shapes.ts';

const nameSize = 11.5;
const wordSize = 10.5;
const dot = 16;
const pad = 9;
const gap = 8;
/** Height of a chip. */
export const chipHeight = 22;

/** A chip with its place in the line of its buffer. */
export interface FenceChip {
  readonly fence: RoomFence;
  readonly x: number;
  readonly width: number;
}

/** Words at the start of the line, and the chips after them. */
export interface FenceLine {
  readonly words: string;
  readonly chips: readonly FenceChip[];
}

/** Where the chips of a buffer go; from the left edge of the picture. */
export function layoutFences({ fences }: Pick<RoomBuffer, 'fences'>): FenceLine {
  const words = (fences ?? []).length === 0 ? 'dma_resv: no fence is pending' : 'dma_resv';
  let x = pad + textWidth(words, wordSize) + gap;
  const chips = (fences ?? []).map((fence): FenceChip => {
    const width = Math.ceil(chipWidth(fence));
    const chip = { fence, x, width };
    x += width + gap;
    return chip;
  });
  return { words, chips };
}

function chipWidth({ title, usage, work, waits }: RoomFence): number {
  const [first, second] = [`${title} ${usage}`, `${work}: ${waits}`];
  return dot + textWidth(first, nameSize) + 6 + textWidth(second, wordSize) + 2 * pad;
}

/** The words at the start. */
export function drawFenceWords(group: Group, { words }: FenceLine): void {
  group
    .append('text')
    .attr('class', 'fence-words')
    .attr('x', pad)
    .attr('y', chipHeight / 2)
    .attr('font-size', wordSize)
    .text(words);
}

/** Draws a chip into an empty group whose origin is its top left corner. */
export function drawFence(group: Group, fence: RoomFence, width: number): void {
  const middle = chipHeight / 2;
  group
    .append('rect')
    .attr('class', `fence-chip role-${fence.role}${fence.watched ? ' is-watched' : ''}`)
    .attr('x', 0.5)
    .attr('y', 0.5)
    .attr('width', width - 1)
    .attr('height', chipHeight - 1)
    .attr('rx', chipHeight / 2);
  group
    .append('circle')
    .attr('class', `fence-dot role-${fence.role}`)
    .attr('cx', pad + 4)
    .attr('cy', middle)
    .attr('r', 3.5);
  const text = group
    .append('text')
    .attr('y', middle)
    .attr('x', pad + dot - 2);
  const word = (words: string, className: string, size: number): void => {
    text.append('tspan').attr('class', className).attr('font-size', size).text(words);
  };
  word(fence.title, `fence-name role-${fence.role}`, nameSize);
  word(` ${fence.usage}`, 'fence-usage', nameSize);
  word(`  ${fence.work}: ${fence.waits}`, 'fence-work', wordSize);
  if (!fence.selected) return;
  group
    .append('rect')
    .attr('class', 'ring chosen')
    .attr('x', -2)
    .attr('y', -2)
    .attr('width', width + 4)
    .attr('height', chipHeight + 4)
    .attr('rx', chipHeight / 2 + 2);
}
