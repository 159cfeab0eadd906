/** The marks of the lanes, each kind a keyed join. Colours and states are classes of `lanes.css`. */
import type { Selection } from 'd3-selection';
import { select } from 'd3-selection';
import type { HandOver, LaneArrow, Pill } from '../../scene/lanesRun.ts';
import { operationAt } from '../../scene/laneTime.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import type { Span } from '../../scene/laneSpans.ts';
import { pillHeight, spanHeight, textWidth } from './lanesLayout.ts';
import type { LanesLayout } from './lanesLayout.ts';

export type Layer = Selection<SVGGElement, unknown, null, undefined>;

export interface Picture {
  readonly scene: LanesScene;
  readonly layout: LanesLayout;
  /** Columns that are drawn. */
  readonly from: number;
  readonly to: number;
}

/** Whether a mark's part of its operation has begun at the cursor. */
export function hasBegun(mark: Pick<Pill, 'seek' | 'since'>, { cursor }: LanesScene): boolean {
  if (mark.seek.operation !== cursor.operation) return mark.seek.operation < cursor.operation;
  return cursor.micro === null || cursor.micro > mark.since;
}

/** Of items in order of time those that begin before `to` and end after `from`. */
export function between<Item>(
  items: readonly Item[],
  from: number,
  to: number,
  end: (item: Item) => number,
  start: (item: Item) => number = end,
): readonly Item[] {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && end(item) < from) low = middle + 1;
    else high = middle;
  }
  let past = low;
  for (let item = items[past]; item !== undefined && start(item) <= to; item = items[past])
    past += 1;
  return items.slice(low, past);
}

/** Operation numbers above, a line at the end of each operation. */
export function drawGrid(layer: Layer, { scene, layout, from, to }: Picture): void {
  const { slots, lanes } = scene.run;
  const first = Math.max(1, operationAt(slots, from));
  const seen = slots
    .slice(first - 1, operationAt(slots, to))
    .map((slot, index) => ({ ...slot, number: first + index }));
  const bottom = layout.height - 8;
  layer
    .selectAll<SVGLineElement, (typeof seen)[number]>('line.lanes-tick')
    .data(seen, (slot) => slot.number)
    .join((enter) => enter.append('line').attr('class', 'lanes-tick'))
    .attr('x1', (slot) => layout.timeX(slot.start + slot.width))
    .attr('x2', (slot) => layout.timeX(slot.start + slot.width))
    .attr('y1', 22)
    .attr('y2', bottom);
  layer
    .selectAll<SVGTextElement, (typeof seen)[number]>('text')
    .data(seen, (slot) => slot.number)
    .join((enter) =>
      enter.append('text').attr('y', 15).attr('text-anchor', 'middle').attr('aria-hidden', 'true'),
    )
    .attr('class', (slot) =>
      `lanes-number ${slot.number === scene.cursor.operation ? 'is-current' : ''}`.trim(),
    )
    .attr('x', (slot) => layout.timeX(slot.start + slot.width / 2))
    .text((slot) => slot.number);
  layer
    .selectAll<SVGLineElement, (typeof lanes)[number]>('line.lanes-lane')
    .data(lanes, (lane) => lane.key)
    .join((enter) => enter.append('line').attr('class', 'lanes-lane'))
    .attr('x1', layout.timeX(0))
    .attr('x2', layout.timeX(scene.run.width))
    .attr('y1', (_, index) => layout.laneY(index))
    .attr('y2', (_, index) => layout.laneY(index));
}

/** A span that goes on past the cursor is filled up to it, and dashed beyond. */
interface Part extends Span {
  readonly row: number;
  readonly future: boolean;
  readonly left: number;
  readonly right: number;
}

export function drawSpans(layer: Layer, { scene, layout, from, to }: Picture): void {
  const now = scene.cursor.x;
  const parts = scene.run.rows.flatMap(({ spans }, row) =>
    between(
      spans,
      from,
      to,
      (span) => span.to,
      (span) => span.from,
    ).flatMap((span): readonly Part[] => {
      const past = {
        ...span,
        row,
        future: false,
        left: span.from,
        right: Math.min(span.to, now),
      };
      const future = {
        ...span,
        row,
        future: true,
        left: Math.max(span.from, now),
        right: span.to,
      };
      // The name is written once, in the longer part.
      const first = past.right - past.left >= future.right - future.left;
      return [
        { ...past, text: first ? span.text : '' },
        { ...future, text: first ? '' : span.text },
      ].filter((part) => part.right > part.left);
    }),
  );
  const marks = layer
    .selectAll<SVGGElement, Part>('g.lanes-span')
    .data(parts, (part) => `${part.row} ${part.key} ${part.future ? 'future' : 'past'}`)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'img');
      mark.append('g').attr('class', 'lanes-shares');
      mark.append('rect').attr('class', 'lanes-bar').attr('rx', 3);
      mark.append('text').attr('dy', '0.35em').attr('aria-hidden', 'true');
      return mark;
    })
    .attr(
      'class',
      (part) => `lanes-span look-${part.look} ${part.future ? 'is-future' : 'is-past'}`,
    )
    .attr('aria-label', (part) => part.label)
    // A span that is under way has two parts and is told once.
    .attr('aria-hidden', (part) => (part.future && part.left > part.from ? 'true' : null));
  marks.each(function drawSpan(part) {
    const left = layout.timeX(part.left);
    const right = layout.timeX(part.right);
    const y = layout.rowY(part.row);
    const mark = select(this);
    const share = spanHeight / part.shares.length;
    mark
      .select('.lanes-shares')
      .selectAll('rect')
      .data(part.future ? [] : part.shares)
      .join('rect')
      .attr('class', (role) => `role-${role}`)
      .attr('x', left + 1)
      .attr('y', (_, index) => y - spanHeight / 2 + index * share)
      .attr('width', Math.max(0, right - left - 2))
      .attr('height', share);
    mark
      .select('.lanes-bar')
      .attr('x', left + 1)
      .attr('y', y - spanHeight / 2)
      .attr('width', Math.max(0, right - left - 2))
      .attr('height', spanHeight);
    const fits = textWidth(part.text) + 14 < right - left;
    // The name stays in sight where the span is longer than the window.
    const start = Math.max(left, layout.timeX(from) + 240);
    const wide = right - start > textWidth(part.text) + 16;
    mark
      .select('text')
      .attr('x', (wide ? start : left) + 8)
      .attr('y', y)
      .text(fits ? part.text : '');
  });
}

