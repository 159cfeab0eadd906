/** The lanes from near: every micro-event with its words, in the lane of whoever does it. */
import { select } from 'd3-selection';
import type { MicroMark } from '../../scene/laneMarks.ts';
import { fitText } from '../room/shapes.ts';
import type { Layer } from './drawGrid.ts';
import { addTip, flagPath, markLabel, whenOf, type Controls } from './drawPills.ts';
import { pillHeight, textSize } from './lanesLayout.ts';
import type { Picture } from './timeWindow.ts';

const height = 22;
/** Pixels of a micro-event below which it is drawn only where it matters by itself. */
const leastWidth = 2.5;

/** Those of the micro-events that can be told apart, break a rule, or are the cursor's. */
export function seenMicros(
  micros: readonly MicroMark[],
  { unit }: Picture,
  { current, stop }: Pick<Controls, 'current' | 'stop'>,
): readonly MicroMark[] {
  return micros.filter(
    ({ from, to, flag, key }) =>
      (to - from) * unit >= leastWidth || flag !== null || key === current || key === stop,
  );
}

export function drawMicros(
  layer: Layer,
  micros: readonly MicroMark[],
  picture: Picture,
  controls: Controls,
): void {
  const { scene, layout, timeX } = picture;
  const marks = layer
    .selectAll<SVGGElement, MicroMark>('g.lanes-micro')
    .data(micros, (micro) => micro.key)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'button');
      mark
        .append('rect')
        .attr('class', 'lanes-body')
        .attr('y', -height / 2)
        .attr('height', height);
      return mark
        .on('click', (_, micro) => controls.onSeek(micro))
        .on('mouseenter', (event: MouseEvent, micro) => addTip(event.currentTarget, micro));
    })
    .attr('class', (micro) => {
      const bad = micro.flag ? ` is-${micro.flag.verdict}` : '';
      return `lanes-mark lanes-micro role-${micro.role} ${whenOf(micro, scene, controls.current)}${bad}`;
    })
    .attr('tabindex', (micro) => (micro.key === controls.stop ? 0 : -1))
    .attr('aria-current', (micro) => (micro.key === controls.current ? 'step' : null))
    .attr('aria-label', markLabel)
    .attr('transform', (micro) => `translate(${timeX(micro.from)} ${layout.laneY(micro.lane)})`);
  marks.each(function drawMicro(micro) {
    const width = Math.max(1.5, timeX(micro.to) - timeX(micro.from) - 2);
    const mark = select(this);
    mark
      .select('rect')
      .attr('x', 1)
      .attr('width', width)
      .attr('rx', Math.min(4, width / 2));
    // The words stay in sight where the micro-event begins out of it.
    const begin = Math.max(0, Math.min(width - 40, layout.labels - timeX(micro.from))) + 7;
    const words = fitText(micro.text, width - begin - 5, textSize * layout.type);
    mark
      .selectAll('text')
      .data(words === '' ? [] : [words])
      .join((enter) => enter.append('text').attr('dy', '0.35em').attr('aria-hidden', 'true'))
      .attr('x', begin)
      .text((text) => text);
    mark
      .selectAll('path')
      .data(micro.flag ? [micro.flag] : [])
      .join('path')
      .attr('class', (flag) => `lanes-flag verdict-${flag.verdict}`)
      .attr('d', flagPath)
      .attr('transform', `translate(${Math.max(0, width - 10)} ${-pillHeight / 2 + 3})`);
  });
}
