/** What stands still in the lanes: numbers of operations, lines of time, lanes and their names, the cursor. */
import type { Selection } from 'd3-selection';
import { select } from 'd3-selection';
import { operationAt } from '../../scene/laneTime.ts';
import { fitText, textWidth } from '../room/shapes.ts';
import { axisHeight, nameSize, textSize } from './lanesLayout.ts';
import type { Picture } from './timeWindow.ts';

export type Layer = Selection<SVGGElement, unknown, null, undefined>;

/** Pixels between two numbers, at the least. */
const numberRoom = 30;

/** Every how many-th operation has its number: 1, 2, 5, 10 … */
function strideOf(unit: number, type: number): number {
  const least = (numberRoom * type) / unit;
  for (let ten = 1; ; ten *= 10)
    for (const step of [1, 2, 5]) if (step * ten >= least) return step * ten;
}

interface Numbered {
  readonly number: number;
  readonly start: number;
  readonly width: number;
}

/** Operation numbers above, a line at the end of each operation, from far of every few. */
export function drawGrid(layer: Layer, picture: Picture): void {
  const { scene, layout, from, to, unit, timeX } = picture;
  const { slots, lanes } = scene.run;
  const stride = strideOf(unit, layout.type);
  const seen: Numbered[] = [];
  const first = Math.max(1, operationAt(slots, from));
  const last = operationAt(slots, to);
  for (let number = Math.ceil(first / stride) * stride; number <= last; number += stride) {
    const slot = slots[number - 1];
    if (slot) seen.push({ number, start: slot.start, width: slot.width });
  }
  layer
    .selectAll<SVGLineElement, Numbered>('line.lanes-tick')
    .data(seen, (slot) => slot.number)
    .join((enter) =>
      enter
        .append('line')
        .attr('class', 'lanes-tick')
        .attr('y1', axisHeight - 6),
    )
    .attr('x1', (slot) => timeX(slot.start + slot.width))
    .attr('x2', (slot) => timeX(slot.start + slot.width))
    .attr('y2', layout.height - 8);
  drawNumbers(layer, picture, seen);
  layer
    .selectAll<SVGLineElement, (typeof lanes)[number]>('line.lanes-lane')
    .data(lanes, (lane) => lane.key)
    .join((enter) => enter.append('line').attr('class', 'lanes-lane'))
    .attr('x1', Math.max(timeX(0), layout.labels - 4))
    .attr('x2', Math.min(timeX(scene.run.width), timeX(to)))
    .attr('y1', (_, index) => layout.laneY(index))
    .attr('y2', (_, index) => layout.laneY(index));
}

/** From near a number is followed by what the operation is, and stays in sight as long as it does. */
function drawNumbers(layer: Layer, picture: Picture, seen: readonly Numbered[]): void {
  const { scene, layout, near, timeX } = picture;
  const isCurrent = ({ number }: Numbered): boolean => number === scene.cursor.operation;
  const place = ({ start, width }: Numbered): number =>
    near ? Math.max(timeX(start), layout.labels) + 8 : timeX(start + width / 2);
  const words = (slot: Numbered): string => {
    if (!near) return `${slot.number}`;
    const label = scene.run.input.entries[slot.number - 1]?.label ?? '';
    const size = textSize * layout.type;
    const room = timeX(slot.start + slot.width) - place(slot) - 8;
    if (textWidth(`${slot.number}`, size) > room) return '';
    return fitText(`${slot.number}  ${label}`, room, size) || `${slot.number}`;
  };
  layer
    .selectAll<SVGTextElement, Numbered>('text')
    .data(seen, (slot) => slot.number)
    .join((enter) => enter.append('text').attr('y', 15).attr('aria-hidden', 'true'))
    .attr('text-anchor', near ? 'start' : 'middle')
    .attr('class', (slot) => (isCurrent(slot) ? 'lanes-number is-current' : 'lanes-number'))
    .attr('x', place)
    .text(words);
}

/** Below the numbers, so that it never covers one. */
const cursorTop = 24;

/** The violet line of the present; its place is the caller's, because it moves. */
export function drawCursor(
  layer: Layer,
  { scene, layout }: Pick<Picture, 'scene' | 'layout'>,
): void {
  layer
    .selectAll('line')
    .data([0])
    .join('line')
    .attr('y1', cursorTop)
    .attr('y2', layout.height - 4);
  layer.selectAll('circle').data([0]).join('circle').attr('r', 4.5).attr('cy', cursorTop);
  layer.attr('data-at', scene.cursor.text);
}

interface Name {
  readonly key: string;
  readonly text: string;
  readonly look: string;
  readonly y: number;
}

/** Names at the left, over what is panned beneath. */
export function drawLabels(
  layer: Layer,
  { scene, layout }: Pick<Picture, 'scene' | 'layout'>,
): void {
  const { lanes, rows } = scene.run;
  const names: readonly Name[] = [
    ...lanes.map(({ key, label, role }, i) => ({
      key,
      text: label,
      look: `role-${role}`,
      y: layout.laneY(i),
    })),
    ...rows.map(({ key, label }, i) => ({ key, text: label, look: 'role-row', y: layout.rowY(i) })),
  ];
  const size = nameSize * layout.type;
  const room = layout.labels - layout.labelX - 8;
  layer
    .selectAll<SVGTextElement, Name>('text')
    .data(names, (name) => name.key)
    .join((enter) => {
      const text = enter.append('text').attr('dy', '0.35em').attr('x', layout.labelX);
      text.append('tspan');
      text.append('title');
      return text;
    })
    .attr('class', (name) => `lanes-name ${name.look}`)
    .attr('y', (name) => name.y)
    .each(function nameLane({ text: words }) {
      const text = select(this);
      const fitting = textWidth(words, size) <= room ? words : fitText(words, room, size);
      text.select('tspan').text(fitting === '' ? words.slice(0, 3) : fitting);
      text.select('title').text(words);
    });
}