/** Messages between lanes, and threads from an operation to the owner that it made. */
export function drawArrows(layer: Layer, { scene, layout, from, to }: Picture): void {
  const { arrows, handOvers } = scene.run;
  const isPast = (x: number) => (x <= scene.cursor.x ? 'is-past' : 'is-future');
  const marks = layer
    .selectAll<SVGGElement, LaneArrow>('g.lanes-arrow')
    .data(
      between(arrows, from, to, (arrow) => arrow.toX),
      (arrow) => arrow.key,
    )
    .join((enter) => {
      const mark = enter.append('g');
      mark.append('path').attr('class', 'lanes-shaft');
      mark.append('path').attr('class', 'lanes-head');
      return mark;
    })
    .attr(
      'class',
      (arrow) =>
        `lanes-arrow kind-${arrow.kind} ${hasBegun(arrow, scene) ? 'is-past' : 'is-future'}`,
    );
  marks.each(function drawArrow({ fromLane, toLane, fromX, toX, kind }) {
    const down = toLane > fromLane ? 1 : -1;
    const x = layout.timeX(toX);
    const begin = layout.timeX(fromX);
    const start = layout.laneY(fromLane) + (down * pillHeight) / 2;
    // A doorbell has no pill where it arrives.
    const end = layout.laneY(toLane) - (kind === 'doorbell' ? 0 : (down * pillHeight) / 2 + down);
    const neck = end - down * 6;
    select(this)
      .select('.lanes-shaft')
      .attr(
        'd',
        begin === x ? `M${x} ${start}V${neck}` : `M${begin} ${start}Q${x} ${start} ${x} ${neck}`,
      );
    select(this)
      .select('.lanes-head')
      .attr('d', `M${x} ${end}L${x - 4} ${neck}H${x + 4}Z`);
  });
  layer
    .selectAll<SVGPathElement, HandOver>('path.lanes-handover')
    .data(
      handOvers.filter((each) => each.toX >= from && each.fromX <= to),
      (each) => each.key,
    )
    .join('path')
    .attr('class', (each) => `lanes-handover look-${each.look} ${isPast(each.toX)}`)
    .attr('d', ({ fromLane, fromX, toRow, toX }) => {
      const start = layout.laneY(fromLane) + pillHeight / 2;
      const end = layout.rowY(toRow) - spanHeight / 2;
      const x = layout.timeX(fromX);
      const bend = Math.min(16, (end - start) / 2);
      const landing = layout.timeX(toX);
      return `M${x} ${start}V${end - bend}C${x} ${end - bend / 2} ${landing} ${end - bend / 2} ${landing} ${end}`;
    });
}

/** Below the numbers, so that it never covers one. */
const cursorTop = 24;

/** The violet line of the present; its place is the caller's, because it moves. */
export function drawCursor(layer: Layer, { scene, layout }: Picture): void {
  layer
    .selectAll('line')
    .data([0])
    .join('line')
    .attr('y1', cursorTop)
    .attr('y2', layout.height - 4);
  layer.selectAll('circle').data([0]).join('circle').attr('r', 4.5).attr('cy', cursorTop);
  layer.attr('data-at', scene.cursor.text);
}

/** Names at the left, over what is scrolled beneath. */
export function drawLabels(layer: Layer, { scene, layout }: Picture): void {
  const { lanes, rows } = scene.run;
  const names = [
    ...lanes.map((lane, i) => ({
      key: lane.key,
      text: lane.label,
      look: `role-${lane.role}`,
      y: layout.laneY(i),
    })),
    ...rows.map((row, i) => ({
      key: row.key,
      text: row.label,
      look: 'role-row',
      y: layout.rowY(i),
    })),
  ];
  const room = Math.floor((layout.labels - 8) / 6.6);
  layer
    .selectAll<SVGTextElement, (typeof names)[number]>('text')
    .data(names, (name) => name.key)
    .join((enter) => {
      const text = enter.append('text').attr('dy', '0.35em').attr('x', 4);
      text.append('tspan');
      text.append('title');
      return text;
    })
    .attr('class', (name) => `lanes-name ${name.look}`)
    .attr('y', (name) => name.y)
    .each(function nameLane(name) {
      const text = select(this);
      text
        .select('tspan')
        .text(name.text.length > room ? `${name.text.slice(0, room - 1)}…` : name.text);
      text.select('title').text(name.text);
    });
}
