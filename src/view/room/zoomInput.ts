/** Wheel and fingers that zoom the room, and the mouse that pans it. Plain wheels and one finger scroll natively. */
import { wheelFactor } from './zoom.ts';

/** A point of the window. */
export interface WindowPoint {
  readonly x: number;
  readonly y: number;
}

/** Calls `zoom` for turns of the wheel with Ctrl or the Command key, and for two fingers. Returns what stops that. */
export function listenToZoom(
  element: HTMLElement,
  zoom: (factor: number, at: WindowPoint) => void,
): () => void {
  let apart = 0;
  const onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(wheelFactor(event), { x: event.clientX, y: event.clientY });
  };
  // What a finger came down on may be drawn anew meanwhile. Then only that element still hears of the finger.
  let touched: readonly EventTarget[] = [];
  const letGo = (): void => {
    for (const target of touched) {
      target.removeEventListener('touchmove', onTouchMove);
      target.removeEventListener('touchend', letGo);
      target.removeEventListener('touchcancel', letGo);
    }
    touched = [];
  };
  const onTouchStart = (event: TouchEvent): void => {
    letGo();
    apart = distanceOf(event.touches);
    if (apart === 0) return;
    touched = [...new Set([...event.touches].map(({ target }) => target))];
    for (const target of touched) {
      target.addEventListener('touchmove', onTouchMove, { passive: false });
      target.addEventListener('touchend', letGo);
      target.addEventListener('touchcancel', letGo);
    }
  };
  const onTouchMove = (event: Event): void => {
    if (!isTouch(event)) return;
    const [first, second] = event.touches;
    if (!first || !second || event.touches.length > 2) return;
    event.preventDefault();
    const now = distanceOf(event.touches);
    const at = {
      x: (first.clientX + second.clientX) / 2,
      y: (first.clientY + second.clientY) / 2,
    };
    if (apart > 0 && now > 0) zoom(now / apart, at);
    apart = now;
  };
  element.addEventListener('wheel', onWheel, { passive: false });
  element.addEventListener('touchstart', onTouchStart, { passive: true });
  return () => {
    letGo();
    element.removeEventListener('wheel', onWheel);
    element.removeEventListener('touchstart', onTouchStart);
  };
}

function isTouch(event: Event): event is TouchEvent {
  return 'touches' in event;
}

function distanceOf(touches: TouchList): number {
  const [first, second] = touches;
  if (!first || !second) return 0;
  return Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY);
}

/** A mouse that moves less than this while its button is down clicks. */
const dragFrom = 5;

/**
 * Lets the mouse drag what `scroller` gives, from anywhere in `element`. Clicks stay clicks: only a button that is
 * let go after a drag does nothing. Returns what stops that.
 */
export function listenToPan(
  element: SVGSVGElement,
  scroller: () => HTMLElement | null,
): () => void {
  let from: { readonly at: WindowPoint; readonly left: number; readonly top: number } | null = null;
  let isPanning = false;
  const onDown = (event: PointerEvent): void => {
    const node = scroller();
    const canPan =
      node !== null &&
      (node.scrollWidth > node.clientWidth || node.scrollHeight > node.clientHeight);
    isPanning = false;
    from =
      canPan && event.pointerType === 'mouse' && event.button < 2
        ? {
            at: { x: event.clientX, y: event.clientY },
            left: node.scrollLeft,
            top: node.scrollTop,
          }
        : null;
  };
  const onMove = (event: PointerEvent): void => {
    const node = scroller();
    if (!from || !node) return;
    const [x, y] = [event.clientX - from.at.x, event.clientY - from.at.y];
    if (!isPanning && Math.hypot(x, y) < dragFrom) return;
    if (!isPanning) element.setPointerCapture(event.pointerId);
    isPanning = true;
    element.classList.add('is-panning');
    node.scrollTo({ left: from.left - x, top: from.top - y, behavior: 'instant' });
  };
  const onUp = (): void => {
    from = null;
    element.classList.remove('is-panning');
  };
  const onClick = (event: MouseEvent): void => {
    if (!isPanning) return;
    isPanning = false;
    event.stopPropagation();
    event.preventDefault();
  };
  element.addEventListener('pointerdown', onDown);
  element.addEventListener('pointermove', onMove);
  element.addEventListener('pointerup', onUp);
  element.addEventListener('pointercancel', onUp);
  element.addEventListener('click', onClick, { capture: true });
  return () => {
    element.removeEventListener('pointerdown', onDown);
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('pointerup', onUp);
    element.removeEventListener('pointercancel', onUp);
    element.removeEventListener('click', onClick, { capture: true });
  };
}
