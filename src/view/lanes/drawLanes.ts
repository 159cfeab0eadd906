/** The marks of the lanes, each kind a keyed join. Colours and states are classes of `lanes.css`. */
import type { Selection } from 'd3-selection';
import { select } from 'd3-selection';
import type { LanePoint } from '../../scene/laneInput.ts';
import type { HandOver, LaneArrow, Pill } from '../../scene/lanesRun.ts';
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

/** Operation numbers above, a line at the end of each operation. */
export function drawGrid(layer: Layer, { scene, layout, from, to }: Picture): void {
  const { slots, lanes } = scene.run;
  const seen = slots
    .map((slot, index) => ({ ...slot, number: index + 1 }))
    .filter((slot) => slot.start + slot.width >= from && slot.start <= to);
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
    .join((enter) => enter.append('text').attr('y', 15).attr('text-anchor', 'middle').attr('aria-hidden', 'true'))
    .attr('class', (slot) => `lanes-number ${slot.number === scene.cursor.operation ? 'is-current' : ''}`.trim())
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
    spans
      .filter((span) => span.to >= from && span.from <= to)
      .flatMap((span): readonly Part[] => {
        const past = { ...span, row, future: false, left: span.from, right: Math.min(span.to, now) };
        const future = { ...span, row, future: true, left: Math.max(span.from, now), right: span.to };
        // The name is written once, in the longer part.
        const first = past.right - past.left >= future.right - future.left;
        return [
          { ...past, text: first ? span.text : '' },
          { ...future, text: first ? '' : span.text },
        ].filter((part) => part.right > part.left);
      }),
  );
  const marks = layer
    .selectAll<SVGGElement, Part>('g')
    .data(parts, (part) => `${part.row} ${part.key} ${part.future ? 'future' : 'past'}`)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'img');
      mark.append('rect').attr('rx', 3);
      mark.append('text').attr('dy', '0.35em').attr('aria-hidden', 'true');
      return mark;
    })
    .attr('class', (part) => `lanes-span look-${part.look} ${part.future ? 'is-future' : 'is-past'}`)
    .attr('aria-label', (part) => part.label);
  marks.each(function drawSpan(part) {
    const left = layout.timeX(part.left);
    const right = layout.timeX(part.right);
    const y = layout.rowY(part.row);
    const mark = select(this);
    mark
      .select('rect')
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
      arrows.filter((arrow) => arrow.x >= from && arrow.x <= to),
      (arrow) => arrow.key,
    )
    .join((enter) => {
      const mark = enter.append('g');
      mark.append('path').attr('class', 'lanes-shaft');
      mark.append('path').attr('class', 'lanes-head');
      return mark;
    })
    .attr('class', (arrow) => `lanes-arrow kind-${arrow.kind} ${isPast(arrow.x - 0.5)}`);
  marks.each(function drawArrow({ fromLane, toLane, x: column, kind }) {
    const down = toLane > fromLane ? 1 : -1;
    const x = layout.timeX(column);
    const start = layout.laneY(fromLane) + (down * pillHeight) / 2;
    // A doorbell has no pill where it arrives.
    const end = layout.laneY(toLane) - (kind === 'doorbell' ? 0 : (down * pillHeight) / 2 + down);
    const neck = end - down * 6;
    select(this).select('.lanes-shaft').attr('d', `M${x} ${start}V${neck}`);
    select(this).select('.lanes-head').attr('d', `M${x} ${end}L${x - 4} ${neck}H${x + 4}Z`);
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

const flagPath = 'M0 0V-12M0 -12H10L7.5 -8.5L10 -5H0';

export function drawPills(layer: Layer, { scene, layout, from, to }: Picture, onSeek: (point: LanePoint) => void): void {
  const { cursor } = scene;
  const current = currentKey(scene);
  const seen = scene.run.pills.filter((pill) => pill.x >= from && pill.x <= to);
  const marks = layer
    .selectAll<SVGGElement, Pill>('g.lanes-pill')
    .data(seen, (pill) => pill.key)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'button');
      mark.append('rect').attr('class', 'lanes-body').attr('y', -pillHeight / 2).attr('height', pillHeight).attr('rx', pillHeight / 2);
      mark.append('text').attr('dy', '0.35em').attr('text-anchor', 'middle').attr('aria-hidden', 'true');
      mark.append('title');
      return mark;
    })
    .attr('class', (pill) => pillClass(pill, scene, current))
    .attr('tabindex', (pill) => (pill.key === current ? 0 : -1))
    .attr('aria-current', (pill) => (pill.key === current ? 'step' : null))
    .attr('aria-label', pillLabel)
    .attr('transform', (pill) => `translate(${layout.timeX(pill.x)} ${layout.laneY(pill.lane)})`)
    .on('click', (_, pill) => onSeek(pill.seek))
    .on('keydown', (event: KeyboardEvent, pill) => {
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') moveFocus(event, layer, pill);
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      onSeek(pill.seek);
    });
  // Only the pill that stands for the cursor is reached by Tab; before the first operation, the first.
  if (cursor.operation === 0) layer.select('g.lanes-pill').attr('tabindex', 0);
  marks.each(function drawPill(pill) {
    const text = pill.failed ? `${pill.text} ✕` : pill.text;
    const width = Math.min(layout.unit - 4, Math.max(28, textWidth(text) + 16));
    const mark = select(this);
    mark.select('rect').attr('x', -width / 2).attr('width', width);
    mark.select('text').text(text);
    mark.select('title').text(pillLabel(pill));
    mark
      .selectAll('path')
      .data(pill.flag ? [pill.flag] : [])
      .join('path')
      .attr('class', (flag) => `lanes-flag verdict-${flag.verdict}`)
      .attr('d', flagPath)
      .attr('transform', `translate(${width / 2 - 6} ${-pillHeight / 2 + 2})`);
  });
}

