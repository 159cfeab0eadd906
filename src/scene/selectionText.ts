/**
 * The selection as a word in links: the inverse of `selectionKey` in `selection.ts`.
 */
import type { MachineId, Place } from '../model/microEvent.ts';
import type { Selection } from './selection.ts';

const bufferPattern = /^b(\d{1,4})([lp])(\d{1,7})(?:@([a-z]+)(\d{0,5}))?$/;
const machinePattern = /^([A-Za-z]{1,20}):([\w:./-]{1,60})$/;

const machineIds: Readonly<Record<MachineId, true>> = {
  ownership: true,
  attachment: true,
  pte: true,
  iommuMapping: true,
  dmaTransfer: true,
  accessWindow: true,
  fence: true,
};

function isMachineId(text: string): text is MachineId {
  return Object.hasOwn(machineIds, text);
}

/** Reads what `selectionKey` writes; null for anything else. */
export function parseSelection(text: string): Selection | null {
  const [, machine, instance] = machinePattern.exec(text) ?? [];
  if (machine !== undefined && instance !== undefined) {
    return isMachineId(machine) ? { kind: 'machine', machine, instance } : null;
  }
  const [, buffer, kind, item, placeKind, placeIndex] = bufferPattern.exec(text) ?? [];
  if (buffer === undefined || item === undefined) return null;
  const place = placeKind === undefined ? null : parsePlace(placeKind, Number(placeIndex));
  if (placeKind !== undefined && place === null) return null;
  return kind === 'l'
    ? { kind: 'line', buffer: Number(buffer), line: Number(item), place }
    : { kind: 'page', buffer: Number(buffer), page: Number(item), place };
}

function parsePlace(kind: string, index: number): Place | null {
  switch (kind) {
    case 'cpu':
    case 'cache':
    case 'wc':
    case 'tlb':
      return { kind, cpu: index };
    case 'pte':
      return { kind, vma: index };
    case 'slot':
      return { kind, slot: index };
    case 'iommu':
    case 'iotlb':
    case 'device':
      return { kind, device: index };
    case 'memory':
    case 'kernel':
      return { kind };
    default:
      return null;
  }
}
