/** Messages between lanes, and threads from lanes to spans: of a hand-over, of a wait. From far they are left out. */
import { select } from 'd3-selection';
import type { LaneArrow, LaneThread, Pill } from '../../scene/laneMarks.ts';
import { marksOf, microAt } from '../../scene/laneMicros.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import { between } from './between.ts';
import type { Layer } from './drawGrid.ts';
import { pillHeight, spanHeight } from './lanesLayout.ts';
import type { Picture } from './timeWindow.ts';

/** Pixels of a column below which they would be a thicket. */
const leastUnit = 14;

/** Whether a mark's part of its operation has begun at the cursor. */
export function hasBegun(mark: Pick<Pill, 'seek' | 'since'>, { cursor }: LanesScene): boolean {
  if (mark.seek.operation !== cursor.operation) return mark.seek.operation < cursor.operation;
  return cursor.micro === null || cursor.micro > mark.since;
}

export function drawArrows(layer: Layer, picture: Picture): void {
  const { scene, layout, from, to, unit, near, timeX } = picture;
  const seen = unit < leastUnit ? [] : between(scene.run.arrows, from, to, (arrow) => arrow.toX);
  const marks = layer
    .selectAll<SVGGElement, LaneArrow>('g.lanes-arrow')
    .data(seen, (arrow) => arrow.key)
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
  marks.each(function drawArrow(arrow) {
    const { fromLane, toLane, fromX, toX, kind } = near ? fromMicro(arrow, scene) : arrow;
    const down = toLane > fromLane ? 1 : -1;
    const x = timeX(toX);
    const begin = timeX(fromX);
    const isBare = kind === 'doorbell' || kind === 'signal' || (near && !hasPill(arrow, scene));
    const start = layout.laneY(fromLane) + (kind === 'signal' ? 0 : (down * pillHeight) / 2);
    // A doorbell and a signal have no pill where they arrive.
    const end = layout.laneY(toLane) - (isBare ? 0 : (down * pillHeight) / 2 + down);
    const neck = end - down * 6;
    const mark = select(this);
    mark
      .select('.lanes-shaft')
      .attr(
        'd',
        begin === x ? `M${x} ${start}V${neck}` : `M${begin} ${start}Q${x} ${start} ${x} ${neck}`,
      );
    mark.select('.lanes-head').attr('d', `M${x} ${end}L${x - 4} ${neck}H${x + 4}Z`);
  });
}

/** Whether a pill is drawn, from near, where a message arrives. */
function hasPill({ key, seek }: LaneArrow, { run }: LanesScene): boolean {
  return marksOf(run, seek.operation, true).some((mark) => `${mark.key}<` === key);
}

/** From near a message leaves the micro-event that sends it, in its own lane. */
function fromMicro(arrow: LaneArrow, { run }: LanesScene): LaneArrow {
  const micro = microAt(run, arrow.seek);
  if (!micro || micro.lane === arrow.toLane) return arrow;
  return { ...arrow, fromLane: micro.lane, fromX: micro.x, toX: micro.x };
}

export function drawThreads(layer: Layer, picture: Picture): void {
  const { scene, layout, from, to, unit, near, timeX } = picture;
  // A thread begins in the slot in which it ends; from near, at the micro-event.
  const seen = unit < leastUnit ? [] : between(scene.run.threads, from, to, (each) => each.toX);
  layer
    .selectAll<SVGPathElement, LaneThread>('path.lanes-thread')
    .data(seen, (each) => each.key)
    .join('path')
    .attr('class', (each) => {
      const when = each.toX <= scene.cursor.x ? 'is-past' : 'is-future';
      return `lanes-thread kind-${each.kind} look-${each.look} ${when}`;
    })
    .attr('d', ({ kind, fromLane, fromX, toRow, toX }) => {
      const start = layout.laneY(fromLane) + (kind === 'wait' ? 0 : pillHeight / 2);
      const end = layout.rowY(toRow) - spanHeight / 2;
      const x = timeX(near ? toX : fromX);
      const bend = Math.min(16, (end - start) / 2);
      const landing = timeX(toX);
      return `M${x} ${start}V${end - bend}C${x} ${end - bend / 2} ${landing} ${end - bend / 2} ${landing} ${end}`;
    });
}
