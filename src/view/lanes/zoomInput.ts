/**
 * How hands move the lanes: the wheel zooms time at the pointer, Shift or a sideways wheel pans, so does dragging;
 * two fingers do both. Over the names the wheel scrolls as everywhere. The gestures are d3-zoom's.
 */
import type { Selection } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent } from 'd3-zoom';
import type { TimeWindow } from './timeWindow.ts';

type Svg = Selection<SVGSVGElement, unknown, null, undefined>;

export interface ZoomOptions {
  /** Pixels at the left that do not move. */
  readonly labels: () => number;
  /** The nearest window that may be shown. */
  readonly clamp: (wanted: TimeWindow) => TimeWindow;
  readonly bounds: () => readonly [number, number];
  readonly onChange: (next: TimeWindow) => void;
  /** Somebody drags up or down. */
  readonly onDragDown: (pixels: number) => void;
}

export interface ZoomInput {
  /** Tells the gestures where they begin next time. */
  readonly set: (window: TimeWindow) => void;
}

/** Pixels that a press may move and still be a click. */
const clickDistance = 4;

export function listenToZoom(
  svg: Svg,
  { labels, clamp, bounds, onChange, onDragDown }: ZoomOptions,
): ZoomInput {
  const windowOf = ({ k, x }: { readonly k: number; readonly x: number }): TimeWindow => ({
    unit: k,
    left: labels() - x,
  });
  const transformOf = ({ unit, left }: TimeWindow) =>
    zoomIdentity.translate(labels() - left, 0).scale(unit);
  let isTold = true;
  let current: TimeWindow = { unit: 1, left: 0 };

  const behaviour = zoom<SVGSVGElement, unknown>()
    .filter((event: MouseEvent) => isForZoom(event))
    .extent([
      [0, 0],
      [1, 1],
    ])
    .clickDistance(clickDistance)
    .constrain((transform) => transformOf(clamp(windowOf(transform))))
    .on('zoom', (event: D3ZoomEvent<SVGSVGElement, unknown>) => {
      current = windowOf(event.transform);
      const source: unknown = event.sourceEvent;
      if (source instanceof MouseEvent && source.type === 'mousemove') onDragDown(source.movementY);
      if (isTold) onChange(current);
    });

  const set = (window: TimeWindow): void => {
    isTold = false;
    current = window;
    behaviour.scaleExtent([...bounds()]);
    behaviour.transform(svg, transformOf(window));
    isTold = true;
  };

  svg.on(
    'wheel.pan',
    (event: WheelEvent) => {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      const next = clamp({ ...current, left: current.left + sideways * pixelsOf(event) });
      event.preventDefault();
      event.stopImmediatePropagation();
      set(next);
      onChange(next);
    },
    { passive: false },
  );
  // A press must not take the focus away from the keys that step.
  svg.on('mousedown.focus', (event: MouseEvent) => event.preventDefault());
  svg.call(behaviour).on('dblclick.zoom', null);
  // One finger up and down scrolls the page, as everywhere.
  svg.style('touch-action', 'pan-y');
  return { set };
}

function pixelsOf({ deltaMode }: WheelEvent): number {
  return deltaMode === 1 ? 16 : deltaMode === 2 ? 300 : 1;
}

/** Whether a press or a turn of the wheel is for time: not on the names, nor on what marks a range. */
function isForZoom(event: MouseEvent): boolean {
  const { target } = event;
  if (event.button > 0 || (event.ctrlKey && event.type !== 'wheel')) return false;
  return !(
    target instanceof Element && target.closest('.lanes-labels, .lanes-ruler, .lanes-handle')
  );
}
