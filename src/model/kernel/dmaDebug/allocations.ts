/** What dma-debug notes of coherent allocations, and of drivers that leave [kernel/dma/debug.c]. */
import type { Draft } from '../../draft.ts';
import type { DmaMapping } from '../../state.ts';
import { bufferAddress } from '../../hardware/layout.ts';
import { checkUnmap, typeName } from './checkUnmap.ts';
import { addressText, complain, directionText } from './complain.ts';
import { addEntry, isDebugged } from './hooks.ts';
import { bucketOf } from './table.ts';

/** dma_alloc_coherent. */
export function debugAlloc(draft: Draft, mapping: DmaMapping): void {
  if (!isDebugged(draft)) return;
  const { device, buffer, length: size, segments } = mapping;
  addEntry(draft, {
    ...{ type: 'coherent', device, size, direction: 'BIDIRECTIONAL', attrs: 0 },
    dmaAddress: segments[0]?.dmaAddress ?? 0,
    physical: bufferAddress(draft.state, buffer, 0),
    ...{ callEntries: 0, mappedEntries: 0, mapError: 'notApplicable' },
    bytes: { buffer, start: 0 },
  });
}

/** dma_free_coherent, with what it is given: bytes, and how far its CPU address is from the one allocated. */
export function debugFree(
  draft: Draft,
  { device, buffer, segments }: DmaMapping,
  size: number,
  cpuOffset: number,
): void {
  if (!isDebugged(draft)) return;
  checkUnmap(draft, {
    ...{ type: 'coherent', device, size, direction: 'BIDIRECTIONAL', attrs: 0, callEntries: 0 },
    dmaAddress: segments[0]?.dmaAddress ?? 0,
    physical: bufferAddress(draft.state, buffer, 0) + cpuOffset,
  });
}

/** A driver was unbound: what the device has mapped is counted, and the last in the hash table told of. */
export function debugRelease(draft: Draft, device: number): void {
  const { entries = [] } = draft.state.dmaDebug ?? {};
  if (draft.state.setup.devices[device]?.bus !== 'pci') return;
  const pending = entries
    .filter((entry) => entry.device === device)
    .toSorted((a, b) => bucketOf(a) - bucketOf(b));
  const last = pending.at(-1);
  if (!last) return;
  const told = `${addressText(last.dmaAddress)} [size=${last.size} bytes] [mapped with ${directionText(last.direction)}] [mapped as ${typeName(last.type)}]`;
  complain(draft, device, last, {
    rule: 'debug-pending',
    text: `device driver has pending DMA allocations while released from device [count=${pending.length}]\nOne of leaked entries details: ${told}`,
    outcome: `${pending.length} of its mappings stand, and nobody will unmap them`,
  });
}
