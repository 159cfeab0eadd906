/** A document for the views where there is no browser. Like one that no window shows, its elements have no size. */
import { parseHTML } from 'linkedom';

/** An empty document. */
export function cliDocument(): Document {
  const { document, HTMLElement } = parseHTML('<!doctype html><html><body></body></html>');
  for (const name of ['clientWidth', 'clientHeight', 'scrollWidth', 'scrollHeight'])
    Object.defineProperty(HTMLElement.prototype, name, { get: () => 0, configurable: true });
  Object.defineProperty(document, 'defaultView', { value: null });
  return document;
}
