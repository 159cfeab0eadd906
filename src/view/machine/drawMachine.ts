/** Draws the parts of a statechart: groups, states, arrows with their events. It keeps nothing between calls. */
import { select } from 'd3-selection';
import type {
  DirectMark,
  EdgeMark,
  EventMark,
  GroupMark,
  MachineScene,
  StateMark,
} from '../../scene/machineScene.ts';
import type { LaidBox, LaidPoint } from '../../scene/machineLayout.ts';
import { head, shaft } from './arrows.ts';

/** What choosing a legal event does; null: the events are no controls. */
export type OnEvent = ((event: string) => void) | null;

const labelLine = 14;
const staysLine = 12;

/** The layers of a statechart, from the lowest. */
export interface MachineLayers {
  readonly groups: Layer;
  readonly edges: Layer;
  readonly states: Layer;
  readonly direct: Layer;
}

export function createLayers(parent: SVGGElement): MachineLayers {
  const add = () => select(parent).append('g');
  return { groups: add(), edges: add(), states: add(), direct: add() };
}

/** Draws all of a scene into its layers. */
export function drawMachine(layers: MachineLayers, scene: MachineScene, onEvent: OnEvent): void {
  drawGroups(layers.groups, scene.groups);
  drawEdges(layers.edges, scene, onEvent);
  drawStates(layers.states, scene.states);
  drawDirect(layers.direct, scene.direct);
}

type Layer = ReturnType<typeof layerType>;
function layerType(parent: SVGGElement) {
  return select(parent).append('g');
}

function drawGroups(layer: Layer, marks: readonly GroupMark[]): void {
  layer
    .selectAll<SVGGElement, GroupMark>('g')
    .data(marks, (mark) => mark.id)
    .join((enter) => {
      const group = enter.append('g');
      group.append('rect').attr('rx', 10);
      group
        .append('text')
        .attr('text-anchor', 'middle')
        .attr('dy', '0.35em')
        .attr('aria-hidden', 'true');
      return group;
    })
    .attr('class', (mark) => `machine-group${mark.isCurrent ? ' is-current' : ''}`)
    .each(function drawGroup(mark) {
      const group = select(this);
      placeBox(group.select('rect'), mark);
      group.select('text').attr('x', mark.title.x).attr('y', mark.title.y).text(mark.name);
    });
}

function drawStates(layer: Layer, marks: readonly StateMark[]): void {
  layer
    .selectAll<SVGGElement, StateMark>('g')
    .data(marks, (mark) => mark.id)
    .join((enter) => {
      const state = enter.append('g').attr('role', 'img');
      state.append('rect').attr('rx', 8);
      state
        .append('text')
        .attr('class', 'machine-title')
        .attr('text-anchor', 'middle')
        .attr('dy', '0.35em');
      state.append('title');
      return state;
    })
    .attr('class', stateClass)
    .attr('aria-label', (mark) => stateLabel(mark))
    .attr('aria-current', (mark) => (mark.isCurrent ? 'true' : null))
    .each(function drawState(mark) {
      const state = select(this);
      placeBox(state.select('rect'), mark);
      const shift = mark.lines.length === 0 ? 0 : 2 + (mark.lines.length * staysLine) / 2;
      state
        .select('.machine-title')
        .attr('x', mark.x)
        .attr('y', mark.y - shift)
        .text(mark.isContested ? `⚑ ${mark.title}` : mark.title);
      state
        .selectAll<SVGTextElement, string>('.machine-stays')
        .data(mark.lines)
        .join((enter) =>
          enter
            .append('text')
            .attr('class', 'machine-stays')
            .attr('text-anchor', 'middle')
            .attr('dy', '0.35em'),
        )
        .attr('x', mark.x)
        .attr('y', (_, index) => mark.y - shift + 15 + index * staysLine)
        .text((words) => words);
      state.select('title').text(mark.doc);
    });
}

function stateClass(mark: StateMark): string {
  const classes = ['machine-state'];
  if (mark.isCurrent) classes.push('is-current');
  if (mark.isTaken) classes.push('is-taken');
  if (mark.isContested) classes.push('is-contested');
  return classes.join(' ');
}

function stateLabel(mark: StateMark): string {
  const now = mark.isCurrent ? ', the present state' : '';
  return `${mark.title}${now}${mark.isContested ? ', contested' : ''}. ${mark.doc}`;
}

function placeBox(
  box: { attr(name: string, value: number): unknown },
  mark: StateMark | GroupMark,
): void {
  box.attr('x', mark.x - mark.width / 2);
  box.attr('y', mark.y - mark.height / 2);
  box.attr('width', mark.width);
  box.attr('height', mark.height);
}

