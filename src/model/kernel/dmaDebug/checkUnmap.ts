/** What dma-debug holds against an unmap or a free [kernel/dma/debug.c, check_unmap]. */
import { emit, type Draft } from '../../draft.ts';
import { addressText, complain, directionText, longHex, type Complaint } from './complain.ts';
import { removeLine } from './lines.ts';
import { findExact } from './table.ts';
import { dmaAttrs, type DebugEntry, type DebugReference, type DebugType } from './types.ts';

/** DMA_MAPPING_ERROR as a number. */
export const mappingError = 2 ** 64 - 1;

/** Attributes that unmap must repeat, of those that a driver can give here [DMA_ATTR_UNMAP_VALID]. */
const lastingAttrs = dmaAttrs.PRIVILEGED | dmaAttrs.MMIO;

const typeNames: Readonly<Record<DebugType, string>> = {
  single: 'single',
  phy: 'phy',
  sg: 'scatter-gather',
  coherent: 'coherent',
  resource: 'resource',
};

/** Name of a kind of mapping in the log. */
export const typeName = (type: DebugType): string => typeNames[type];

/** Looks up what is unmapped, complains of all that does not fit, and strikes it off. */
export function checkUnmap(draft: Draft, reference: DebugReference): void {
  const { entry, matches } = findExact(draft, reference);
  if (!entry) {
    complain(draft, reference.device, null, unknown(reference, matches));
    return;
  }
  for (const complaint of misfits(draft, entry, reference))
    complain(draft, reference.device, entry, complaint);
  strikeOff(draft, entry);
}

function strikeOff(draft: Draft, entry: DebugEntry): void {
  const debug = draft.state.dmaDebug;
  if (!debug) return;
  draft.state.dmaDebug = { ...debug, entries: debug.entries.filter((other) => other !== entry) };
  removeLine(draft, entry);
  emit(draft, 'debug.remove', {
    label: `dma-debug: ${longHex(entry.dmaAddress)} struck off`,
    from: { kind: 'device', device: entry.device },
    to: { kind: 'kernel' },
    ...(entry.bytes ? { range: { ...entry.bytes, length: entry.size } } : {}),
    facts: { size: entry.size, type: typeName(entry.type), direction: entry.direction },
  });
}

function unknown(reference: DebugReference, matches: number): Complaint {
  if (reference.dmaAddress === mappingError)
    return {
      rule: 'debug-free-invalid',
      text: 'device driver tries to free an invalid DMA memory address',
      outcome: 'the address is DMA_MAPPING_ERROR: the map had failed',
    };
  return {
    rule: 'debug-free-unallocated',
    text: `device driver tries to free DMA memory it has not allocated ${addressText(reference.dmaAddress)} [size=${reference.size} bytes]`,
    outcome:
      matches > 1
        ? `${matches} mappings begin there, and none has this size, direction and kind: dma-debug cannot tell which is meant`
        : 'no mapping of the device begins there',
  };
}

function misfits(draft: Draft, entry: DebugEntry, ref: DebugReference): readonly Complaint[] {
  const where = `${addressText(ref.dmaAddress)} [size=${ref.size} bytes]`;
  const found: Complaint[] = [];
  if (ref.size !== entry.size)
    found.push({
      rule: 'debug-free-size',
      text: `device driver frees DMA memory with different size ${addressText(ref.dmaAddress)} [map size=${entry.size} bytes] [unmap size=${ref.size} bytes]`,
      outcome: `${entry.size} bytes were mapped, ${ref.size} are unmapped`,
    });
  if (ref.type !== entry.type)
    found.push({
      rule: 'debug-free-function',
      text: `device driver frees DMA memory with wrong function ${where} [mapped as ${typeName(entry.type)}] [unmapped as ${typeName(ref.type)}]`,
      outcome: `it was mapped as ${typeName(entry.type)}`,
    });
  else if (entry.type === 'coherent' && ref.physical !== entry.physical)
    found.push({
      rule: 'debug-free-cpu-address',
      text: `device driver frees DMA memory with different CPU address ${where} [cpu alloc address=${longHex(entry.physical)}] [cpu free address=${longHex(ref.physical)}]`,
      outcome: 'the CPU address is not the one that was allocated',
    });
  if (ref.type === 'sg' && ref.callEntries > 0 && ref.callEntries !== entry.callEntries)
    found.push({
      rule: 'debug-free-entries',
      text: `device driver frees DMA sg list with different entry count [map count=${entry.callEntries}] [unmap count=${ref.callEntries}]`,
      outcome: `${entry.callEntries} entries were mapped, ${ref.callEntries} are unmapped`,
    });
  if (ref.direction !== entry.direction)
    found.push({
      rule: 'debug-free-direction',
      text: `device driver frees DMA memory with different direction ${where} [mapped with ${directionText(entry.direction)}] [unmapped with ${directionText(ref.direction)}]`,
      outcome: `it was mapped ${entry.direction}`,
    });
  return [...found, ...lateMisfits(draft, entry, ref, where)];
}

function lateMisfits(
  draft: Draft,
  entry: DebugEntry,
  ref: DebugReference,
  where: string,
): readonly Complaint[] {
  const found: Complaint[] = [];
  if (entry.mapError === 'notChecked')
    found.push({
      rule: 'debug-unchecked',
      text: `device driver failed to check map error${where} [mapped as ${typeName(entry.type)}]`,
      outcome: 'the driver never looked whether the map had worked; it had',
    });
  const differ = (ref.attrs ^ entry.attrs) & lastingAttrs;
  if (differ !== 0 && draft.state.setup.platform.kernel === '7.3')
    found.push({
      rule: 'debug-free-attributes',
      text: `device driver frees DMA memory with different attributes ${where} [mapped with 0x${entry.attrs.toString(16)}] [unmapped with 0x${ref.attrs.toString(16)}]`,
      outcome: 'the attributes are not those of the map',
    });
  return found;
}
