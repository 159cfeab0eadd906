/** The size of the element that a room is drawn into, and how far away it is looked at from. */

const defaultWidth = 760;
const largeWindow = 1800;
const largeZoom = 1.5;

/** In CSS pixels. */
export interface ElementSize {
  readonly width: number;
  readonly height: number;
  /** Factor for large screens. */
  readonly zoom: number;
}

function sizeOf(element: HTMLElement): ElementSize {
  return { width: widthOf(element), height: element.clientHeight, zoom: zoomOf(element) };
}

function widthOf(element: HTMLElement): number {
  return element.clientWidth > 0 ? element.clientWidth : defaultWidth;
}

/** Large screens are looked at from afar. */
function zoomOf(element: HTMLElement): number {
  return (element.ownerDocument.defaultView?.innerWidth ?? 0) >= largeWindow ? largeZoom : 1;
}

export interface WatchedSize {
  readonly current: () => ElementSize;
  readonly stop: () => void;
}

/** Calls `redraw` when the size changes; in between, asking for it does not lay out the page. */
export function watchSize(element: HTMLElement, isFixed: boolean, redraw: () => void): WatchedSize {
  const Observer = element.ownerDocument.defaultView?.ResizeObserver;
  if (isFixed || !Observer) return { current: () => sizeOf(element), stop: () => undefined };
  let size = sizeOf(element);
  const observer = new Observer(() => {
    const now = sizeOf(element);
    if (now.width === size.width && now.height === size.height) return;
    size = now;
    redraw();
  });
  observer.observe(element);
  return { current: () => size, stop: () => observer.disconnect() };
}
