/**
 * A whole statechart: nested states as boxes, transitions as arrows, the present in violet. It shrinks to its
 * place, and scrolls where it would get too small to read; where it may be zoomed, the wheel, two fingers, keys
 * and buttons do that, and it is moved by dragging.
 */
import './machine.css';
import { select } from 'd3-selection';
import { zoom, zoomIdentity } from 'd3-zoom';
import type { MachineScene } from '../../scene/machineScene.ts';
import { onceDrawn } from '../onceDrawn.ts';
import { createLayers, drawMachine, type OnEvent } from './drawMachine.ts';

export interface MachineViewOptions {
  /** Somebody chose an event that is legal now; null: the arrows are no controls. */
  readonly onEvent: OnEvent;
  /** Whether it is zoomed and moved instead of scrolled; it then fills the element. */
  readonly zoomable?: boolean;
}

export interface MachineUpdate {
  /** Whether the arrow just taken runs. */
  readonly animate: boolean;
  /** For how long; a step's own time where it is left out. */
  readonly durationMs?: number;
}

export interface MachineView {
  update(scene: MachineScene, options: MachineUpdate): void;
  destroy(): void;
  /** Whether nothing moves. */
  isIdle(): boolean;
}

const flashMs = 320;
/** Part of its full size below which the picture scrolls instead of shrinking: no type gets smaller than 10 px. */
export const smallestScale = 0.95;
/** Large panels are filled, up to this. */
const largest = 1.3;
/** An element less high than this has its height from the picture. */
const leastHeight = 120;
const zoomStep = 1.3;

/** Takes over the inside of `element`. */
export function createMachineView(
  element: HTMLElement,
  { onEvent, zoomable = false }: MachineViewOptions,
): MachineView {
  const root = select(element)
    .append('div')
    .attr('class', zoomable ? 'machine-view is-zoomable' : 'machine-view');
  const svg = root.append('svg').attr('role', 'group');
  const camera = svg.append('g');
  const inner = camera.node();
  const layers = inner && createLayers(inner);
  const zooming = zoomable ? addZoom(root, svg, camera) : null;
  const flash = createFlash(root.node());
  let shown: MachineScene | null = null;

  /** As large as there is room for. */
  const fit = () => {
    if (!shown) return;
    if (zooming) {
      zooming.begin(shown);
      return;
    }
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
    update(scene, { animate, durationMs }) {
      const taken = takenKey(scene);
      if (animate && taken !== null && shown && takenKey(shown) !== taken) flash.begin(durationMs);
      shown = scene;
      svg.attr('viewBox', `0 0 ${scene.width} ${scene.height}`).attr('aria-label', scene.text);
      if (layers) drawMachine(layers, scene, onEvent);
      onceDrawn(fit);
    },
    destroy() {
      observer?.disconnect();
      flash.end();
      zooming?.end();
      root.remove();
    },
    isIdle: flash.isIdle,
  };
}

/** Lets the arrow just taken run; the same is said by its colour and width when it stands. */
export function createFlash(root: HTMLElement | null) {
  let moving: ReturnType<typeof setTimeout> | null = null;
  const end = () => {
    if (moving !== null) clearTimeout(moving);
    moving = null;
    root?.classList.remove('is-moving');
  };
  return {
    begin(durationMs = flashMs) {
      end();
      root?.style.setProperty('--run-ms', `${durationMs}ms`);
      root?.classList.add('is-moving');
      moving = setTimeout(end, durationMs);
    },
    end,
    isIdle: () => moving === null,
  };
}

type Root = ReturnType<typeof rootType>;
function rootType(element: HTMLElement) {
  return select(element).append('div');
}
type Svg = ReturnType<typeof svgType>;
function svgType(root: Root) {
  return root.append('svg');
}
type Camera = ReturnType<typeof cameraType>;
function cameraType(svg: Svg) {
  return svg.append('g');
}

interface Zooming {
  /** Shows a scene for the first time: all of it where its words can be read, else what is around its state. */
  readonly begin: (scene: MachineScene) => void;
  readonly end: () => void;
}

/** Zooming by wheel, fingers, keys and buttons. */
function addZoom(root: Root, svg: Svg, camera: Camera): Zooming {
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([1, 6])
    .clickDistance(4)
    .on('zoom', ({ transform }: { readonly transform: { toString(): string } }) => {
      camera.attr('transform', transform.toString());
    });
  svg.call(behaviour);
  const by = (factor: number) => behaviour.scaleBy(svg, factor);
  const whole = () => behaviour.transform(svg, zoomIdentity);
  const actions = [
    { words: 'Larger', sign: '+', key: '+', act: () => by(zoomStep) },
    { words: 'Smaller', sign: '−', key: '-', act: () => by(1 / zoomStep) },
    { words: 'All of it', sign: '⤢', key: '0', act: whole },
  ];
  root
    .append('div')
    .attr('class', 'machine-zoom')
    .selectAll('button')
    .data(actions)
    .join('button')
    .attr('type', 'button')
    .attr('aria-label', ({ words }) => words)
    .attr('title', ({ words, key }) => `${words} (${key})`)
    .text(({ sign }) => sign)
    .on('click', (_, { act }) => act());
  root.on('keydown', (event: KeyboardEvent) => {
    const action = actions.find(({ key }) => key === event.key);
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    action.act();
  });
  let begun = '';
  return {
    begin({ label, width, height, states }) {
      behaviour.translateExtent([
        [-width / 2, -height / 2],
        [width * 1.5, height * 1.5],
      ]);
      const { clientWidth = 0, clientHeight = 0 } = svg.node() ?? {};
      if (label === begun || clientWidth === 0) return;
      begun = label;
      const scale = Math.min(clientWidth / width, clientHeight / height);
      const current = states.find(({ isCurrent }) => isCurrent);
      if (scale >= smallestScale || !current) return;
      const larger = smallestScale / scale;
      // Its state in the middle, as far as that leaves no empty margin.
      const shift = (size: number, at: number) =>
        Math.min(0, Math.max(size - larger * size, size / 2 - larger * at));
      const moved = zoomIdentity.translate(shift(width, current.x), shift(height, current.y));
      behaviour.transform(svg, moved.scale(larger));
    },
    end() {
      svg.on('.zoom', null);
    },
  };
}

/** Part of the full size at which all of it is seen, within limits; 1 where the element has no size. */
function scaleIn({ clientWidth, clientHeight }: Element, { width, height }: MachineScene): number {
  if (clientWidth === 0) return 1;
  const across = clientWidth / width;
  const down = clientHeight > leastHeight ? clientHeight / height : across;
  const whole = Math.min(across, down, largest);
  // Where not all of it can be seen, at least its words can be read.
  return whole >= smallestScale ? whole : Math.max(smallestScale, Math.min(1, across));
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
