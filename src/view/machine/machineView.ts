/** Draws a statechart: nested states as boxes, transitions as arrows, the present in violet. */
import './machine.css';
import { select } from 'd3-selection';
import { curveBasis, line } from 'd3-shape';
import type {
  DirectMark,
  EdgeMark,
  EventMark,
  GroupMark,
  MachineScene,
  StateMark,
} from '../../scene/machineScene.ts';
import type { LaidBox, LaidPoint } from '../../scene/machineLayout.ts';
import { onceDrawn } from '../onceDrawn.ts';

export interface MachineViewOptions {
  /** Somebody chose an event that is legal now; null: the arrows are no controls. */
  readonly onEvent: ((event: string) => void) | null;
}

export interface MachineView {
  update(scene: MachineScene, options: { readonly animate: boolean }): void;
  destroy(): void;
  /** Whether nothing moves. */
  isIdle(): boolean;
}

const flashMs = 350;
const labelLine = 14;
const staysLine = 12;
/** Part of its full size below which the picture scrolls instead of shrinking. */
const smallest = 0.78;
/** Large panels are filled, up to this. */
const largest = 1.3;
/** An element less high than this has its height from the picture. */
const leastHeight = 120;
const headLength = 7;

const path = line<LaidPoint>(
  (point) => point.x,
  (point) => point.y,
).curve(curveBasis);

/** Takes over the inside of `element`. The picture shrinks to its size, and scrolls where that is too small. */
export function createMachineView(
  element: HTMLElement,
  { onEvent }: MachineViewOptions,
): MachineView {
  const root = select(element).append('div').attr('class', 'machine-view');
  const svg = root.append('svg').attr('role', 'group');
  const groups = svg.append('g');
  const edges = svg.append('g');
  const states = svg.append('g');
  const direct = svg.append('g');
  let shown: MachineScene | null = null;
  let moving: ReturnType<typeof setTimeout> | null = null;

  /** Lets the arrow just taken run; the same is said by its colour and width when it stands. */
  const flash = () => {
    if (moving !== null) clearTimeout(moving);
    root.classed('is-moving', true);
    moving = setTimeout(() => {
      moving = null;
      root.classed('is-moving', false);
    }, flashMs);
  };

  /** As large as there is room for. */
  const fit = () => {
    if (!shown) return;
    svg.style('width', `${Math.round(shown.width * scaleIn(element, shown))}px`);
    const containers = [root.node(), element];
    for (const container of containers) reveal(container, shown);
    // What scrolls must be reachable by keyboard.
    const scrolls = containers.some((container) => container && overflows(container));
    root.attr('tabindex', scrolls ? 0 : null);
  };

  const Observer = element.ownerDocument.defaultView?.ResizeObserver;
  const observer = Observer === undefined ? null : new Observer(fit);
  observer?.observe(element);

  return {
    update(scene, { animate }) {
      const taken = takenKey(scene);
      if (animate && taken !== null && shown && takenKey(shown) !== taken) flash();
      shown = scene;
      svg.attr('viewBox', `0 0 ${scene.width} ${scene.height}`).attr('aria-label', scene.text);
      drawGroups(groups, scene.groups);
      drawEdges(edges, scene, onEvent);
      drawStates(states, scene.states);
      drawDirect(direct, scene.direct);
      onceDrawn(fit);
    },
    destroy() {
      observer?.disconnect();
      if (moving !== null) clearTimeout(moving);
      root.remove();
    },
    isIdle: () => moving === null,
  };
}

/** Part of the full size at which all of it is seen, within limits; 1 where the element has no size. */
function scaleIn({ clientWidth, clientHeight }: Element, { width, height }: MachineScene): number {
  if (clientWidth === 0) return 1;
  const across = clientWidth / width;
  const down = clientHeight > leastHeight ? clientHeight / height : across;
  const whole = Math.min(across, down, largest);
  // Where not all of it can be seen, at least its words can be read.
  return whole >= smallest ? whole : Math.max(smallest, Math.min(1, across));
}

function overflows({ scrollWidth, clientWidth, scrollHeight, clientHeight }: Element): boolean {
  return scrollWidth > clientWidth || scrollHeight > clientHeight;
}

/** Scrolls a container as little as shows the present state. */
function reveal(container: HTMLElement | null, { states, width }: MachineScene): void {
  const current = states.find(({ isCurrent }) => isCurrent);
  if (!container || !current || container.clientWidth === 0) return;
  const drawn = container.querySelector('svg')?.clientWidth ?? width;
  const scale = drawn / width;
  const slack = 12;
  const right = (current.x + current.width / 2) * scale + slack;
  const bottom = (current.y + current.height / 2) * scale + slack;
  const left = (current.x - current.width / 2) * scale - slack;
  const top = (current.y - current.height / 2) * scale - slack;
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = container;
  const x = Math.min(Math.max(scrollLeft, right - clientWidth), Math.max(0, left));
  const y = Math.min(Math.max(scrollTop, bottom - clientHeight), Math.max(0, top));
  container.scrollTo?.(x, y);
}

function takenKey(scene: MachineScene): string | null {
  const edge = scene.edges.find(({ isTaken }) => isTaken);
  const state = scene.states.find(({ isTaken }) => isTaken);
  const direct = scene.direct && `${scene.direct.from.id}>${scene.direct.to.id}`;
  const what = edge?.id ?? state?.id ?? direct;
  return what === null ? null : `${scene.label} ${what}`;
}

type Layer = ReturnType<typeof layerType>;
function layerType(svg: SVGSVGElement) {
  return select(svg).append('g');
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

function drawEdges(
  layer: Layer,
  scene: MachineScene,
  onEvent: MachineViewOptions['onEvent'],
): void {
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
  onEvent: MachineViewOptions['onEvent'],
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

/** The arrow's line, which ends where its head begins. */
function shaft(points: readonly LaidPoint[]): string {
  const end = points.at(-1);
  const back = points.at(-2);
  if (!end || !back) return '';
  const length = Math.hypot(end.x - back.x, end.y - back.y) || 1;
  const neck = {
    x: end.x - ((end.x - back.x) / length) * headLength,
    y: end.y - ((end.y - back.y) / length) * headLength,
  };
  return path([...points.slice(0, -1), neck]) ?? '';
}

function head(points: readonly LaidPoint[]): string {
  const end = points.at(-1);
  const back = points.at(-2);
  if (!end || !back) return '';
  const length = Math.hypot(end.x - back.x, end.y - back.y) || 1;
  const x = (end.x - back.x) / length;
  const y = (end.y - back.y) / length;
  const neck = { x: end.x - x * headLength, y: end.y - y * headLength };
  return `M${fixed(end.x)} ${fixed(end.y)}L${fixed(neck.x - y * 4)} ${fixed(neck.y + x * 4)}L${fixed(neck.x + y * 4)} ${fixed(neck.y - x * 4)}Z`;
}

function fixed(value: number): number {
  return Math.round(value * 10) / 10;
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
