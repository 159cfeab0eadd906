/** Copy-on-write helpers for readonly arrays. They never change what they are given. */

/** A copy of `items` with `value` at `index`; the same array when it already is there. */
export function replaceAt<T>(items: readonly T[], index: number, value: T): readonly T[] {
  if (items[index] === value) return items;
  const copy = items.slice();
  copy[index] = value;
  return copy;
}

/** A copy of `items` without the item at `index`. */
export function removeAt<T>(items: readonly T[], index: number): readonly T[] {
  return items.slice(0, index).concat(items.slice(index + 1));
}
