/**
 * What a person has selected, in any view: a row or a page of a buffer, perhaps in one place, or an
 * instance of one of the machines. Every view shows the same selection.
 */
import type { MachineId, Place } from '../model/microEvent.ts';

export type Selection =
  /** A line, counted from the start of the buffer; `place` null: the row across all places. */
  | {
      readonly kind: 'line';
      readonly buffer: number;
      readonly line: number;
      readonly place: Place | null;
    }
  /** A page of a buffer; `place` says which translation or mapping of it (pte, tlb, iommu, device). */
  | {
      readonly kind: 'page';
      readonly buffer: number;
      readonly page: number;
      readonly place: Place | null;
    }
  /** An instance as in `machineInstances(state)`. */
  | { readonly kind: 'machine'; readonly machine: MachineId; readonly instance: string };

/** A word that is equal for equal places. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'cpu':
    case 'cache':
    case 'wc':
    case 'tlb':
      return `${place.kind}${place.cpu}`;
    case 'pte':
      return `pte${place.vma}`;
    case 'slot':
      return `slot${place.slot}`;
    case 'iommu':
    case 'iotlb':
    case 'device':
      return `${place.kind}${place.device}`;
    default:
      return place.kind;
  }
}

/** Whether two selections are the same thing. */
export function sameSelection(a: Selection | null, b: Selection | null): boolean {
  return a === b || (a !== null && b !== null && selectionKey(a) === selectionKey(b));
}

/** A word that is equal for equal selections. */
export function selectionKey(selection: Selection): string {
  if (selection.kind === 'machine') return `${selection.machine}:${selection.instance}`;
  const where = selection.place === null ? '' : `@${placeKey(selection.place)}`;
  return selection.kind === 'line'
    ? `b${selection.buffer}l${selection.line}${where}`
    : `b${selection.buffer}p${selection.page}${where}`;
}
