/** The pills of the lanes: an operation each, and what reaches other lanes. They are the controls. */
import { select } from 'd3-selection';
import type { LanePoint } from '../../scene/laneInput.ts';
import type { LanesRun, Pill } from '../../scene/lanesRun.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import { between, hasBegun } from './drawLanes.ts';
import type { Layer, Picture } from './drawLanes.ts';
import { textWidth } from '../room/shapes.ts';
import { pillHeight } from './lanesLayout.ts';
import type { LanesLayout } from './lanesLayout.ts';

/** Pixels of the small type. */
const textSize = 11;
const leastPill = 28;
const pillGap = 3;
const flagPath = 'M0 0V-12M0 -12H10L7.5 -8.5L10 -5H0';

export function drawPills(
  layer: Layer,
  { scene, layout, from, to }: Picture,
  onSeek: (point: LanePoint) => void,
): void {
  const { cursor } = scene;
  const seen = between(scene.run.pills, from, to, (pill) => pill.x);
  const current = currentKey(scene, seen);
  const marks = layer
    .selectAll<SVGGElement, Pill>('g.lanes-pill')
    .data(seen, (pill) => pill.key)
    .join((enter) => {
      const mark = enter.append('g').attr('role', 'button');
      mark
        .append('rect')
        .attr('class', 'lanes-body')
        .attr('y', -pillHeight / 2)
        .attr('height', pillHeight)
        .attr('rx', pillHeight / 2);
      mark
        .append('text')
        .attr('dy', '0.35em')
        .attr('text-anchor', 'middle')
        .attr('aria-hidden', 'true');
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
  const sizes = pillSizes(scene.run, layout);
  marks.each(function drawPill(pill) {
    const { text, width } = sizes.get(pill.key) ?? { text: '', width: leastPill };
    const mark = select(this);
    mark
      .select('rect')
      .attr('x', -width / 2)
      .attr('width', width);
    mark.select('text').text(text);
    mark.select('title').text(pillLabel(pill));
    mark
      .selectAll('path')
      .data(pill.flag ? [pill.flag] : [])
      .join('path')
      .attr('class', (flag) => `lanes-flag verdict-${flag.verdict}`)
      .attr('d', flagPath)
      .attr('transform', `translate(${width / 2 - 11} ${-pillHeight / 2 + 2})`);
  });
}

interface PillSize {
  readonly text: string;
  readonly width: number;
}

const sizesOf = new WeakMap<LanesLayout, ReadonlyMap<string, PillSize>>();

/** Pills may be wider than their column where their lane is free beside them; else their words are cut. */
function pillSizes(run: LanesRun, layout: LanesLayout): ReadonlyMap<string, PillSize> {
  const known = sizesOf.get(layout);
  if (known) return known;
  const sizes = new Map<string, PillSize>();
  const wanted = (pill: Pill): number => Math.max(leastPill, widthOf(nameOf(pill, layout), layout));
  for (const lane of run.lanes.keys()) {
    const inOrder = run.pills.filter((pill) => pill.lane === lane).toSorted((a, b) => a.x - b.x);
    inOrder.forEach((pill, index) => {
      const own = wanted(pill);
      const room = [inOrder[index - 1], inOrder[index + 1]].map((other) => {
        if (!other) return own;
        const distance = Math.abs(other.x - pill.x) * layout.unit - pillGap;
        return (2 * distance * own) / (own + wanted(other));
      });
      const edge = 2 * Math.min(pill.x, run.width - pill.x) * layout.unit + 12;
      const width = Math.floor(Math.max(20, Math.min(own, edge, ...room)));
      sizes.set(pill.key, { text: cut(nameOf(pill, layout), width, layout), width });
    });
  }
  sizesOf.set(layout, sizes);
  return sizes;
}

/** In a device's own lane the word DMA can be spared. */
function nameOf({ text, failed }: Pill, { compact }: LanesLayout): string {
  const name = compact ? text.replace(/^DMA /u, '') : text;
  return failed ? `${name} ✕` : name;
}

function widthOf(text: string, { compact, type }: LanesLayout): number {
  return textWidth(text, textSize * type) + (compact ? 8 : 16);
}

function cut(text: string, width: number, { type }: LanesLayout): string {
  const fits = (words: string): boolean => textWidth(words, textSize * type) <= width - 3;
  if (fits(text)) return text;
  for (let letters = text.length - 1; letters > 1; letters--) {
    const shorter = `${text.slice(0, letters).trimEnd()}…`;
    if (fits(shorter)) return shorter;
  }
  return text.slice(0, 1);
}

/** The pill that stands for the cursor: of the operation, of one inside it, or of a micro-event. */
function currentKey({ cursor }: LanesScene, pills: readonly Pill[]): string {
  if (cursor.micro !== null) {
    const exact = `${cursor.operation}.${cursor.micro}`;
    if (pills.some((pill) => pill.key === exact)) return exact;
  }
  return `${cursor.operation}`;
}

function pillClass(pill: Pill, scene: LanesScene, current: string): string {
  const when =
    pill.key === current ? 'is-current' : hasBegun(pill, scene) ? 'is-past' : 'is-future';
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
    const [first, second] = [
      select<SVGGElement, Pill>(a).datum(),
      select<SVGGElement, Pill>(b).datum(),
    ];
    return first.x - second.x || first.lane - second.lane;
  });
  const at = inOrder.findIndex((each) => select<SVGGElement, Pill>(each).datum().key === pill.key);
  inOrder[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}
