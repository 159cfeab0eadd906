/** Results, violations and micro-events in words, for people at a terminal. */
import { valueOf } from '../model/hardware/cell.ts';
import type { MicroEvent } from '../model/microEvent.ts';
import type { Platform } from '../model/platform.ts';
import type { OperationResult } from '../model/result.ts';
import type { Setup } from '../model/setup.ts';
import type { Cell } from '../model/state.ts';
import type { Violation } from '../model/violation.ts';
import { formatValue } from '../script/values.ts';
import { counted } from './style.ts';

/** Bytes as run lengths: `A*64,0*64`. */
export function bytesText(cells: readonly Cell[]): string {
  const runs: { value: number; count: number }[] = [];
  for (const cell of cells) {
    const value = valueOf(cell);
    const last = runs.at(-1);
    if (last?.value === value) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  return runs.map(({ value, count }) => `${formatValue(value)}*${count}`).join(',');
}

/** What an operation returned, in a few words. */
export function resultText(result: OperationResult): string {
  switch (result.kind) {
    case 'ok':
      return withFaults(result.value === null ? 'ok' : `ok ${numberText(result.value)}`, result);
    case 'bytes': {
      const isNewest = result.cells.every((cell, i) => cell === result.newest[i]);
      const got = bytesText(result.cells);
      return withFaults(isNewest ? got : `${got} (newest: ${bytesText(result.newest)})`, result);
    }
    case 'errno':
      return `${result.errno}: ${result.reason}`;
    case 'signal':
      return `${result.signal}: ${result.reason}`;
    case 'blocked':
      return `blocked: ${result.reason}`;
    case 'oops':
      return `kernel oops: ${result.reason}`;
    case 'scriptError':
      return `not possible: ${result.message}`;
  }
}

function withFaults(text: string, { faults }: { readonly faults: number }): string {
  return faults === 0 ? text : `${text}, ${counted(faults, 'page fault')}`;
}

/** Small numbers are descriptors, great ones addresses. */
function numberText(value: number): string {
  return value < 0x1000 ? String(value) : `0x${value.toString(16)}`;
}

/** `frame+64..127`, or nothing where it is about an object. */
export function rangeText(setup: Setup, { bytes }: Pick<Violation, 'bytes'>): string {
  if (!bytes) return '';
  const name = setup.buffers[bytes.buffer]?.name ?? `buffer ${bytes.buffer}`;
  const last = bytes.start + bytes.length - 1;
  return bytes.length === 1 ? `${name}+${bytes.start}` : `${name}+${bytes.start}..${last}`;
}

/** `cache.fill  line 3`, indented as the calls are nested. */
export function microText(event: MicroEvent): string {
  return `${'  '.repeat(event.depth)}${event.kind}  ${event.label}`;
}

/** A platform in a line: what decides about data there. */
export function describePlatform(platform: Platform): string {
  const { id, cpus, pageSize, lineSize, snooping, iommu, swiotlb } = platform;
  return [
    id,
    counted(cpus, 'CPU'),
    `pages of ${pageSize} bytes, lines of ${lineSize}`,
    snooping ? 'devices snoop' : 'devices do not snoop',
    ...(iommu === 'none' ? [] : [`IOMMU ${iommu}`]),
    ...(swiotlb === 'off' ? [] : [`swiotlb ${swiotlb}`]),
  ].join(', ');
}
