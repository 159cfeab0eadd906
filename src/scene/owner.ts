/**
 * Who owns bytes of a buffer now: ownership is per mapping, so the CPU owns what no live mapping has
 * handed to its device (kernel/dma/mapping.c, Documentation/core-api/dma-api.rst). Read from the extents
 * of the mappings; it decides nothing.
 */
import type { Operation } from '../model/operation.ts';
import type { Buffer, State } from '../model/state.ts';
import { vmaPages } from './vmaPages.ts';

/** Who may touch bytes of a buffer now; `devices` are indices. */
export type Owner =
  | { readonly kind: 'cpu' }
  | { readonly kind: 'device'; readonly device: number }
  | { readonly kind: 'devices'; readonly devices: readonly number[] }
  /** Part of the range is the CPU's, part belongs to devices. */
  | { readonly kind: 'parts'; readonly devices: readonly number[] }
  /** Touched by somebody who did not own it; `devices` own it, none: the CPU. */
  | { readonly kind: 'contested'; readonly devices: readonly number[] }
  /** On its way between the CPU and a device; `device` null: not known to whom yet. */
  | { readonly kind: 'handingOver'; readonly to: 'cpu' | 'device'; readonly device: number | null }
  /** A coherent allocation: shared, owned by nobody in particular. */
  | { readonly kind: 'coherent'; readonly device: number };

/** Owner of the bytes [start, end) of a buffer. */
export function ownerOfRange(state: State, buffer: number, start: number, end: number): Owner {
  const coherentFor = state.buffers[buffer]?.coherentFor ?? null;
  if (coherentFor !== null) return { kind: 'coherent', device: coherentFor };
  const devices = new Set<number>();
  const handed: { start: number; end: number }[] = [];
  let contested = false;
  let changing: Owner | null = null;
  for (const mapping of state.mappings) {
    if (!mapping.live || mapping.buffer !== buffer || mapping.kind === 'coherent') continue;
    if (mapping.start >= end || mapping.start + mapping.length <= start) continue;
    const extents = mapping.extents.filter((extent) => extent.end > start && extent.start < end);
    const held = extents.filter((extent) => extent.state.startsWith('device'));
    contested ||= extents.some((extent) => extent.contested);
    if (mapping.changing) {
      const to = held.length > 0 ? 'device' : 'cpu';
      changing = { kind: 'handingOver', to, device: mapping.device };
      continue;
    }
    if (held.length > 0) devices.add(mapping.device);
    handed.push(...held);
  }
  const list = [...devices].toSorted((a, b) => a - b);
  const first = list[0];
  if (contested) return { kind: 'contested', devices: list };
  if (changing !== null && first === undefined) return changing;
  if (first === undefined) return { kind: 'cpu' };
  if (!covers(handed, start, end)) return { kind: 'parts', devices: list };
  return list.length === 1 ? { kind: 'device', device: first } : { kind: 'devices', devices: list };
}

/** Owner of one page, and of the page while its mappings are being shot down. */
export function ownerOfPage(state: State, buffer: number, page: number): Owner {
  const size = state.setup.platform.pageSize;
  const owner = ownerOfRange(state, buffer, page * size, (page + 1) * size);
  if (owner.kind !== 'cpu' || !isBeingShotDown(state, buffer, page)) return owner;
  return { kind: 'handingOver', to: 'device', device: onlyImporter(state.buffers[buffer]) };
}

/** Owner of a whole buffer: of all its pages where they agree, else in parts. */
export function ownerOfBuffer(state: State, buffer: number): Owner {
  const pages = state.buffers[buffer]?.frames.length ?? 0;
  const whole = ownerOfRange(state, buffer, 0, pages * state.setup.platform.pageSize);
  if (whole.kind !== 'cpu') return whole;
  for (let page = 0; page < pages; page++) {
    const owner = ownerOfPage(state, buffer, page);
    if (owner.kind !== 'cpu') return owner;
  }
  return whole;
}

/**
 * The hand-over that an operation in progress is about to complete, as seen on one page; null where the
 * operation hands nothing over or has done so.
 */
export function handOverUnderWay(
  state: State,
  operation: Operation | null,
  owner: Owner,
  buffer: number,
): Owner | null {
  if (operation?.agent.kind !== 'device') return null;
  const { action, agent } = operation;
  const device = state.setup.devices.findIndex(({ name }) => name === agent.device);
  if (device < 0 || !('buffer' in action)) return null;
  if (state.setup.buffers[buffer]?.name !== action.buffer) return null;
  if (action.do === 'map' && owner.kind === 'cpu')
    return { kind: 'handingOver', to: 'device', device };
  if (action.do === 'unmap' && owner.kind === 'device' && owner.device === device)
    return { kind: 'handingOver', to: 'cpu', device };
  return null;
}

/** The owner in a few words: `CPU owns`, `gpu owns`, `CPU → gpu`. `names`: of the devices. */
export function ownerWords(owner: Owner, names: readonly string[]): string {
  const name = (device: number): string => names[device] ?? `device ${device}`;
  switch (owner.kind) {
    case 'cpu':
      return 'CPU owns';
    case 'device':
      return `${name(owner.device)} owns`;
    case 'devices':
      return `${owner.devices.map(name).join(' + ')} own`;
    case 'parts':
      return `CPU + ${owner.devices.map(name).join(' + ')}`;
    case 'contested':
      return 'contested';
    case 'handingOver': {
      const device = owner.device === null ? 'device' : name(owner.device);
      return owner.to === 'device' ? `CPU → ${device}` : `${device} → CPU`;
    }
    case 'coherent':
      return 'shared';
  }
}

/** What the few words leave out, or an empty text. */
export function ownerDetail(owner: Owner, names: readonly string[]): string {
  const name = (device: number): string => names[device] ?? `device ${device}`;
  switch (owner.kind) {
    case 'handingOver':
      return 'handing over';
    case 'parts':
      return 'own parts';
    case 'contested':
      return owner.devices.length === 0
        ? 'CPU owns'
        : `${owner.devices.map(name).join(' + ')} ${owner.devices.length === 1 ? 'owns' : 'own'}`;
    case 'coherent':
      return 'coherent memory';
    default:
      return '';
  }
}

function covers(
  ranges: readonly { readonly start: number; readonly end: number }[],
  start: number,
  end: number,
): boolean {
  let reached = start;
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    if (range.start > reached) return false;
    reached = Math.max(reached, range.end);
  }
  return reached >= end;
}

function isBeingShotDown(state: State, buffer: number, page: number): boolean {
  return vmaPages(state, buffer, page).some(
    ({ vma, pte }) => vma.buffer === buffer && pte.state.startsWith('shootdown'),
  );
}

function onlyImporter(buffer: Buffer | undefined): number | null {
  const importers = [...new Set(buffer?.dmaBuf?.importers ?? [])];
  return importers.length === 1 ? (importers[0] ?? null) : null;
}