function drawEdges(layer: Layer, scene: MachineScene, onEvent: OnEvent): void {
  // What is taken or possible lies over the rest.
  const rank = (mark: EdgeMark) => (mark.isTaken ? 2 : mark.isPossible ? 1 : 0);
  const marks = scene.edges.toSorted((a, b) => rank(a) - rank(b));
  layer
    .selectAll<SVGGElement, EdgeMark>('g.machine-edge')
    .data(marks, (mark) => mark.id)
    .join((enter) => {
      const edge = enter.append('g');
      edge.append('path').attr('class', 'machine-shaft').attr('pathLength', 1);
      edge.append('path').attr('class', 'machine-head');
      edge.append('rect').attr('class', 'machine-back').attr('rx', 3);
      edge.append('g').attr('class', 'machine-events');
      return edge;
    })
    .order()
    .attr(
      'class',
      (mark) =>
        `machine-edge${mark.isTaken ? ' is-taken' : ''}${mark.isPossible ? ' is-possible' : ''}`,
    )
    .each(function drawEdge(mark) {
      const edge = select(this);
      edge.select('.machine-shaft').attr('d', shaft(mark.points));
      edge.select('.machine-head').attr('d', head(mark.points));
      placeLabel(edge.select('.machine-back'), mark);
      drawEvents(edge.select<SVGGElement>('.machine-events'), mark, onEvent);
    });
}

function placeLabel(
  box: { attr(name: string, value: number): unknown },
  { label }: EdgeMark,
): void {
  box.attr('x', label.x - label.width / 2);
  box.attr('y', label.y - label.height / 2);
  box.attr('width', label.width);
  box.attr('height', label.height);
}

function drawEvents(
  layer: { selectAll: Layer['selectAll'] },
  { events, label }: EdgeMark,
  onEvent: OnEvent,
): void {
  const acts = (mark: EventMark) => mark.isPossible && onEvent !== null;
  layer
    .selectAll<SVGTextElement, EventMark>('text')
    .data(events, (mark) => mark.event)
    .join((enter) => {
      const text = enter.append('text').attr('text-anchor', 'middle').attr('dy', '0.35em');
      text.append('tspan');
      text.append('title');
      return text;
    })
    .attr(
      'class',
      (mark) =>
        `machine-event${mark.isPossible ? ' is-possible' : ''}${mark.isTaken ? ' is-taken' : ''}`,
    )
    .attr('role', (mark) => (acts(mark) ? 'button' : null))
    .attr('tabindex', (mark) => (acts(mark) ? 0 : null))
    .attr('x', label.x)
    .attr('y', (_, index) => label.y + (index - (events.length - 1) / 2) * labelLine)
    .on('click', (_, mark) => {
      if (mark.isPossible) onEvent?.(mark.event);
    })
    .on('keydown', (event: KeyboardEvent, mark) => {
      if (!mark.isPossible || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      event.stopPropagation();
      onEvent?.(mark.event);
    })
    .each(function nameEvent(mark) {
      const text = select(this);
      text.select('tspan').text(mark.title);
      text.select('title').text(mark.doc);
    });
}

/** A transition without an arrow of its own: straight from box to box. */
function drawDirect(layer: Layer, mark: DirectMark | null): void {
  layer
    .selectAll<SVGGElement, DirectMark>('g')
    .data(mark === null ? [] : [mark])
    .join((enter) => {
      const group = enter.append('g');
      group.append('path').attr('class', 'machine-shaft').attr('pathLength', 1);
      group.append('path').attr('class', 'machine-head');
      group.append('text').attr('text-anchor', 'middle');
      return group;
    })
    .attr('class', ({ isLegal }) => `machine-direct is-taken${isLegal ? '' : ' is-forced'}`)
    .each(function drawOne({ from, to, title }) {
      const points = [edgeOfBox(from, to), edgeOfBox(to, from)];
      const group = select(this);
      group.select('.machine-shaft').attr('d', shaft(points));
      group.select('.machine-head').attr('d', head(points));
      group
        .select('text')
        .attr('x', (from.x + to.x) / 2)
        .attr('y', (from.y + to.y) / 2 - 4)
        .text(title);
    });
}

/** Where the straight line from the middle of a box to that of another leaves it. */
function edgeOfBox(box: LaidBox, other: LaidPoint): LaidPoint {
  const x = other.x - box.x;
  const y = other.y - box.y;
  const scale = Math.min(
    box.width / 2 / (Math.abs(x) || 1e-9),
    box.height / 2 / (Math.abs(y) || 1e-9),
  );
  return { x: box.x + x * scale, y: box.y + y * scale };
}
