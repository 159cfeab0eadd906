/** Draws a machine from where it stands: where it came from, where it is, where it can go. */
import './machine.css';
import { select } from 'd3-selection';
import type { EventMark } from '../../scene/machineScene.ts';
import {
  nearLine,
  type NearCame,
  type NearScene,
  type NearState,
  type NearWay,
} from '../../scene/machineNear.ts';
import { elbow, head, shaft } from './arrows.ts';
import type { OnEvent } from './drawMachine.ts';

/** Draws all of a scene into an SVG element that is nobody else's. */
export function drawNear(svg: SVGSVGElement, scene: NearScene, onEvent: OnEvent): void {
  const root = select(svg);
  root.attr('viewBox', `0 0 ${scene.width} ${scene.height}`).attr('aria-label', scene.text);
  drawCame(root, scene.came);
  drawWays(root, scene.ways, onEvent);
  drawBoxes(root, scene);
}

type Root = ReturnType<typeof rootType>;
function rootType(svg: SVGSVGElement) {
  return select(svg);
}

function drawCame(root: Root, came: NearCame | null): void {
  root
    .selectAll<SVGGElement, NearCame>('g.near-came')
    .data(came ? [came] : [])
    .join((enter) => {
      const group = enter.append('g');
      group.append('path').attr('class', 'machine-shaft').attr('pathLength', 1);
      group.append('path').attr('class', 'machine-head');
      group.append('text').attr('dy', '0.35em');
      return group;
    })
    .attr('class', (mark) => {
      const taken = mark.isTaken ? ' is-taken' : '';
      return `near-came${taken}${mark.isLegal ? '' : ' is-forced'}`;
    })
    .each(function drawOne({ points, label, title }) {
      const group = select(this);
      group.select('.machine-shaft').attr('d', shaft(points));
      group.select('.machine-head').attr('d', head(points));
      group.select('text').attr('x', label.x).attr('y', label.y).text(title);
    });
}

function drawWays(root: Root, ways: readonly NearWay[], onEvent: OnEvent): void {
  root
    .selectAll<SVGGElement, NearWay>('g.near-way')
    .data(ways, ({ id }) => id)
    .join((enter) => {
      const group = enter.append('g');
      group.append('path').attr('class', 'machine-shaft');
      group.append('path').attr('class', 'machine-head');
      group.append('rect').attr('class', 'machine-back').attr('rx', 3);
      group.append('text').attr('class', 'near-stays').attr('dy', '0.35em');
      group.append('g').attr('class', 'near-events');
      return group;
    })
    .attr('class', ({ to }) => (to ? 'near-way' : 'near-way is-stay'))
    .each(function drawOne(way) {
      const group = select(this);
      const { points, label, to, stays } = way;
      group.select('.machine-shaft').attr('d', elbow(points, to !== null));
      group.select('.machine-head').attr('d', to ? head(points) : null);
      group
        .select('.machine-back')
        .attr('x', label.x - label.width / 2)
        .attr('y', label.y - label.height / 2)
        .attr('width', label.width)
        .attr('height', label.height);
      group
        .select('.near-stays')
        .attr('x', stays?.x ?? 0)
        .attr('y', stays?.y ?? 0)
        .text(stays ? '↻ it stays' : '');
      drawEvents(group.select<SVGGElement>('.near-events'), way, onEvent);
    });
}

function drawEvents(
  layer: ReturnType<typeof layerType>,
  { events, label, to }: NearWay,
  onEvent: OnEvent,
): void {
  const leads = to ? `leads to ${to.title}` : 'changes nothing';
  layer
    .selectAll<SVGTextElement, EventMark>('text')
    .data(events, ({ event }) => event)
    .join((enter) => {
      const text = enter.append('text').attr('dy', '0.35em');
      text.append('tspan');
      text.append('title');
      return text;
    })
    .attr('class', ({ isTaken }) => `machine-event is-possible${isTaken ? ' is-taken' : ''}`)
    .attr('role', onEvent ? 'button' : null)
    .attr('tabindex', onEvent ? 0 : null)
    .attr('aria-label', ({ title }) => `${title}: ${leads}`)
    .attr('x', label.x - label.width / 2 + 3)
    .attr('y', (_, index) => label.y + (index - (events.length - 1) / 2) * nearLine)
    .on('click', (_, { event }) => onEvent?.(event))
    .on('keydown', (press: KeyboardEvent, { event }) => {
      if (press.key !== 'Enter' && press.key !== ' ') return;
      press.preventDefault();
      press.stopPropagation();
      onEvent?.(event);
    })
    .each(function nameEvent({ title, doc }) {
      const text = select(this);
      text.select('tspan').text(title);
      text.select('title').text(doc);
    });
}

function layerType(parent: SVGGElement) {
  return select(parent).select<SVGGElement>('g');
}

interface BoxMark extends NearState {
  readonly key: string;
  readonly look: string;
  readonly isCurrent: boolean;
  readonly isContested: boolean;
}

function boxesOf({ came, current, isContested, ways }: NearScene): readonly BoxMark[] {
  const other = { isCurrent: false, isContested: false };
  const here = isContested ? 'machine-state is-current is-contested' : 'machine-state is-current';
  return [
    ...(came ? [{ ...came.state, ...other, key: 'from', look: 'machine-state is-past' }] : []),
    { ...current, key: 'here', look: here, isCurrent: true, isContested },
    ...ways.flatMap(({ to }) =>
      to ? [{ ...to, ...other, key: `to ${to.id}`, look: 'machine-state' }] : [],
    ),
  ];
}

function drawBoxes(root: Root, scene: NearScene): void {
  root
    .selectAll<SVGGElement, BoxMark>('g.machine-state')
    .data(boxesOf(scene), ({ key }) => key)
    .join((enter) => {
      const state = enter.append('g').attr('role', 'img');
      state.append('rect').attr('rx', 8);
      state.append('text').attr('class', 'near-group').attr('dy', '0.35em');
      state.append('text').attr('class', 'machine-title').attr('dy', '0.35em');
      state.append('title');
      return state;
    })
    .raise()
    .attr('class', ({ look }) => look)
    .attr('aria-label', labelOf)
    .attr('aria-current', ({ isCurrent }) => (isCurrent ? 'true' : null))
    .each(function drawBox({ x, y, width, height, title, group, doc, isContested }) {
      const state = select(this);
      const left = x - width / 2;
      state
        .select('rect')
        .attr('x', left)
        .attr('y', y - height / 2)
        .attr('width', width)
        .attr('height', height);
      state
        .select('.near-group')
        .attr('x', left + 10)
        .attr('y', y - 9)
        .text(group);
      state
        .select('.machine-title')
        .attr('x', left + 10)
        .attr('y', group === '' ? y : y + 7)
        .text(isContested ? `⚑ ${title}` : title);
      state.select('title').text(doc);
    });
}

function labelOf({ key, title, group, doc, isContested }: BoxMark): string {
  const name = group === '' ? title : `${group}, ${title}`;
  const when = key === 'here' ? ', the present state' : key === 'from' ? ', where it was' : '';
  return `${name}${when}${isContested ? ', contested' : ''}. ${doc}`;
}
