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

export interface WorkMeter {
  /** Counts an operation; whether the script is still small enough. */
  add(operation: Operation): boolean;
}

/** For a script whose buffers have these sizes in bytes. */
export function createWorkMeter(buffers: ReadonlyMap<string, number>, lineSize: number): WorkMeter {
  const largest = Math.max(0, ...buffers.values());
  /** Bytes behind descriptors and DMA mappings, the most of those with one name. */
  const named = new Map<string, number>();
  const sizeOf = (name: string): number => buffers.get(name) ?? named.get(name) ?? largest;
  let lines = 0;
  return {
    add({ action }) {
      const bytes = bytesOf(action, sizeOf);
      if ('name' in action) {
        const size = sizeNamed(action, sizeOf);
        named.set(action.name, Math.max(named.get(action.name) ?? 0, size));
      }
      lines += Math.max(1, Math.ceil(bytes / lineSize));
      return lines <= mostLines;
    },
  };
}

type Action = Operation['action'];
type SizeOf = (name: string) => number;

/** Bytes behind the name that an action introduces. */
function sizeNamed(action: Extract<Action, { readonly name: string }>, sizeOf: SizeOf): number {
  if ('buffer' in action) return sizeOf(action.buffer);
  if ('fd' in action) return sizeOf(action.fd);
  return 'length' in action ? (action.length ?? 0) : 0;
}

/** Bytes that an action works on. */
function bytesOf(action: Action, sizeOf: SizeOf): number {
  switch (action.do) {
    case 'read':
    case 'write':
    case 'dmaRead':
    case 'dmaWrite':
    case 'maintain':
    case 'zap':
    case 'mapSingle':
    case 'syncSingle':
      return action.length;
    case 'unmapSingle':
      return action.length ?? sizeOf(action.mapping);
    case 'import':
    case 'sync':
      return sizeOf(action.fd);
    case 'release':
    case 'map':
    case 'unmap':
    case 'syncSgtable':
      return sizeOf(action.buffer);
    default:
      return 0;
  }
}
