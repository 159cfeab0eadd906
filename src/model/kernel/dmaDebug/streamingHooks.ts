/** Tells dma-debug of syncs and unmaps of streaming mappings, in the shape that its hooks want. */
import type { Draft } from '../../draft.ts';
import type { Direction } from '../../operation.ts';
import type { DmaMapping } from '../../state.ts';
import { mappingError } from './checkUnmap.ts';
import { debugSync, debugSyncSg, debugUnmap, debugUnmapSg, isDebugged } from './hooks.ts';
import { dmaAttrs } from './types.ts';

/** How a call names what it is about, where that is not how the mapping was made. */
export interface CallShape {
  /** Entries of the list that are given to the call; absent: all. */
  readonly entries?: number;
  /** The call is one of dma_*_single, or of dma_*_sg; absent: as the mapping was made. */
  readonly as?: 'single' | 'sg';
}

/** Device address of a byte of the buffer, counted from the mapping's first. */
function addressOf({ segments, start }: DmaMapping, byte: number): number {
  const [first] = segments;
  return first ? first.dmaAddress + byte - start : mappingError;
}

const isList = ({ kind }: DmaMapping, { as }: CallShape): boolean =>
  as === undefined ? kind === 'sg' : as === 'sg';

const listLength = ({ list, segments }: DmaMapping, { entries }: CallShape): number =>
  entries ?? list?.length ?? segments.length;

export interface SyncCall extends CallShape {
  readonly to: 'cpu' | 'device';
  readonly start: number;
  readonly length: number;
  readonly direction: Direction;
}

/** A sync, live mapping or not. */
export function debugSyncOf(draft: Draft, mapping: DmaMapping, call: SyncCall): void {
  if (!isDebugged(draft)) return;
  const { direction, to } = call;
  if (isList(mapping, call)) {
    const entries = listLength(mapping, call);
    debugSyncSg(draft, mapping, { entries, direction, attrs: 0 }, to);
    return;
  }
  const dmaAddress = addressOf(mapping, call.start);
  debugSync(draft, mapping.device, { dmaAddress, size: call.length, direction }, to);
}

export interface UnmapCall extends CallShape {
  readonly length: number;
  readonly direction: Direction;
  readonly skipCpuSync: boolean;
  /** Further DMA_ATTR_* bits. */
  readonly attrs?: number;
}

/** Attribute bits of a call. Registers are never synced, which no bit says. */
export function attrsOf(call: { readonly skipCpuSync: boolean; readonly attrs?: number }): number {
  const { attrs = 0 } = call;
  if (attrs & dmaAttrs.MMIO) return attrs;
  return attrs | (call.skipCpuSync ? dmaAttrs.SKIP_CPU_SYNC : 0);
}

/** An unmap. dma_unmap_sg tells of it before it does anything, dma_unmap_single when it is done. */
export function debugUnmapOf(
  draft: Draft,
  mapping: DmaMapping,
  call: UnmapCall,
  when: 'before' | 'after',
): void {
  // dma_free_coherent tells by itself.
  if (!isDebugged(draft) || (mapping.kind === 'coherent' && call.as === undefined)) return;
  const { direction, length: size } = call;
  const attrs = attrsOf(call);
  if (isList(mapping, call)) {
    const entries = listLength(mapping, call);
    if (when === 'before') debugUnmapSg(draft, mapping, { entries, direction, attrs });
    return;
  }
  if (when === 'before') return;
  const dmaAddress = addressOf(mapping, mapping.start);
  debugUnmap(draft, mapping.device, { dmaAddress, size, direction }, attrs);
}
