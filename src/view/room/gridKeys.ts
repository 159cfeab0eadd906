/**
 * Walking the grid with the keyboard: one item is in the tab order, arrows move to its neighbours, Enter
 * selects, with Shift it opens a fold. Keys that it does not know pass on to the page.
 */

export interface GridActions {
  readonly choose: (item: Element) => void;
  readonly menu: (item: Element) => void;
  /** Opens the fold that an item belongs to, or closes it. */
  readonly fold: (item: Element) => void;
  /** Draws a row that is not, by its number (`aria-rowindex`), and brings it into view. */
  readonly draw: (row: number) => void;
}

const arrows = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** Handles a key press inside `grid`; true when it was for the grid. */
export function walkGrid(grid: Element, event: KeyboardEvent, actions: GridActions): boolean {
  const focused = grid.querySelector('.item[tabindex="0"]');
  if (!focused || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.key === 'Enter' && event.shiftKey) actions.fold(focused);
  else if (event.key === 'Enter') actions.choose(focused);
  else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
    actions.menu(focused);
  else if (arrows.has(event.key) && !event.shiftKey) {
    const next = neighbour(grid, focused, event.key, actions.draw);
    if (next) focusItem(grid, next);
  } else return false;
  return true;
}

/** Makes `item` the one in the tab order, and focuses it. */
export function focusItem(grid: Element, item: Element): void {
  setTabStop(grid, item);
  if ('focus' in item && typeof item.focus === 'function') item.focus();
}

/** Leaves exactly one item in the tab order: `item`, the one that was, or the first. */
export function setTabStop(grid: Element, item: Element | null): void {
  const old = grid.querySelector('.item[tabindex="0"]');
  const next = item ?? old ?? grid.querySelector('.item');
  if (old && old !== next) old.setAttribute('tabindex', '-1');
  next?.setAttribute('tabindex', '0');
}

function neighbour(
  grid: Element,
  item: Element,
  key: string,
  draw: GridActions['draw'],
): Element | null {
  const rows = [...grid.querySelectorAll('.row')].filter(
    (row) => row.querySelector('.item') !== null,
  );
  const row = item.closest('.row');
  const index = rows.findIndex((other) => other === row);
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const items = row ? [...row.querySelectorAll('.item')] : [];
    return items[items.indexOf(item) + (key === 'ArrowLeft' ? -1 : 1)] ?? null;
  }
  const step = key === 'ArrowUp' ? -1 : 1;
  const number = Number(row?.getAttribute('aria-rowindex') ?? 0);
  if (number > 0) draw(number + step);
  const next =
    number > 0 ? grid.querySelector(`.row[aria-rowindex="${number + step}"]`) : rows[index + step];
  return next ? nearest(item, [...next.querySelectorAll('.item')]) : null;
}

function nearest(item: Element, others: readonly Element[]): Element | null {
  const x = middleOf(item);
  let best: Element | null = null;
  for (const other of others)
    if (best === null || Math.abs(middleOf(other) - x) < Math.abs(middleOf(best) - x)) best = other;
  return best;
}

const middleOf = (item: Element): number => Number(item.getAttribute('data-middle') ?? 0);
