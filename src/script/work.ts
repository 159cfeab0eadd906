/**
 * How much work a script asks for, in cache lines, told from its text alone: what keeps a short text
 * from keeping a page busy for minutes. An estimate of the right size, not a prediction; `history` bounds
 * what really happens.
 */
import type { Operation } from '../model/operation.ts';

/** Lines of a whole script, all operations together. */
export const mostLines = 200_000;

/** Bytes that one operation may name. */
export const longestAccess = 256 * 1024;

/** Named things that cost an operation a line: each name that was given may be a descriptor, a VMA or a process. */
const namesForLine = 32;

export interface WorkMeter {
  /** Counts an operation; whether the script is still small enough. */
  add(operation: Operation): boolean;
}

/** Bytes of a cache line and of a page. */
export interface Grain {
  readonly lineSize: number;
  readonly pageSize: number;
}

/** For a script whose buffers have these sizes in bytes. */
export function createWorkMeter(
  buffers: ReadonlyMap<string, number>,
  { lineSize, pageSize }: Grain,
): WorkMeter {
  const largest = Math.max(0, ...buffers.values());
  /** Bytes behind descriptors and DMA mappings, the most of those with one name. */
  const named = new Map<string, number>();
  const sizeOf = (name: string): number => buffers.get(name) ?? named.get(name) ?? largest;
  let names = 0;
  let lines = 0;
  return {
    add({ action }) {
      const bytes = bytesOf(action, sizeOf);
      const entries = Math.min(addressesOf(action), mostEntries * pageSize) / pageSize;
      // A child has a copy of every page table of its parent, and of all its names.
      const copied = action.do === 'fork' ? largest / pageSize + names : 0;
      if ('name' in action) {
        names++;
        const size = sizeNamed(action, sizeOf);
        named.set(action.name, Math.max(named.get(action.name) ?? 0, size));
      }
      lines += Math.max(
        1,
        Math.ceil(bytes / lineSize),
        Math.ceil(entries),
        copied,
        names / namesForLine,
      );
      return lines <= mostLines;
    },
  };
}

/** Pages of the largest buffer: no mapping has more entries in a page table. */
const mostEntries = 1024;

type Action = Operation['action'];
type SizeOf = (name: string) => number;

/** Bytes behind the name that an action introduces. */
function sizeNamed(action: Extract<Action, { readonly name: string }>, sizeOf: SizeOf): number {
  if ('buffer' in action) return sizeOf(action.buffer);
  if ('fd' in action) return sizeOf(action.fd);
  return 'length' in action ? (action.length ?? 0) : 0;
}

/** Bytes of addresses whose page tables an action goes through. */
function addressesOf(action: Action): number {
  switch (action.do) {
    case 'munmapBytes':
    case 'mprotect':
    case 'madvise':
    case 'msync':
    case 'mlock':
    case 'mincore':
    case 'mmapBytes':
    case 'dmaBufMmap':
    case 'zapShared':
    case 'ftruncate':
    case 'fallocate':
      return action.length;
    case 'mremap':
      return Math.max(action.oldLength, action.newLength);
    default:
      return 0;
  }
}

/** Bytes that an action works on. */
function bytesOf(action: Action, sizeOf: SizeOf): number {
  switch (action.do) {
    case 'read':
    case 'write':
    case 'dmaRead':
    case 'dmaWrite':
    case 'submitRead':
    case 'submitWrite':
    case 'maintain':
    case 'zap':
    case 'mapSingle':
    case 'mapPage':
    case 'mapSgList':
    case 'syncSingle':
      return action.length;
    case 'unmapSingle':
    case 'unmapPage':
      return action.length ?? sizeOf(action.mapping);
    case 'unmapSgList':
    case 'syncSgList':
      return sizeOf(action.mapping);
    default:
      return bytesOfWhole(action, sizeOf);
  }
}

/** Bytes of the buffer that an action works on as a whole. */
function bytesOfWhole(action: Action, sizeOf: SizeOf): number {
  switch (action.do) {
    case 'import':
    case 'sync':
    case 'prepare':
    case 'finish':
    case 'lock':
    case 'unlock':
    case 'ionSync':
      return sizeOf(action.fd);
    case 'release':
    case 'map':
    case 'unmap':
    case 'syncSgtable':
    case 'beginCpuAccess':
    case 'endCpuAccess':
    case 'lockBuffer':
    case 'unlockBuffer':
    case 'mapSg':
    case 'unmapSg':
    case 'syncSg':
    case 'moveBuffer':
    case 'allocCoherent':
      return sizeOf(action.buffer);
    default:
      return 0;
  }
}
