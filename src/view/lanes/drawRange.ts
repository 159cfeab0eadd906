/** The marked part of the run: a band over its time, and a handle at each end that is a slider. */
import { select } from 'd3-selection';
import type { LaneRange, RangeEnd } from '../../scene/laneRange.ts';
import { pointText } from '../../scene/laneRange.ts';
import type { Layer } from './drawGrid.ts';
import { axisHeight } from './lanesLayout.ts';
import type { Picture } from './timeWindow.ts';

interface Handle {
  readonly end: RangeEnd;
  readonly range: LaneRange;
}

/** Far beyond a window nothing needs an exact place. */
const far = 20_000;

export function drawRange(band: Layer, handles: Layer, { scene, layout, timeX }: Picture): void {
  const { range, run } = scene;
  const ranges = range ? [range] : [];
  const place = (x: number): number => Math.max(-far, Math.min(far, timeX(x)));
  band
    .selectAll<SVGRectElement, LaneRange>('rect')
    .data(ranges)
    .join('rect')
    .attr('x', ({ fromX }) => place(fromX))
    .attr('width', ({ fromX, toX }) => place(toX) - place(fromX))
    .attr('y', 0)
    .attr('height', layout.height);
  const ends: readonly Handle[] = ranges.flatMap((each) => [
    { end: 'from' as const, range: each },
    { end: 'to' as const, range: each },
  ]);
  const marks = handles
    .selectAll<SVGGElement, Handle>('g.lanes-handle')
    .data(ends, ({ end }) => end)
    .join((enter) => {
      const mark = enter
        .append('g')
        .attr('class', 'lanes-handle')
        .attr('role', 'slider')
        .attr('tabindex', 0)
        .attr('aria-valuemin', 0);
      mark.append('rect').attr('class', 'lanes-reach').attr('x', -12).attr('width', 24);
      mark.append('line');
      mark.append('path');
      mark.append('title');
      return mark;
    })
    .attr('data-end', ({ end }) => end)
    .attr('aria-label', ({ end }) => (end === 'from' ? 'Range begins' : 'Range ends'))
    .attr('aria-valuemax', run.slots.length)
    .attr('aria-valuenow', (handle) => handle.range[handle.end].operation)
    .attr('aria-valuetext', ({ range: each }) => each.text)
    .attr(
      'transform',
      ({ end, range: each }) => `translate(${place(end === 'from' ? each.fromX : each.toX)} 0)`,
    );
  marks.each(function drawHandle({ end, range: each }) {
    const mark = select(this);
    const out = end === 'from' ? -1 : 1;
    mark.select('rect').attr('height', axisHeight);
    mark.select('line').attr('y1', 4).attr('y2', layout.height);
    mark.select('path').attr('d', `M0 4H${9 * out}V15L0 ${axisHeight - 4}Z`);
    mark
      .select('title')
      .text(`${end === 'from' ? 'begins at' : 'ends at'} ${pointText(each[end])}`);
  });
}
