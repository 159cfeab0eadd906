/**
 * The IOMMU: an I/O page table and an IOTLB for each device. After unmap the IOTLB is invalidated at once
 * (strict) or in a batch later (lazy) [drivers/iommu/dma-iommu.c].
 */
import { emit, setDevice, type Draft } from '../draft.ts';
import { iommuId } from '../machines/instanceIds.ts';
import { iommuNext } from '../machines/machines.ts';
import type { IommuMappingEvent } from '../machines/events.ts';
import type { ByteRange } from '../microEvent.ts';
import type { Direction } from '../operation.ts';
import type { IommuPte, State } from '../state.ts';
import { bufferByteAt, frameAddress } from './layout.ts';

/** Entries of a device's IOTLB. */
const iotlbSize = 16;

/** What the IOMMU makes of a device address. */
export type Translation =
  | { readonly kind: 'ok'; readonly address: number; readonly isStale: boolean }
  | { readonly kind: 'fault'; readonly reason: string };

const hex = (value: number): string => `0x${value.toString(16)}`;

/** The bytes of a buffer that a frame holds. */
function pageRange(draft: Draft, frame: number): { range: ByteRange } | Record<never, never> {
  const bytes = bufferByteAt(draft.state, frameAddress(draft.state, frame, 0));
  return bytes ? { range: { ...bytes, length: draft.state.setup.platform.pageSize } } : {};
}

/** Whether a device's addresses pass the platform's IOMMU. */
export function isBehindIommu({ setup }: Pick<State, 'setup'>, device: number): boolean {
  return setup.platform.iommu !== 'none' && setup.devices[device]?.iommu !== 'none';
}

/** Installs translations for frames, adjacent in I/O virtual space. Returns the first I/O virtual address. */
export function iommuMap(
  draft: Draft,
  device: number,
  frames: readonly number[],
  direction: Direction,
): number {
  const { pageSize } = draft.state.setup.platform;
  const next = (draft.state.devices[device]?.nextIova ?? 0) - frames.length * pageSize;
  const base = next - (next % pageSize);
  setDevice(draft, device, { nextIova: base });
  frames.forEach((frame, index) => {
    const iova = base + index * pageSize;
    const pte: IommuPte = {
      iova,
      frame,
      readable: direction !== 'FROM_DEVICE',
      writable: direction !== 'TO_DEVICE',
      state: iommuNext('unmapped', 'map') ?? 'mapped',
    };
    setDevice(draft, device, { iommu: [...(draft.state.devices[device]?.iommu ?? []), pte] });
    note(draft, device, iova, 'map', 'unmapped', pte.state);
    emit(draft, 'iommu.map', {
      label: `iommu_map(${hex(iova)} to pfn ${(draft.state.frames[frame]?.pfn ?? 0).toString(16)})`,
      from: { kind: 'memory' },
      to: { kind: 'iommu', device },
      ...pageRange(draft, frame),
      facts: { iova, readable: pte.readable, writable: pte.writable },
    });
  });
  return base;
}

function note(
  draft: Draft,
  device: number,
  iova: number,
  event: string,
  from: string,
  to: string,
): void {
  const name = draft.state.setup.devices[device]?.name ?? '';
  const transition = {
    machine: 'iommuMapping' as const,
    instance: iommuId(name, iova),
    event,
    from,
    to,
  };
  draft.transitions = [...draft.transitions, transition];
}

function sendPte(draft: Draft, device: number, iova: number, event: IommuMappingEvent): void {
  const table = draft.state.devices[device]?.iommu ?? [];
  const changed = table.map((pte) => {
    if (pte.iova !== iova) return pte;
    const state = iommuNext(pte.state, event) ?? pte.state;
    note(draft, device, iova, event, pte.state, state);
    return { ...pte, state };
  });
  setDevice(draft, device, { iommu: changed.filter((pte) => pte.state !== 'unmapped') });
}

