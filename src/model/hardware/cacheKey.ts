/**
 * What names a line in a cache. Where caches tag by physical address that is the address itself. Where they tag by
 * virtual address, a line that stands under a mapping of userspace has the mapping’s VMA in front of the address.
 */
import type { CacheLine, Line } from '../state.ts';

/** Above every physical address. */
const aliasUnit = 2 ** 40;

/** Key of a physical line under a VMA; 0 is the kernel’s linear map. */
export function aliasKey(lineAddress: number, tag: number): number {
  return tag === 0 ? lineAddress : lineAddress + tag * aliasUnit;
}

export function keyOf({ address, tag }: CacheLine): number {
  return tag === undefined ? address : address + tag * aliasUnit;
}

/** Physical address of what a key names. */
export function physicalOf(key: number): number {
  return key < aliasUnit ? key : key % aliasUnit;
}

/** Id of the VMA in a key; 0 for the kernel’s linear map. */
export function tagOf(key: number): number {
  return key < aliasUnit ? 0 : Math.floor(key / aliasUnit);
}

/** A line under a key. */
export function lineAt(key: number, state: CacheLine['state'], data: Line): CacheLine {
  if (key < aliasUnit) return { address: key, state, data };
  return { address: physicalOf(key), tag: tagOf(key), state, data };
}
