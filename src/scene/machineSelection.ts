/**
 * Where the room shows an instance of a machine: ids as in `model/machines/instanceIds.ts`, which are
 * stable words (`pte/3:0`, `ownership/7:1`, `iommu/gpu:0xffff000`, `attachment/2`).
 */
import type { State } from '../model/state.ts';
import type { Selection } from './selection.ts';
import { pageShown } from './vmaPages.ts';

/** A selection in the room's terms; one of a machine that the room does not show stays as it is. */
export function roomSelection(state: State, selection: Selection | null): Selection | null {
  if (selection?.kind !== 'machine') return selection;
  const [, first = '', second = ''] = /^\w+\/([^:]+):?(.*)$/u.exec(selection.instance) ?? [];
  const id = Number(first);
  switch (selection.machine) {
    case 'pte': {
      const vma = state.vmas.find((other) => other.id === id);
      if (!vma) return selection;
      const shown = pageShown(state, vma, Number(second));
      return shown ? { kind: 'page', ...shown, place: { kind: 'pte', vma: id } } : selection;
    }
    case 'ownership': {
      const mapping = state.mappings.find((other) => other.id === id);
      return mapping ? devicePage(mapping, Number(second)) : selection;
    }
    case 'attachment': {
      const attachment = state.attachments.find((other) => other.id === id);
      return attachment ? devicePage(attachment, 0) : selection;
    }
    case 'iommuMapping':
      return iommuPage(state, first, Number(second)) ?? selection;
    default:
      return selection;
  }
}

function devicePage(
  { device, buffer }: { readonly device: number; readonly buffer: number },
  page: number,
): Selection {
  return { kind: 'page', buffer, page, place: { kind: 'device', device } };
}

function iommuPage(state: State, name: string, iova: number): Selection | null {
  const device = state.setup.devices.findIndex((other) => other.name === name);
  const pte = state.devices[device]?.iommu.find((other) => other.iova === iova);
  if (!pte) return null;
  const buffer = state.buffers.findIndex(({ frames }) => frames.includes(pte.frame));
  const page = state.buffers[buffer]?.frames.indexOf(pte.frame) ?? -1;
  return page < 0 ? null : { kind: 'page', buffer, page, place: { kind: 'iommu', device } };
}
