/** Windowing: which of many items in order of time can be seen. */

/** Of items in order of time those that begin before `to` and end after `from`. */
export function between<Item>(
  items: readonly Item[],
  from: number,
  to: number,
  end: (item: Item) => number,
  start: (item: Item) => number = end,
): readonly Item[] {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && end(item) < from) low = middle + 1;
    else high = middle;
  }
  let past = low;
  for (let item = items[past]; item !== undefined && start(item) <= to; item = items[past])
    past += 1;
  return items.slice(low, past);
}