/** Removes translations; in strict mode the IOTLB is invalidated at once. */
export function iommuUnmap(draft: Draft, device: number, base: number, pages: number): void {
  const { pageSize, iommu } = draft.state.setup.platform;
  const iovas = Array.from({ length: pages }, (_, i) => base + i * pageSize);
  for (const iova of iovas) {
    const pte = draft.state.devices[device]?.iommu.find((candidate) => candidate.iova === iova);
    sendPte(draft, device, iova, 'clear');
    emit(draft, 'iommu.unmap', {
      label: `iommu_unmap_fast(${hex(iova)})`,
      to: { kind: 'iommu', device },
      ...(pte ? pageRange(draft, pte.frame) : {}),
      facts: { iova },
    });
  }
  if (iommu === 'lazy') {
    for (const iova of iovas) sendPte(draft, device, iova, 'defer');
    return;
  }
  flushIotlb(draft, device, iovas, 'strict');
}

function flushIotlb(draft: Draft, device: number, iovas: readonly number[], reason: string): void {
  for (const iova of iovas) sendPte(draft, device, iova, 'flush');
  const kept = (draft.state.devices[device]?.iotlb ?? []).filter(
    (entry) => !iovas.includes(entry.iova),
  );
  setDevice(draft, device, { iotlb: kept });
  emit(draft, 'iotlb.flush', {
    label: 'IOTLB invalidated',
    to: { kind: 'iotlb', device },
    facts: { reason },
  });
}

/** The lazy mode's batched invalidation, for every device. Returns how many entries waited. */
export function flushLazy(draft: Draft): number {
  let waiting = 0;
  draft.state.devices.forEach(({ iommu }, device) => {
    const iovas = iommu.filter((pte) => pte.state === 'lazy').map((pte) => pte.iova);
    waiting += iovas.length;
    if (iovas.length > 0) flushIotlb(draft, device, iovas, 'batch');
  });
  return waiting;
}

/** How many bytes from a device address on the IOMMU would let through now; changes nothing. */
export function passableBytes(
  state: State,
  device: number,
  dmaAddress: number,
  length: number,
  isWrite: boolean,
): number {
  const { pageSize } = state.setup.platform;
  const { iommu = [], iotlb = [] } = state.devices[device] ?? {};
  let end = dmaAddress - (dmaAddress % pageSize);
  while (end < dmaAddress + length) {
    const iova = end;
    const entry =
      iotlb.find((candidate) => candidate.iova === iova) ??
      iommu.find((candidate) => candidate.iova === iova && candidate.state === 'mapped');
    if (!entry || !(isWrite ? entry.writable : entry.readable)) break;
    end += pageSize;
  }
  return Math.max(0, Math.min(end - dmaAddress, length));
}

/** Translates a device address, filling the IOTLB on a miss. */
export function translateIova(
  draft: Draft,
  device: number,
  dmaAddress: number,
  isWrite: boolean,
): Translation {
  const { pageSize } = draft.state.setup.platform;
  const iova = dmaAddress - (dmaAddress % pageSize);
  let entry = draft.state.devices[device]?.iotlb.find((candidate) => candidate.iova === iova);
  const pte = draft.state.devices[device]?.iommu.find((candidate) => candidate.iova === iova);
  if (!entry) {
    if (pte?.state !== 'mapped')
      return { kind: 'fault', reason: `no translation for ${hex(iova)}` };
    entry = pte;
    const { frame, readable, writable } = pte;
    const old = draft.state.devices[device]?.iotlb ?? [];
    setDevice(draft, device, {
      iotlb: [{ iova, frame, readable, writable }, ...old].slice(0, iotlbSize),
    });
    emit(draft, 'iotlb.fill', {
      label: `IOTLB fill ${hex(iova)}`,
      from: { kind: 'iommu', device },
      to: { kind: 'iotlb', device },
      ...pageRange(draft, frame),
      facts: { iova },
    });
  }
  if (isWrite ? !entry.writable : !entry.readable) {
    return {
      kind: 'fault',
      reason: `${hex(iova)} is not mapped for ${isWrite ? 'writing' : 'reading'}`,
    };
  }
  const address = frameAddress(draft.state, entry.frame, dmaAddress % pageSize);
  return { kind: 'ok', address, isStale: pte?.state !== 'mapped' };
}
