/** The fixed parts of the room's DOM: four pictures that scroll together, and the legend. */
import { select, type Selection as D3Selection } from 'd3-selection';
import type { Svg } from './drawBody.ts';

type OfSvg<T extends SVGElement> = D3Selection<T, unknown, null, undefined>;

export interface Skeleton {
  /** Around everything, as large as the element: shows that there is more to scroll to. */
  readonly frame: D3Selection<HTMLDivElement, unknown, null, undefined>;
  readonly root: D3Selection<HTMLDivElement, unknown, null, undefined>;
  /** Scrolls them. */
  readonly scroll: D3Selection<HTMLDivElement, unknown, null, undefined>;
  /** Over the rail: what is shown. */
  readonly corner: Svg;
  readonly title: OfSvg<SVGTextElement>;
  readonly subtitle: OfSvg<SVGTextElement>;
  readonly heads: Svg;
  /** Where scrolling stops, on a phone: the beginnings of columns. */
  readonly stops: D3Selection<HTMLDivElement, unknown, null, undefined>;
  readonly rail: Svg;
  readonly body: Svg;
  /** What the keyboard walks, in the body. */
  readonly grid: OfSvg<SVGGElement>;
  /** Beside the picture: all pages as a strip, where it is higher than its place. */
  readonly overview: D3Selection<HTMLDivElement, unknown, null, undefined>;
  readonly legend: D3Selection<HTMLUListElement, unknown, null, undefined>;
}

/** Appends them to `element`; `hatch` is the id of the pattern for what is stale, `gridId` that of the grid. */
export function createSkeleton(element: HTMLElement, hatch: string, gridId: string): Skeleton {
  const frame = select<HTMLElement, unknown>(element).append('div').attr('class', 'room-frame');
  const root = frame.append('div').attr('class', 'room-view');
  const main = root.append('div').attr('class', 'room-main');
  const scroll = main.append('div').attr('class', 'room-scroll');
  const overview = main.append('div').attr('class', 'room-overview').attr('hidden', '');
  const picture = (name: string): Svg => scroll.append('svg').attr('class', `room-${name}`);
  const corner = picture('corner').attr('aria-hidden', 'true');
  const heads = picture('heads').attr('role', 'group').attr('aria-label', 'Columns');
  const rail = picture('rail').attr('aria-hidden', 'true');
  // A picture would hide the grid inside it from some readers.
  const body = picture('body').attr('role', 'presentation');
  const pattern = body
    .append('defs')
    .append('pattern')
    .attr('id', hatch)
    .attr('width', 6)
    .attr('height', 6)
    .attr('patternUnits', 'userSpaceOnUse')
    .attr('patternTransform', 'rotate(45)');
  pattern.append('rect').attr('width', 1.5).attr('height', 6);
  body.append('g').attr('class', 'bands').attr('aria-hidden', 'true');
  const grid = body.append('g').attr('class', 'grid').attr('role', 'grid').attr('id', gridId);
  body.append('g').attr('class', 'moves').attr('aria-hidden', 'true');
  body.append('g').attr('class', 'tokens').attr('aria-hidden', 'true');
  const stops = scroll.append('div').attr('class', 'room-stops').attr('aria-hidden', 'true');
  heads.append('g').attr('class', 'heads');
  heads.append('g').attr('class', 'arcs').attr('aria-hidden', 'true');
  return {
    frame,
    root,
    scroll,
    corner,
    title: corner
      .append('text')
      .attr('class', 'head-title')
      .attr('x', 12)
      .attr('y', 44)
      .attr('font-size', 14),
    subtitle: corner
      .append('text')
      .attr('class', 'head-subtitle')
      .attr('x', 12)
      .attr('y', 60)
      .attr('font-size', 11),
    heads,
    stops,
    rail,
    body,
    grid,
    overview,
    legend: root.append('ul').attr('class', 'room-legend').attr('aria-label', 'Legend'),
  };
}
