/**
 * How a range is marked: by drawing along the numbers, by dragging its handles, by the keys of a handle that has the
 * focus. It says what is to be marked; what is marked comes back with the next scene.
 */
import type { Selection } from 'd3-selection';
import {
  nudgeEnd,
  partBetween,
  withEnd,
  type LanePart,
  type RangeEnd,
} from '../../scene/laneRange.ts';
import { nearestPoint } from '../../scene/laneTime.ts';
import type { LanesScene } from '../../scene/lanesScene.ts';

type Svg = Selection<SVGSVGElement, unknown, null, undefined>;

export interface RangeOptions {
  readonly scene: () => LanesScene | null;
  /** The time in columns under a pointer. */
  readonly columnOf: (event: MouseEvent) => number;
  /** Whether single micro-events can be told apart. */
  readonly near: () => boolean;
  /** Null: nothing is to be marked any more. */
  readonly onRange: (part: LanePart | null) => void;
}

interface Drag {
  readonly pointer: number;
  readonly startX: number;
  readonly column: number;
  /** The handle that is dragged; null: a new range is drawn. */
  readonly end: RangeEnd | null;
  /** What was marked before. */
  readonly before: LanePart | null;
  isMoved: boolean;
}

/** Pixels that a press may move and still be a click. */
const clickDistance = 4;

export interface RangeInput {
  /** Whether the click that comes now ends a drag. */
  readonly hasDragged: () => boolean;
  /** Ends a drag and brings back what was marked before; false where nothing is dragged. */
  readonly cancel: () => boolean;
}

export function listenToRange(svg: Svg, options: RangeOptions): RangeInput {
  const { scene, columnOf, near, onRange } = options;
  let drag: Drag | null = null;
  let hasDragged = false;

  const begin = (event: PointerEvent): void => {
    const now = scene();
    hasDragged = false;
    const { target } = event;
    if (!now || event.button > 0 || !(target instanceof Element)) return;
    const end = endOf(target);
    if (end === null && !target.closest('.lanes-ruler')) return;
    svg.node()?.setPointerCapture(event.pointerId);
    drag = {
      pointer: event.pointerId,
      startX: event.clientX,
      column: columnOf(event),
      end,
      before: now.range,
      isMoved: false,
    };
  };

  const move = (event: PointerEvent): void => {
    const now = scene();
    if (!drag || !now || event.pointerId !== drag.pointer) return;
    if (!drag.isMoved && Math.abs(event.clientX - drag.startX) <= clickDistance) return;
    drag.isMoved = true;
    const { slots } = now.run;
    const column = columnOf(event);
    if (drag.end === null) tell(partBetween(slots, drag.column, column, near()));
    else if (now.range)
      tell(withEnd(slots, now.range, drag.end, nearestPoint(slots, column, near())));
  };

  const tell = (part: LanePart | null): void => {
    if (part && !isSame(part, scene()?.range ?? null)) onRange(part);
  };

  const end = (event: PointerEvent): void => {
    if (!drag || event.pointerId !== drag.pointer) return;
    hasDragged = drag.isMoved;
    const { end: handle } = drag;
    drag = null;
    if (handle !== null) svg.select<SVGGElement>(`[data-end="${handle}"]`).node()?.focus();
  };

  svg
    .on('pointerdown.range', begin)
    .on('pointermove.range', move)
    .on('pointerup.range', end)
    .on('pointercancel.range', end)
    .on('keydown.range', (event: KeyboardEvent) => {
      const part = partOfKey(event, scene(), near());
      if (!part) return;
      event.preventDefault();
      tell(part);
    });

  return {
    hasDragged: () => hasDragged,
    cancel() {
      if (!drag) return false;
      const { before } = drag;
      drag = null;
      onRange(before);
      return true;
    },
  };
}

function endOf(target: Element): RangeEnd | null {
  const end = target.closest('.lanes-handle')?.getAttribute('data-end');
  return end === 'from' || end === 'to' ? end : null;
}

/** What a key of a handle marks: arrows by operation, with Shift by micro-event; Home and End to the run's ends. */
function partOfKey(
  { target, key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent,
  scene: LanesScene | null,
  near: boolean,
): LanePart | null {
  const end = target instanceof Element ? endOf(target) : null;
  if (end === null || !scene?.range || ctrlKey || metaKey || altKey) return null;
  const { slots } = scene.run;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return nudgeEnd(slots, scene.range, end, -1, shiftKey || near);
    case 'ArrowRight':
    case 'ArrowUp':
      return nudgeEnd(slots, scene.range, end, 1, shiftKey || near);
    case 'Home':
      return withEnd(slots, scene.range, end, { operation: 0, micro: null });
    case 'End':
      return withEnd(slots, scene.range, end, { operation: slots.length, micro: null });
    default:
      return null;
  }
}

function isSame(a: LanePart, b: LanePart | null): boolean {
  const same = (end: RangeEnd): boolean =>
    a[end].operation === b?.[end].operation && a[end].micro === b[end].micro;
  return same('from') && same('to');
}
