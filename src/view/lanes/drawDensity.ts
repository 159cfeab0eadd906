/** The lanes from far: bars that say how much happens, and flags that never vanish. */
import { select } from 'd3-selection';
import { binsOf, flagGroups, type Bin, type FlagGroup } from '../../scene/laneDensity.ts';
import { textWidth } from '../room/shapes.ts';
import type { Layer } from './drawGrid.ts';
import { crowdedBelow, flagPath, tickHeight } from './drawPills.ts';
import { textSize } from './lanesLayout.ts';
import type { Picture } from './timeWindow.ts';

/** Pixels of a column below which pills are counted instead of drawn. */
export const densityBelow = 8;
/** Pixels of a bar, at the least: room for its number, and for a flag with its own. */
const leastBar = 48;
/** Pixels from flag to flag where there are no bars, at the least. */
const flagRoom = 30;
/** Pixels of a flag with its number. */
const flagWidth = 26;
const [leastHeight, mostHeight] = [5, 24];

/** Columns of at least so many pixels: a power of two, so that what is counted keeps its place while time is panned. */
function stretch(pixels: number, unit: number): number {
  return 2 ** Math.ceil(Math.log2(pixels / unit));
}

export function drawDensity(layer: Layer, { scene, layout, unit, from, to, timeX }: Picture): void {
  const wide = stretch(leastBar, unit);
  const bins = unit < densityBelow ? binsOf(scene.run, from, to, wide) : [];
  const size = textSize * layout.type;
  const marks = layer
    .selectAll<SVGGElement, Bin>('g.lanes-bin')
    .data(bins, (bin) => bin.key)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'img');
      mark.append('rect').attr('rx', 3);
      mark.append('text').attr('text-anchor', 'middle').attr('dy', '0.35em');
      mark.append('title');
      return mark;
    })
    .attr('class', (bin) => {
      const when = bin.to <= scene.cursor.x ? 'is-past' : 'is-future';
      return `lanes-bin role-${bin.role} ${when}`;
    })
    .attr('aria-label', (bin) => bin.label);
  marks.each(function drawBin({ from: start, to: end, lane, count, most, label }) {
    const [left, right] = [timeX(start) + 1, timeX(end) - 1];
    const share = Math.sqrt(Math.min(1, count / most));
    const height = Math.max(leastHeight, mostHeight * share);
    const y = layout.laneY(lane);
    const mark = select(this);
    mark
      .select('rect')
      .attr('x', left)
      .attr('y', y - height / 2)
      .attr('width', Math.max(1.5, right - left))
      .attr('height', height);
    const half = textWidth(`${count}`, size) / 2 + 4;
    const fits = 2 * half < right - left - flagWidth && height > 13;
    mark
      .select('text')
      .attr('x', left + half)
      .attr('y', y)
      .text(fits ? count : '');
    mark.select('title').text(label);
  });
}

/** Flags of pills that are too small to carry them. */
export function drawFlags(layer: Layer, { scene, layout, unit, from, to, timeX }: Picture): void {
  const isFar = unit < densityBelow;
  const apart = stretch(isFar ? leastBar : flagRoom, unit);
  const groups = unit < crowdedBelow ? flagGroups(scene.run, from, to, apart) : [];
  const marks = layer
    .selectAll<SVGGElement, FlagGroup>('g.lanes-flags')
    .data(groups, (group) => `${group.key} ${apart}`)
    .join((enter) => {
      const mark = enter.append('g').attr('class', 'lanes-flags').attr('role', 'img');
      mark.append('path').attr('d', flagPath);
      mark.append('text').attr('x', 12).attr('y', -3);
      mark.append('title');
      return mark;
    })
    .attr('aria-label', (group) => group.label)
    .attr('transform', ({ x, lane }) => {
      const y = layout.laneY(lane);
      if (!isFar) return `translate(${timeX(x)} ${y - tickHeight / 2 + 2})`;
      // In the right part of its bar, beside the number.
      const start = Math.floor(x / apart) * apart;
      const end = Math.min(scene.run.width, start + apart);
      const place = Math.max(timeX(start) + 2, timeX(end) - flagWidth);
      return `translate(${place} ${y + 6})`;
    });
  marks.each(function drawFlag({ verdict, count, label }) {
    const mark = select(this);
    mark.select('path').attr('class', `lanes-flag verdict-${verdict}`);
    mark.select('text').text(count > 1 ? count : '');
    mark.select('title').text(label);
  });
}
