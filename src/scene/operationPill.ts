/** The short names of operations, for places where a line of script does not fit. */
import type { Action } from '../model/operation.ts';
import type { OperationResult } from '../model/result.ts';

const syncEnd = 4;

/** A byte as scripts write it: a printable letter, else its number. */
export function byteText(value: number): string {
  return value > 32 && value < 127 ? String.fromCharCode(value) : String(value);
}

/** At most nine characters or so: `export`, `W A`, `DMA R`, `START`. A read shows what it got. */
export function pillText(action: Action, result: OperationResult): string {
  switch (action.do) {
    case 'read':
      return `R${readText(result)}`;
    case 'write':
      return `W ${byteText(action.value)}`;
    case 'dmaRead':
      return `DMA R${readText(result)}`;
    case 'dmaWrite':
      return `DMA W ${byteText(action.value)}`;
    case 'sync':
      return (action.flags & syncEnd) === 0 ? 'START' : 'END';
    case 'syncSgtable':
    case 'syncSingle':
      return action.to === 'cpu' ? 'sync cpu' : 'sync dev';
    case 'maintain':
      return action.how === 'invalidate' ? 'inval' : action.how;
    case 'receive':
      return 'recv';
    case 'doorbell':
      return 'bell';
    case 'mapSingle':
      return 'map';
    case 'unmapSingle':
      return 'unmap';
    case 'allocCoherent':
      return 'alloc';
    case 'freeCoherent':
      return 'free';
    case 'flushIotlb':
      return 'flush';
    default:
      return action.do;
  }
}

/** ` A` when every byte read is the same, ` A…` when they differ, nothing when none was read. */
function readText(result: OperationResult): string {
  if (result.kind !== 'bytes') return '';
  const [first] = result.cells;
  if (first === undefined) return '';
  const value = first % 256;
  return ` ${byteText(value)}${result.cells.every((cell) => cell % 256 === value) ? '' : '…'}`;
}
