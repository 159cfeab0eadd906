/** The size of the element that a room is drawn into, and how far away it is looked at from. */

const defaultWidth = 760;
/** Of a window, or of a figure that is all there is to see. */
const largeWidth = 1800;
const largeZoom = 1.5;

/** In CSS pixels. */
export interface ElementSize {
  readonly width: number;
  readonly height: number;
  /** Factor for large screens. */
  readonly zoom: number;
}

/** What of the room's options says how its element is measured. */
interface MeasureOptions {
  /** Given: the element's own size is not watched. */
  readonly width?: number;
  /** Whether it is drawn large where the element is wide, not where the window is. */
  readonly isFigure?: boolean;
}

function sizeOf(element: HTMLElement, isFigure: boolean): ElementSize {
  const width = widthOf(element);
  const across = isFigure ? width : (element.ownerDocument.defaultView?.innerWidth ?? 0);
  return { width, height: element.clientHeight, zoom: zoomForWidth(across) };
}

function widthOf(element: HTMLElement): number {
  return element.clientWidth > 0 ? element.clientWidth : defaultWidth;
}

/** Large screens are looked at from afar. */
export function zoomForWidth(width: number): number {
  return width >= largeWidth ? largeZoom : 1;
}

export interface WatchedSize {
  readonly current: () => ElementSize;
  readonly stop: () => void;
}

/** Calls `redraw` when the size changes; in between, asking for it does not lay out the page. */
export function watchSize(
  element: HTMLElement,
  { width, isFigure = false }: MeasureOptions,
  redraw: () => void,
): WatchedSize {
  const Observer = element.ownerDocument.defaultView?.ResizeObserver;
  const measure = (): ElementSize => sizeOf(element, isFigure);
  if (width !== undefined || !Observer) return { current: measure, stop: () => undefined };
  let size = measure();
  const observer = new Observer(() => {
    const now = measure();
    if (now.width === size.width && now.height === size.height) return;
    size = now;
    redraw();
  });
  observer.observe(element);
  return { current: () => size, stop: () => observer.disconnect() };
}
