/**
 * Where the DMA API tells dma-debug what it does [kernel/dma/debug.c, the debug_dma_* functions]. All of them do
 * nothing where the kernel is built without it.
 */
import { emit, printkOnce, type Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { DmaMapping, SgEntry } from '../../state.ts';
import { crosses, segmentLimits } from '../segments.ts';
import { checkSync } from './checkSync.ts';
import { checkUnmap, typeName } from './checkUnmap.ts';
import { complain, longHex } from './complain.ts';
import { insertLine } from './lines.ts';
import { findExact } from './table.ts';
import { dmaAttrs, type DebugEntry, type DebugReference, type DebugType } from './types.ts';

/** Whether the kernel is built with CONFIG_DMA_API_DEBUG. */
export const isDebugged = (draft: Draft): boolean => draft.state.dmaDebug !== null;

/** Kind of what dma_map_single, dma_map_page and dma_map_resource make. */
export function mapType(draft: Draft, isResource = false): DebugType {
  if (draft.state.setup.platform.kernel === '7.3') return 'phy';
  return isResource ? 'resource' : 'single';
}

/** add_dma_entry. */
export function addEntry(draft: Draft, entry: DebugEntry): void {
  const debug = draft.state.dmaDebug;
  if (!debug) return;
  draft.state.dmaDebug = { ...debug, entries: [...debug.entries, entry] };
  const overlap = insertLine(draft, entry);
  if (overlap.isTooMany)
    printkOnce(
      draft,
      `DMA-API: exceeded 7 overlapping mappings of cacheline ${longHex(entry.physical)}`,
      'kernel/dma/debug.c at active_cacheline_inc_overlap',
      'More mappings begin in one cache line than dma-debug can count.',
    );
  if (overlap.isComplaint)
    complain(draft, entry.device, entry, {
      rule: 'debug-overlap',
      text: "cacheline tracking EEXIST, overlapping mappings aren't supported",
      outcome: 'another mapping that a device may write begins in the same cache line',
    });
  emit(draft, 'debug.add', {
    label: `dma-debug: ${longHex(entry.dmaAddress)} noted`,
    from: { kind: 'kernel' },
    to: { kind: 'device', device: entry.device },
    ...(entry.bytes ? { range: { ...entry.bytes, length: entry.size } } : {}),
    facts: { size: entry.size, type: typeName(entry.type), direction: entry.direction },
  });
}

type Mapped = Pick<
  DmaMapping,
  'device' | 'buffer' | 'start' | 'length' | 'direction' | 'segments' | 'kind'
>;

export interface MapDetail {
  /** The CPU list. */
  readonly runs: readonly SgEntry[];
  readonly attrs: number;
  /** Whether the driver does not look at once whether the map worked. */
  readonly isUnchecked: boolean;
}

/** A streaming mapping was made. */
export function debugMap(draft: Draft, mapped: Mapped, detail: MapDetail): void {
  if (!isDebugged(draft)) return;
  if (mapped.kind === 'sg') debugMapSg(draft, mapped, detail);
  else debugMapPhys(draft, mapped, detail);
}

function debugMapPhys(draft: Draft, mapped: Mapped, { runs, attrs, isUnchecked }: MapDetail): void {
  const isResource = (attrs & dmaAttrs.MMIO) !== 0;
  const { device, buffer, start, length: size, direction } = mapped;
  const entry: DebugEntry = {
    ...{ type: mapType(draft, isResource), device, size, direction, attrs },
    dmaAddress: mapped.segments[0]?.dmaAddress ?? 0,
    physical: runs[0]?.address ?? 0,
    ...{ callEntries: 0, mappedEntries: 0, bytes: { buffer, start } },
    mapError: isUnchecked ? 'notChecked' : 'checked',
  };
  const isRam = draft.state.setup.buffers[buffer]?.memory === undefined;
  if (isResource && isRam && entry.type === 'phy')
    complain(draft, device, entry, {
      rule: 'debug-resource-on-ram',
      text: `dma_map_resource called for RAM address ${longHex(entry.physical)}`,
      outcome: 'the address is memory of the kernel, not registers of a device',
    });
  addEntry(draft, entry);
}

function debugMapSg(draft: Draft, mapped: Mapped, { runs, attrs }: MapDetail): void {
  const { device, buffer, direction, segments } = mapped;
  const { maxSegSize, segBoundary } = segmentLimits(draft, device);
  segments.forEach(({ start, length: size, dmaAddress }, index) => {
    const run = runs[index];
    const entry: DebugEntry = {
      ...{ type: 'sg' as const, device, dmaAddress, size, direction, attrs },
      physical: run?.address ?? 0,
      ...{ callEntries: runs.length, mappedEntries: segments.length },
      ...{ mapError: 'notApplicable' as const, bytes: { buffer, start } },
    };
    const given = run?.length ?? size;
    if (given > maxSegSize)
      complain(draft, device, entry, {
        rule: 'debug-segment-length',
        text: `mapping sg segment longer than device claims to support [len=${given}] [max=${maxSegSize}]`,
        outcome: `the entry has ${given} bytes, the device claims to take ${maxSegSize}`,
      });
    if (crosses(dmaAddress, size, segBoundary))
      complain(draft, device, entry, {
        rule: 'debug-segment-boundary',
        text: `mapping sg segment across boundary [start=${longHex(dmaAddress)}] [end=${longHex(dmaAddress + size - 1)}] [boundary=${longHex(segBoundary - 1)}]`,
        outcome: `it crosses a multiple of ${segBoundary}`,
      });
    addEntry(draft, entry);
  });
}

/** dma_mapping_error: the first mapping at the address that was not looked at yet is marked. */
export function debugMappingError(draft: Draft, device: number, dmaAddress: number): void {
  const debug = draft.state.dmaDebug;
  if (!debug) return;
  const isMeant = (entry: DebugEntry): boolean =>
    entry.device === device && entry.dmaAddress === dmaAddress && entry.mapError === 'notChecked';
  const first = debug.entries.find(isMeant);
  const entries = debug.entries.map((entry) =>
    entry === first ? { ...entry, mapError: 'checked' as const } : entry,
  );
  draft.state.dmaDebug = { ...debug, entries };
}

/** What a call on an sg list says: how many entries, in which direction. */
export interface ListCall {
  readonly entries: number;
  readonly direction: Direction;
  readonly attrs: number;
}

function listReference(
  { device, segments }: Pick<Mapped, 'device' | 'segments'>,
  index: number,
  { entries, direction, attrs }: ListCall,
): DebugReference {
  const segment = segments[index];
  return {
    ...{ type: 'sg', device, direction, attrs, callEntries: entries, physical: 0 },
    // Entries that were merged into those before them have no address.
    dmaAddress: segment?.dmaAddress ?? 2 ** 64 - 1,
    size: segment?.length ?? 0,
  };
}

/** How many segments the list became, as far as dma-debug can tell by its first. */
function mappedEntries(draft: Draft, mapped: Mapped, list: ListCall): number {
  return findExact(draft, listReference(mapped, 0, list)).entry?.mappedEntries ?? 0;
}

/** dma_unmap_sg. */
export function debugUnmapSg(draft: Draft, mapped: Mapped, list: ListCall): void {
  if (!isDebugged(draft)) return;
  const known = mappedEntries(draft, mapped, list);
  const count = known === 0 ? list.entries : Math.min(known, list.entries);
  for (let i = 0; i < count; i++) checkUnmap(draft, listReference(mapped, i, list));
}

/** dma_sync_sg_for_cpu and _for_device: a list whose first entry is not known is passed over in silence. */
export function debugSyncSg(
  draft: Draft,
  mapped: Mapped,
  list: ListCall,
  to: 'cpu' | 'device',
): void {
  if (!isDebugged(draft)) return;
  const count = Math.min(mappedEntries(draft, mapped, list), list.entries);
  for (let i = 0; i < count; i++) checkSync(draft, listReference(mapped, i, list), to);
}

/** What a call on one range says. */
export interface RangeCall {
  readonly dmaAddress: number;
  readonly size: number;
  readonly direction: Direction;
}

/** dma_unmap_single, _page or _resource. */
export function debugUnmap(
  draft: Draft,
  device: number,
  { dmaAddress, size, direction }: RangeCall,
  attrs: number,
): void {
  if (!isDebugged(draft)) return;
  const type = mapType(draft, (attrs & dmaAttrs.MMIO) !== 0);
  checkUnmap(draft, {
    ...{ type, device, dmaAddress, size, direction, attrs, callEntries: 0, physical: 0 },
  });
}

/** dma_sync_single_for_cpu or _for_device. */
export function debugSync(
  draft: Draft,
  device: number,
  { dmaAddress, size, direction }: RangeCall,
  to: 'cpu' | 'device',
): void {
  if (!isDebugged(draft)) return;
  // The kind given here is `single` also where map noted `phy`: then no sync ever fits in every respect.
  const reference: DebugReference = {
    ...{ type: 'single', device, dmaAddress, size, direction, attrs: 0 },
    ...{ callEntries: 0, physical: 0 },
  };
  checkSync(draft, reference, to);
}
