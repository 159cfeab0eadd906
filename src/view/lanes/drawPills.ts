/** The pills of the lanes: an operation each, and what reaches other lanes. They are the controls. */
import { select } from 'd3-selection';
import type { LanePoint } from '../../scene/laneInput.ts';
import type { Pill } from '../../scene/lanesRun.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';
import { between, hasBegun } from './drawLanes.ts';
import type { Layer, Picture } from './drawLanes.ts';
import { pillHeight, textWidth } from './lanesLayout.ts';

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
  marks.each(function drawPill(pill) {
    const text = pill.failed ? `${pill.text} ✕` : pill.text;
    const width = Math.min(layout.unit - 4, Math.max(28, textWidth(text) + 16));
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
      .attr('transform', `translate(${width / 2 - 6} ${-pillHeight / 2 + 2})`);
  });
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
