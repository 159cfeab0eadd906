/** The layers of the lanes, from the ground up. */
import { select, type Selection } from 'd3-selection';
import type { Layer } from './drawGrid.ts';
import { axisHeight } from './lanesLayout.ts';

export interface Skeleton {
  readonly root: Selection<HTMLDivElement, unknown, null, undefined>;
  readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  readonly ground: Selection<SVGRectElement, unknown, null, undefined>;
  readonly ruler: Selection<SVGRectElement, unknown, null, undefined>;
  readonly curtain: Selection<SVGRectElement, unknown, null, undefined>;
  readonly overview: Selection<SVGRectElement, unknown, null, undefined>;
  readonly band: Layer;
  readonly grid: Layer;
  readonly density: Layer;
  readonly threads: Layer;
  readonly arrows: Layer;
  readonly spans: Layer;
  readonly micros: Layer;
  readonly pills: Layer;
  readonly flags: Layer;
  readonly handles: Layer;
  readonly cursor: Layer;
  readonly labels: Layer;
}

const words =
  'Lanes: an agent a row, time to the right. Plus and minus zoom, 0 shows the whole run, arrows pan.';

/** Takes over the inside of `element`. */
export function buildSkeleton(element: HTMLElement): Skeleton {
  const root = select(element).append('div').attr('class', 'lanes-view');
  const svg = root
    .append('svg')
    .attr('class', 'lanes-svg')
    .attr('role', 'group')
    .attr('tabindex', 0)
    .attr('aria-label', words);
  const layer = (name: string): Layer => svg.append('g').attr('class', `lanes-${name}`);
  const ground = svg.append('rect').attr('class', 'lanes-ground');
  const band = layer('band').attr('aria-hidden', 'true');
  const grid = layer('grid');
  const ruler = svg.append('rect').attr('class', 'lanes-ruler').attr('height', axisHeight);
  ruler.append('title').text('Draw along the numbers to mark a part of the run');
  return {
    root,
    svg,
    ground,
    ruler,
    band,
    grid,
    threads: layer('threads'),
    arrows: layer('arrows'),
    spans: layer('spans'),
    density: layer('density'),
    micros: layer('micros'),
    pills: layer('pills'),
    flags: layer('flagged'),
    handles: layer('handles'),
    cursor: layer('cursor').attr('aria-hidden', 'true'),
    ...nameLayers(svg),
  };
}

function nameLayers(svg: Skeleton['svg']): Pick<Skeleton, 'labels' | 'curtain' | 'overview'> {
  const labels: Layer = svg.append('g').attr('class', 'lanes-labels');
  const curtain = labels.append('rect').attr('class', 'lanes-curtain');
  const overview = svg
    .append('rect')
    .attr('class', 'lanes-overview')
    .attr('height', 3)
    .attr('rx', 1.5);
  return { labels, curtain, overview };
}