/** The pill that stands for the cursor: of the operation, of one inside it, or of a micro-event. */
function currentKey({ run, cursor }: LanesScene): string {
  if (cursor.micro !== null) {
    const exact = `${cursor.operation}.${cursor.micro}`;
    if (run.pills.some((pill) => pill.key === exact)) return exact;
  }
  return `${cursor.operation}`;
}

function pillClass(pill: Pill, { cursor }: LanesScene, current: string): string {
  const done = pill.seek.operation < cursor.operation || pill.from < cursor.x;
  const when = pill.key === current ? 'is-current' : done ? 'is-past' : 'is-future';
  return `lanes-pill role-${pill.role} kind-${pill.kind} ${when}${pill.failed ? ' is-failed' : ''}`;
}

function pillLabel({ label, flag }: Pill): string {
  if (!flag) return label;
  const verdict = flag.verdict === 'harm' ? 'harm' : 'luck on this platform';
  return `${label}. Breaks a rule: ${flag.rules.join(', ')} (${verdict})`;
}

/** Up and down go through what is drawn, in order of time and then of lanes. */
function moveFocus(event: KeyboardEvent, layer: Layer, pill: Pill): void {
  event.preventDefault();
  event.stopPropagation();
  const marks = layer.selectAll<SVGGElement, Pill>('g.lanes-pill');
  const inOrder = marks.nodes().toSorted((a, b) => {
    const [first, second] = [select<SVGGElement, Pill>(a).datum(), select<SVGGElement, Pill>(b).datum()];
    return first.x - second.x || first.lane - second.lane;
  });
  const at = inOrder.findIndex((each) => select<SVGGElement, Pill>(each).datum().key === pill.key);
  inOrder[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

/** The violet line of the present; its place is the caller's, because it moves. */
export function drawCursor(layer: Layer, { scene, layout }: Picture): void {
  layer.selectAll('line').data([0]).join('line').attr('y1', 6).attr('y2', layout.height - 4);
  layer.selectAll('circle').data([0]).join('circle').attr('r', 4.5).attr('cy', 6);
  layer.attr('data-at', scene.cursor.text);
}

/** Names at the left, over what is scrolled beneath. */
export function drawLabels(layer: Layer, { scene, layout }: Picture): void {
  const { lanes, rows } = scene.run;
  const names = [
    ...lanes.map((lane, i) => ({ key: lane.key, text: lane.label, look: `role-${lane.role}`, y: layout.laneY(i) })),
    ...rows.map((row, i) => ({ key: row.key, text: row.label, look: 'role-row', y: layout.rowY(i) })),
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
      text.select('tspan').text(name.text.length > room ? `${name.text.slice(0, room - 1)}…` : name.text);
      text.select('title').text(name.text);
    });
}
