/** What the mouse and the keyboard do with things in the room's grid. */
import { select } from 'd3-selection';
import type { Selection } from '../../scene/selection.ts';
import { walkGrid } from './gridKeys.ts';
import type { GridItem, GridRow } from './gridItem.ts';

/** What happened to things in the grid. */
export interface GridEvents {
  /** Something was clicked, or chosen with Enter. */
  readonly onSelect: (selection: Selection) => void;
  /** The menu of a thing is asked for, at a point of the window. */
  readonly onCellMenu?: (
    selection: Selection,
    point: { readonly x: number; readonly y: number },
  ) => void;
}

/** What keys ask of the rows of the grid. */
export interface RowEvents {
  /** Draws the row with a number from 1, and brings it into view. */
  readonly draw: (row: number) => void;
  /** Opens what is folded in the row with a key, or folds it. */
  readonly fold: (key: string) => void;
}

/** Returns what stops listening. */
export function listenToGrid(
  grid: SVGGElement,
  options: GridEvents,
  { draw, fold }: RowEvents,
): () => void {
  const choose = (item: Element): void => {
    const data = itemOf(item);
    if (data?.selection) options.onSelect(data.selection);
  };
  const openMenu = (item: Element, point: { readonly x: number; readonly y: number }): void => {
    const data = itemOf(item);
    if (data?.selection) options.onCellMenu?.(data.selection, point);
  };
  const onClick = (event: MouseEvent): void => {
    const item = itemAt(event);
    if (item) choose(item);
  };
  // Keeps the focus where it was, so that the arrow keys go on stepping after a click.
  const onDown = (event: MouseEvent): void => event.preventDefault();
  const onMenu = (event: MouseEvent): void => {
    const item = itemAt(event);
    if (!item || !options.onCellMenu) return;
    event.preventDefault();
    openMenu(item, { x: event.clientX, y: event.clientY });
  };
  const onKey = (event: KeyboardEvent): void => {
    const menu = (item: Element): void => {
      const box = item.getBoundingClientRect();
      openMenu(item, { x: box.left + box.width / 2, y: box.bottom });
    };
    const foldRow = (item: Element): void => {
      const row = item.closest('.row');
      const key = row && select<Element, GridRow | undefined>(row).datum()?.key;
      if (typeof key === 'string') fold(key);
    };
    if (!walkGrid(grid, event, { choose, menu, fold: foldRow, draw })) return;
    event.preventDefault();
    event.stopPropagation();
  };
  grid.addEventListener('click', onClick);
  grid.addEventListener('mousedown', onDown);
  grid.addEventListener('contextmenu', onMenu);
  grid.addEventListener('keydown', onKey);
  return () => {
    grid.removeEventListener('click', onClick);
    grid.removeEventListener('mousedown', onDown);
    grid.removeEventListener('contextmenu', onMenu);
    grid.removeEventListener('keydown', onKey);
  };
}

/** The nearest grid item around what an event hit. */
function itemAt(event: Event): Element | null {
  for (const node of event.composedPath())
    if ('closest' in node && typeof node.closest === 'function') {
      const item: unknown = node.closest('.item');
      return isElement(item) ? item : null;
    }
  return null;
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && 'getAttribute' in value;
}

function itemOf(element: Element): GridItem | undefined {
  return select<Element, GridItem | undefined>(element).datum();
}
